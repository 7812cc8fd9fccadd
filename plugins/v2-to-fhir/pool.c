/* pool.c -- memory of one instance that is given back all at once. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 * 1024, KEEP = 8 << 20 };

/* Makes the next chunk that can hold size bytes the one at hand. */
static bool chunk_next(struct pool *p, size_t size)
{
    struct pool_chunk *next = p->at ? p->at->next : p->first;
    size_t             room = size > CHUNK ? size : CHUNK;

    if (next && next->room >= size) {
        p->at   = next;
        p->used = 0;
        return true;
    }
    if (room > p->most - p->held)
        return false;
    next = malloc(sizeof *next + room);
    if (!next)
        return false;
    next->room = room;
    next->next = p->at ? p->at->next : p->first;
    if (p->at)
        p->at->next = next;
    else
        p->first = next;
    p->at   = next;
    p->used = 0;
    p->held += room;
    return true;
}

char *pool_more(struct pool *p, size_t size)
{
    if (size > p->most || !chunk_next(p, size))
        return NULL;
    p->used = size;
    return p->at->bytes;
}

void *pool_get(struct pool *p, size_t size)
{
    void *got = pool_raw(p, size);

    return got ? memset(got, 0, size) : NULL;
}

void pool_reset(struct pool *p)
{
    if (p->held > KEEP) /* after one huge message */
        pool_free(p);
    p->at   = NULL;
    p->used = 0;
}

void pool_free(struct pool *p)
{
    while (p->first) {
        struct pool_chunk *next = p->first->next;

        free(p->first);
        p->first = next;
    }
    p->at   = NULL;
    p->held = p->used = 0;
}
