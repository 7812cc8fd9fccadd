/* terms.h -- what a resource is found by: its values as terms of the store. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_TERMS_H
#define FHIR_TERMS_H

#include "fhir.h"

/* The terms of one resource, in scratch memory; they lie in the document. */
struct terms {
    struct hilum_term *list;
    size_t             count;
    size_t             room;
};

/* Collects the terms of a document's root.  What a parameter selects but R4's
 * search has no rule for gives none. */
enum hilum_verdict terms_of(const struct fhir *f, struct hilum_call *call,
                            struct hilum_doc doc, const struct parameter_base *base,
                            struct terms *out);

/* The type and id of `Type/id`, of an absolute URL that ends so, perhaps with a
 * version.  False: it is something else; then id is all of it. */
bool terms_reference(struct hilum_view reference, struct hilum_view *type,
                     struct hilum_view *id);

/* A decimal as a number; false: it is none. */
bool terms_number(struct hilum_view text, double *value);

#endif
