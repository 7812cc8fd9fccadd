/* ack.h -- the little of HL7 v2 that a transport needs: which answer is whose. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLLP_ACK_H
#define MLLP_ACK_H

#include <hilum/view.h>

/* The commit blocks of MLLP release 2 hold one of these bytes and nothing else. */
enum { ACK_BYTE = 0x06, NAK_BYTE = 0x15 };

enum ack_kind {
    ACK_AA, /* application: accept, error, reject */
    ACK_AE,
    ACK_AR,
    ACK_CA, /* commit: accept, error, reject */
    ACK_CE,
    ACK_CR,
    ACK_BLOCK, /* a commit block, of release 2: ACK */
    ACK_NAK_BLOCK,
    ACK_OTHER, /* not an acknowledgement */
};

enum { ACK_PLACE = 32, ACK_CODE = 11 };

/* An answer: what it says (MSA-1), of which message (MSA-2; a commit block does not
 * name it), and of its first ERR the place, as PID-3[2].4.1, and the code.  Either is
 * empty where it has another form: what a receiver writes may be a patient's. */
struct ack {
    enum ack_kind     kind;
    struct hilum_view control_id;
    char              place[ACK_PLACE];
    char              code[ACK_CODE];
};

struct ack ack_read(struct hilum_view answer);

/* Whether it is a commit block of release 2. */
bool ack_is_block(struct hilum_view frame);

/* When a message wants an answer: MSH-15 and MSH-16, table 0155.  In original
 * mode, where both are empty, there is one application acknowledgement. */
enum ack_wish { ACK_ALWAYS, ACK_ON_ERROR, ACK_ON_SUCCESS, ACK_NEVER };
struct ack_wishes {
    bool          enhanced;
    enum ack_wish commit;
    enum ack_wish application;
};
struct ack_wishes ack_wishes(struct hilum_view message);

/* MSH-10 of a message; empty where it has none or is not HL7 v2. */
struct hilum_view ack_control_id(struct hilum_view message);

/* Who says that it sent a message: MSH-3 and MSH-4. */
struct ack_sender {
    struct hilum_view application, facility;
    char              component; /* what stands between their components */
};

/* Takes the next header, and all before it, off the front of a message, or of a
 * batch with several.  False where there is none. */
bool ack_next_sender(struct hilum_view *rest, struct ack_sender *out);

/* The answer to a message that is refused whatever it says: AR with the reason,
 * or CR in enhanced mode (nothing where that is not wanted); a NAK byte where
 * its beginning is not HL7 v2.  The place is as ERR-2 has it, such as "MSH^1^3",
 * or "". */
void ack_refuse(struct hilum_view beginning, const char *place, const char *reason,
                struct hilum_buffer *out);

#endif
