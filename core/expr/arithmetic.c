/* arithmetic.c -- the operators that calculate. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"
#include "expr/shift.h"
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

/* ---- Text ----------------------------------------------------------------------- */

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

/* ---- Dates and durations -------------------------------------------------------- */

static bool is_moment(const struct expr_item *v)
{
    return v->kind == EXPR_DATE || v->kind == EXPR_DATETIME || v->kind == EXPR_TIME;
}

/* A date or time plus (sign 1) or minus (-1) a quantity of time. */
static bool shift(struct machine *m, struct pair *p, int sign)
{
    enum unit_span span = unit_duration(&p->b, true);

    if (span == UNIT_NO_SPAN)
        return machine_fail(m, "only a quantity of time can be added to a date or time");
    if (p->a.kind == EXPR_TIME && span > UNIT_HOUR)
        return machine_fail(m, "a time of day has no days");
    return !moment_shift(&p->a, p->b, span, sign) || push(m, p->a);
}

/* ---- Numbers and quantities ----------------------------------------------------- */

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

/* A number is a quantity without a unit. */
static bool quantities(struct machine *m, struct pair *p)
{
    struct expr_item *both_sides[] = { &p->a, &p->b };

    for (size_t i = 0; i < 2; i++) {
        struct expr_item *v = both_sides[i];

        if (!is_number(v) && v->kind != EXPR_QUANTITY)
            return no_meaning(m);
        if (is_number(v)) {
            v->text   = "1";
            v->length = 1;
            v->zone   = UNIT_PLAIN;
        } else if (both_sides[1 - i]->kind == EXPR_QUANTITY ||
                   is_number(both_sides[1 - i])) {
            unit_simplify(v);
        }
    }
    return true;
}

/* Quantities in different units are given in the finer one where both can be said in
 * it; else nothing. */
static bool sum_quantities(struct machine *m, struct pair *p, int sign)
{
    bool both_ways = p->a.zone == p->b.zone;
    bool finer;

    if (!unit_calculates(&p->a) || !unit_calculates(&p->b) ||
        !unit_finer(&p->a, &p->b, true, &finer))
        return true;
    if (finer ? !unit_convert(&p->b, &p->a, true, &p->b)
              : !unit_convert(&p->a, &p->b, true, &p->a))
        return true;
    if (!both_ways)
        p->a.zone = UNIT_PLAIN;
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
    if (is_moment(&p.a) && p.b.kind == EXPR_QUANTITY)
        return shift(m, &p, 1);
    if (is_moment(&p.b) && p.a.kind == EXPR_QUANTITY) {
        struct pair turned = { .a = p.b, .b = p.a };

        return shift(m, &turned, 1);
    }
    return quantities(m, &p) && sum_quantities(m, &p, 1);
}

bool run_subtract(struct machine *m, const struct call *c)
{
    struct pair p;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if (numbers(&p))
        return sum(m, &p, -1);
    if (is_moment(&p.a) && p.b.kind == EXPR_QUANTITY)
        return shift(m, &p, -1);
    return quantities(m, &p) && sum_quantities(m, &p, -1);
}

/* Gives the result of a multiplication or division its unit.  Calendar units and
 * special ones are multiplied by numbers at most. */
static bool push_with_unit(struct machine *m, const struct pair *p, char sign,
                           struct expr_item out)
{
    bool              alone = unit_is_one(&p->b) || (unit_is_one(&p->a) && sign == '.');
    struct hilum_view unit;

    if (wider(p) != EXPR_QUANTITY)
        return push(m, out);
    if (!unit_calculates(&p->a) || !unit_calculates(&p->b) ||
        (!alone && (unit_is_word(&p->a) || unit_is_word(&p->b))))
        return true;
    unit = unit_product(m->ctx->arena, &p->a, sign, &p->b);
    if (!unit.ptr)
        return machine_fail(m, "out of memory");
    out.kind   = EXPR_QUANTITY;
    out.zone   = alone && (p->a.zone == UNIT_EITHER || p->b.zone == UNIT_EITHER)
                     ? UNIT_EITHER
                     : UNIT_PLAIN;
    out.text   = unit.ptr;
    out.length = (uint32_t)unit.len;
    return push(m, out);
}

bool run_multiply(struct machine *m, const struct call *c)
{
    struct pair      p;
    struct expr_item out;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if (!quantities(m, &p))
        return false;
    out = (struct expr_item){ .kind = wider(&p) };
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
        return push_with_unit(m, &p, '.', out);
    }
    out.scale = (uint8_t)(p.a.scale + p.b.scale);
    return push_with_unit(m, &p, '.', out);
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
    struct expr_item out, same;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if (!quantities(m, &p))
        return false;
    /* Units of one dimension cancel out: 1 'm' / 1 'cm' is 100. */
    if (!unit_is_one(&p.b) && !unit_is_word(&p.a) && !unit_is_word(&p.b) &&
        unit_convert(&p.b, &p.a, true, &same))
        p.b = same;
    if (p.b.number == 0 || !quotient(p.a, p.b, &out))
        return true;
    return push_with_unit(m, &p, '/', out);
}

/* The whole part of a / b, and what remains. */
static bool whole_division(struct machine *m, const struct call *c, bool rest)
{
    struct pair p;
    uint8_t     kind;

    if (!operands(m, c, &p) || p.none)
        return p.none;
    if (!quantities(m, &p))
        return false;
    if (!unit_is_one(&p.a) || !unit_is_one(&p.b))
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
