/* arena.h -- memory that is given back all at once. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE_ARENA_H
#define CORE_BASE_ARENA_H

#include <hilum/view.h>

#include <stdarg.h>

/* An arena hands out aligned memory from chunks and frees none of it singly.
 * It belongs to one thread at a time.  Beyond `most` bytes it answers NULL. */
struct arena {
    struct arena_chunk *chunk; /* the one being filled */
    size_t              total; /* bytes of all chunks */
    size_t              most;
};

/* A zeroed struct arena is not usable; this makes one that is.  No memory is
 * taken before the first allocation. */
void arena_init(struct arena *a, size_t most);
void arena_free(struct arena *a);

/* Forgets everything handed out and keeps one chunk for next time. */
void arena_reset(struct arena *a);

/* NULL at the ceiling or when memory is out.  Not zeroed; aligned for anything. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_zero(struct arena *a, size_t size);

/* A NUL-terminated copy. */
char *arena_text(struct arena *a, const char *from, size_t len);
HILUM_VPRINTF(2) char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);
HILUM_PRINTF(2) char *arena_printf(struct arena *a, const char *fmt, ...);

#endif
