/* frame.h -- MLLP frames, assembled from a stream of bytes. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A frame is VT, the message, FS, CR.  Here it ends at the FS: a sender that
 * leaves out the CR is understood, and what comes out never depends on how the
 * bytes were cut into pieces.  A VT inside a frame is part of the message (text
 * pasted from a word processor holds them).  CR and LF between frames are
 * ignored; anything else there is skipped and counted.
 */
#ifndef MLLP_FRAME_H
#define MLLP_FRAME_H

#include <hilum/view.h>

enum { FRAME_VT = 0x0b, FRAME_FS = 0x1c, FRAME_CR = 0x0d };

enum frame_state {
    FRAME_MORE,  /* no whole frame yet: read on */
    FRAME_WHOLE, /* a message, perhaps an empty one */
    FRAME_LONG,  /* longer than allowed: the stream cannot be followed further */
};

/* Bytes [from, end) of the buffer are not yet consumed.  A buffer is taken at
 * the first read, grows to `most` and a little, and shrinks when it is empty. */
struct frame_reader {
    char  *bytes;
    size_t room;
    size_t from;
    size_t end;
    size_t seen;    /* no FS before this */
    size_t most;    /* bytes of one message */
    size_t skipped; /* bytes between frames, so far */
    bool   inside;
};

void frame_init(struct frame_reader *r, size_t most);
void frame_free(struct frame_reader *r);

/* Forgets what was read, as at the start of another stream. */
void frame_reset(struct frame_reader *r);

/* Whether nothing is lost when it is freed. */
bool frame_empty(const struct frame_reader *r);

/* Bytes that are not yet consumed. */
size_t frame_held(const struct frame_reader *r);

/* Where to read the next bytes to, and how many fit (at least one); NULL when
 * memory is out.  Then say how many came. */
char *frame_room(struct frame_reader *r, size_t *room);
void  frame_filled(struct frame_reader *r, size_t len);

/* The next message, until FRAME_MORE.  The view is good until frame_room().
 * FRAME_LONG gives the beginning of the message, and the same ever after. */
enum frame_state frame_next(struct frame_reader *r, struct hilum_view *message);

#endif
