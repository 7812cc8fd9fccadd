/* er7_message.h -- a message as a document: its character set, its text, its root. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_MESSAGE_H
#define HL7V2_ER7_MESSAGE_H

#include "dictionary.h"
#include "er7_charset.h"

/* Reads a message in ER7 (er7_decode.h says what becomes of it) in whatever characters
 * it is written (er7_charset.h).
 *
 * The root's text is the message as it came, byte for byte.  Where it had to be
 * converted, all other text lies in the heap, and places count in its UTF-8; MSH-2 then
 * keeps, as what was written for it, its bytes in UTF-16 or UTF-32: so that it can be
 * written again as it came. */
enum hilum_verdict er7_message_decode(struct dictionary *, struct er7_feed *,
                                      struct hilum_call *, struct hilum_view bytes,
                                      struct hilum_builder *);

/* Writes a node of a document as er7_encode() does, in what MSH-18 or the feed says.
 * The root of a message that nobody has changed is written as it came, byte for byte.
 *
 * A character that the message's sets do not have is written as HL7's switch to UTF-8
 * (er7_charset.h), which MSH-18 is made to name; this is reported. */
enum hilum_verdict er7_message_encode(struct er7_feed *, struct hilum_call *,
                                      struct hilum_doc, const struct hilum_node *,
                                      struct hilum_buffer *);

/* What nodes have borrowed from a text comes to lie in the heap, with all of the text;
 * false: there is no room. */
bool er7_message_keep(struct hilum_builder *, struct hilum_view text);

#endif
