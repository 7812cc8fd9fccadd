/* sequence.h -- HL7's sequence number protocol, from the receiver's side. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HL7 v2 chapter 2.10.1 (2.23.1 to 2.3).  A sender counts its messages in MSH-13; the
 * receiver keeps, of each sender, the number it expects next, stores it with the
 * message, and tells it in MSA-4.  Rules without a memory of their own:
 *
 *   number           expected       verdict    next        MSA-4   processed
 *   0  (b: start)    N or any       START      as it was   next    no
 *   -1 (e: resync)   N or any       START      any         -1      no
 *   1 and above      any            ACCEPT     number + 1  number  yes
 *   N  (c: normal)   N              ACCEPT     N + 1       N       yes
 *   N - 1 (d.1)      N              DUPLICATE  N           N       no: its
 *                                              acknowledgement was lost
 *   above N (d.2)    N              GAP        N           N       no: some before it
 *                                              are missing
 *   below N - 1,     N              GAP        N           N       no: sender and
 *   no number (d.3)                                        receiver disagree
 *
 * START and DUPLICATE are accepted (AA), GAP is refused (AE).  What is further back
 * than the last message is not taken for a repetition: a sender that counts from 1
 * again, without saying so, would lose all it sends.  To freeze the link (b.3, d.2,
 * d.3) is the sender's part; what it sends is refused until it has started again.
 */
#ifndef CORE_JOURNAL_SEQUENCE_H
#define CORE_JOURNAL_SEQUENCE_H

#include <hilum/view.h>

#define SEQUENCE_ANY INT64_C(-1)               /* expected: nothing is known */
#define SEQUENCE_MOST INT64_C(999999999999999) /* NM has 15 digits in MSH-13 */
#define SEQUENCE_NONE INT64_MIN                /* what is valued, and is no number */

enum sequence_verdict {
    SEQUENCE_ACCEPT,
    SEQUENCE_START, /* the link is started, or synchronised anew */
    SEQUENCE_DUPLICATE,
    SEQUENCE_GAP,
};

/* Reads MSH-13; false where it is empty: the sender does not count.  What is no
 * number reads as SEQUENCE_NONE, which is refused. */
bool sequence_read(struct hilum_view text, int64_t *number);

/* Judges a number; `expected` is what was kept, or SEQUENCE_ANY.  *next is what is to
 * be kept from now on, for ACCEPT and START, in the same transaction as the message. */
enum sequence_verdict sequence_judge(int64_t expected, int64_t number, int64_t *next);

/* What MSA-4 says of it. */
int64_t sequence_told(enum sequence_verdict, int64_t number, int64_t next);

#endif
