/* groups.c -- the groups of a message's segments, as paths. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "groups.h"

#include <stdio.h>

/* PATIENT_RESULT/ORDER_OBSERVATION[2]; empty where no memory is left. */
static struct hilum_view path_of(struct hilum_call           *call,
                                 const struct structure_step *step, uint32_t steps)
{
    size_t room = 1, len = 0;
    char  *to;

    for (uint32_t i = 0; i < steps; i++)
        room += step[i].name.len + sizeof "/[4294967295]";
    to = hilum_scratch(call, room);
    for (uint32_t i = 0; to && i < steps; i++) {
        len += (size_t)snprintf(to + len, room - len, "%s%.*s", i ? "/" : "",
                                (int)step[i].name.len, step[i].name.ptr);
        if (step[i].nth > 1)
            len += (size_t)snprintf(to + len, room - len, "[%u]", (unsigned)step[i].nth);
    }
    return (struct hilum_view){ to, to ? len : 0 };
}

static bool same_steps(const struct structure_step *a, const struct structure_step *b,
                       uint32_t steps)
{
    for (uint32_t i = 0; i < steps; i++)
        if (a[i].nth != b[i].nth || a[i].name.ptr != b[i].name.ptr)
            return false;
    return true;
}

size_t groups_of(const struct structure *s, struct hilum_call *call, struct hilum_doc doc,
                 struct hilum_group *out, size_t room)
{
    struct structure_walk walk;
    struct structure_step step[2][STRUCTURE_DEPTH];
    struct hilum_view     path  = HILUM_VIEW("");
    uint32_t              steps = 0;
    size_t                count = 0;

    structure_begin(&walk, s, doc, NULL, NULL);
    hilum_each(segment, hilum_root(doc))
    {
        enum structure_found   found = structure_next(&walk, segment->name);
        struct structure_step *now = step[count % 2], *before = step[1 - count % 2];
        uint32_t               n = structure_steps(&walk, now);

        if (count < room) {
            if (n != steps || !same_steps(now, before, n))
                path = n ? path_of(call, now, n) : HILUM_VIEW("");
            out[count] = (struct hilum_group){ .segment = segment,
                                               .path    = path,
                                               .stray   = found == STRUCTURE_STRAY ||
                                                        found == STRUCTURE_EXCESS };
        }
        steps = n;
        count++;
    }
    return count;
}
