/* name.c -- the texts of the names that documents carry as integers. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locking.  `lock` guards both tables while they grow.  Names are looked up far
 * more often than added, so a slot is published with release order once its
 * text is in place, and readers of hashed names take no lock.  Packed names and
 * positions have their texts made on demand, as interned texts.
 */
#include "message/name.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "base/table.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct known {
    uint32_t name;
    size_t   len;
    char     text[];
};

static pthread_mutex_t         lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(struct known *) slots[2 * LIMIT_NAMES];
static size_t                  count;
static struct table            interned;

static _Atomic(struct known *) *slot_of(uint32_t name)
{
    size_t i = (name * 0x9e3779b1u) % (2 * LIMIT_NAMES);

    for (;; i = (i + 1) % (2 * LIMIT_NAMES)) {
        const struct known *k = atomic_load_explicit(&slots[i], memory_order_acquire);

        if (!k || k->name == name)
            return &slots[i];
    }
}

static uint32_t add_hashed(uint32_t name, const char *ptr, size_t len)
{
    _Atomic(struct known *) *slot = slot_of(name);
    struct known            *k    = atomic_load(slot);

    if (k)
        return k->len == len && memcmp(k->text, ptr, len) == 0 ? name : 0;
    if (count == LIMIT_NAMES)
        return 0;
    k = malloc(sizeof *k + len + 1);
    if (!k)
        return 0;
    k->name = name;
    k->len  = len;
    memcpy(k->text, ptr, len);
    k->text[len] = '\0';
    atomic_store_explicit(slot, k, memory_order_release);
    count++;
    return name;
}

uint32_t name_add(const char *ptr, size_t len)
{
    uint32_t            name = hilum_name(ptr, len);
    const struct known *k;

    if (!(name & HILUM_NAME_HASHED))
        return name;
    k = atomic_load_explicit(slot_of(name), memory_order_acquire);
    if (k && k->len == len && memcmp(k->text, ptr, len) == 0)
        return name;
    pthread_mutex_lock(&lock);
    name = add_hashed(name, ptr, len);
    pthread_mutex_unlock(&lock);
    return name;
}

const char *name_intern(const char *ptr, size_t len)
{
    struct hilum_view key = { ptr, len };
    char             *text;

    pthread_mutex_lock(&lock);
    text = table_get(&interned, key);
    if (!text && interned.used < LIMIT_NAMES) {
        text = malloc(len + 1);
        if (text) {
            memcpy(text, ptr, len);
            text[len] = '\0';
            if (!table_set(&interned, key, text)) {
                free(text);
                text = NULL;
            }
        }
    }
    pthread_mutex_unlock(&lock);
    return text;
}

static struct hilum_view short_text(uint32_t name)
{
    char        text[12];
    size_t      len = 0;
    const char *kept;

    if (name <= UINT16_MAX)
        len = (size_t)snprintf(text, sizeof text, "%u", name);
    else
        for (int shift = 16; shift >= 0 && (name >> shift & 0xff); shift -= 8)
            text[len++] = (char)(name >> shift & 0xff);
    kept = name_intern(text, len);
    return kept ? (struct hilum_view){ kept, len } : (struct hilum_view){ "", 0 };
}

struct hilum_view name_text(uint32_t name)
{
    const struct known *k;

    if (name == 0)
        return (struct hilum_view){ "", 0 };
    if (!(name & HILUM_NAME_HASHED))
        return short_text(name);
    k = atomic_load_explicit(slot_of(name), memory_order_acquire);
    return k ? (struct hilum_view){ k->text, k->len } : (struct hilum_view){ "", 0 };
}
