/* ucum_fuzz.c -- any text as a unit, and what is done with units. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ucum/ucum.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two codes with a blank between them, or one, which is compared with its own
 * canonical form. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char         *text  = (const char *)data;
    const char         *blank = size ? memchr(text, ' ', size) : NULL;
    size_t              first = blank ? (size_t)(blank - text) : size;
    char                canonical[UCUM_MOST_CANONICAL];
    struct ucum_unit    a, b;
    struct ucum_mistake why = { 0 };
    long double         value;

    if (!ucum_parse((struct hilum_view){ text, first }, &a, &why)) {
        if (why.column < 1 || why.column > first + 1 || !why.what)
            abort();
        return 0;
    }
    ucum_name((struct hilum_view){ text, first });
    if (blank &&
        ucum_parse((struct hilum_view){ blank + 1, size - first - 1 }, &b, NULL)) {
        if (ucum_comparable(&a, &b) != ucum_comparable(&b, &a))
            abort();
        ucum_convert(1.5L, &a, &b, &value);
        return 0;
    }
    /* What is canonical is a code of the same dimension. */
    if (a.special != UCUM_NO_SCALE &&
        (!ucum_parse(ucum_canonical(&a, canonical), &b, NULL) ||
         !ucum_comparable(&a, &b)))
        abort();
    ucum_base(1.5L, &a, &value);
    return 0;
}
