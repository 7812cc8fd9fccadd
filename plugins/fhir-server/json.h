/* json.h -- writing JSON by hand: texts, and the same again for people. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_JSON_H
#define FHIR_JSON_H

#include <hilum/view.h>

/* A text in quotes.  Bytes that are no UTF-8 become question marks. */
void json_text(struct hilum_buffer *out, struct hilum_view text);

/* `"name":"text"`, with a comma in front where `comma` is set. */
void json_pair(struct hilum_buffer *out, bool comma, const char *name,
               struct hilum_view text);

/* Valid JSON, indented by two spaces. */
void json_pretty(struct hilum_buffer *out, struct hilum_view json);

/* A number without a fraction. */
void json_number(struct hilum_buffer *out, uint64_t number);

#endif
