/* json_source.h -- looking at JSON text itself, where the parser's events say too little.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_JSON_SOURCE_H
#define FHIR_JSON_SOURCE_H

#include <hilum/view.h>

/* The resourceType of the object whose content begins here, behind its brace; NULL
 * where it has none.  It may be anywhere among the object's own keys, and the text
 * may be broken. */
struct hilum_view json_source_type(struct hilum_view rest);

/* Whether all escapes of a string stand for characters: no half of a surrogate
 * pair, and not U+0000, which no FHIR string may hold. */
bool json_source_escapes(struct hilum_view string);

#endif
