/* arithmetic.c -- the operators that calculate. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"
#include "expr/unit.h"
#include "expr/value.h"

#include <math.h>

/* Digits after the point that a division is carried to. */
enum { DIVIDED = 8 };

/* The operands of one operator.  `none`: one of them is empty; false after an
 * error, so that `if (!operands() || p.none) return p.none;` tells the two apart. */
struct pair {
    struct expr_item a, b;
    bool             none;
};

static bool operands(struct machine *m, const struct call *c, struct pair *p)
{
    const struct expr_item *a, *b;

    p->none = false;
    if (!list_value(m, c->in, &p->a, &a) || !list_value(m, c->args[0], &p->b, &b))
        return false;
    p->none = !a || !b;
    return true;
}

static bool is_number(const struct expr_item *v)
{
    return v->kind == EXPR_INTEGER || v->kind == EXPR_DECIMAL;
}

static bool both(const struct pair *p, enum expr_kind kind)
{
    return p->a.kind == kind && p->b.kind == kind;
}

static bool numbers(const struct pair *p)
{
    return is_number(&p->a) && is_number(&p->b);
}

static bool no_meaning(struct machine *m)
{
    return machine_fail(m, "these two values cannot be calculated with");
}

/* The kind that calculating with both gives. */
static uint8_t wider(const struct pair *p)
{
    return p->a.kind > p->b.kind ? p->a.kind : p->b.kind;
}

bool run_negate(struct machine *m, const struct call *c)
{
    struct expr_item        room;
    const struct expr_item *value;

    if (!list_value(m, c->in, &room, &value))
        return false;
    if (!value)
        return true;
    if (!is_number(value) && value->kind != EXPR_QUANTITY)
        return machine_fail(m, "only numbers have a sign");
    if (room.number == INT64_MIN)
        return true;
    room.number = -room.number;
    return push(m, room);
}

/* ---- Text -------------------------------------------------------------------- */

static bool concatenate(struct machine *m, struct hilum_view a, struct hilum_view b)
{
    char *to;

    if (a.len + b.len > UINT32_MAX / 2)
        return machine_fail(m, "the string would be too long");
    to = machine_alloc(m, a.len + b.len + 1);
    if (!to || !machine_spend(m, (a.len + b.len) / 64))
        return false;
    memcpy(to, a.ptr, a.len);
    memcpy(to + a.len, b.ptr, b.len);
    return push(m, item_string((struct hilum_view){ to, a.len + b.len }));
}

bool run_join(struct machine *m, const struct call *c)
{
    struct hilum_view a, b;
    bool              empty;

    return list_string(m, c->in, &a, &empty) && list_string(m, c->args[0], &b, &empty) &&
           concatenate(m, a, b);
}

/* ---- Dates and durations ------------------------------------------------------- */

static bool is_moment(const struct expr_item *v)
{
    return v->kind == EXPR_DATE || v->kind == EXPR_DATETIME || v->kind == EXPR_TIME;
}

/* Adds months; a day that the month lacks becomes its last. */
static bool add_months(struct expr_item *when, int64_t months)
{
    struct moment at = moment_of(when->number);
    int64_t       all;

    if (__builtin_add_overflow(months, at.year * 12 + at.month - 1, &all) || all < 12 ||
        all >= 120000)
        return false;
    at.year  = all / 12;
    at.month = (int)(all % 12) + 1;
    if (at.day > month_days(at.year, at.month))
        at.day = month_days(at.year, at.month);
    when->number = moment_ms(&at);
    return true;
}

/* A whole number of units into the finest one that the date has. */
static bool add_span(struct expr_item *when, enum unit_span span, int64_t n)
{
    static const int64_t millis[] = { 1, 1000, 60000, 3600000, 86400000, 604800000 };
    int64_t              ms;

    if (span >= UNIT_MONTH || when->scale <= EXPR_MONTH) {
        if (span < UNIT_MONTH) {
            /* Less precise than the duration: 30 days are a month. */
            if (__builtin_mul_overflow(n, millis[span], &ms))
                return false;
            n    = ms / ((int64_t)VALUE_DAY * 30);
            span = UNIT_MONTH;
        }
        if (span == UNIT_YEAR && __builtin_mul_overflow(n, 12, &n))
            return false;
        if (when->scale == EXPR_YEAR)
            n = n / 12 * 12;
        return add_months(when, n);
    }
    if (__builtin_mul_overflow(n, millis[span], &ms))
        return false;
    if (when->kind == EXPR_DATE || when->scale == EXPR_DAY)
        ms = ms / VALUE_DAY * VALUE_DAY;
    return !__builtin_add_overflow(when->number, ms, &when->number);
}

