/* functions_math.c -- mathematics on one number. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"
#include "expr/value.h"

#include <math.h>

/* The number in a list; *empty: there is none, and no error.  quantity: its number will
 * do. */
static bool number(struct machine *m, struct list l, bool quantity, struct expr_item *out,
                   bool *empty)
{
    const struct expr_item *value;

    *empty = false;
    if (!list_value(m, l, out, &value))
        return false;
    if (value && value->kind != EXPR_INTEGER && value->kind != EXPR_DECIMAL &&
        !(quantity && value->kind == EXPR_QUANTITY))
        return machine_fail(m, "this is not a number");
    *empty = !value;
    return true;
}

bool run_abs(struct machine *m, const struct call *c)
{
    struct expr_item n;
    bool             empty;

    if (!number(m, c->in, true, &n, &empty) || empty)
        return empty;
    if (n.number == INT64_MIN)
        return true;
    if (n.number < 0)
        n.number = -n.number;
    return push(m, n);
}

/* ---- To whole numbers ----------------------------------------------------------- */

/* The number cut off at its point, plus `up` where it was above that, and minus
 * `down` where it was below. */
static bool cut(struct machine *m, const struct call *c, int64_t up, int64_t down)
{
    struct expr_item n;
    int64_t          whole;
    bool             empty;

    if (!number(m, c->in, true, &n, &empty) || empty)
        return empty;
    whole = n.number;
    for (uint8_t i = 0; i < n.scale; i++)
        whole /= 10;
    {
        struct expr_item cut_off = item_integer(whole);
        int              order   = decimal_order(&n, &cut_off);

        cut_off.number += order > 0 ? up : order < 0 ? -down : 0;
        if (n.kind == EXPR_QUANTITY) {
            n.number = cut_off.number;
            n.scale  = 0;
            cut_off  = n;
        }
        return push(m, cut_off);
    }
}

bool run_ceiling(struct machine *m, const struct call *c)
{
    return cut(m, c, 1, 0);
}

bool run_floor(struct machine *m, const struct call *c)
{
    return cut(m, c, 0, 1);
}

bool run_truncate(struct machine *m, const struct call *c)
{
    return cut(m, c, 0, 0);
}

bool run_round(struct machine *m, const struct call *c)
{
    struct expr_item n;
    int64_t          digits = 0;
    bool             empty, left_out = true;

    if (!number(m, c->in, true, &n, &empty) || empty)
        return empty;
    if (c->count && !list_integer(m, c->args[0], &digits, &left_out))
        return false;
    if (digits < 0)
        return machine_fail(m, "round() needs a precision of at least 0");
    n = decimal_round(n, (uint8_t)(digits > VALUE_SCALE ? VALUE_SCALE : digits));
    if (n.kind == EXPR_INTEGER)
        n.kind = EXPR_DECIMAL;
    return push(m, n);
}

/* ---- To real numbers ------------------------------------------------------------ */

/* Pushes a result; what is no number, or too large for a decimal, is nothing. */
static bool push_real(struct machine *m, double value)
{
    struct expr_item out;

    return !decimal_from(value, &out) || push(m, out);
}

static bool real(struct machine *m, const struct call *c, double (*of)(double))
{
    struct expr_item n;
    bool             empty;

    if (!number(m, c->in, false, &n, &empty) || empty)
        return empty;
    return push_real(m, of(decimal_double(&n)));
}

bool run_sqrt(struct machine *m, const struct call *c)
{
    return real(m, c, sqrt);
}

bool run_exp(struct machine *m, const struct call *c)
{
    return real(m, c, exp);
}

bool run_ln(struct machine *m, const struct call *c)
{
    return real(m, c, log);
}

bool run_log(struct machine *m, const struct call *c)
{
    struct expr_item n, base;
    bool             empty, no_base;

    if (!number(m, c->in, false, &n, &empty) ||
        !number(m, c->args[0], false, &base, &no_base))
        return false;
    if (empty || no_base)
        return true;
    return push_real(m, log(decimal_double(&n)) / log(decimal_double(&base)));
}

/* Exactly, where it stays a whole number. */
static bool whole_power(int64_t base, int64_t by, int64_t *out)
{
    *out = 1;
    if (by < 0 || by > 63)
        return false;
    for (; by > 0; by--)
        if (__builtin_mul_overflow(*out, base, out))
            return false;
    return true;
}

bool run_power(struct machine *m, const struct call *c)
{
    struct expr_item n, by;
    int64_t          whole;
    bool             empty, no_power;

    if (!number(m, c->in, false, &n, &empty) ||
        !number(m, c->args[0], false, &by, &no_power))
        return false;
    if (empty || no_power)
        return true;
    if (n.kind == EXPR_INTEGER && by.kind == EXPR_INTEGER &&
        whole_power(n.number, by.number, &whole))
        return push(m, item_integer(whole));
    return push_real(m, pow(decimal_double(&n), decimal_double(&by)));
}
