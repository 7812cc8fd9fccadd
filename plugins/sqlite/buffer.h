/* buffer.h -- buffers that a connection keeps from one operation to the next. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SQLITE_BUFFER_H
#define SQLITE_BUFFER_H

#include <hilum/view.h>

#include <stdlib.h>

enum { BUFFER_MOST = 64 << 20 }; /* bytes of one */

static inline bool buffer_grow(struct hilum_buffer *b, size_t need)
{
    size_t room = b->room ? b->room : 1024;
    char  *ptr;

    if (need > b->most - b->len)
        return false;
    while (room - b->len < need)
        room *= 2;
    ptr = realloc(b->ptr, room);
    if (!ptr)
        return false;
    b->ptr  = ptr;
    b->room = room;
    return true;
}

/* Empties it; a zeroed one becomes usable. */
static inline struct hilum_buffer *buffer_begin(struct hilum_buffer *b)
{
    b->most   = BUFFER_MOST;
    b->grow   = buffer_grow;
    b->len    = 0;
    b->failed = false;
    return b;
}

#endif
