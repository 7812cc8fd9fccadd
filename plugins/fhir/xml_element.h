/* xml_element.h -- the elements of FHIR XML become nodes. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_ELEMENT_H
#define FHIR_XML_ELEMENT_H

#include "xml_narrative.h"
#include "xml_node.h"

/* An element as its tag begins it. */
struct xml_tag {
    struct hilum_view     name;
    struct xml_name       full;
    bool                  declares; /* the default namespace */
    struct xml_attributes attributes;
};

/* A tag begins, and an element ends.  What is in a narrative does not come here. */
void xml_element_begin(struct xml_decoder *d, const struct xml_tag *t);
void xml_element_end(struct xml_decoder *d);

/* The narrative of the node that is being read has come to its end, where the parser is.
 */
void xml_element_narrative(struct xml_decoder *d, struct xml_name name);

#endif
