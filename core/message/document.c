/* document.c -- making documents, and trusting those that come from outside. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "message/document.h"

#include "base/limits.h"

#include <stdlib.h>

/* What a builder keeps from one document to the next, at most. */
enum { BUILDER_NODES = 1 << 16, BUILDER_HEAP = 1 << 20 };

/* The next size of a vector of count items that is to hold need more; 0 where
 * that is over the most. */
static uint32_t roomier(uint32_t room, uint32_t count, uint32_t need, uint32_t most)
{
    uint64_t want = (uint64_t)count + need;
    uint64_t next = room ? room : 256;

    if (want > most)
        return 0;
    while (next < want)
        next *= 2;
    return next > most ? most : (uint32_t)next;
}

static bool builder_grow(struct hilum_builder *b, uint32_t nodes, uint32_t heap)
{
    if (nodes) {
        uint32_t room = roomier(b->room, b->count, nodes, LIMIT_NODES);
        void    *to   = room ? realloc(b->nodes, room * sizeof *b->nodes) : NULL;

        if (!to)
            return false;
        b->nodes = to;
        b->room  = room;
    }
    if (heap) {
        uint32_t room = roomier(b->heap_room, b->used, heap, HILUM_MOST_TEXT);
        void    *to   = room ? realloc(b->heap, room) : NULL;

        if (!to)
            return false;
        b->heap      = to;
        b->heap_room = room;
    }
    return true;
}

void document_builder_init(struct hilum_builder *b)
{
    *b = (struct hilum_builder){ .grow = builder_grow };
}

void document_builder_free(struct hilum_builder *b)
{
    free(b->nodes);
    free(b->heap);
    document_builder_init(b);
}

void document_begin(struct hilum_builder *b, uint32_t model, struct hilum_view source)
{
    if (b->room > BUILDER_NODES || b->heap_room > BUILDER_HEAP)
        document_builder_free(b);
    b->count = b->used = b->depth = 0;
    b->failed                     = source.len > HILUM_MOST_TEXT;
    b->source                     = source;
    b->model                      = model;
}

struct hilum_block *document_seal(struct hilum_builder *b)
{
    size_t              heap = sizeof(struct hilum_block) + b->count * sizeof *b->nodes;
    struct hilum_block *to;

    if (b->failed || b->depth || b->count == 0 || b->nodes[0].span != b->count ||
        heap + b->used > LIMIT_DOCUMENT)
        return NULL;
    to = malloc(heap + b->used);
    if (!to)
        return NULL;
    *to = (struct hilum_block){ .size  = (uint32_t)(heap + b->used),
                                .model = b->model,
                                .nodes = b->count,
                                .heap  = (uint32_t)heap };
    memcpy(to + 1, b->nodes, b->count * sizeof *b->nodes);
    if (b->used)
        memcpy((char *)to + heap, b->heap, b->used);
    return to;
}

static bool text_fits(const struct hilum_node *n, const char *heap, size_t heap_len,
                      size_t source)
{
    size_t   most = n->flags & HILUM_NODE_BORROWED ? source : heap_len;
    uint32_t raw;

    if (!(n->flags & HILUM_NODE_VALUE))
        return !(n->flags & HILUM_NODE_RAW);
    if (n->text > most || n->length > most - n->text)
        return false;
    if (!(n->flags & HILUM_NODE_RAW))
        return true;
    most -= n->text + n->length;
    if (n->flags & HILUM_NODE_BORROWED || most < sizeof raw)
        return false;
    memcpy(&raw, heap + n->text + n->length, sizeof raw);
    return raw <= most - sizeof raw;
}

/* Every node ends where, or before, the one that holds it ends, and the stack
 * of those that are open stays within HILUM_DEPTH. */
static bool nodes_fit(const struct hilum_node *nodes, uint32_t count, const char *heap,
                      size_t heap_len, size_t source)
{
    uint32_t ends[HILUM_DEPTH + 1];
    uint32_t depth = 0;

    for (uint32_t i = 0; i < count; i++) {
        while (depth && i == ends[depth - 1])
            depth--;
        if (nodes[i].span == 0 || nodes[i].span > count - i ||
            (depth && i + nodes[i].span > ends[depth - 1]) ||
            !text_fits(&nodes[i], heap, heap_len, source))
            return false;
        if (nodes[i].span > 1) {
            if (depth == HILUM_DEPTH)
                return false;
            ends[depth++] = i + nodes[i].span;
        }
    }
    return nodes[0].span == count;
}

bool document_check(const void *bytes, size_t len, struct hilum_view source)
{
    struct hilum_block head;
    size_t             heap;

    if (len < sizeof head || (uintptr_t)bytes % _Alignof(struct hilum_block))
        return false;
    memcpy(&head, bytes, sizeof head);
    if (head.size != len || head.nodes == 0 || head.nodes > LIMIT_NODES)
        return false;
    heap = sizeof head + head.nodes * sizeof(struct hilum_node);
    if (head.heap != heap || heap > len)
        return false;
    return nodes_fit((const struct hilum_node *)((const struct hilum_block *)bytes + 1),
                     head.nodes, (const char *)bytes + heap, len - heap, source.len);
}
