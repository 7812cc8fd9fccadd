/* compare.h -- are items the same, and which comes first? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_COMPARE_H
#define CORE_EXPR_COMPARE_H

#include "expr/program.h"

/* a = b and a ~ b for two items.  Unknown: their precision does not tell, or
 * their units have nothing in common.  False: an error. */
bool compare_equal(struct machine *m, const struct expr_item *a,
                   const struct expr_item *b, enum truth *out);
bool compare_equivalent(struct machine *m, const struct expr_item *a,
                        const struct expr_item *b, enum truth *out);

/* Which of two values comes first: -1, 0 or 1.  *known: it can be told.  False:
 * an error, such values have no order. */
bool compare_order(struct machine *m, const struct expr_item *a,
                   const struct expr_item *b, int *out, bool *known);

/* Is an item equal to one of a list? */
bool compare_in(struct machine *m, const struct expr_item *item, struct list l,
                bool *out);

#endif
