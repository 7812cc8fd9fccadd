/* mllp_fuzz.c -- frames come out the same, however the stream is cut. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first byte says how large the pieces are; the rest is the stream.  It is
 * read once in pieces and once whole.
 */
#include "mllp/ack.h"
#include "mllp/frame.h"

#include <stdlib.h>

enum { MOST = 64 }; /* small, so that long messages are found */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    uint64_t hash;
    size_t   frames;
    size_t   skipped;
    bool     too_long;
};

static void note(struct seen *s, struct hilum_view m)
{
    char                bytes[1024];
    struct hilum_buffer out = { .ptr = bytes, .room = sizeof bytes };

    for (size_t i = 0; i < m.len; i++)
        s->hash = (s->hash ^ (unsigned char)m.ptr[i]) * 0x100000001b3u;
    s->hash = (s->hash ^ 0x100) * 0x100000001b3u;
    s->frames++;
    if (ack_read(m).kind == ACK_OTHER)
        ack_refuse(m, "fuzz", &out);
}

static struct seen read_stream(const uint8_t *data, size_t size, size_t piece)
{
    struct frame_reader r;
    struct seen         s = { 0 };
    struct hilum_view   m;
    enum frame_state    state = FRAME_MORE;

    frame_init(&r, MOST);
    for (size_t at = 0; at < size && state != FRAME_LONG;) {
        size_t room;
        char  *to = frame_room(&r, &room);

        if (!to || room == 0)
            abort();
        room = room < piece ? room : piece;
        room = room < size - at ? room : size - at;
        memcpy(to, data + at, room);
        frame_filled(&r, room);
        at += room;
        for (state = frame_next(&r, &m); state == FRAME_WHOLE; state = frame_next(&r, &m))
            note(&s, m);
    }
    s.too_long = state == FRAME_LONG;
    s.skipped  = r.skipped;
    frame_free(&r);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen pieces, whole;

    if (size == 0)
        return 0;
    pieces = read_stream(data + 1, size - 1, 1 + (size_t)data[0]);
    whole  = read_stream(data + 1, size - 1, SIZE_MAX);
    if (pieces.hash != whole.hash || pieces.frames != whole.frames ||
        pieces.skipped != whole.skipped || pieces.too_long != whole.too_long)
        abort();
    return 0;
}
