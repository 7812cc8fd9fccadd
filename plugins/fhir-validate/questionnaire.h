/* questionnaire.h -- the answers of a QuestionnaireResponse against its Questionnaire. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_VALIDATE_QUESTIONNAIRE_H
#define FHIR_VALIDATE_QUESTIONNAIRE_H

#include "look.h"
#include "thing.h"

enum { ITEMS_DEEP = HILUM_DEPTH };

/* A response on its way through a Questionnaire. */
struct asked {
    struct look             *look;
    struct thing             questionnaire;
    const struct hilum_node *parents[ITEMS_DEEP]; /* of the item that is looked at */
    uint32_t                 depth;
    bool                     complete; /* what is required must be there */
};

/* answer.c: is it of the type of its question, and one that may be given? */
void answer_check(struct asked *a, const struct hilum_node *answer,
                  struct thing question);

/* enable.c: do the answers given ask for this item? */
bool enable_is(const struct asked *a, struct thing item);

/* -1, 0, 1 of two values of one type; false where they cannot be compared. */
bool answer_compare(struct thing x, struct thing y, int *order);

#endif
