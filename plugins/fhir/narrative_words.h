/* narrative_words.h -- the elements and attributes of XHTML that a narrative may have. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_NARRATIVE_WORDS_H
#define FHIR_NARRATIVE_WORDS_H

#include <hilum/view.h>

/* Whether FHIR allows an element, and an attribute of it. */
bool fhir_narrative_element(struct hilum_view name);
bool fhir_narrative_attribute(struct hilum_view element, struct hilum_view name);

#endif
