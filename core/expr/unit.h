/* unit.h -- the units of quantities: calendar words, and codes of UCUM. */
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

/* What the .zone of a quantity says: nothing; or that its duration is a calendar's and
 * UCUM's at once, as FHIR says of the codes of its own Quantity; or that its code is
 * not UCUM's, so that there is no other unit in which it can be said. */
enum { UNIT_PLAIN, UNIT_EITHER, UNIT_FOREIGN };

/* The calendar unit of a word such as "days", or UNIT_NO_SPAN. */
enum unit_span unit_span(struct hilum_view word);

/* The calendar unit of a word or a UCUM code ("d", "mo"); strict: not "mo" and
 * "a", whose length is fixed where a month's and a year's are not. */
enum unit_span unit_duration(const struct expr_item *q, bool strict);

/* Which of two quantities is the larger: -1, 0, 1.  False: they have nothing in
 * common.  strict: a calendar's month is not UCUM's. */
bool unit_order(const struct expr_item *a, const struct expr_item *b, bool strict,
                int *out);

/* Have they the same dimension?  A calendar's units are comparable with each other, and
 * with UCUM's where these are as long. */
bool unit_comparable(const struct expr_item *a, const struct expr_item *b);

/* A quantity in the unit of another; false: it cannot be said in it. */
bool unit_convert(const struct expr_item *q, const struct expr_item *like, bool strict,
                  struct expr_item *out);

/* Is its unit a calendar's word? */
bool unit_is_word(const struct expr_item *q);

/* Is the unit of a the finer one, of two that can be converted, or the calendar's word
 * where they are as long?  False: they have nothing in common. */
bool unit_finer(const struct expr_item *a, const struct expr_item *b, bool strict,
                bool *out);

/* Can quantities of this unit be added and multiplied?  Those on special scales, such
 * as Cel and B, cannot. */
bool unit_calculates(const struct expr_item *q);

/* A quantity whose unit is only a number (%, g/kg) in the unit 1; others stay. */
void unit_simplify(struct expr_item *q);

/* The same, with as many digits as the quantity had, where the units are powers of ten of
 * one another. */
bool unit_convert_digits(const struct expr_item *q, const struct expr_item *like,
                         struct expr_item *out);

/* Is the unit of a quantity "1", or none? */
bool unit_is_one(const struct expr_item *q);

/* The unit of a product (sign '.') or a quotient (sign '/') of quantities; of a
 * calendar's units there is none but with 1.  ptr is NULL where memory is out. */
struct hilum_view unit_product(struct arena *arena, const struct expr_item *a, char sign,
                               const struct expr_item *b);

#endif
