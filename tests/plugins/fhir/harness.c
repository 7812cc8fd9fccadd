/* harness.c -- an engine just large enough to try the FHIR codec in. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

extern const struct hilum_plugin hilum_plugin;

/* What the host's services need, for all codecs that are open. */
static struct {
    char                why[512];
    char                where[512];
    char                report[512];
    unsigned            reports;
    const char         *schemas;
    struct hilum_view   table;
    unsigned            users; /* codecs that are open */
    struct hilum_buffer spare;
} engine;

static void must(bool so, const char *what)
{
    if (!so) {
        fprintf(stderr, "harness: %s\n", what);
        exit(3);
    }
}

struct hilum_view harness_file(const char *path)
{
    FILE  *file = fopen(path, "rb");
    char  *bytes;
    long   size;
    size_t got;

    must(file && fseek(file, 0, SEEK_END) == 0, path);
    size = ftell(file);
    must(size >= 0 && fseek(file, 0, SEEK_SET) == 0, path);
    bytes = malloc((size_t)size + 1);
    must(bytes, "out of memory");
    got = fread(bytes, 1, (size_t)size, file);
    must(got == (size_t)size, path);
    fclose(file);
    return (struct hilum_view){ bytes, got };
}

__attribute__((format(printf, 4, 0))) static enum hilum_verdict
engine_blame(struct hilum_call *call, enum hilum_verdict v, const char *where,
             const char *fmt, va_list ap)
{
    (void)call;
    snprintf(engine.where, sizeof(engine.where), "%s", where);
    vsnprintf(engine.why, sizeof(engine.why), fmt, ap);
    return v;
}

__attribute__((format(printf, 5, 0))) static void
engine_report(struct hilum_call *call, enum hilum_severity severity, const char *where,
              const char *rule, const char *fmt, va_list ap)
{
    size_t used;

    (void)call;
    (void)severity;
    engine.reports++;
    used =
        (size_t)snprintf(engine.report, sizeof(engine.report), "%s (%s) ", where, rule);
    if (used < sizeof(engine.report))
        vsnprintf(engine.report + used, sizeof(engine.report) - used, fmt, ap);
}

static uint32_t engine_name_add(const char *ptr, size_t len)
{
    return hilum_name(ptr, len);
}

static bool engine_schema(struct hilum_call *call, const char *path,
                          struct hilum_view *out)
{
    char full[4096];

    (void)call;
    snprintf(full, sizeof(full), "%s/%s", engine.schemas, path);
    if (engine.users == 1)
        engine.table = harness_file(full);
    *out = engine.table;
    return true;
}

static bool grow_buffer(struct hilum_buffer *b, size_t need)
{
    size_t room = (b->len + need) * 2;
    char  *to   = realloc(b->ptr, room);

    must(to, "out of memory");
    b->ptr  = to;
    b->room = room;
    return true;
}

static struct hilum_buffer *engine_buffer(struct hilum_call *call)
{
    (void)call;
    engine.spare.len  = 0;
    engine.spare.grow = grow_buffer;
    return &engine.spare;
}

static const struct hilum_host host = {
    .size     = sizeof(host),
    .abi      = HILUM_ABI,
    .blame    = engine_blame,
    .name_add = engine_name_add,
    .schema   = engine_schema,
    .buffer   = engine_buffer,
    .report   = engine_report,
};

static struct hilum_call call = { .host = &host };

static bool grow_builder(struct hilum_builder *b, uint32_t nodes, uint32_t heap)
{
    struct harness *h = (struct harness *)((char *)b - offsetof(struct harness, builder));

    if (nodes && b->count + nodes > h->most_nodes)
        return false;
    if (nodes) {
        b->room =
            b->count + nodes < h->most_nodes / 2 ? (b->count + nodes) * 2 : h->most_nodes;
        b->nodes = realloc(b->nodes, b->room * sizeof(*b->nodes));
    }
    if (heap) {
        b->heap_room = (b->used + heap) * 2;
        b->heap      = realloc(b->heap, b->heap_room);
    }
    must((!nodes || b->nodes) && (!heap || b->heap), "out of memory");
    return true;
}

static const struct hilum_part *part_named(const char *name)
{
    const struct hilum_part *const *part = hilum_plugin.parts;

    while (*part && strcmp((*part)->name, name) != 0)
        part++;
    must(*part, name);
    return *part;
}

void harness_open(struct harness *h, const char *part, const char *schemas, bool pretty)
{
    *h = (struct harness){ .part = part_named(part), .most_nodes = UINT32_MAX / 64 };
    engine.users++;
    engine.schemas = schemas;
    h->state       = calloc(1, h->part->state);
    must(h->state, "out of memory");
    if (h->part->options)
        *(bool *)((char *)h->state + h->part->options[0].offset) = pretty;
    must(h->part->open(h->state, &call) == HILUM_OK, engine.why);
    h->out.grow = grow_buffer;
}

void harness_close(struct harness *h)
{
    h->part->close(h->state);
    free(h->state);
    free(h->builder.nodes);
    free(h->builder.heap);
    free(h->block);
    free(h->out.ptr);
    if (--engine.users)
        return;
    free((char *)(uintptr_t)engine.table.ptr);
    free(engine.spare.ptr);
    engine.spare = (struct hilum_buffer){ 0 };
}

void harness_begin(struct harness *h, struct hilum_view source)
{
    struct hilum_builder *b = &h->builder;

    b->source = source;
    b->count = b->used = b->depth = 0;
    b->failed                     = false;
    b->grow                       = grow_builder;
}

struct hilum_doc harness_seal(struct harness *h)
{
    const struct hilum_builder *b     = &h->builder;
    size_t                      nodes = b->count * sizeof(*b->nodes);
    struct hilum_block          head  = { .nodes = b->count };

    head.heap = (uint32_t)(sizeof(head) + nodes);
    head.size = head.heap + b->used;
    if (head.size > h->block_room) {
        h->block_room = head.size * (size_t)2;
        h->block      = realloc(h->block, h->block_room);
        must(h->block, "out of memory");
    }
    memcpy(h->block, &head, sizeof(head));
    memcpy(h->block + sizeof(head), b->nodes, nodes);
    if (b->used)
        memcpy(h->block + head.heap, b->heap, b->used);
    h->doc = (struct hilum_doc){ (const struct hilum_block *)(const void *)h->block,
                                 b->source.ptr };
    return h->doc;
}

enum hilum_verdict harness_build(struct harness *h, struct hilum_view bytes)
{
    engine.why[0] = engine.where[0] = engine.report[0] = '\0';
    engine.reports                                     = 0;
    harness_begin(h, bytes);
    return h->part->decode(h->state, &call, bytes, &h->builder);
}

enum hilum_verdict harness_decode(struct harness *h, struct hilum_view bytes)
{
    enum hilum_verdict v = harness_build(h, bytes);

    if (v == HILUM_OK) {
        must(h->builder.depth == 0 && !h->builder.failed && h->builder.count > 0,
             "decoding said OK and left the builder unfinished");
        harness_seal(h);
    }
    return v;
}

enum hilum_verdict harness_encode(struct harness *h, struct hilum_doc doc,
                                  const struct hilum_node *node)
{
    engine.why[0] = engine.where[0] = '\0';
    h->out.len                      = 0;
    return h->part->encode(h->state, &call, doc, node, &h->out);
}

const char *harness_why(void)
{
    return engine.why;
}

const char *harness_report(void)
{
    return engine.report;
}

unsigned harness_reports(void)
{
    return engine.reports;
}

const char *harness_where(void)
{
    return engine.where;
}