/* A date or time plus (sign 1) or minus (-1) a quantity of time. */
static bool shift(struct machine *m, struct pair *p, int sign)
{
    static const int64_t first = -62135596800000, last = 253402300799999;
    struct expr_item    *when = &p->a;
    struct expr_item     by   = p->b;
    enum unit_span       span = unit_duration(item_view(&by), true);
    bool                 good;

    if (span == UNIT_NO_SPAN)
        return machine_fail(m, "only a quantity of time can be added to a date or time");
    if (when->kind == EXPR_TIME && span > UNIT_HOUR)
        return machine_fail(m, "a time of day has no days");
    if (span == UNIT_SECOND) {
        span      = UNIT_MILLI;
        by.scale  = by.scale > 3 ? by.scale : 3;
        by.number = p->b.number;
        for (int i = p->b.scale; i < by.scale; i++)
            if (__builtin_mul_overflow(by.number, 10, &by.number))
                return true;
        by.scale = (uint8_t)(by.scale - 3);
    }
    while (by.scale > 0) {
        by.number /= 10;
        by.scale--;
    }
    good = add_span(when, span, sign * by.number);
    if (when->kind == EXPR_TIME)
        when->number = (when->number % VALUE_DAY + VALUE_DAY) % VALUE_DAY;
    if (!good || when->number < first || when->number > last)
        return true;
    return push(m, *when);
}

/* ---- Numbers and quantities ------------------------------------------------------ */

static bool sum(struct machine *m, struct pair *p, int sign)
{
    uint8_t kind = wider(p);
    int64_t result;
    bool    over;

    if (!decimal_align(&p->a, &p->b))
        return true;
    over = sign > 0 ? __builtin_add_overflow(p->a.number, p->b.number, &result)
                    : __builtin_sub_overflow(p->a.number, p->b.number, &result);
    if (over || result == INT64_MIN)
        return true;
    p->a.kind   = kind;
    p->a.number = result;
    return push(m, p->a);
}

/* Quantities in different units are given in the first one's where both can be
 * said in it; else nothing. */
static bool sum_quantities(struct machine *m, struct pair *p, int sign)
{
    if (!hilum_same(item_view(&p->a), item_view(&p->b)))
        return true;
    return sum(m, p, sign);
}

bool run_add(struct machine *m, const struct call *c)
{
    struct pair p;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if (numbers(&p))
        return sum(m, &p, 1);
    if (both(&p, EXPR_STRING))
        return concatenate(m, item_view(&p.a), item_view(&p.b));
    if (both(&p, EXPR_QUANTITY))
        return sum_quantities(m, &p, 1);
    if (is_moment(&p.a) && p.b.kind == EXPR_QUANTITY)
        return shift(m, &p, 1);
    return no_meaning(m);
}

bool run_subtract(struct machine *m, const struct call *c)
{
    struct pair p;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if (numbers(&p))
        return sum(m, &p, -1);
    if (both(&p, EXPR_QUANTITY))
        return sum_quantities(m, &p, -1);
    if (is_moment(&p.a) && p.b.kind == EXPR_QUANTITY)
        return shift(m, &p, -1);
    return no_meaning(m);
}

/* A unit that is none. */
static bool is_one(const struct expr_item *v)
{
    return is_number(v) || (v->length == 1 && v->text[0] == '1');
}

