/* json_pool.c -- memory for the JSON parser, the same for every message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json_pool.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* In front of every block, so that growing one knows what to copy. */
union head {
    size_t      size;
    max_align_t align;
};

static bool is_inside(const struct json_pool *p, const void *block)
{
    uintptr_t at = (uintptr_t)block, from = (uintptr_t)p->room;

    return at >= from && at - from < p->size;
}

/* A block's bytes with its head, so that the next one is aligned. */
static size_t whole(size_t size)
{
    return (size + 2 * sizeof(union head) - 1) / sizeof(union head) * sizeof(union head);
}

static void *pool_malloc(void *pool, size_t size)
{
    struct json_pool *p = pool;
    union head       *h;

    if (size > SIZE_MAX - 2 * sizeof(*h))
        return NULL;
    if (whole(size) <= p->size - p->used) {
        h = (union head *)(void *)(p->room + p->used);
        p->used += whole(size);
    } else {
        h = malloc(whole(size));
        p->missed += whole(size);
    }
    if (!h)
        return NULL;
    h->size = size;
    return h + 1;
}

static void pool_free(void *pool, void *block)
{
    if (block && !is_inside(pool, block))
        free((union head *)block - 1);
}

/* The last block of the pool grows where it is, which is what a text that is being
 * gathered does all the time. */
static bool extend(struct json_pool *p, union head *h, size_t size)
{
    size_t at = (size_t)((char *)h - p->room);

    if (!is_inside(p, h) || at + whole(h->size) != p->used || size > p->size ||
        whole(size) > p->size - at)
        return false;
    p->used = at + whole(size);
    h->size = size;
    return true;
}

static void *pool_realloc(void *pool, void *block, size_t size)
{
    union head *h = block ? (union head *)block - 1 : NULL;
    void       *to;

    if (h && extend(pool, h, size))
        return block;
    to = pool_malloc(pool, size);
    if (to && h) {
        memcpy(to, block, h->size < size ? h->size : size);
        pool_free(pool, block);
    }
    return to;
}

bool json_pool_reset(struct json_pool *p)
{
    size_t want = p->size + p->missed;

    if (want < JSON_POOL_LEAST)
        want = JSON_POOL_LEAST;
    if (want > JSON_POOL_MOST)
        want = JSON_POOL_MOST;
    if (want > p->size) {
        free(p->room);
        p->room = malloc(want);
        p->size = p->room ? want : 0;
    }
    p->used = p->missed = 0;
    p->funcs.malloc     = pool_malloc;
    p->funcs.realloc    = pool_realloc;
    p->funcs.free       = pool_free;
    p->funcs.ctx        = p;
    return p->room != NULL;
}

void json_pool_free(struct json_pool *p)
{
    free(p->room);
    *p = (struct json_pool){ .used = 0 };
}
