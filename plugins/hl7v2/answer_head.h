/* answer_head.h -- what an acknowledgement takes from the message's MSH. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ANSWER_HEAD_H
#define HL7V2_ANSWER_HEAD_H

#include "er7_delimiters.h"

enum {
    ANSWER_FIELDS  = 19,  /* of MSH, to the character set */
    ANSWER_CONTROL = 199, /* bytes of MSH-10, from 2.7; before that 20 */

    ANSWER_2_1   = 20100, /* versions in which something changed */
    ANSWER_2_2   = 20200,
    ANSWER_2_3_1 = 20301,
    ANSWER_2_5   = 20500,
    ANSWER_2_7   = 20700,
};

/* The fields of MSH as they stand, in the message's own separators.  A message that
 * names no version, or none that is known, counts as 2.5. */
struct answer_head {
    bool                  readable;
    struct er7_delimiters delimiters;
    struct hilum_view     field[ANSWER_FIELDS];
    uint32_t              version;
};

/* Reads it from the message's bytes; where these are no ER7, from its document, if
 * there is one: then all is UTF-8, and so says MSH-18.  What cannot be read at all has
 * the usual separators and empty fields. */
void answer_head_read(struct answer_head *, struct hilum_view body, struct hilum_doc);

/* MSH-10 of bytes as it stands there; empty where they have none, or one that is no text
 * of at most 199 bytes of UTF-8. */
struct hilum_view answer_head_control_id(struct hilum_view bytes);

/* A component of a field of MSH (of its first repetition). */
struct hilum_view answer_head_component(const struct answer_head *, uint32_t field,
                                        unsigned number);

/* Whether a field says something: it is not empty, and not null (""). */
bool answer_head_valued(const struct answer_head *, uint32_t field);

/* Enhanced mode: MSH-15 or MSH-16 is valued (2.9.2). */
bool answer_head_enhanced(const struct answer_head *);

#endif
