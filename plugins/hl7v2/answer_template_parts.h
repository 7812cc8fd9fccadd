/* answer_template_parts.h -- between reading templates and writing what they say. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ANSWER_TEMPLATE_PARTS_H
#define HL7V2_ANSWER_TEMPLATE_PARTS_H

#include "answer_template.h"

/* What is known of an answer beside the message: %code and so on. */
enum own { CODE, CONDITION, CONTROL_ID, EXPECTED, ID, NOW, PLACE, REASON, OWN };

enum kind { LITERAL, VALUE, EXPRESSION, END_OF_SEGMENT };

struct piece {
    enum kind                kind;
    enum own                 own;     /* of a VALUE */
    struct hilum_view        literal; /* stands in the template's text */
    const struct hilum_expr *expr;
};

struct answer_template {
    struct er7_delimiters delimiters;
    size_t                count;
    struct piece          pieces[];
};

#endif
