/* pool.c -- memory for the JSON parser, the same for every message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* In front of every block, so that growing one knows what to copy. */
union head {
    size_t      size;
    max_align_t align;
};

static bool is_inside(const struct fhir_pool *p, const void *block)
{
    uintptr_t at = (uintptr_t)block, from = (uintptr_t)p->room;

    return at >= from && at < from + sizeof(p->room);
}

static void *pool_malloc(void *pool, size_t size)
{
    struct fhir_pool *p = pool;
    union head       *h;
    size_t            need;

    if (size > SIZE_MAX - 2 * sizeof(*h))
        return NULL;
    need = (size + 2 * sizeof(*h) - 1) / sizeof(*h) * sizeof(*h);
    if (need <= sizeof(p->room) - p->used) {
        h = (union head *)((char *)p->room + p->used);
        p->used += need;
    } else {
        h = malloc(need);
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

static void *pool_realloc(void *pool, void *block, size_t size)
{
    size_t old = block ? ((union head *)block - 1)->size : 0;
    void  *to  = pool_malloc(pool, size);

    if (to && block) {
        memcpy(to, block, old < size ? old : size);
        pool_free(pool, block);
    }
    return to;
}

void fhir_pool_reset(struct fhir_pool *p)
{
    p->used  = 0;
    p->funcs = (yajl_alloc_funcs){
        .malloc = pool_malloc, .realloc = pool_realloc, .free = pool_free, .ctx = p
    };
}
