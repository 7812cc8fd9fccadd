/* parse.c -- reads a code of UCUM and reduces it to base units. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ucum/atoms.h"

#include <math.h>

struct reader {
    struct hilum_view    code;
    size_t               at;
    int                  depth;
    struct ucum_mistake *why;
};

static bool fail(const struct reader *r, size_t at, const char *what)
{
    if (r->why)
        *r->why = (struct ucum_mistake){ .column = at + 1, .what = what };
    return false;
}

/* The byte that stands here, or 0 behind the end. */
static char here(const struct reader *r)
{
    return r->at < r->code.len ? r->code.ptr[r->at] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- Calculating ---------------------------------------------------------------- */

static const struct ucum_unit one = { .factor = 1, .prefix = 1 };

/* Multiplies by a power of an arbitrary unit; false: there are too many, or it is too
 * high. */
static bool times_arbitrary(struct ucum_unit *to, struct ucum_arbitrary by)
{
    size_t at = 0;

    if (by.unit == 0)
        return true;
    while (at < UCUM_MOST_ARBITRARY && to->arbitrary[at].unit &&
           to->arbitrary[at].unit < by.unit)
        at++;
    if (at == UCUM_MOST_ARBITRARY)
        return false;
    if (to->arbitrary[at].unit != by.unit) {
        if (to->arbitrary[UCUM_MOST_ARBITRARY - 1].unit)
            return false;
        memmove(&to->arbitrary[at + 1], &to->arbitrary[at],
                (UCUM_MOST_ARBITRARY - 1 - at) * sizeof by);
        to->arbitrary[at] = by;
        return true;
    }
    by.power = (int16_t)(to->arbitrary[at].power + by.power);
    if (abs(by.power) > UCUM_MOST_POWER)
        return false;
    to->arbitrary[at].power = by.power;
    if (to->arbitrary[at].power == 0) {
        memmove(&to->arbitrary[at], &to->arbitrary[at + 1],
                (UCUM_MOST_ARBITRARY - 1 - at) * sizeof by);
        to->arbitrary[UCUM_MOST_ARBITRARY - 1] = (struct ucum_arbitrary){ 0 };
    }
    return true;
}

static bool times(struct ucum_unit *to, const struct ucum_unit *by, int sign)
{
    to->factor *= sign > 0 ? by->factor : 1 / by->factor;
    if (by->special != UCUM_LINEAR)
        to->special = UCUM_NO_SCALE;
    for (size_t i = 0; i < UCUM_BASES; i++) {
        int power = to->powers[i] + sign * by->powers[i];

        if (power > UCUM_MOST_POWER || power < -UCUM_MOST_POWER)
            return false;
        to->powers[i] = (int16_t)power;
    }
    for (size_t i = 0; i < UCUM_MOST_ARBITRARY; i++) {
        struct ucum_arbitrary a = by->arbitrary[i];

        a.power = (int16_t)(a.power * sign);
        if (!times_arbitrary(to, a))
            return false;
    }
    return isfinite(to->factor) && to->factor > 0;
}

static bool raise(struct ucum_unit *unit, int power)
{
    struct ucum_unit result = one;

    if (power == 1)
        return true;
    for (int i = 0; i < abs(power); i++)
        if (!times(&result, unit, power < 0 ? -1 : 1))
            return false;
    *unit = result;
    return true;
}

/* ---- Reading -------------------------------------------------------------------- */

/* {...}, of which the text means nothing. */
static bool annotation(struct reader *r)
{
    size_t from = r->at++;

    while (here(r) > ' ' && here(r) < 127 && here(r) != '{' && here(r) != '}')
        r->at++;
    if (here(r) == '}') {
        r->at++;
        return true;
    }
    return r->at < r->code.len
               ? fail(r, r->at, "an annotation has printable ASCII letters only")
               : fail(r, from, "the closing brace of this annotation is missing");
}

/* Where the code of a unit that begins here ends. */
static size_t symbol_end(const struct reader *r)
{
    size_t at       = r->at;
    bool   brackets = false;

    if (r->code.len - at >= 3 && (memcmp(r->code.ptr + at, "10*", 3) == 0 ||
                                  memcmp(r->code.ptr + at, "10^", 3) == 0))
        return at + 3;
    for (; at < r->code.len; at++) {
        char c = r->code.ptr[at];

        if (c == '[' || c == ']')
            brackets = c == '[';
        else if (!brackets && (strchr("./(){}+-", c) || is_digit(c)))
            break;
    }
    return at;
}

/* An exponent, if there is one. */
static bool exponent(struct reader *r, struct ucum_unit *unit)
{
    size_t from = r->at;
    bool   sign = here(r) == '+' || here(r) == '-', minus = here(r) == '-';
    int    power = 0;

    r->at += sign;
    if (sign && !is_digit(here(r)))
        return fail(r, r->at, "a power is missing behind the sign");
    if (!is_digit(here(r)))
        return true;
    for (; is_digit(here(r)); r->at++) {
        power = power * 10 + (here(r) - '0');
        if (power > UCUM_MOST_POWER)
            return fail(r, from, "powers go from -99 to 99");
    }
    return raise(unit, minus ? -power : power) ||
           fail(r, from, "the power makes this unit too large or too small");
}

static bool symbol(struct reader *r, struct ucum_unit *out)
{
    size_t                  from = r->at, end = symbol_end(r);
    const struct ucum_atom *atom;
    long double             prefix = 1;

    if (end == from)
        return fail(r, from, "a unit is missing");
    atom = atom_prefixed((struct hilum_view){ r->code.ptr + from, end - from }, &prefix);
    if (!atom)
        return fail(r, from, "there is no such unit");
    *out = (struct ucum_unit){
        .factor  = atom->special ? atom->factor : atom->factor * prefix,
        .prefix  = prefix,
        .special = (enum ucum_special)atom->special,
    };
    for (size_t i = 0; i < UCUM_BASES; i++)
        out->powers[i] = atom->powers[i];
    if (atom->arbitrary)
        out->arbitrary[0] = (struct ucum_arbitrary){ atom->arbitrary, 1 };
    r->at = end;
    return exponent(r, out);
}

/* A whole number, which stands for itself. */
static bool factor(struct reader *r, struct ucum_unit *out)
{
    size_t from = r->at;

    *out        = one;
    out->factor = 0;
    for (; is_digit(here(r)); r->at++)
        out->factor = out->factor * 10 + (here(r) - '0');
    if (r->at - from > 18 || out->factor == 0)
        return fail(r, from, "a factor is a whole number of 1 to 18 digits");
    if (here(r) && !strchr("./){", here(r)))
        return fail(r, r->at, "a point or slash is missing behind this number");
    return true;
}

static bool term(struct reader *r, struct ucum_unit *out);

/* A unit, a number, a term in brackets, or an annotation alone. */
static bool component(struct reader *r, struct ucum_unit *out)
{
    size_t from   = r->at;
    bool   number = is_digit(here(r)) && symbol_end(r) == from;

    *out = one;
    if (here(r) == '{')
        return annotation(r);
    if (here(r) == '(') {
        r->at++;
        if (++r->depth > UCUM_MOST_DEPTH)
            return fail(r, from, "too many brackets within brackets");
        if (!term(r, out))
            return false;
        if (here(r) != ')')
            return fail(r, from, "the closing bracket is missing");
        r->at++;
        r->depth--;
    } else if (number ? !factor(r, out) : !symbol(r, out)) {
        return false;
    }
    return here(r) != '{' || annotation(r);
}

/* Components with points and slashes between them; a slash may stand first. */
static bool term(struct reader *r, struct ucum_unit *out)
{
    struct ucum_unit next;
    bool             first = here(r) != '/';

    *out = one;
    if (first && !component(r, out))
        return false;
    while (here(r) == '.' || here(r) == '/') {
        size_t from = r->at;
        int    sign = here(r) == '/' ? -1 : 1;

        if (out->special != UCUM_LINEAR)
            out->special = UCUM_NO_SCALE;
        r->at++;
        if (!component(r, &next))
            return false;
        if (!times(out, &next, sign))
            return fail(r, from, "this unit becomes too large or too small");
    }
    return true;
}

bool ucum_parse(struct hilum_view code, struct ucum_unit *out, struct ucum_mistake *why)
{
    struct reader r = { .code = code, .why = why };

    if (code.len == 0)
        return fail(&r, 0, "a unit is missing");
    if (code.len > UCUM_MOST_CODE)
        return fail(&r, 0, "a unit has at most 255 bytes");
    if (!term(&r, out))
        return false;
    if (r.at < code.len)
        return fail(&r, r.at,
                    here(&r) == ')' ? "there is no bracket that this one closes"
                                    : "a point or slash is missing here");
    return true;
}
