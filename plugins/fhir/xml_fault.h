/* xml_fault.h -- what is wrong with a text as XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_FAULT_H
#define FHIR_XML_FAULT_H

#include <hilum/view.h>

/* A sentence for a code of libxml2's; its own tell what stands in the message. */
const char *xml_fault_sentence(int code);

/* Whether the declaration of a text says UTF-8, or nothing else. */
bool xml_fault_encoding(struct hilum_view text);

#endif
