/* set.h -- which items have been pushed already? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_SET_H
#define CORE_EXPR_SET_H

#include "expr/program.h"

/* The items on the stack from a mark on, of which no two are equal.  Texts, of which
 * there may be many, are found by their hash; others are compared one by one. */
struct set {
    uint32_t  mark;
    uint32_t *slots; /* where an item stands above the mark, plus one; NULL: few yet */
    uint32_t  room;
    uint32_t  texts;  /* in the slots */
    uint32_t  others; /* items that are no text */
    uint32_t  count;
};

/* An empty set, of what is pushed from here on. */
struct set set_begin(const struct machine *m);

/* Is an item equal to one of the set? */
bool set_has(struct machine *m, struct set *s, const struct expr_item *item, bool *out);

/* Pushes an item, unless it is equal to one of the set. */
bool set_push(struct machine *m, struct set *s, const struct expr_item *item);

/* Adds all of a list that are not in the set. */
bool set_push_list(struct machine *m, struct set *s, struct list l);

#endif
