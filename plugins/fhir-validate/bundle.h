/* bundle.h -- Bundles: their entries by fullUrl. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_VALIDATE_BUNDLE_H
#define FHIR_VALIDATE_BUNDLE_H

#include "look.h"

/* The entries of the Bundle that is looked at.  It lives in the call's scratch. */
struct bundle_index {
    uint32_t                  mask;
    const struct hilum_node **slots; /* entries */
};

/* The resource that a reference leads to within the Bundle, or NULL: its fullUrl is
 * the reference, or the reference below the base of the entry's own fullUrl. */
const struct hilum_node *bundle_find(struct look *l, struct hilum_view reference);

#endif
