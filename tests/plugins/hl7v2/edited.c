/* edited.c -- a document that somebody has changed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "edited.h"

#include <stdlib.h>

static void copy(struct harness *h, const struct hilum_node *leaf, const char *text)
{
    const struct hilum_node *n = hilum_root(h->doc);
    struct hilum_builder    *b = &h->builder;

    for (uint32_t i = 0, count = n->span; i < count; i++, n++) {
        bool parts = n->span > 1 && (!leaf || (n <= leaf && leaf < n + n->span));
        struct hilum_node *to =
            hilum_build_node(b, n->name, n->type,
                             n->flags & (HILUM_NODE_LIST | HILUM_NODE_NULL), n->place);

        if (!to)
            exit(EXIT_FAILURE);
        to->span = n->span;
        if (leaf && n == leaf)
            hilum_build_text(b, hilum_view(text));
        else if (leaf && n->flags & HILUM_NODE_RAW)
            hilum_build_both(b, hilum_text(h->doc, n), hilum_raw(h->doc, n));
        else if (n->flags & HILUM_NODE_VALUE && !parts)
            hilum_build_text(b, hilum_text(h->doc, n));
    }
}

void edited(struct harness *h, const char *place, const char *text)
{
    struct hilum_builder *b = &h->builder;
    struct hilum_block   *block;
    size_t                nodes;

    b->source = (struct hilum_view){ NULL, 0 };
    b->count = b->used = b->depth = 0;
    b->failed                     = false;
    copy(h, place ? harness_node(h, place) : NULL, text);
    nodes = b->count * sizeof *b->nodes;
    block = malloc(sizeof *block + nodes + b->used);
    if (!block)
        exit(EXIT_FAILURE);
    *block = (struct hilum_block){ .size  = (uint32_t)(sizeof *block + nodes + b->used),
                                   .model = b->model,
                                   .nodes = b->count,
                                   .heap  = (uint32_t)(sizeof *block + nodes) };
    memcpy(block + 1, b->nodes, nodes);
    if (b->used)
        memcpy((char *)block + block->heap, b->heap, b->used);
    free((void *)(uintptr_t)h->doc.block);
    h->doc = (struct hilum_doc){ block, NULL };
}
