/* harness.c -- an engine just large enough to try the HL7 v2 codec in. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "plugins/hl7v2/er7_place.h"
#include "services.h"

#include <stdio.h>
#include <stdlib.h>

#ifndef SCHEMAS
#define SCHEMAS "schemas"
#endif

extern const struct hilum_plugin hilum_plugin;

/* ---- The host ------------------------------------------------------------- */

HILUM_VPRINTF(4)
static enum hilum_verdict blame(struct hilum_call *c, enum hilum_verdict v,
                                const char *where, const char *fmt, va_list ap)
{
    struct harness *h = (struct harness *)c;

    snprintf(h->where, sizeof h->where, "%s", where);
    vsnprintf(h->why, sizeof h->why, fmt, ap);
    return v;
}

/* Names whose text a number does not hold, as they come. */
enum { NAMES = 512 };
static struct hilum_view names[NAMES];

static struct hilum_view name_text(uint32_t name)
{
    for (size_t i = 0; i < NAMES && names[i].ptr; i++)
        if (hilum_name(names[i].ptr, names[i].len) == name)
            return names[i];
    return HILUM_VIEW("");
}

static uint32_t name_add(const char *ptr, size_t len)
{
    uint32_t name = hilum_name(ptr, len);
    size_t   i    = 0;

    if (!(name & HILUM_NAME_HASHED) || name_text(name).len)
        return name;
    while (i < NAMES && names[i].ptr)
        i++;
    if (i == NAMES)
        return 0;
    names[i] = (struct hilum_view){ ptr, len };
    return name;
}

HILUM_VPRINTF(5)
static void report(struct hilum_call *c, enum hilum_severity severity, const char *place,
                   const char *rule, const char *fmt, va_list ap)
{
    struct harness *h = (struct harness *)c;
    char            text[256];

    (void)severity;
    vsnprintf(text, sizeof text, fmt, ap);
    snprintf(h->reported, sizeof h->reported, "%.40s %.40s: %.150s", place, rule, text);
    h->reports++;
}

static bool schema(struct hilum_call *c, const char *path, struct hilum_view *out)
{
    static struct {
        char              path[64];
        struct hilum_view text;
    } held[16];
    char   full[512];
    size_t i = 0;

    (void)c;
    while (i < 15 && held[i].text.ptr && strcmp(path, held[i].path) != 0)
        i++;
    if (!held[i].text.ptr) {
        snprintf(held[i].path, sizeof held[i].path, "%s", path);
        snprintf(full, sizeof full, "%s/%s", SCHEMAS, path);
        held[i].text = harness_file(full);
    }
    *out = held[i].text;
    return out->ptr != NULL;
}

static const char *why(struct hilum_call *c)
{
    return ((struct harness *)c)->why;
}

static const char *where(struct hilum_call *c)
{
    return ((struct harness *)c)->where;
}

HILUM_VPRINTF(3)
static void log_line(struct hilum_call *c, enum hilum_level level, const char *fmt,
                     va_list ap)
{
    (void)level;
    vsnprintf(((struct harness *)c)->logged, sizeof((struct harness *)c)->logged, fmt,
              ap);
}

static int64_t now(struct hilum_call *c)
{
    (void)c;
    return 1774353600000;
}

static const struct hilum_host host = {
    .size     = sizeof host,
    .abi      = HILUM_ABI,
    .version  = "test",
    .blame    = blame,
    .name_add  = name_add,
    .name_text = name_text,
    .report    = report,
    .schema   = schema,
    .now      = now,
    .why      = why,
    .where    = where,
    .log      = log_line,
    .scratch  = services_scratch,
    .draft    = services_draft,
    .build    = services_build,
    .seal     = services_seal,
    .doc      = services_doc,
    .unref    = services_unref,
    .buffer   = services_buffer,
    .expr     = services_expr,
    .eval     = services_eval,
};

static bool grow_builder(struct hilum_builder *b, uint32_t nodes, uint32_t heap)
{
    uint32_t node_room   = b->room + (b->room > nodes ? b->room : nodes);
    uint32_t heap_room   = b->heap_room + (b->heap_room > heap ? b->heap_room : heap);
    struct hilum_node *n = b->nodes;
    char              *h = b->heap;

    if (nodes > b->room - b->count) {
        n = realloc(n, node_room * sizeof *n);
        if (!n)
            return false;
        b->nodes = n;
        b->room  = node_room;
    }
    if (heap > b->heap_room - b->used) {
        h = realloc(h, heap_room);
        if (!h)
            return false;
        b->heap      = h;
        b->heap_room = heap_room;
    }
    return true;
}

static bool grow_buffer(struct hilum_buffer *b, size_t need)
{
    size_t room = 2 * b->room + need;
    char  *to   = room <= b->most ? realloc(b->ptr, room) : NULL;

    if (!to)
        return false;
    b->ptr  = to;
    b->room = room;
    return true;
}

/* ---- Use ------------------------------------------------------------------ */

static void prepare(struct harness *h, const char *name)
{
    const struct hilum_part *const *part = hilum_plugin.parts;

    while (strcmp((*part)->name, name) != 0)
        part++;
    *h           = (struct harness){ .part = *part };
    h->call.host = &host;
    h->builder =
        (struct hilum_builder){ .model = HILUM_NAME("hl7v2"), .grow = grow_builder };
    h->out   = (struct hilum_buffer){ .most = 64u << 20, .grow = grow_buffer };
    h->state = calloc(1, h->part->state);
    if (!h->state)
        exit(EXIT_FAILURE);
    services_preset(h);
}

bool harness_try(struct harness *h, const char *option, const char *value)
{
    prepare(h, "er7");
    services_set(h, option, value);
    return h->part->open(h->state, &h->call) == HILUM_OK;
}

