/* xml_escape.h -- writes texts as values of XML attributes. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_ESCAPE_H
#define FHIR_XML_ESCAPE_H

#include <hilum/view.h>

/* Writes the text between quotes, so that a parser reads what was written: line breaks
 * and tabs too, which would become blanks.  False: it has a character that XML has no
 * way to write (controls; U+FFFE and U+FFFF). */
bool xml_escape(struct hilum_view text, struct hilum_buffer *out);

/* The same where there is room for XML_ESCAPE_ROOM(length) bytes: blocks are copied
 * whole.  Gives the place behind, or NULL. */
#define XML_ESCAPE_ROOM(length) ((length)*6 + 16)
char *xml_escape_brief(char *to, struct hilum_view text);

#endif
