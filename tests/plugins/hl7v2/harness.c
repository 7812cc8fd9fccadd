/* harness.c -- an engine just large enough to try the HL7 v2 codec in. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include "plugins/hl7v2/er7_place.h"

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

static uint32_t name_add(const char *ptr, size_t len)
{
    return hilum_name(ptr, len);
}

static bool schema(struct hilum_call *c, const char *path, struct hilum_view *out)
{
    static struct {
        const char       *path;
        struct hilum_view text;
    } held[] = { { "hl7v2/segments", { NULL, 0 } }, { "hl7v2/datatypes", { NULL, 0 } } };
    char full[512];

    (void)c;
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
        if (strcmp(path, held[i].path) != 0)
            continue;
        snprintf(full, sizeof full, "%s/%s", SCHEMAS, path);
        if (!held[i].text.ptr)
            held[i].text = harness_file(full);
        *out = held[i].text;
        return out->ptr != NULL;
    }
    return false;
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
    .name_add = name_add,
    .schema   = schema,
    .now      = now,
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

void harness_open(struct harness *h)
{
    *h           = (struct harness){ .part = hilum_plugin.parts[0] };
    h->call.host = &host;
    h->builder =
        (struct hilum_builder){ .model = HILUM_NAME("hl7v2"), .grow = grow_builder };
    h->out   = (struct hilum_buffer){ .most = 64u << 20, .grow = grow_buffer };
    h->state = calloc(1, h->part->state);
    if (!h->state || h->part->open(h->state, &h->call) != HILUM_OK) {
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
}

enum hilum_verdict harness_build(struct harness *h, struct hilum_view bytes)
{
    h->where[0] = h->why[0] = '\0';
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
    struct hilum_outcome o = { .size    = sizeof o,
                               .verdict = v,
                               .body    = hilum_view(bytes),
                               .place   = place,
                               .reason  = reason };

    if (harness_read(h, bytes) == HILUM_OK)
        o.doc = h->doc;
    h->out.len = 0;
    if (h->part->answer(h->state, &h->call, &o, &h->out) != HILUM_OK)
        return NULL;
    return shown(h);
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
