/* er7_answer.h -- the acknowledgement that an outcome deserves. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_ANSWER_H
#define HL7V2_ER7_ANSWER_H

#include <hilum/plugin.h>

/* HL7 v2 chapter 2.9.  Which code, by verdict:
 *
 *   OK            AA   accepted
 *   REJECT        AE   an error in the message's content
 *                 AR   it could not be read, or MSH-9, -11 or -12 is not acceptable
 *   RETRY, FAIL   AE   not kept; the sender has it still and may send it again
 *
 * Enhanced mode, where MSH-15 or MSH-16 is valued: MSH-15 (AL, ER, SU, NE) says
 * whether a commit acknowledgement is wanted: CA, CE or CR in the same way.  Where
 * it wants none, MSH-16 says the same of AA, AE and AR.  Where neither wants one
 * the answer is empty, and the transport sends nothing; an acknowledgement
 * is never acknowledged.  What could not be read is always answered.
 *
 * Why it failed stands in ERR in the form of the message's version: from 2.5 with
 * place, code of table 0357 and text; before that the place and code, and the text
 * in MSA-3.
 *
 * All is taken from the message's bytes, in its own separators and as it stands,
 * so a message that could not be decoded is answered with what can be read of its
 * MSH. */
enum hilum_verdict er7_answer(struct hilum_call *, const struct hilum_outcome *,
                              struct hilum_view control_id, struct hilum_buffer *out);

#endif
