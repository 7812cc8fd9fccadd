/* narrative.h -- XHTML as FHIR has it in Narrative.div. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_NARRATIVE_H
#define FHIR_NARRATIVE_H

#include "reader.h"

/* A narrative is one div of XHTML with basic formatting: no scripts, forms, frames,
 * links to style sheets or attributes for events, and no entities but XML's own.
 * Decoding keeps whatever there is and reports what is against these rules (txt-1).
 * What is not even a div in XML (or is one beyond these bounds, or with names beyond
 * ASCII) can stand in JSON, but is refused in XML. */
enum {
    FHIR_NARRATIVE_DEPTH      = 100, /* elements inside each other */
    FHIR_NARRATIVE_ATTRIBUTES = 32,  /* of one element */
};

#define FHIR_XHTML_NAMESPACE "http://www.w3.org/1999/xhtml"

struct fhir_narrative {
    const char *broken;     /* why it is no div in XML, or NULL */
    const char *improper;   /* why FHIR does not allow it, or NULL */
    size_t      begin, end; /* of the div; there may be blanks around it */
    bool        spaced;     /* it says its namespace itself */
};

/* Looks at a narrative from its first to its last byte. */
struct fhir_narrative fhir_narrative(struct hilum_view div);

/* The same while a message is read: what is wrong with it is reported.  Gives why it is
 * broken, or NULL. */
const char *fhir_narrative_report(struct fhir_reader *r, uint32_t place,
                                  struct hilum_view div);

#endif
