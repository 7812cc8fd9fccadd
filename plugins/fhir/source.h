/* source.h -- looking at JSON text itself, where the parser's events say too little. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_SOURCE_H
#define FHIR_SOURCE_H

#include <hilum/view.h>

/* How many bytes at the start are UTF-8 (RFC 3629); all of them where it is valid. */
size_t fhir_source_utf8(struct hilum_view text);

/* The resourceType of the object whose content begins here, behind its brace; NULL
 * where it has none.  It may be anywhere among the object's own keys, and the text
 * may be broken. */
struct hilum_view fhir_source_type(struct hilum_view rest);

/* Where the string begins (at its quote) that ends just before `end`. */
size_t fhir_source_string(struct hilum_view text, size_t end);

/* Whether all escapes of a string stand for characters: no half of a surrogate
 * pair, and not U+0000, which no FHIR string may hold. */
bool fhir_source_escapes(struct hilum_view string);

/* Line and column of a byte, both from 1; columns count characters. */
void fhir_source_line(struct hilum_view text, size_t at, unsigned *line,
                      unsigned *column);

#endif
