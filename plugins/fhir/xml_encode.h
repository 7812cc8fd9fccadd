/* xml_encode.h -- a document becomes FHIR XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_ENCODE_H
#define FHIR_XML_ENCODE_H

#include "types.h"

#define XML_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define XML_NAMESPACE "http://hl7.org/fhir"

/* Writes a resource, or any node of a complex type, as XML: elements in the order of
 * the standard, narratives as they are in the document.  Where `pretty`, every element
 * has a line.  A document that FHIR's XML cannot say is blamed, with the path of the
 * node that is at fault. */
enum hilum_verdict xml_encode(const struct fhir_types *types, bool pretty,
                              struct hilum_call *call, struct hilum_doc doc,
                              const struct hilum_node *node, struct hilum_buffer *out);

#endif
