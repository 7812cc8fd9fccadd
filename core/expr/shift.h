/* shift.h -- dates and times plus and minus quantities of time. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_SHIFT_H
#define CORE_EXPR_SHIFT_H

#include "expr/unit.h"

/* Moves a date or time by so many calendar units, later (sign 1) or earlier (-1).  False:
 * there is no such date. */
bool moment_shift(struct expr_item *when, struct expr_item by, enum unit_span span,
                  int sign);

#endif
