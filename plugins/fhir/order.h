/* order.h -- the children of a node in the order of the standard. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_ORDER_H
#define FHIR_ORDER_H

#include "types.h"

/* The elements below a node: which there are, and the first node of each.  A document
 * that was read has the order of its message, and one that a stage has built may have
 * any; both syntaxes are written in the order of the standard. */
struct fhir_order {
    const struct hilum_node   *parent;
    uint64_t                   left;       /* elements not taken yet, by order */
    uint64_t                   attributes; /* those that are attributes in XML */
    bool                       scattered;  /* repetitions do not all stand together */
    const struct fhir_element *element[FHIR_ORDERS];
    const struct hilum_node   *first[FHIR_ORDERS];
};

/* Fills it; else gives the child that the type has no element for. */
static inline const struct hilum_node *fhir_order(const struct fhir_types *types,
                                                  const struct fhir_type  *type,
                                                  const struct hilum_node *parent,
                                                  struct fhir_order       *o)
{
    const struct hilum_node *end = parent + parent->span, *next;

    o->parent = parent;
    o->left = o->attributes = 0;
    o->scattered            = false;
    for (const struct hilum_node *n = parent + 1; n < end; n = next) {
        const struct fhir_element *e = fhir_types_node(types, type, n->name, n->type);

        if (!e)
            return n;
        if (o->left >> e->order & 1) {
            o->scattered = true;
        } else {
            o->left |= UINT64_C(1) << e->order;
            if (e->flags & FHIR_ATTRIBUTE)
                o->attributes |= UINT64_C(1) << e->order;
            o->element[e->order] = e;
            o->first[e->order]   = n;
        }
        next = n + n->span;
        while (next < end && next->name == n->name)
            next += next->span;
    }
    return NULL;
}

/* Takes the next element out of a set of them; false where none is left. */
static inline bool fhir_order_next(uint64_t *left, unsigned *at)
{
    if (!*left)
        return false;
#if defined(__GNUC__)
    *at = (unsigned)__builtin_ctzll(*left);
#else
    for (*at = 0; !(*left >> *at & 1);)
        ++*at;
#endif
    *left &= *left - 1;
    return true;
}

/* The next repetition of a node, or NULL. */
static inline const struct hilum_node *fhir_order_again(const struct fhir_order *o,
                                                        const struct hilum_node *n)
{
    const struct hilum_node *next = n + n->span;

    if (next < o->parent + o->parent->span && next->name == n->name)
        return next;
    return o->scattered ? hilum_again(o->parent, n) : NULL;
}

#endif
