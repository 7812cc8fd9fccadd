/* er7_encode.h -- writes a document as ER7. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_ENCODE_H
#define HL7V2_ER7_ENCODE_H

#include "er7_delimiters.h"

/* Writes a node and what is below it: the message with all its segments, each
 * ended by CR, a segment so ended too, or the text of a field or component.  The
 * separators are those of the document's MSH-1 and MSH-2, else the usual ones.
 * Text is written in UTF-8, or in ISO 8859-1 where MSH-18 says so.
 *
 * A message comes back as it was read, but for what says the same in more ways
 * than one: separators at the end of something, blank lines, segment ends other
 * than CR, what stands in front of MSH; \.sp\ and \X0A\ are written \.br\, \P\
 * and other \X..\ as the characters they stand for, a stray escape character as
 * \E\.
 *
 * Refused: fields or components that are not in ascending order, deeper nodes
 * than subcomponents, text that holds a separator where MSH-2 has no escape
 * character. */
enum hilum_verdict er7_encode(struct hilum_call *, struct hilum_doc,
                              const struct hilum_node *, struct hilum_buffer *);

#endif
