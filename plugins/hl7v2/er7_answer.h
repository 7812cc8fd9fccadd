/* er7_answer.h -- the acknowledgement that an outcome deserves. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_ANSWER_H
#define HL7V2_ER7_ANSWER_H

#include "answer_template.h"

/* HL7 v2 chapter 2.9: answer_code.h says whether there is one and which, and
 * answer_error.h how it says why a message was refused.  RETRY: more is due, ask
 * again when the message is processed.
 *
 * All is taken from the message's MSH in its own separators and as it stands, so a
 * message that could not be decoded is answered with what can be read of it.  In the
 * form of the message's version:
 *
 *   MSH-9         ACK; from 2.2 with the event, from 2.3.1 with the structure ACK
 *   MSH-15, -16   NE from 2.2, in enhanced mode
 *   MSA-3, -6     text, and from 2.2 the condition, of what was refused: to 2.4
 *   MSA-4         the sequence number that is expected, where they are in use
 *
 * A template is used where the message was decoded; where it fails, that is logged,
 * and the acknowledgement is this one. */
struct er7_answering {
    const struct answer_template *form; /* may be NULL */
    struct er7_feed              *feed; /* character sets; NULL: UTF-8 */
};

enum hilum_verdict er7_answer(struct hilum_call *, const struct hilum_outcome *,
                              struct hilum_view control_id, const struct er7_answering *,
                              struct hilum_buffer *out);

#endif
