/* names.c -- the numbers of names, remembered by a connection. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "names.h"

#include "hash.h"

#include <stdlib.h>

struct names_slot {
    uint64_t hash;
    int64_t  number; /* 0: free */
    char    *text;   /* the collection, then the name */
    size_t   first;  /* bytes of the collection */
    size_t   len;
};

static uint64_t names_hash(struct hilum_view collection, struct hilum_view name)
{
    return hash_bytes(collection) * 31 + hash_bytes(name);
}

static bool names_match(const struct names_slot *slot, uint64_t hash,
                        struct hilum_view collection, struct hilum_view name)
{
    return slot->hash == hash &&
           hilum_same((struct hilum_view){ slot->text, slot->first }, collection) &&
           hilum_same(
               (struct hilum_view){ slot->text + slot->first, slot->len - slot->first },
               name);
}

int64_t names_get(const struct names *n, struct hilum_view collection,
                  struct hilum_view name)
{
    uint64_t hash = names_hash(collection, name);

    if (!n->room)
        return 0;
    for (size_t at = hash & (n->room - 1);; at = (at + 1) & (n->room - 1)) {
        if (n->slots[at].number == 0)
            return 0;
        if (names_match(&n->slots[at], hash, collection, name))
            return n->slots[at].number;
    }
}

static void names_place(struct names *n, struct names_slot slot)
{
    size_t at = slot.hash & (n->room - 1);

    while (n->slots[at].number != 0)
        at = (at + 1) & (n->room - 1);
    n->slots[at] = slot;
}

static bool names_grow(struct names *n)
{
    struct names old  = *n;
    size_t       room = old.room ? old.room * 2 : 64;

    n->slots = calloc(room, sizeof(*n->slots));
    if (!n->slots) {
        n->slots = old.slots;
        return false;
    }
    n->room = room;
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].number != 0)
            names_place(n, old.slots[i]);
    free(old.slots);
    return true;
}

bool names_add(struct names *n, struct hilum_view collection, struct hilum_view name,
               int64_t number)
{
    struct names_slot slot = { .hash   = names_hash(collection, name),
                               .number = number,
                               .first  = collection.len,
                               .len    = collection.len + name.len };

    if (n->used >= NAMES_MOST || (2 * (n->used + 1) > n->room && !names_grow(n)))
        return false;
    slot.text = malloc(slot.len + 1);
    if (!slot.text)
        return false;
    if (collection.len)
        memcpy(slot.text, collection.ptr, collection.len);
    if (name.len)
        memcpy(slot.text + collection.len, name.ptr, name.len);
    names_place(n, slot);
    n->used++;
    return true;
}

void names_clear(struct names *n)
{
    for (size_t i = 0; i < n->room; i++)
        if (n->slots[i].number != 0)
            free(n->slots[i].text);
    free(n->slots);
    *n = (struct names){ 0 };
}
