/* meter.c -- named counters. */
/* SPDX-License-Identifier: Apache-2.0 */
/* Locking.  `lock` guards the list while it is searched or grows; counts are
 * atomic, and a meter once made is never freed before the list is. */
#include "plugin/meter.h"

#include "base/bytes.h"

#include <pthread.h>
#include <stdlib.h>

enum { METERS_MOST = 4096, METERS_NAME = 160 };

struct meter {
    char            owner[METERS_NAME];
    char            name[METERS_NAME];
    _Atomic int64_t value;
};

struct meters {
    pthread_rwlock_t lock;
    struct meter    *list[METERS_MOST]; /* in the order of name, then owner */
    size_t           count;
};

struct meters *meters_new(void)
{
    struct meters *m = calloc(1, sizeof *m);

    if (m)
        pthread_rwlock_init(&m->lock, NULL);
    return m;
}

void meters_free(struct meters *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->count; i++)
        free(m->list[i]);
    pthread_rwlock_destroy(&m->lock);
    free(m);
}

/* Where the meter is, or belongs. */
static size_t seek(const struct meters *m, const char *owner, const char *name,
                   bool *found)
{
    size_t low = 0, high = m->count;

    *found = false;
    while (low < high) {
        size_t mid   = low + (high - low) / 2;
        int    order = strcmp(m->list[mid]->name, name);

        if (order == 0)
            order = strcmp(m->list[mid]->owner, owner);
        if (order == 0) {
            *found = true;
            return mid;
        }
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void add_meter(struct meters *m, const char *owner, const char *name, int64_t by)
{
    bool   found;
    size_t at = seek(m, owner, name, &found);
    struct meter *new;

    if (found) {
        m->list[at]->value += by;
        return;
    }
    if (m->count == METERS_MOST || strlen(owner) >= METERS_NAME ||
        strlen(name) >= METERS_NAME)
        return;
    new = calloc(1, sizeof *new);
    if (!new)
        return;
    memcpy(new->owner, owner, strlen(owner));
    memcpy(new->name, name, strlen(name));
    new->value = by;
    memmove(&m->list[at + 1], &m->list[at], (m->count - at) * sizeof *m->list);
    m->list[at] = new;
    m->count++;
}

void meters_count(struct meters *m, const char *owner, const char *name, int64_t by)
{
    bool   found;
    size_t at;

    pthread_rwlock_rdlock(&m->lock);
    at = seek(m, owner, name, &found);
    if (found)
        m->list[at]->value += by;
    pthread_rwlock_unlock(&m->lock);
    if (found)
        return;
    pthread_rwlock_wrlock(&m->lock);
    add_meter(m, owner, name, by);
    pthread_rwlock_unlock(&m->lock);
}

int64_t meters_read(struct meters *m, const char *owner, const char *name)
{
    bool    found;
    size_t  at;
    int64_t value;

    pthread_rwlock_rdlock(&m->lock);
    at    = seek(m, owner, name, &found);
    value = found ? m->list[at]->value : 0;
    pthread_rwlock_unlock(&m->lock);
    return value;
}

void meters_print(struct meters *m, struct hilum_buffer *to)
{
    pthread_rwlock_rdlock(&m->lock);
    for (size_t i = 0; i < m->count; i++)
        buffer_printf(to, "hilum_%s{part=\"%s\"} %lld\n", m->list[i]->name,
                      m->list[i]->owner, (long long)m->list[i]->value);
    pthread_rwlock_unlock(&m->lock);
}
