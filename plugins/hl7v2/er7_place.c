/* er7_place.c -- reads places such as PID-3[2].4.1. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_place.h"

enum { MOST_NUMBER = 65535 };

/* A number after `before`, where that stands here (and `after` behind it, unless
 * 0); nothing there is 0 as well.  False: something is there, but no number. */
static bool number_after(const char **at, char before, char after, uint32_t *out)
{
    uint32_t n = 0;

    *out = 0;
    if (**at != before)
        return true;
    for (++*at; **at >= '0' && **at <= '9' && n <= MOST_NUMBER; ++*at)
        n = n * 10 + (uint32_t)(**at - '0');
    if (n == 0 || n > MOST_NUMBER || (after && **at != after))
        return false;
    *at += after != 0;
    *out = n;
    return true;
}

bool er7_place_read(struct er7_place *p, const char *text)
{
    const char *at = text;

    *p = (struct er7_place){ .segment = "" };
    for (int i = 0; i < 3; i++, at++) {
        if (!(*at >= 'A' && *at <= 'Z') && !(i > 0 && *at >= '0' && *at <= '9'))
            return false;
        p->segment[i] = *at;
    }
    return number_after(&at, '[', ']', &p->sequence) &&
           number_after(&at, '-', 0, &p->field) &&
           number_after(&at, '[', ']', &p->repetition) &&
           number_after(&at, '.', 0, &p->component) &&
           number_after(&at, '.', 0, &p->subcomponent) && *at == '\0';
}
