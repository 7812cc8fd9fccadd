/* table.c -- a hash table from bytes to pointers. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/table.h"

#include "base/bytes.h"

#include <stdlib.h>

struct table_slot {
    char    *key; /* NULL: free */
    size_t   len;
    uint64_t hash;
    void    *value;
};

void table_free(struct table *t)
{
    for (size_t i = 0; i < t->room; i++)
        free(t->slots[i].key);
    free(t->slots);
    *t = (struct table){ 0 };
}

/* The slot that holds the key, or the free one where it belongs. */
static struct table_slot *find(struct table_slot *slots, size_t room, uint64_t hash,
                               struct hilum_view key)
{
    for (size_t i = hash & (room - 1);; i = (i + 1) & (room - 1)) {
        struct table_slot *s = &slots[i];

        if (!s->key ||
            (s->hash == hash && hilum_same((struct hilum_view){ s->key, s->len }, key)))
            return s;
    }
}

static bool grow(struct table *t)
{
    size_t             room  = t->room ? t->room * 2 : 16;
    struct table_slot *slots = calloc(room, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < t->room; i++) {
        struct table_slot *s = &t->slots[i];

        if (s->key)
            *find(slots, room, s->hash, (struct hilum_view){ s->key, s->len }) = *s;
    }
    free(t->slots);
    t->slots = slots;
    t->room  = room;
    return true;
}

bool table_set(struct table *t, struct hilum_view key, void *value)
{
    uint64_t           hash = bytes_hash(key.ptr, key.len);
    struct table_slot *s;

    if (t->used * 4 >= t->room * 3 && !grow(t))
        return false;
    s = find(t->slots, t->room, hash, key);
    if (!s->key) {
        s->key = malloc(key.len + 1);
        if (!s->key)
            return false;
        if (key.len)
            memcpy(s->key, key.ptr, key.len);
        s->key[key.len] = '\0';
        s->len          = key.len;
        s->hash         = hash;
        t->used++;
    }
    s->value = value;
    return true;
}

void *table_get(const struct table *t, struct hilum_view key)
{
    if (!t->used)
        return NULL;
    return find(t->slots, t->room, bytes_hash(key.ptr, key.len), key)->value;
}

void *table_next(const struct table *t, size_t *at, struct hilum_view *key)
{
    for (; *at < t->room; (*at)++) {
        const struct table_slot *s = &t->slots[*at];

        if (s->key) {
            if (key)
                *key = (struct hilum_view){ s->key, s->len };
            (*at)++;
            return s->value;
        }
    }
    return NULL;
}
