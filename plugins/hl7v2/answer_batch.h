/* answer_batch.h -- the one reply to a batch, made of the replies to its messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ANSWER_BATCH_H
#define HL7V2_ANSWER_BATCH_H

#include "answer_text.h"

/* Chapter 2.10.3.3 (2.15.3.3 in 2.4), acknowledging batches. */
enum answer_batch {
    ANSWER_BATCH_ALL,    /* every message is acknowledged in a batch of replies */
    ANSWER_BATCH_ERRORS, /* only those that were refused, so that an empty batch says
                          * that all were accepted */
    ANSWER_BATCH_NONE,   /* nothing is said */
};

/* What `bytes` held, mirrored: FHS and BHS with sender and receiver exchanged, a
 * control id of their own and the other's as reference (FHS-12, BHS-12); the
 * messages' replies, in order; BTS with their count, and FTS with that of the
 * batches.  A header that the batch did not have is not in the reply either.
 * Nothing is written where no message has a reply.
 *
 * There is one reply, perhaps empty, for each message that er7_split() finds in
 * bytes.  False: out has no room. */
bool answer_batch_write(struct hilum_call *, enum answer_batch, struct answer_ids *,
                        struct hilum_view bytes, const struct hilum_view *replies,
                        size_t count, struct hilum_buffer *out);

#endif
