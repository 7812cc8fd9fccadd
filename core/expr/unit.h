/* unit.h -- the units of quantities that the engine can convert. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_UNIT_H
#define CORE_EXPR_UNIT_H

#include "expr/expr.h"

/* Calendar units as FHIRPath writes them (day, days), in ascending order. */
enum unit_span {
    UNIT_MILLI,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_YEAR,
    UNIT_NO_SPAN,
};

/* The calendar unit of a word such as "days", or UNIT_NO_SPAN. */
enum unit_span unit_span(struct hilum_view word);

/* The calendar unit of a word or a UCUM code ("d", "mo"); strict: not "mo" and
 * "a", whose length is fixed where a month's and a year's are not. */
enum unit_span unit_duration(struct hilum_view unit, bool strict);

/* Expresses both quantities in one unit; false: they have nothing in common, or
 * it cannot be said exactly. */
bool unit_align(struct expr_item *a, struct expr_item *b, bool strict);

#endif
