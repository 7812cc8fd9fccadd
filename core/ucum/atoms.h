/* atoms.h -- the units that have a code of their own, and the prefixes. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_UCUM_ATOMS_H
#define CORE_UCUM_ATOMS_H

#include "ucum/ucum.h"

/* One row of table.h. */
struct ucum_atom {
    const char *code, *name;
    long double factor;
    int8_t      powers[UCUM_BASES];
    uint8_t     special;   /* enum ucum_special */
    uint16_t    arbitrary; /* number of the arbitrary unit that it is; 0: none */
    bool        metric;    /* takes prefixes */
};

/* The unit of this code without a prefix, or NULL. */
const struct ucum_atom *atom_find(struct hilum_view code);

/* The unit of this code, and the factor of its prefix; NULL: there is none. */
const struct ucum_atom *atom_prefixed(struct hilum_view code, long double *prefix);

/* The code of an arbitrary unit by its number. */
const char *atom_arbitrary(uint16_t number);

#endif
