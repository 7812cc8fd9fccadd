/* buffer.h -- buffers that a connection keeps from one operation to the next. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SQLITE_BUFFER_H
#define SQLITE_BUFFER_H

#include <hilum/view.h>

enum { BUFFER_MOST = 64 << 20 }; /* bytes of one */

/* Empties it; a zeroed one becomes usable. */
static inline struct hilum_buffer *buffer_begin(struct hilum_buffer *b)
{
    b->most   = BUFFER_MOST;
    b->grow   = hilum_grow;
    b->len    = 0;
    b->failed = false;
    return b;
}

#endif
