/* value.h -- one value of a search parameter, as FHIR writes it, for the store. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_VALUE_H
#define FHIR_VALUE_H

#include "fhir.h"

/* What stands behind the colon of a parameter's name. */
enum modifier {
    MODIFIER_NONE,
    MODIFIER_EXACT,
    MODIFIER_CONTAINS,
    MODIFIER_NOT,
    MODIFIER_MISSING,
    MODIFIER_IDENTIFIER,
    MODIFIER_BELOW,
    MODIFIER_TYPE, /* a resource type: subject:Patient */
};

/* The modifier's number; false: FHIR has none of this name that is supported
 * for a parameter of the type. */
bool modifier_read(const struct fhir *f, const struct parameter *p,
                   struct hilum_view name, enum modifier *out);

/* Reads one value, without commas.  `type` is the modifier where that is a type.
 * Blames; the place is the caller's to know. */
enum hilum_verdict value_read(struct hilum_call *call, enum parameter_type kind,
                              enum modifier modifier, struct hilum_view type,
                              struct hilum_view text, struct hilum_value *out);

/* Takes the text before the next separator that has no backslash off the text,
 * and undoes backslashes where `undo` is set; false: nothing is left. */
bool value_next(struct hilum_call *call, struct hilum_view *text, char separator,
                bool undo, struct hilum_view *part);

#endif
