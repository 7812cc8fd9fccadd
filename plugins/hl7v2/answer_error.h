/* answer_error.h -- why a message was refused, as ERR and MSA say it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ANSWER_ERROR_H
#define HL7V2_ANSWER_ERROR_H

#include "answer_head.h"

/* A code of table 0357, which MSA-6 (2.2 to 2.4), ERR-1 (to 2.4) and ERR-3 (from
 * 2.5) have. */
struct answer_condition {
    const char *code, *text;
};

/* It follows from the place and from the rule: a reason may begin with the rule that
 * was broken, as in "required: the field is empty" or "table 0001: no such code"; its
 * first word says what it is about.
 *
 *   MSH-9, -11, -12          200 (MSH-9.1, -9.3), 201 (MSH-9.2), 202, 203; 101 where
 *                            `required`
 *   required                 101 a field, 100 a segment
 *   structure, cardinality,  100 a segment, 102 a field
 *   segment, fields, condition
 *   datatype, components,    102
 *   withdrawn, checkdigit
 *   table NNNN               103
 *   length                   104 from 2.7, before that 102
 *   unknown                  204 unknown key identifier
 *   duplicate                205 duplicate key identifier
 *   locked                   206 application record locked
 *   sequence (numbers)       207, as there is no code for it
 *   another, or none         100 where the message could not be read, else 207 */
const struct answer_condition *answer_condition(const struct answer_head *,
                                                const struct hilum_outcome *);

/* The rule that a reason begins with ("table 0001"), and the sentence after it. */
struct hilum_view answer_rule(const char *reason, const char **sentence);

/* Code and text, and from 2.3.1 the table's name, with that separator. */
void answer_put_condition(struct hilum_buffer *, const struct answer_head *,
                          const struct answer_condition *, char separator);

/* The segment ERR in the form of the message's version:
 *
 *   2.1     ERR-1: segment ^ sequence ^ field ^ code
 *   to 2.4  the same, its code with text and table
 *   2.5 on  ERR-2 the place, -3 the condition, -4 the severity (0516), -5 the rule,
 *           -7 the place as it was told, -8 the sentence */
void answer_put_error(struct hilum_buffer *, const struct answer_head *,
                      const struct hilum_outcome *);

#endif
