/* pool.h -- memory of one instance that is given back all at once. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef POOL_H
#define POOL_H

#include <stdbool.h>
#include <stddef.h>

/* An instance has two: what its maps compile into, for its life, and what one
 * message needs, given back before the next.  Chunks are kept for the next round.
 * It never holds more than `most` bytes; a request beyond that fails. */
enum { POOL_ALIGN = 16 };

struct pool_chunk {
    struct pool_chunk *next;
    size_t             room;
    _Alignas(POOL_ALIGN) char bytes[];
};

struct pool {
    struct pool_chunk *first, *at;
    size_t             used; /* of the chunk at hand */
    size_t             held; /* of all chunks */
    size_t             most;
};

/* Zeroed memory, aligned for anything, or NULL. */
void *pool_get(struct pool *, size_t size);
void  pool_reset(struct pool *);
void  pool_free(struct pool *);

/* Where the chunk at hand has no room. */
char *pool_more(struct pool *, size_t size);

static inline char *pool_take(struct pool *p, size_t size, size_t align)
{
    size_t from = (p->used + align - 1) & ~(align - 1);

    if (!p->at || from > p->at->room || size > p->at->room - from)
        return pool_more(p, size);
    p->used = from + size;
    return p->at->bytes + from;
}

/* Not zeroed: for text, aligned to nothing; raw, aligned for anything. */
static inline char *pool_bytes(struct pool *p, size_t size)
{
    return pool_take(p, size, 1);
}

static inline void *pool_raw(struct pool *p, size_t size)
{
    return pool_take(p, size, POOL_ALIGN);
}

#define POOL_NEW(pool, type) ((type *)pool_get(pool, sizeof(type)))

#endif /* POOL_H */
