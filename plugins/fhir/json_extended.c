/* json_extended.c -- joins the two places that JSON tells a primitive in. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json_extended.h"

#include <stdlib.h>

#define MARKS ((uint32_t)(JSON_NODE_UNDERSCORE | JSON_NODE_JOINED))

/* Room for need entries of a size; doubles, up to what a document may hold.  The
 * array is a pointer to the caller's pointer, of whatever type that is. */
static bool reserve(void *array, uint32_t *room, uint32_t need, size_t size)
{
    uint32_t want = *room ? *room : 64;
    void    *to, *from;

    if (need <= *room)
        return true;
    while (want < need && want < HILUM_MOST_TEXT)
        want *= 2;
    memcpy(&from, array, sizeof(from));
    to = want < need ? NULL : realloc(from, want * size);
    if (!to)
        return false;
    memcpy(array, &to, sizeof(to));
    *room = want;
    return true;
}

bool json_extended_add(struct json_extended *x, const struct fhir_element *element,
                       uint32_t node, uint32_t index)
{
    if (!reserve(&x->list, &x->room, x->count + 1, sizeof(*x->list)))
        return false;
    x->list[x->count++] = (struct json_underscore){ element, node, index };
    return true;
}

static bool refuse(struct json_extended *x, uint32_t place, const char *why)
{
    x->why   = why;
    x->place = place;
    return false;
}

/* A value from behind its plain name. */
static bool is_plain(const struct hilum_builder *b, uint32_t at, uint32_t name)
{
    return at < b->count && b->nodes[at].name == name &&
           !(b->nodes[at].flags & JSON_NODE_UNDERSCORE);
}

/* A value that has been joined has lent its span, but is without children itself. */
static uint32_t step_over(const struct hilum_node *n)
{
    return (n->flags & MARKS) == JSON_NODE_JOINED ? 1 : n->span;
}

/* Joins the entries of one _name, which stand together from `at` on.  A plain value
 * has no children, so until the nodes are put in order its span can tell which node
 * is to be joined to it. */
static bool join_name(struct json_extended *x, struct hilum_builder *b, uint32_t plain,
                      uint32_t at)
{
    const struct fhir_element *e = x->list[at].element;
    bool                       alone;

    while (plain < b->count && !is_plain(b, plain, e->name))
        plain += step_over(&b->nodes[plain]);
    alone = plain == b->count;
    for (uint32_t index = 0; at < x->count && x->list[at].element == e; at++, index++) {
        const struct json_underscore *u        = &x->list[at];
        struct hilum_node            *extended = &b->nodes[u->node];

        if (alone && u->index != index)
            return refuse(x, extended->place, "nothing may be null without extensions");
        if (alone)
            continue;
        for (; index < u->index && is_plain(b, plain, e->name); index++)
            plain++;
        if (!is_plain(b, plain, e->name))
            return refuse(x, extended->place, "there are more extensions than values");
        if (b->nodes[plain].type != e->type)
            return refuse(x, extended->place, "the value is of another type than this");
        b->nodes[plain].span = u->node;
        b->nodes[plain].flags |= JSON_NODE_JOINED;
        extended->flags |= JSON_NODE_JOINED;
        plain++;
    }
    return true;
}

/* Writes the children of the parent anew: what was joined goes below its value. */
static bool put_in_order(struct json_extended *x, struct hilum_builder *b,
                         uint32_t parent)
{
    uint32_t count = 0;

    for (uint32_t i = parent + 1; i < b->count; i += step_over(&b->nodes[i])) {
        const struct hilum_node *n = &b->nodes[i], *from = n;
        struct hilum_node       *to = x->scratch + count;

        if ((n->flags & MARKS) == MARKS)
            continue;
        if (n->flags & JSON_NODE_JOINED)
            from = &b->nodes[n->span];
        else if (n->span == 1 && !(n->flags & HILUM_NODE_VALUE))
            return refuse(x, n->place, "nothing may be null without extensions");
        memcpy(to, from, from->span * sizeof(*to));
        *to      = *n;
        to->span = from->span;
        to->flags &= ~MARKS;
        count += from->span;
    }
    memcpy(b->nodes + parent + 1, x->scratch, count * sizeof(*x->scratch));
    b->count = parent + 1 + count;
    return true;
}

bool json_extended_join(struct json_extended *x, struct hilum_builder *b, uint32_t parent,
                        uint32_t first)
{
    if (!reserve(&x->scratch, &x->scratch_room, b->count, sizeof(*x->scratch)))
        return refuse(x, b->nodes[parent].place, "there is no memory for this object");
    for (uint32_t at = first; at < x->count; at++) {
        if (at > first && x->list[at].element == x->list[at - 1].element)
            continue;
        if (!join_name(x, b, parent + 1, at))
            return false;
    }
    x->count = first;
    return put_in_order(x, b, parent);
}

void json_extended_free(struct json_extended *x)
{
    free(x->list);
    free(x->scratch);
    *x = (struct json_extended){ 0 };
}