bool run_multiply(struct machine *m, const struct call *c)
{
    struct pair      p;
    struct expr_item out;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if (wider(&p) == EXPR_QUANTITY && (!is_one(&p.a) || !is_one(&p.b)) &&
        (p.a.kind == EXPR_QUANTITY) && (p.b.kind == EXPR_QUANTITY))
        return machine_fail(m, "units cannot be multiplied");
    if ((!is_number(&p.a) && p.a.kind != EXPR_QUANTITY) ||
        (!is_number(&p.b) && p.b.kind != EXPR_QUANTITY))
        return no_meaning(m);
    out      = p.a.kind == EXPR_QUANTITY ? p.a : p.b;
    out.kind = wider(&p);
    if (p.a.scale + p.b.scale > VALUE_SCALE) {
        p.a = decimal_trim(p.a);
        p.b = decimal_trim(p.b);
    }
    if (__builtin_mul_overflow(p.a.number, p.b.number, &out.number) ||
        out.number == INT64_MIN || p.a.scale + p.b.scale > VALUE_SCALE) {
        struct expr_item d;

        /* Exactly it does not fit: nearly, then. */
        if (!decimal_from(decimal_double(&p.a) * decimal_double(&p.b), &d) ||
            out.kind == EXPR_INTEGER)
            return true;
        out.number = d.number;
        out.scale  = d.scale;
        return push(m, out);
    }
    out.scale = (uint8_t)(p.a.scale + p.b.scale);
    return push(m, out);
}

static uint64_t magnitude(int64_t n)
{
    return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

/* a / b by long division; false: it does not fit. */
static bool quotient(struct expr_item a, struct expr_item b, struct expr_item *out)
{
    uint64_t over = magnitude(a.number), under = magnitude(b.number);
    uint64_t whole = over / under, rest = over % under;
    int      scale = a.scale - b.scale;

    while ((rest || scale < 0) && scale < DIVIDED) {
        if (under > UINT64_MAX / 10) {
            under /= 10;
            rest /= 10;
        }
        rest *= 10;
        if (whole > INT64_MAX / 10 - 9)
            break;
        whole = whole * 10 + rest / under;
        rest %= under;
        scale++;
    }
    if (scale < 0 || scale > VALUE_SCALE)
        return false;
    if (rest >= under - rest)
        whole++;
    *out =
        (struct expr_item){ .kind   = EXPR_DECIMAL,
                            .scale  = (uint8_t)scale,
                            .number = (a.number < 0) != (b.number < 0) ? -(int64_t)whole
                                                                       : (int64_t)whole };
    return true;
}

bool run_divide(struct machine *m, const struct call *c)
{
    struct pair      p;
    struct expr_item out;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if ((!is_number(&p.a) && p.a.kind != EXPR_QUANTITY) ||
        (!is_number(&p.b) && p.b.kind != EXPR_QUANTITY))
        return no_meaning(m);
    if (p.b.kind == EXPR_QUANTITY && !is_one(&p.b) &&
        (p.a.kind != EXPR_QUANTITY || !unit_align(&p.a, &p.b, true)))
        return machine_fail(m, "these units cannot be divided");
    if (p.b.number == 0 || !quotient(p.a, p.b, &out))
        return true;
    if (wider(&p) == EXPR_QUANTITY) {
        bool keeps = p.a.kind == EXPR_QUANTITY && is_one(&p.b);

        out.kind   = EXPR_QUANTITY;
        out.text   = keeps ? p.a.text : "1";
        out.length = keeps ? p.a.length : 1;
    }
    return push(m, out);
}

/* The whole part of a / b, and what remains. */
static bool whole_division(struct machine *m, const struct call *c, bool rest)
{
    struct pair p;
    uint8_t     kind;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if (!numbers(&p))
        return no_meaning(m);
    kind = wider(&p);
    if (p.b.number == 0 || !decimal_align(&p.a, &p.b) || p.a.number == INT64_MIN)
        return true;
    if (!rest)
        return push(m, item_integer(p.a.number / p.b.number));
    p.a.kind = kind;
    p.a.number %= p.b.number;
    return push(m, p.a);
}

bool run_div(struct machine *m, const struct call *c)
{
    return whole_division(m, c, false);
}

bool run_mod(struct machine *m, const struct call *c)
{
    return whole_division(m, c, true);
}
