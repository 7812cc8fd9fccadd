/* answer_code.h -- whether an outcome is answered now, and with which code. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ANSWER_CODE_H
#define HL7V2_ANSWER_CODE_H

#include "answer_head.h"

/* Chapter 2.9: MSA-1 (table 0008) follows from the verdict, from MSH-15 and MSH-16
 * (table 0155) and from the moment.
 *
 * The second letter is the verdict:
 *
 *   OK            A   accepted; a message that a step has dropped, too
 *   REJECT        E   an error in the message's content
 *                 R   it could not be read, or MSH-9, -11 or -12 is not acceptable
 *   RETRY, FAIL   E   not kept; the sender has it still and may send it again
 *
 * Original mode (MSH-15 and MSH-16 empty): one answer, AA, AE or AR, when the source
 * would have it: once the message is stored, or once it is processed.  What is
 * refused before that is answered at once.
 *
 * Enhanced mode (either valued; the empty one counts as NE):
 *
 *   stored     accepted    CA where MSH-15 is AL or SU; more is due where MSH-16 may
 *                          want an answer
 *              refused     CE or CR where MSH-15 is AL or ER, else AE or AR where
 *                          MSH-16 is; nothing is due after it
 *   processed              AA where MSH-16 is AL or SU, AE or AR where it is AL or ER;
 *                          whatever the source would wait for
 *   cannot be waited for   nothing for who has been told CA: the message is in custody,
 *                          and nothing can be said yet of what becomes of it
 *
 * An acknowledgement (MSH-9.1 is ACK or MCF) is never answered.  Anything else that
 * cannot be read is always answered. */
enum answer_grade { ANSWER_ACCEPT = 'A', ANSWER_ERROR = 'E', ANSWER_REFUSE = 'R' };

struct answer_due {
    char code[3]; /* "AA"; empty: nothing is to be sent */
    bool more;    /* ask again when it is processed: something may be due then, or the
                   * source waits for it anyway */
};

struct answer_due answer_due(const struct answer_head *, const struct hilum_outcome *);

static inline bool answer_accepts(const struct answer_due *due)
{
    return due->code[1] == ANSWER_ACCEPT;
}

#endif
