/* ucum.c -- what can be done with units: compared, converted, written. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ucum/ucum.h"

#include "ucum/atoms.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

bool ucum_comparable(const struct ucum_unit *a, const struct ucum_unit *b)
{
    if (a->special == UCUM_NO_SCALE || b->special == UCUM_NO_SCALE)
        return false;
    for (size_t i = 0; i < UCUM_BASES; i++)
        if (a->powers[i] != b->powers[i])
            return false;
    for (size_t i = 0; i < UCUM_MOST_ARBITRARY; i++)
        if (a->arbitrary[i].unit != b->arbitrary[i].unit ||
            a->arbitrary[i].power != b->arbitrary[i].power)
            return false;
    return true;
}

/* ---- Special scales ------------------------------------------------------------- */

/* The logarithms to these bases lie on the scales of homeopathy. */
static long double base_of(enum ucum_special special)
{
    switch (special) {
    case UCUM_LN:
        return expl(1);
    case UCUM_LD:
        return 2;
    case UCUM_HP_C:
        return 100;
    case UCUM_HP_M:
        return 1000;
    case UCUM_HP_Q:
        return 50000;
    default:
        return 10;
    }
}

/* From the scale of a special unit to the unit that its factor counts. */
static long double from_scale(enum ucum_special special, long double x)
{
    switch (special) {
    case UCUM_CELSIUS:
        return x + 273.15L;
    case UCUM_FAHRENHEIT:
        return x + 459.67L;
    case UCUM_REAUMUR:
        return x + 218.52L;
    case UCUM_TAN_100:
        return atanl(x / 100);
    case UCUM_SQRT:
        return x * x;
    case UCUM_LG_TWICE:
        return powl(10, x / 2);
    case UCUM_PH:
    case UCUM_HP_X:
    case UCUM_HP_C:
    case UCUM_HP_M:
    case UCUM_HP_Q:
        return powl(base_of(special), -x);
    case UCUM_LN:
    case UCUM_LG:
    case UCUM_LD:
        return powl(base_of(special), x);
    default:
        return x;
    }
}

static long double to_scale(enum ucum_special special, long double x)
{
    switch (special) {
    case UCUM_CELSIUS:
        return x - 273.15L;
    case UCUM_FAHRENHEIT:
        return x - 459.67L;
    case UCUM_REAUMUR:
        return x - 218.52L;
    case UCUM_TAN_100:
        return tanl(x) * 100;
    case UCUM_SQRT:
        return sqrtl(x);
    case UCUM_LG_TWICE:
        return 2 * log10l(x);
    case UCUM_PH:
    case UCUM_HP_X:
    case UCUM_HP_C:
    case UCUM_HP_M:
    case UCUM_HP_Q:
        return -logl(x) / logl(base_of(special));
    case UCUM_LN:
    case UCUM_LG:
    case UCUM_LD:
        return logl(x) / logl(base_of(special));
    default:
        return x;
    }
}

/* ---- Conversion ----------------------------------------------------------------- */

bool ucum_base(long double value, const struct ucum_unit *unit, long double *out)
{
    if (unit->special == UCUM_NO_SCALE)
        return false;
    if (unit->special != UCUM_LINEAR)
        value = from_scale(unit->special, value * unit->prefix);
    *out = value * unit->factor;
    return isfinite(*out);
}

bool ucum_convert(long double value, const struct ucum_unit *from,
                  const struct ucum_unit *to, long double *out)
{
    if (!ucum_comparable(from, to))
        return false;
    if (from->special == UCUM_LINEAR && to->special == UCUM_LINEAR) {
        /* One division of the factors is closer than two steps of rounding. */
        *out = from->factor >= to->factor ? value * (from->factor / to->factor)
                                          : value / (to->factor / from->factor);
        return isfinite(*out);
    }
    if (!ucum_base(value, from, out))
        return false;
    *out /= to->factor;
    if (to->special != UCUM_LINEAR)
        *out = to_scale(to->special, *out) / to->prefix;
    return isfinite(*out);
}

bool ucum_same(long double a, long double b)
{
    long double size = fabsl(a) > fabsl(b) ? fabsl(a) : fabsl(b);

    return fabsl(a - b) <= size * 64 * LDBL_EPSILON;
}

/* ---- Writing -------------------------------------------------------------------- */

static void put(char *text, const char *code, int power)
{
    size_t      used  = strlen(text);
    const char *point = used ? "." : "";

    if (power == 1)
        snprintf(text + used, UCUM_MOST_CANONICAL - used, "%s%s", point, code);
    else if (power)
        snprintf(text + used, UCUM_MOST_CANONICAL - used, "%s%s%d", point, code, power);
}

struct hilum_view ucum_canonical(const struct ucum_unit *unit,
                                 char                    text[static UCUM_MOST_CANONICAL])
{
    static const char *const bases[UCUM_BASES] = { "m", "s", "g", "rad", "K", "C", "cd" };

    text[0] = '\0';
    for (size_t i = 0; i < UCUM_BASES; i++)
        put(text, bases[i], unit->powers[i]);
    for (size_t i = 0; i < UCUM_MOST_ARBITRARY && unit->arbitrary[i].unit; i++)
        put(text, atom_arbitrary(unit->arbitrary[i].unit), unit->arbitrary[i].power);
    if (text[0] == '\0')
        put(text, "1", 1);
    return hilum_view(text);
}
