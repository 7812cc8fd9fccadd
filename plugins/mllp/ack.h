/* ack.h -- the little of HL7 v2 that a transport needs: which answer is whose. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLLP_ACK_H
#define MLLP_ACK_H

#include <hilum/view.h>

enum ack_kind {
    ACK_ACCEPT, /* AA, CA, or the ACK byte of MLLP release 2 */
    ACK_ERROR,  /* AE, CE: it may be accepted another time */
    ACK_REFUSE, /* AR, CR, or the NAK byte */
    ACK_OTHER,  /* not an acknowledgement */
};

/* An answer: what it says (MSA-1) and of which message (MSA-2, which is empty
 * where the answer does not name it). */
struct ack {
    enum ack_kind     kind;
    bool              anonymous; /* a bare ACK or NAK byte */
    struct hilum_view code;
    struct hilum_view control_id;
};

struct ack ack_read(struct hilum_view answer);

/* MSH-10 of a message; empty where it has none or is not HL7 v2. */
struct hilum_view ack_control_id(struct hilum_view message);

/* The answer to a message that was not even read to its end: AR with the reason
 * where its beginning is HL7 v2, else a NAK byte. */
void ack_refuse(struct hilum_view beginning, const char *reason,
                struct hilum_buffer *out);

#endif
