/* frame.c -- MLLP frames, assembled from a stream of bytes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "frame.h"

#include <stdlib.h>

enum {
    FIRST_ROOM = 4096,  /* bytes of a buffer when it is taken */
    KEPT_ROOM  = 65536, /* an empty buffer larger than this is given back */
    LEAST_READ = 1024,  /* less room than this is not worth a read */
};

void frame_init(struct frame_reader *r, size_t most)
{
    *r = (struct frame_reader){ .most = most };
}

void frame_free(struct frame_reader *r)
{
    free(r->bytes);
    frame_init(r, r->most);
}

void frame_reset(struct frame_reader *r)
{
    r->from = r->end = r->seen = r->skipped = 0;
    r->inside                               = false;
}

bool frame_empty(const struct frame_reader *r)
{
    return !r->inside && r->from == r->end;
}

size_t frame_held(const struct frame_reader *r)
{
    return r->end - r->from;
}

/* Moves what is not yet consumed to the front. */
static void compact(struct frame_reader *r)
{
    if (r->from == 0)
        return;
    memmove(r->bytes, r->bytes + r->from, r->end - r->from);
    r->seen -= r->from;
    r->end -= r->from;
    r->from = 0;
}

/* A message, its FS and a read fit into the largest buffer, so that there is
 * always room until frame_next() has found the end or given up. */
static bool grow(struct frame_reader *r)
{
    size_t most = r->most + 1 + LEAST_READ;
    size_t room = r->room ? 2 * r->room : FIRST_ROOM;
    char  *bytes;

    if (room > most)
        room = most;
    if (room <= r->room)
        return r->end < r->room;
    bytes = realloc(r->bytes, room);
    if (!bytes)
        return false;
    r->bytes = bytes;
    r->room  = room;
    return true;
}

char *frame_room(struct frame_reader *r, size_t *room)
{
    if (r->from == r->end) {
        r->from = r->end = r->seen = 0;
        if (r->room > KEPT_ROOM) {
            free(r->bytes);
            r->bytes = NULL;
            r->room  = 0;
        }
    }
    if (r->room - r->end < LEAST_READ)
        compact(r);
    if (r->room - r->end < LEAST_READ && !grow(r))
        return NULL;
    *room = r->room - r->end;
    return r->bytes + r->end;
}

void frame_filled(struct frame_reader *r, size_t len)
{
    r->end += len;
}

/* Steps behind the next VT; false where there is none yet. */
static bool enter(struct frame_reader *r)
{
    while (r->from < r->end) {
        char c = r->bytes[r->from++];

        if (c == FRAME_VT) {
            r->inside = true;
            r->seen   = r->from;
            return true;
        }
        if (c != '\r' && c != '\n')
            r->skipped++;
    }
    return false;
}

enum frame_state frame_next(struct frame_reader *r, struct hilum_view *message)
{
    const char *fs = NULL;
    size_t      len;

    *message = (struct hilum_view){ "", 0 };
    if (!r->inside && !enter(r))
        return FRAME_MORE;
    if (r->seen < r->end)
        fs = memchr(r->bytes + r->seen, FRAME_FS, r->end - r->seen);
    len = (fs ? (size_t)(fs - r->bytes) : r->end) - r->from;
    if (len > r->most) {
        *message = (struct hilum_view){ r->bytes + r->from, r->most };
        return FRAME_LONG;
    }
    if (!fs) {
        r->seen = r->end;
        return FRAME_MORE;
    }
    *message  = (struct hilum_view){ r->bytes + r->from, len };
    r->from   = r->from + len + 1;
    r->inside = false;
    return FRAME_WHOLE;
}
