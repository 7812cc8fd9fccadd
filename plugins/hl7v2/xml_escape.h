/* xml_escape.h -- the text of a leaf, as HL7 v2.xml writes it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_XML_ESCAPE_H
#define HL7V2_XML_ESCAPE_H

#include "er7_charset.h"

/* Characters stand for themselves, separators too; <, > and & are XML's entities.
 * What XML cannot hold is an escape element with the sequence of ER7: line breaks
 * <escape V=".br"/>, control characters and bytes that are no UTF-8
 * <escape V="X0D"/>. */
void xml_escape_text(struct hilum_view text, struct hilum_buffer *out);

/* The same of a text with the escape sequences that it was written with: \F\, \S\,
 * \T\, \R\, \E\ and \P\ become characters, and all others (\H\, \.in+4\, \X0D\,
 * \Zaa\, ...) escape elements.  Where these would not be read as the same text, as
 * those of other character sets, the text is written without.  Spare is used up.
 * What is written is in UTF-8. */
void xml_escape_raw(const struct er7_delimiters *, struct er7_written *,
                    struct hilum_view text, struct hilum_view raw,
                    struct hilum_buffer *spare, struct hilum_buffer *out);

#endif
