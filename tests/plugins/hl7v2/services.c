/* services.c -- what the harness's engine offers beside documents. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "services.h"

#include <stdio.h>

/* A piece of memory in front of which its list goes on. */
struct memory {
    struct memory      *next;
    struct hilum_buffer buffer; /* whose bytes go with it */
    max_align_t         bytes[];
};

static struct memory *take(struct memory **list, size_t size)
{
    struct memory *m = calloc(1, sizeof *m + size);

    if (m) {
        m->next = *list;
        *list   = m;
    }
    return m;
}

static void give(struct memory **list)
{
    while (*list) {
        struct memory *m = *list;

        *list = m->next;
        free(m->buffer.ptr);
        free(m);
    }
}

void *services_scratch(struct hilum_call *c, size_t size)
{
    struct memory *m = take(&((struct harness *)c)->memory, size);

    return m ? m->bytes : NULL;
}

struct hilum_buffer *services_buffer(struct hilum_call *c)
{
    struct memory *m = take(&((struct harness *)c)->memory, 0);

    if (!m)
        return NULL;
    m->buffer = (struct hilum_buffer){ .most = 64u << 20, .grow = hilum_grow };
    return &m->buffer;
}

void services_reset(struct harness *h)
{
    give(&h->memory);
}

void services_free(struct harness *h)
{
    give(&h->memory);
    give(&h->compiled);
}

/* ---- Messages ------------------------------------------------------------- */

enum { DRAFT_NODES = 1 << 10, DRAFT_HEAP = 1 << 16 };

/* A draft, and the message that it becomes, in memory of the call. */
struct hilum_draft {
    struct hilum_builder builder;
    struct hilum_block  *block;
    struct hilum_node    nodes[DRAFT_NODES];
    char                 heap[DRAFT_HEAP];
};

static bool no_more(struct hilum_builder *b, uint32_t nodes, uint32_t heap)
{
    return b->room - b->count >= nodes && b->heap_room - b->used >= heap;
}

struct hilum_draft *services_draft(struct hilum_call *c, const char *format,
                                   const struct hilum_msg *from)
{
    struct hilum_draft *d = services_scratch(c, sizeof *d);

    (void)from;
    if (!d)
        return NULL;
    d->builder = (struct hilum_builder){ .nodes     = d->nodes,
                                         .room      = DRAFT_NODES,
                                         .heap      = d->heap,
                                         .heap_room = DRAFT_HEAP,
                                         .model     = hilum_name(format, strlen(format)),
                                         .grow      = no_more };
    return d;
}

struct hilum_builder *services_build(struct hilum_draft *d)
{
    return &d->builder;
}

const struct hilum_msg *services_seal(struct hilum_draft *d)
{
    size_t nodes = d->builder.count * sizeof *d->nodes;
    size_t heap  = sizeof *d->block + nodes;

    if (d->builder.failed)
        return NULL;
    d->block = malloc(heap + d->builder.used);
    if (!d->block)
        return NULL;
    *d->block = (struct hilum_block){ .size  = (uint32_t)(heap + d->builder.used),
                                      .model = d->builder.model,
                                      .nodes = d->builder.count,
                                      .heap  = (uint32_t)heap };
    memcpy(d->block + 1, d->nodes, nodes);
    memcpy((char *)d->block + heap, d->heap, d->builder.used);
    return (const struct hilum_msg *)(const void *)d;
}

struct hilum_doc services_doc(const struct hilum_msg *m)
{
    return (struct hilum_doc){ ((const struct hilum_draft *)(const void *)m)->block, NULL };
}

void services_unref(const struct hilum_msg *m)
{
    free(((const struct hilum_draft *)(const void *)m)->block);
}

/* ---- Expressions ---------------------------------------------------------- */

const struct hilum_expr *services_expr(struct hilum_call *c, const char *text,
                                       const char *model)
{
    struct memory *m;

    (void)model;
    if (strncmp(text, "bad", 3) == 0) {
        hilum_blame(c, HILUM_REJECT, "column 4", "this is no expression");
        return NULL;
    }
    m = take(&((struct harness *)c)->compiled, strlen(text) + 1);
    if (m)
        memcpy(m->bytes, text, strlen(text) + 1);
    return m ? (const struct hilum_expr *)(const void *)m->bytes : NULL;
}

size_t services_eval(struct hilum_call *c, const struct hilum_expr *expr,
                     struct hilum_doc doc, const struct hilum_node *node,
                     struct hilum_item *items, size_t room)
{
    const char              *text = (const char *)(const void *)expr;
    const struct hilum_node *n;

    (void)node;
    if (strncmp(text, "fail", 4) == 0) {
        hilum_blame(c, HILUM_REJECT, "column 1", "it errs");
        return SIZE_MAX;
    }
    if (*text == '\'' && room) {
        items[0] = (struct hilum_item){ .text = { text + 1, strlen(text) - 2 } };
        return 1;
    }
    n = harness_node((struct harness *)c, text);
    if (n && room)
        items[0] = (struct hilum_item){ .node = n, .text = hilum_text(doc, n) };
    return n != NULL;
}

/* ---- Options -------------------------------------------------------------- */

static void set(struct harness *h, const struct hilum_option *o, const char *value)
{
    char *to = (char *)h->state + o->offset;

    if (o->type == HILUM_TEXT) {
        memcpy(to, &value, sizeof value);
    } else if (o->type == HILUM_BOOL) {
        *(bool *)(void *)to = strcmp(value, "true") == 0;
    } else if (o->type == HILUM_CHOICE) {
        int64_t i = 0;

        while (o->choices[i] && strcmp(o->choices[i], value) != 0)
            i++;
        memcpy(to, &i, sizeof i);
    } else {
        fprintf(stderr, "%s: the harness knows no options of this type\n", o->name);
        exit(EXIT_FAILURE);
    }
}

void services_set(struct harness *h, const char *name, const char *value)
{
    for (const struct hilum_option *o = h->part->options; o && o->name; o++)
        if (strcmp(o->name, name) == 0) {
            set(h, o, value);
            return;
        }
    fprintf(stderr, "%s: there is no such option\n", name);
    exit(EXIT_FAILURE);
}

void services_preset(struct harness *h)
{
    for (const struct hilum_option *o = h->part->options; o && o->name; o++)
        if (o->preset)
            set(h, o, o->preset);
}
