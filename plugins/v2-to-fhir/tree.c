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

/* A free node.  They are taken from the pool by the dozen, as making nodes is what most
 * time is spent on. */
static struct out *fresh(struct tree *t)
{
    enum { MANY = 64 };

    if (t->fresh == t->fresh_end) {
        t->fresh = (struct out *)(void *)pool_raw(t->pool, MANY * sizeof *t->fresh);
        if (!t->fresh) {
            t->fresh_end = NULL;
            t->failed    = true;
            return NULL;
        }
        t->fresh_end = t->fresh + MANY;
    }
    return t->fresh++;
}

/* A child of a rank before that of the last, or of that. */
static struct out *out_between(struct tree *t, struct out *o, const struct element *e,
                               uint64_t rank)
{
    struct out **link = &o->first, *made;

    while ((*link)->rank < rank)
        link = &(*link)->next;
    if ((*link)->rank == rank) {
        (*link)->element = e; /* of a choice, the later type holds */
        return *link;
    }
    made = fresh(t);
    if (made) {
        *made = (struct out){ .element = e, .rank = rank, .next = *link };
        *link = made;
    }
    return made;
}

static struct out *out_behind(struct tree *t, struct out *o, const struct element *e,
                              uint64_t rank)
{
    struct out *made = fresh(t);

    if (!made)
        return NULL;
    *made = (struct out){ .element = e, .rank = rank };
    if (o->last)
        o->last->next = made;
    else
        o->first = made;
    o->last = made;
    return made;
}

struct out *out_child(struct tree *t, struct out *o, const struct element *e,
                      uint64_t rank)
{
    /* Mostly the next element is a later one. */
    return o->last && o->last->rank >= rank ? out_between(t, o, e, rank)
                                            : out_behind(t, o, e, rank);
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

/* An element of a list that is not the first; sub is the number beside itself that a
 * following map wants. */
static uint64_t later_rank(const struct step *s, const struct place *place, uint32_t sub)
{
    uint32_t repetition = s->repeat == REPEAT_SOURCE    ? place->repetition
                          : s->repeat == REPEAT_SEGMENT ? place->ordinal
                                                        : 0;

    return out_rank(s->element, out_key(s->slot, repetition, sub));
}

static inline struct out *step(struct tree *t, struct out *from, const struct step *s,
                               const struct place *place, uint32_t sub)
{
    uint64_t    rank = s->rank;
    struct out *to;

    if (s->op == STEP_ENTER) {
        struct resource *r = tree_enter(t, from, s->type, sub);

        return r ? &r->root : NULL;
    }
    if (s->repeat != REPEAT_NONE || sub != 1) {
        if (s->element->list)
            rank = later_rank(s, place, sub);
        else if (sub != 1)
            return NULL;
    }
    to = out_child(t, from, s->element, rank);
    if (s->url && to && !to->first) {
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
    const struct step *s, *last;
    struct out        *at;

    if (!p->up)
        return sub == 1 ? &p->resource->root : NULL;
    if (!path || !path->count)
        return sub == 1 ? place_node(t, p->up) : walk(t, p->up, sub);
    s    = path->steps;
    last = s + path->count - 1;
    at   = s->op == STEP_SIBLING && s->slot != 1 ? walk(t, p->up, s->slot)
                                                 : place_node(t, p->up);
    s += s->op == STEP_SIBLING;
    for (; at && s < last; s++)
        at = step(t, at, s, p, 1);
    return at && s == last ? step(t, at, s, p, sub) : at;
}

struct out *place_walk(struct tree *t, struct place *p)
{
    return p->node = walk(t, p, 1);
}
