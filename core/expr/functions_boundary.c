/* functions_boundary.c -- how precise values are, and between which bounds they lie. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"
#include "expr/value.h"

/* How many digits a date or time of a precision has. */
static const uint8_t date_digits[] = { 4, 6, 8, 10, 12, 14, 17 };
static const uint8_t time_digits[] = { 0, 0, 0, 2, 4, 6, 9 };

enum {
    DECIMAL_DIGITS = 8,  /* behind the point, where none are asked for */
    MOST_DIGITS    = 28, /* more than FHIRPath's decimals have */
    EAST           = 14 * 60,
    WEST           = -12 * 60, /* the zones where a day begins and ends */
};

/* The one value of the input; NULL without an error: there is none. */
static bool input(struct machine *m, const struct call *c, struct expr_item *room,
                  const struct expr_item **out)
{
    return list_value(m, c->in, room, out);
}

bool run_precision(struct machine *m, const struct call *c)
{
    struct expr_item        room;
    const struct expr_item *v;

    if (!input(m, c, &room, &v))
        return false;
    if (!v)
        return true;
    switch (v->kind) {
    case EXPR_INTEGER:
    case EXPR_DECIMAL:
    case EXPR_QUANTITY:
        return push(m, item_integer(v->scale));
    case EXPR_DATE:
    case EXPR_DATETIME:
        return push(m, item_integer(date_digits[v->scale]));
    case EXPR_TIME:
        return push(m, item_integer(time_digits[v->scale]));
    default:
        return machine_fail(m, "only numbers, dates and times have a precision");
    }
}

/* ---- Numbers -------------------------------------------------------------------- */

/* Towards less or more, to so many digits. */
static struct expr_item round_to(struct expr_item d, int64_t digits, bool high)
{
    int64_t by = 1, rest;

    if (d.scale <= digits)
        return d;
    for (; d.scale > digits; d.scale--)
        by *= 10;
    rest = d.number % by;
    d.number /= by;
    if (high && rest > 0)
        d.number++;
    if (!high && rest < 0)
        d.number--;
    return d;
}

static bool push_number(struct machine *m, struct expr_item d, int64_t digits, bool high)
{
    int64_t halves;

    if (digits < 0 || digits > MOST_DIGITS)
        return true;
    /* Half of the last digit more or less. */
    if (d.scale >= VALUE_SCALE || __builtin_mul_overflow(d.number, 10, &halves) ||
        __builtin_add_overflow(halves, high ? 5 : -5, &d.number))
        return true;
    d.scale++;
    d = round_to(d, digits, high);
    while (d.scale < digits && d.scale < VALUE_SCALE) {
        if (__builtin_mul_overflow(d.number, 10, &halves))
            break;
        d.number = halves;
        d.scale++;
    }
    if (d.kind == EXPR_INTEGER)
        d.kind = EXPR_DECIMAL;
    return push(m, d);
}

/* ---- Dates and times ------------------------------------------------------------ */

/* The last of each part behind the precision. */
static void fill_high(struct moment *at, uint8_t precision)
{
    if (precision < EXPR_MONTH)
        at->month = 12;
    if (precision < EXPR_DAY)
        at->day = month_days(at->year, at->month);
    if (precision < EXPR_HOUR)
        at->hour = 23;
    if (precision < EXPR_MINUTE)
        at->minute = 59;
    if (precision < EXPR_SECOND)
        at->milli = 59000;
    if (precision < EXPR_MILLI)
        at->milli = at->milli / 1000 * 1000 + 999;
}

/* Without the parts behind the precision. */
static void cut(struct moment *at, uint8_t precision)
{
    if (precision < EXPR_MONTH)
        at->month = 1;
    if (precision < EXPR_DAY)
        at->day = 1;
    if (precision < EXPR_HOUR)
        at->hour = 0;
    if (precision < EXPR_MINUTE)
        at->minute = 0;
    if (precision < EXPR_SECOND)
        at->milli = 0;
    if (precision < EXPR_MILLI)
        at->milli -= at->milli % 1000;
}

static bool push_moment(struct machine *m, struct expr_item when, int64_t digits,
                        bool high)
{
    const uint8_t *table = when.kind == EXPR_TIME ? time_digits : date_digits;
    uint8_t        first = when.kind == EXPR_TIME ? EXPR_HOUR : EXPR_YEAR;
    uint8_t        last  = when.kind == EXPR_DATE ? EXPR_DAY : EXPR_MILLI;
    uint8_t        to    = first;
    struct moment  at    = moment_of(when.number);

    while (to < last && table[to] != digits)
        to++;
    if (table[to] != digits)
        return true;
    if (high)
        fill_high(&at, when.scale);
    cut(&at, to);
    if (when.kind == EXPR_DATETIME && when.zone == EXPR_NO_ZONE && to >= EXPR_HOUR)
        when.zone = high ? WEST : EAST;
    if (to < EXPR_HOUR)
        when.zone = EXPR_NO_ZONE;
    when.number = moment_ms(&at);
    when.scale  = to;
    return push(m, when);
}

static bool boundary(struct machine *m, const struct call *c, bool high)
{
    struct expr_item        room;
    const struct expr_item *v;
    int64_t                 digits = 0;
    bool                    unsaid = true;

    if (!input(m, c, &room, &v) ||
        (c->count && !list_integer(m, c->args[0], &digits, &unsaid)))
        return false;
    if (!v || (c->count && unsaid))
        return true;
    switch (v->kind) {
    case EXPR_INTEGER:
    case EXPR_DECIMAL:
    case EXPR_QUANTITY:
        return push_number(m, *v, unsaid ? DECIMAL_DIGITS : digits, high);
    case EXPR_DATE:
        return push_moment(m, *v, unsaid ? date_digits[EXPR_DAY] : digits, high);
    case EXPR_DATETIME:
        return push_moment(m, *v, unsaid ? date_digits[EXPR_MILLI] : digits, high);
    case EXPR_TIME:
        return push_moment(m, *v, unsaid ? time_digits[EXPR_MILLI] : digits, high);
    default:
        return machine_fail(m, "only numbers, dates and times have boundaries");
    }
}

bool run_low_boundary(struct machine *m, const struct call *c)
{
    return boundary(m, c, false);
}

bool run_high_boundary(struct machine *m, const struct call *c)
{
    return boundary(m, c, true);
}
