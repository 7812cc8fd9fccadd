/* tree.c -- the resources of one message while they are being made. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

static void *tree_get(struct tree *t, size_t size)
{
    void *got = pool_get(t->pool, size);

    t->failed |= !got;
    return got;
}

struct resource *tree_resource(struct tree *t, const struct type *type)
{
    struct resource *r = tree_get(t, sizeof *r);

    if (!r)
        return NULL;
    r->type    = type;
    r->sub     = 1;
    r->segment = t->segment;
    r->number  = ++t->count;
    r->patient = t->patient;
    if (t->last)
        t->last->next = r;
    else
        t->first = r;
    t->last = r;
    return r;
}

/* Adds a child between two others, or at an end. */
static struct out *out_add(struct tree *t, struct out *o, const struct element *e,
                           uint64_t rank, struct out *before)
{
    struct out *made = (struct out *)(void *)pool_raw(t->pool, sizeof *made);

    if (!made) {
        t->failed = true;
        return NULL;
    }
    *made = (struct out){ .element = e,
                          .rank    = rank,
                          .next    = before ? before->next : o->first };
    if (before)
        before->next = made;
    else
        o->first = made;
    if (!made->next)
        o->last = made;
    return made;
}

/* A child of a rank before that of the last. */
static struct out *out_between(struct tree *t, struct out *o, const struct element *e,
                               uint64_t rank)
{
    struct out *before = NULL, *at = o->first;

    while (at->rank < rank) {
        before = at;
        at     = at->next;
    }
    if (at->rank > rank)
        return out_add(t, o, e, rank, before);
    at->element = e;
    return at;
}

struct out *out_child(struct tree *t, struct out *o, const struct element *e,
                      uint64_t rank)
{
    struct out *last = o->last;

    /* Mostly the next element is a later one, or the last again. */
    if (!last || last->rank < rank)
        return out_add(t, o, e, rank, last);
    if (last->rank > rank)
        return out_between(t, o, e, rank);
    last->element = e; /* of a choice, the later type holds */
    return last;
}

struct out *out_find(const struct out *o, uint32_t name, uint32_t key)
{
    for (struct out *at = o->first; at; at = at->next)
        if (at->element->name == name && (!key || (uint32_t)at->rank == key))
            return at;
    return NULL;
}

struct resource *tree_enter(struct tree *t, struct out *reference,
                            const struct type *type, uint32_t sub)
{
    struct resource *r = reference->to, *before = NULL, *made;

    while (r && r->sub < sub) {
        before = r;
        r      = r->sibling;
    }
    if (r && r->sub == sub)
        return r->type == type ? r : NULL;
    made = tree_resource(t, type);
    if (!made)
        return NULL;
    made->sub     = sub;
    made->sibling = r;
    if (before)
        before->sibling = made;
    else
        reference->to = made;
    return made;
}

/* Where in a list a step's node is; sub is the number beside itself that a following map
 * wants. */
static inline uint64_t step_rank(const struct step *s, const struct place *place,
                                 uint32_t sub)
{
    uint32_t repetition = s->repeat == REPEAT_SOURCE ? place->repetition : place->ordinal;

    if (!s->repeat && sub == 1)
        return s->rank;
    return out_rank(s->element, out_key(s->slot, s->repeat ? repetition : 0, sub));
}

static inline struct out *step(struct tree *t, struct out *from, const struct step *s,
                               const struct place *place, uint32_t sub)
{
    struct out *to;

    if (s->op == STEP_ENTER) {
        struct resource *r = tree_enter(t, from, s->type, sub);

        return r ? &r->root : NULL;
    }
    if (!s->element->list && sub != 1)
        return NULL;
    to = out_child(t, from, s->element,
                   s->element->list ? step_rank(s, place, sub) : s->rank);
    if (to && s->url && !to->first) {
        struct out *url = out_child(t, to, s->url, out_rank(s->url, 0));

        if (url)
            url->text = s->address;
    }
    return to;
}

/* Walks a place's path; its last step leads to the element's number `sub`. */
static struct out *walk(struct tree *t, struct place *p, uint32_t sub)
{
    const struct path *path = p->path;
    struct out        *at;
    uint32_t           first = 0;

    if (!p->up)
        return sub == 1 ? &p->resource->root : NULL;
    if (!path || !path->count)
        return sub == 1 ? place_node(t, p->up) : walk(t, p->up, sub);
    if (path->steps[0].op == STEP_SIBLING) {
        at    = path->steps[0].slot == 1 ? place_node(t, p->up)
                                         : walk(t, p->up, path->steps[0].slot);
        first = 1;
    } else {
        at = place_node(t, p->up);
    }
    for (uint32_t i = first; at && i < path->count; i++)
        at = step(t, at, &path->steps[i], p, i + 1 == path->count ? sub : 1);
    return at;
}

struct out *place_walk(struct tree *t, struct place *p)
{
    return p->node = walk(t, p, 1);
}
