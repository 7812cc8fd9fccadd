/* ucum.h -- units of measure by UCUM: read, compared, converted. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Unified Code for Units of Measure, case-sensitive codes: mg/dL, mm[Hg],
 * 10*9/L, m[iU]/mL, Cel, g{hgb}.  A code is reduced to its canonical form: a factor,
 * and powers of the seven base units.  Units with the same powers can be converted
 * into each other.  No memory is taken and nothing is shared; any thread may call.
 *
 * Special units (Cel, [degF], [pH], B, ...) lie on a scale that does not begin at
 * zero or is not even: they convert where they stand alone, with a prefix or not.
 * In a term (Cel/h) they are valid, but can be converted into nothing.
 *
 * Arbitrary units ([iU], [arb'U], ...) have no relation to any other unit: each is
 * a base unit of its own, so that [iU]/mL and k[iU]/L are the same.
 *
 * Ceilings: 255 bytes of a code, 16 brackets within brackets, powers of -99 to 99,
 * three different arbitrary units in one code.
 */
#ifndef CORE_UCUM_UCUM_H
#define CORE_UCUM_UCUM_H

#include <hilum/view.h>

enum {
    UCUM_MOST_CODE      = 255, /* bytes of a code */
    UCUM_MOST_DEPTH     = 16,  /* of brackets */
    UCUM_MOST_POWER     = 99,
    UCUM_MOST_ARBITRARY = 3,
    UCUM_MOST_CANONICAL = 256, /* bytes of a canonical form, the NUL counted */
    UCUM_BASES          = 7,   /* m s g rad K C cd */
};

/* The scales that special units have. */
enum ucum_special {
    UCUM_LINEAR, /* it is not special */
    UCUM_CELSIUS,
    UCUM_FAHRENHEIT,
    UCUM_REAUMUR,
    UCUM_PH,
    UCUM_LN,
    UCUM_LG,
    UCUM_LG_TWICE,
    UCUM_LD,
    UCUM_TAN_100,
    UCUM_HP_X,
    UCUM_HP_C,
    UCUM_HP_M,
    UCUM_HP_Q,
    UCUM_SQRT,
    UCUM_NO_SCALE, /* a special unit inside a term */
};

/* An arbitrary unit and its power. */
struct ucum_arbitrary {
    uint16_t unit; /* 0: none */
    int16_t  power;
};

/* The canonical form of a code. */
struct ucum_unit {
    long double           factor; /* of the base units, beyond the special scale */
    long double           prefix; /* of the special unit itself */
    enum ucum_special     special;
    int16_t               powers[UCUM_BASES];
    struct ucum_arbitrary arbitrary[UCUM_MOST_ARBITRARY]; /* ascending */
};

/* What is wrong with a code. */
struct ucum_mistake {
    size_t      column; /* from 1, in bytes */
    const char *what;   /* one sentence, no full stop */
};

/* Reads a code.  False: why says what is wrong; why may be NULL. */
bool ucum_parse(struct hilum_view code, struct ucum_unit *out, struct ucum_mistake *why);

/* Have they the same dimension? */
bool ucum_comparable(const struct ucum_unit *a, const struct ucum_unit *b);

/* A value in one unit as a value in another; false: they are not comparable, or it
 * has no finite value there. */
bool ucum_convert(long double value, const struct ucum_unit *from,
                  const struct ucum_unit *to, long double *out);

/* A value in the base units; false as above. */
bool ucum_base(long double value, const struct ucum_unit *unit, long double *out);

/* Are two values the same amount?  That is what they are where they differ by no
 * more than the calculation is exact. */
bool ucum_same(long double a, long double b);

/* The base units of a unit as a code, such as m-1.g.s-2; 1 where it has none. */
struct hilum_view ucum_canonical(const struct ucum_unit *unit,
                                 char text[static UCUM_MOST_CANONICAL]);

/* The name of a unit without prefix ("gram" for g); empty: there is none. */
struct hilum_view ucum_name(struct hilum_view atom);

#endif
