/* er7_where.c -- writes places such as OBX[2]-5.1. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_where.h"

#include <stdio.h>

enum { LEVELS = 4 }; /* below the root: segment, field, component, subcomponent */

uint32_t er7_where_node(const struct hilum_node *nodes, size_t at)
{
    uint32_t from = 0, count = nodes->span;

    /* The last of those that are in front of it or there. */
    while (count > 1) {
        uint32_t half = count / 2;

        if (nodes[from + half].place <= at) {
            from += half;
            count -= half;
        } else {
            count = half;
        }
    }
    return from;
}

/* Appends to a place, as far as there is room. */
static size_t put(char *out, size_t at, const char *before, uint32_t number,
                  const char *behind)
{
    int n =
        snprintf(out + at, ER7_WHERE - at, "%s%u%s", before, (unsigned)number, behind);

    return n < 0 || (size_t)n >= ER7_WHERE - at ? ER7_WHERE - 1 : at + (size_t)n;
}

void er7_where(const struct hilum_node *nodes, uint32_t node, char out[static ER7_WHERE])
{
    static const char *const before[LEVELS] = { "", "-", ".", "." };
    uint32_t                 parent         = 0, at;
    size_t                   n              = 0;

    out[0] = '\0';
    for (int level = 0; level < LEVELS && parent != node; level++) {
        uint32_t nth = 1;

        for (at = parent + 1; node >= at + nodes[at].span; at += nodes[at].span)
            ;
        for (uint32_t i = parent + 1; i < at; i += nodes[i].span)
            nth += nodes[i].name == nodes[at].name;
        if (level == 0) {
            snprintf(out, ER7_WHERE, "%c%c%c", (int)(nodes[at].name >> 16 & 0xff),
                     (int)(nodes[at].name >> 8 & 0xff), (int)(nodes[at].name & 0xff));
            n = strlen(out);
        } else {
            n = put(out, n, before[level], nodes[at].name, "");
        }
        if (nth > 1)
            n = put(out, n, "[", nth, "]");
        parent = at;
    }
}
