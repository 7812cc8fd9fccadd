/* json_encode.h -- a document becomes FHIR JSON. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_JSON_ENCODE_H
#define FHIR_JSON_ENCODE_H

#include "types.h"

/* Writes a resource, or any node of a complex type, as compact JSON: resourceType
 * first, then elements in the order of the standard.  A document that FHIR cannot say is
 * blamed, with the path of the node that is at fault. */
enum hilum_verdict json_encode(const struct fhir_types *types, struct hilum_call *call,
                               struct hilum_doc doc, const struct hilum_node *node,
                               struct hilum_buffer *out);

/* Writes compact JSON again, with line breaks and two spaces for each level. */
void json_pretty(struct hilum_view compact, struct hilum_buffer *out);

/* Writes a string of JSON, with its quotes. */
void json_string(struct hilum_view text, struct hilum_buffer *out);

/* The same where there is room for JSON_STRING_ROOM(length) bytes: every byte may become
 * \u001f, and blocks are copied whole.  Gives the place behind. */
#define JSON_STRING_ROOM(length) ((length)*6 + 16)
char *json_string_brief(char *to, struct hilum_view text);

#endif
