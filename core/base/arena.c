/* arena.c -- memory that is given back all at once. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_CHUNK = 16 << 10, ARENA_ALIGN = alignof(max_align_t) };

struct arena_chunk {
    struct arena_chunk *before;
    size_t              size;
    size_t              used;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *a, size_t most)
{
    *a = (struct arena){ .most = most };
}

/* Frees every chunk before the given one. */
static void free_before(struct arena_chunk *c)
{
    while (c->before) {
        struct arena_chunk *gone = c->before;

        c->before = gone->before;
        free(gone);
    }
}

void arena_free(struct arena *a)
{
    if (a->chunk) {
        free_before(a->chunk);
        free(a->chunk);
    }
    a->chunk = NULL;
    a->total = 0;
}

void arena_reset(struct arena *a)
{
    if (!a->chunk)
        return;
    free_before(a->chunk);
    /* One huge message must not keep its memory for ever. */
    if (a->chunk->size > 64 * (size_t)ARENA_CHUNK) {
        arena_free(a);
        return;
    }
    a->chunk->used = 0;
    a->total       = a->chunk->size;
}

static bool add_chunk(struct arena *a, size_t size)
{
    size_t              next = a->chunk ? a->chunk->size * 2 : ARENA_CHUNK;
    struct arena_chunk *c;

    if (next > 256 * (size_t)ARENA_CHUNK)
        next = 256 * (size_t)ARENA_CHUNK;
    if (next < size)
        next = size;
    if (next > a->most - a->total)
        next = size;
    if (next > a->most - a->total)
        return false;
    c = malloc(sizeof *c + next);
    if (!c)
        return false;
    *c       = (struct arena_chunk){ .before = a->chunk, .size = next };
    a->chunk = c;
    a->total += next;
    return true;
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *at;

    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if ((!a->chunk || size > a->chunk->size - a->chunk->used) && !add_chunk(a, size))
        return NULL;
    at = a->chunk->bytes + a->chunk->used;
    a->chunk->used += size;
    return at;
}

void *arena_zero(struct arena *a, size_t size)
{
    void *at = arena_alloc(a, size);

    return at ? memset(at, 0, size) : NULL;
}

char *arena_text(struct arena *a, const char *from, size_t len)
{
    char *to = arena_alloc(a, len + 1);

    if (!to)
        return NULL;
    if (len)
        memcpy(to, from, len);
    to[len] = '\0';
    return to;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    int     len;
    char   *to;

    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (len < 0)
        return NULL;
    to = arena_alloc(a, (size_t)len + 1);
    if (to)
        vsnprintf(to, (size_t)len + 1, fmt, ap);
    return to;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char   *to;

    va_start(ap, fmt);
    to = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return to;
}
