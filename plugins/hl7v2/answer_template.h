/* answer_template.h -- acknowledgements in a form that a site has written itself. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ANSWER_TEMPLATE_H
#define HL7V2_ANSWER_TEMPLATE_H

#include "answer_code.h"

/* A template is the acknowledgement as ER7, one segment a line, beginning with MSH:
 *
 *     MSH|^~\&|{{ MSH-5 }}|{{ MSH-6 }}|{{ MSH-3 }}|{{ MSH-4 }}|{{ %now }}||ACK|{{ %id }}
 *     MSA|{{ %code }}|{{ MSH-10 }}|{{ %reason }}
 *     ZAK|{{ PID-3.1 }}
 *
 * Between {{ and }} stands FHIRPath, with HL7 paths, on the message that is
 * answered: its first item is written, with its components where it has any, and
 * escaped for the template's separators.  Or one of these alone:
 *
 *   %code        MSA-1                      %now         the time
 *   %id          a new control id           %control_id  MSH-10 of the message
 *   %place       where the fault lies       %reason      what it is
 *   %condition   its code of table 0357     %expected    for MSA-4
 *
 * MSA-1 is %code, and nothing else: only that tells what became of the message.
 * %place, %reason and %condition are empty where the message is accepted.  A segment
 * whose expressions all gave nothing is left out. */
struct answer_template;

enum { ANSWER_TEMPLATE_MOST = 16 << 10 }; /* bytes of one */

/* The text is borrowed.  NULL with blame, whose place is the line and column. */
struct answer_template *answer_template_open(struct hilum_call *, const char *text);
void                    answer_template_close(struct answer_template *);

/* What is said of. */
struct answer_facts {
    const struct answer_head   *head;
    const struct hilum_outcome *outcome;
    const struct answer_due    *due;
    struct hilum_view           control_id; /* of the answer */
};

struct er7_feed;

/* Appends the acknowledgement of a message that has a document, in the character set
 * of its MSH-18 where there is a feed.  False, with nothing appended, where an
 * expression erred or a value cannot be written. */
bool answer_template_write(const struct answer_template *, struct hilum_call *,
                           const struct answer_facts *, struct er7_feed *,
                           struct hilum_buffer *);

#endif
