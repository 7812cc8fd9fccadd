/* xml_guard.h -- keeps from the XML parser what would take it hours. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_GUARD_H
#define FHIR_XML_GUARD_H

#include <hilum/view.h>

/* The parser compares each attribute of an element with all before it, so that a tag of
 * some megabytes of attributes would take it hours.  One with more than this, in a text
 * without any `<` for XML_GUARD_BLOCK bytes, is refused before. */
enum { XML_GUARD_ATTRIBUTES = 64, XML_GUARD_BLOCK = 32 << 10 };

/* Where such an element begins; the text's length where there is none. */
size_t xml_guard(struct hilum_view text);

#endif
