/* answer_text.h -- what the parts of an acknowledgement are written with. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ANSWER_TEXT_H
#define HL7V2_ANSWER_TEXT_H

#include "er7_delimiters.h"

enum { ANSWER_STAMP = 32, ANSWER_ID = 24 };

/* Control ids: 20 characters, which is what MSH-10 has in most versions.  Those of
 * two instances never meet, nor do those of one before and after a restart. */
struct answer_ids {
    uint32_t instance; /* drawn by lot */
    int64_t  count;    /* goes on from the time of opening */
};

/* False with blame. */
bool answer_ids_open(struct answer_ids *, struct hilum_call *);

/* The next one; `to` has room for ANSWER_ID bytes. */
struct hilum_view answer_ids_next(struct answer_ids *, char *to);

/* The time as HL7 writes it, in UTC; `to` has room for ANSWER_STAMP bytes. */
struct hilum_view answer_stamp(struct hilum_call *, char *to);

/* Text of the message as it stands, but for the two bytes that frame messages in MLLP:
 * there they would end the answer early. */
void answer_put_raw(struct hilum_buffer *, struct hilum_view);

/* A separator, then such a text. */
void answer_put_field(struct hilum_buffer *, const struct er7_delimiters *,
                      struct hilum_view);

/* Components (or subcomponents) of one field, without empty ones at the end.
 * Where the message has no such separator only the first can be said. */
void answer_put_joined(struct hilum_buffer *, char separator,
                       const struct hilum_view *part, size_t count);

/* A sentence of ours, to `most` bytes, perhaps with a place before it; plain ASCII,
 * because it must fit every character set. */
void answer_put_sentence(struct hilum_buffer *, const struct er7_delimiters *,
                         const char *place, const char *reason, size_t most);

/* Ends a segment that begins at `from`, without empty fields at its end. */
void answer_end_segment(struct hilum_buffer *, const struct er7_delimiters *,
                        size_t from);

#endif
