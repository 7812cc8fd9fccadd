/* terms.h -- is a code in a code system, or in a value set? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_VALIDATE_TERMS_H
#define FHIR_VALIDATE_TERMS_H

#include "definitions.h"

/* UNKNOWN: that would take definitions that are not loaded, or a terminology server. */
enum terms_answer { TERMS_NO, TERMS_YES, TERMS_UNKNOWN };

struct code {
    struct hilum_view system; /* empty with any_system: whatever the value set has */
    struct hilum_view code;
    bool              any_system;
};

enum terms_answer terms_in_system(const struct definitions *d, const struct code *code);
enum terms_answer terms_in_set(const struct definitions *d, struct definition set,
                               const struct code *code);

/* Can a property be this value?  False where its values are Codings, and no concept of
 * the code system, of which all is known, has this one. */
bool terms_selects(const struct definitions *d, struct hilum_view system,
                   struct hilum_view property, struct hilum_view value);

/* The display of a code in its code system; empty where it is not known. */
struct hilum_view terms_display(const struct definitions *d, const struct code *code);

#endif
