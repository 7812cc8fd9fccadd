/* value.h -- values: made of text and of nodes, and written as text. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_VALUE_H
#define CORE_EXPR_VALUE_H

#include "expr/expr.h"

/* ---- Making --------------------------------------------------------------------- */

static inline struct expr_item item_node(const struct hilum_node *n)
{
    return (struct expr_item){ .kind = EXPR_NODE, .node = n };
}

static inline struct expr_item item_boolean(bool b)
{
    return (struct expr_item){ .kind = EXPR_BOOLEAN, .number = b };
}

static inline struct expr_item item_integer(int64_t n)
{
    return (struct expr_item){ .kind = EXPR_INTEGER, .number = n };
}

static inline struct expr_item item_string(struct hilum_view v)
{
    return (struct expr_item){ .kind   = EXPR_STRING,
                               .length = (uint32_t)v.len,
                               .text   = v.ptr };
}

/* The text of a string, type or target, or the unit of a quantity. */
static inline struct hilum_view item_view(const struct expr_item *item)
{
    return (struct hilum_view){ item->text, item->length };
}

/* ---- Reading: false where the whole text is not such a value -------------------- */

bool read_boolean(struct hilum_view v, struct expr_item *out);
bool read_integer(struct hilum_view v, struct expr_item *out);
bool read_decimal(struct hilum_view v, struct expr_item *out);
bool read_quantity(struct hilum_view v, struct expr_item *out);
bool read_date(struct hilum_view v, struct expr_item *out);
bool read_datetime(struct hilum_view v, struct expr_item *out); /* a date is one */
bool read_time(struct hilum_view v, struct expr_item *out);

/* The value that a node stands for; a node that has none, and what is a value
 * already, stays as it is. */
struct expr_item item_value(struct hilum_doc doc, const struct expr_item *item);

/* The text of a string or of a node whose value is one; false: it is neither. */
bool item_text(struct hilum_doc doc, const struct expr_item *item,
               struct hilum_view *out);

/* What the .zone of an integer says: its literal was a Long. */
enum { VALUE_LONG = 1 };

/* ---- Calendar ------------------------------------------------------------------- */

enum { VALUE_DAY = 86400000 };

/* A date or time taken apart.  Parts beyond the precision read as their first. */
struct moment {
    int64_t year;
    int     month, day, hour, minute, milli; /* milli: of the minute */
};

struct moment moment_of(int64_t ms);
int64_t       moment_ms(const struct moment *m);
int           month_days(int64_t year, int month);

/* ---- Decimals ------------------------------------------------------------------- */

enum { VALUE_SCALE = 18 }; /* digits after the point, at most */

/* Brings two numbers to one scale; false: one is too large for that. */
bool decimal_align(struct expr_item *a, struct expr_item *b);

/* -1, 0, 1: always known. */
int decimal_order(const struct expr_item *a, const struct expr_item *b);

/* Without zeros at the end of its fraction. */
struct expr_item decimal_trim(struct expr_item d);

/* With at most `digits` after the point; halves away from zero. */
struct expr_item decimal_round(struct expr_item d, uint8_t digits);

double decimal_double(const struct expr_item *d);
bool   decimal_from(double value, struct expr_item *out);

/* With as many digits as both hold, without the noise of the last ones. */
bool decimal_from_long(long double value, struct expr_item *out);

#endif