void harness_open(struct harness *h)
{
    harness_open_part(h, "er7");
}

void harness_open_part(struct harness *h, const char *name)
{
    prepare(h, name);
    if (h->part->open(h->state, &h->call) != HILUM_OK) {
        fprintf(stderr, "cannot open the codec: %s: %s\n", h->where, h->why);
        exit(EXIT_FAILURE);
    }
}

void harness_close(struct harness *h)
{
    h->part->close(h->state);
    free(h->state);
    free(h->builder.nodes);
    free(h->builder.heap);
    free((void *)(uintptr_t)h->doc.block);
    free(h->out.ptr);
    services_free(h);
}

enum hilum_verdict harness_build(struct harness *h, struct hilum_view bytes)
{
    services_reset(h);
    h->where[0] = h->why[0] = h->reported[0] = '\0';
    h->reports  = 0;
    h->builder.source       = bytes;
    h->builder.count = h->builder.used = h->builder.depth = 0;
    h->builder.failed                                     = false;
    return h->part->decode(h->state, &h->call, bytes, &h->builder);
}

enum hilum_verdict harness_decode(struct harness *h, struct hilum_view bytes)
{
    enum hilum_verdict    v     = harness_build(h, bytes);
    struct hilum_builder *b     = &h->builder;
    size_t                nodes = b->count * sizeof *b->nodes;
    size_t                heap  = sizeof(struct hilum_block) + nodes;
    struct hilum_block   *block;

    free((void *)(uintptr_t)h->doc.block);
    h->doc = (struct hilum_doc){ NULL, NULL };
    if (v != HILUM_OK)
        return v;
    block = malloc(heap + b->used);
    if (!block)
        return HILUM_FAIL;
    *block = (struct hilum_block){ .size  = (uint32_t)(heap + b->used),
                                   .model = b->model,
                                   .nodes = b->count,
                                   .heap  = (uint32_t)heap };
    memcpy(block + 1, b->nodes, nodes);
    if (b->used)
        memcpy((char *)block + heap, b->heap, b->used);
    h->doc = (struct hilum_doc){ block, bytes.ptr };
    return v;
}

enum hilum_verdict harness_read(struct harness *h, const char *text)
{
    return harness_decode(h, hilum_view(text));
}

static const struct hilum_node *nth_child(const struct hilum_node *n, uint32_t name,
                                          uint32_t nth)
{
    const struct hilum_node *at = hilum_child(n, name);

    while (at && nth-- > 1)
        at = hilum_again(n, at);
    return at;
}

const struct hilum_node *harness_node(struct harness *h, const char *place)
{
    struct er7_place         p;
    const struct hilum_node *n;

    if (!h->doc.block || !er7_place_read(&p, place))
        return NULL;
    n = nth_child(hilum_root(h->doc), hilum_name(p.segment, 3), p.sequence);
    if (n && p.field)
        n = nth_child(n, p.field, p.repetition);
    if (n && p.component)
        n = hilum_component(n, p.component);
    if (n && p.subcomponent)
        n = hilum_component(n, p.subcomponent);
    return n;
}

const char *harness_text(struct harness *h, const char *place)
{
    static char              text[4096];
    const struct hilum_node *n = harness_node(h, place);
    struct hilum_view        v;

    if (!n)
        return "(none)";
    if (n->flags & HILUM_NODE_NULL)
        return "(null)";
    v = hilum_text(h->doc, n);
    snprintf(text, sizeof text, "%.*s", (int)v.len, v.ptr);
    return text;
}

const char *harness_type(struct harness *h, const char *place)
{
    static char              text[4];
    const struct hilum_node *n = harness_node(h, place);

    for (int i = 0; i < 3; i++)
        text[i] =
            n && n->type & HILUM_NAME_PACKED ? (char)(n->type >> (16 - 8 * i)) : '\0';
    return text;
}

static const char *shown(struct harness *h)
{
    hilum_put(&h->out, "", 1);
    for (size_t i = 0; i < h->out.len; i++)
        if (h->out.ptr[i] == '\r')
            h->out.ptr[i] = '\n';
    return h->out.ptr;
}

const char *harness_write(struct harness *h, const struct hilum_node *n)
{
    h->out.len = 0;
    if (h->part->encode(h->state, &h->call, h->doc, n ? n : hilum_root(h->doc),
                        &h->out) != HILUM_OK)
        return NULL;
    return shown(h);
}

const char *harness_answer(struct harness *h, const char *bytes, enum hilum_verdict v,
                           const char *place, const char *reason)
{
    return harness_answer_to(
        h, bytes,
        &(struct hilum_outcome){ .verdict = v, .place = place, .reason = reason });
}

const char *harness_answer_to(struct harness *h, const char *bytes,
                              const struct hilum_outcome *outcome)
{
    struct hilum_outcome o = *outcome;

    o.size = sizeof o;
    o.body = hilum_view(bytes);
    if (harness_read(h, bytes) == HILUM_OK)
        o.doc = h->doc;
    h->out.len  = 0;
    h->answered = h->part->answer(h->state, &h->call, &o, &h->out);
    return h->answered == HILUM_OK || h->answered == HILUM_RETRY ? shown(h) : NULL;
}

struct hilum_view harness_file(const char *path)
{
    FILE             *f = fopen(path, "rb");
    struct hilum_view v = { NULL, 0 };
    char             *to;
    long              size;

    if (!f)
        return v;
    fseek(f, 0, SEEK_END);
    size = ftell(f);
    rewind(f);
    to = size >= 0 ? malloc((size_t)size + 1) : NULL;
    if (to)
        v = (struct hilum_view){ to, fread(to, 1, (size_t)size, f) };
    fclose(f);
    return v;
}
