/* repeats.c -- which messages of late had which sender and control id. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/repeats.h"

#include <stdlib.h>

enum { FIRST_ROOM = 1024 };

/* An id of 0: free. */
struct repeats_slot {
    uint64_t key;
    int64_t  id;
};

static struct repeats_slot *slot_of(const struct repeats_table *t, uint64_t key)
{
    size_t at = (size_t)key & (t->room - 1);

    while (t->slots[at].id && t->slots[at].key != key)
        at = (at + 1) & (t->room - 1);
    return &t->slots[at];
}

static int64_t find(const struct repeats_table *t, uint64_t key)
{
    return t->room ? slot_of(t, key)->id : 0;
}

int64_t repeats_find(const struct repeats *r, uint64_t key)
{
    int64_t id = find(&r->young, key);

    return id ? id : find(&r->old, key);
}

static bool grow(struct repeats_table *t)
{
    struct repeats_table to = { .room = t->room ? 2 * t->room : FIRST_ROOM };

    to.slots = calloc(to.room, sizeof *to.slots);
    if (!to.slots)
        return false;
    to.count = t->count;
    for (size_t i = 0; i < t->room; i++)
        if (t->slots[i].id)
            *slot_of(&to, t->slots[i].key) = t->slots[i];
    free(t->slots);
    *t = to;
    return true;
}

bool repeats_note(struct repeats *r, uint64_t key, int64_t id)
{
    struct repeats_table *t = &r->young;
    struct repeats_slot  *s;

    if (t->count == REPEATS_LEAST) {
        free(r->old.slots);
        r->old   = r->young;
        r->young = (struct repeats_table){ 0 };
    }
    if (2 * t->count >= t->room && !grow(t))
        return false;
    s = slot_of(t, key);
    t->count += s->id == 0;
    *s = (struct repeats_slot){ key, id };
    return true;
}

void repeats_free(struct repeats *r)
{
    free(r->young.slots);
    free(r->old.slots);
    *r = (struct repeats){ 0 };
}
