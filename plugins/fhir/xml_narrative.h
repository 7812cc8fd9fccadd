/* xml_narrative.h -- a narrative in XML becomes the text that JSON has for it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_NARRATIVE_H
#define FHIR_XML_NARRATIVE_H

#include "xml_attribute.h"
#include "xml_decode.h"

/* An element's name: what its prefix stands for, or NULL. */
struct xml_name {
    const char *local, *prefix, *space;
};

/* The events of a narrative, from its div on.  `declared`: the tag says the default
 * namespace itself. */
void xml_narrative_start(struct xml_decoder *d, struct xml_name name, bool declared,
                         struct xml_attributes a);
void xml_narrative_text(struct xml_decoder *d, struct hilum_view text);

/* True: that was the end of the div, and *text is all of it. */
bool xml_narrative_end(struct xml_decoder *d, struct xml_name name, uint32_t end,
                       struct hilum_view *text);

#endif
