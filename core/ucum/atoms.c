/* atoms.c -- the units that have a code of their own, and the prefixes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ucum/atoms.h"

/* The table is part of the program and not a file: units are needed wherever
 * expressions are, and it is used as it stands. */
static const struct ucum_atom atoms[] = {
#define PREFIX(text, value)
#define UNIT(...) { __VA_ARGS__ },
#include "ucum/table.h"
#undef PREFIX
#undef UNIT
};

struct prefix {
    const char *code;
    long double factor;
};

static const struct prefix prefixes[] = {
#define PREFIX(text, value) { text, value },
#define UNIT(...)
#include "ucum/table.h"
#undef PREFIX
#undef UNIT
};

const struct ucum_atom *atom_find(struct hilum_view code)
{
    size_t low = 0, high = sizeof atoms / sizeof *atoms;

    while (low < high) {
        size_t            mid   = low + (high - low) / 2;
        struct hilum_view have  = hilum_view(atoms[mid].code);
        size_t            len   = have.len < code.len ? have.len : code.len;
        int               order = memcmp(have.ptr, code.ptr, len);

        if (order == 0 && have.len == code.len)
            return &atoms[mid];
        if (order < 0 || (order == 0 && have.len < code.len))
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

const struct ucum_atom *atom_prefixed(struct hilum_view code, long double *prefix)
{
    const struct ucum_atom *atom = atom_find(code);

    *prefix = 1;
    for (size_t i = 0; !atom && i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t len = strlen(prefixes[i].code);

        if (len >= code.len || memcmp(code.ptr, prefixes[i].code, len) != 0)
            continue;
        atom = atom_find((struct hilum_view){ code.ptr + len, code.len - len });
        if (atom && !atom->metric)
            atom = NULL;
        *prefix = prefixes[i].factor;
    }
    return atom;
}

const char *atom_arbitrary(uint16_t number)
{
    return atoms[number - 1].code;
}

struct hilum_view ucum_name(struct hilum_view atom)
{
    const struct ucum_atom *found = atom.len ? atom_find(atom) : NULL;

    return found ? hilum_view(found->name) : (struct hilum_view){ "", 0 };
}
