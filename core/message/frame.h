/* frame.h -- messages and what is said of them, as they cross a channel. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A frame is written into a buffer and read back in the same order.  Within one
 * process messages cross as references, and each reference written must be read
 * exactly once; between processes of one kind of machine they cross as bytes,
 * which are checked when they are read.  Numbers take eight bytes.
 */
#ifndef CORE_MESSAGE_FRAME_H
#define CORE_MESSAGE_FRAME_H

#include "message/message.h"

enum frame_form { FRAME_REFERENCES, FRAME_BYTES };

void frame_put_number(struct hilum_buffer *to, uint64_t n);
void frame_put_text(struct hilum_buffer *to, struct hilum_view text);

/* By reference it takes a reference of its own. */
void frame_put_message(struct hilum_buffer *to, enum frame_form form,
                       const struct hilum_msg *m);

/* Reading.  Once something does not fit, `bad` is set and all later reads give
 * 0, an empty view or NULL. */
struct frame {
    const char     *at, *end;
    enum frame_form form;
    bool            bad;
};

uint64_t          frame_number(struct frame *f);
struct hilum_view frame_text(struct frame *f); /* borrowed from the frame */

/* Gives the message; NULL where the frame is bad. */
const struct hilum_msg *frame_message(struct frame *f);

#endif
