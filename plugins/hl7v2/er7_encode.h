/* er7_encode.h -- writes a document as ER7. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_ENCODE_H
#define HL7V2_ER7_ENCODE_H

#include "er7_delimiters.h"

/* Writes a node and what is below it, in UTF-8: the message with all its segments,
 * each ended by CR, a segment so ended too, or the text of a field or component.  The
 * separators are those of the document's MSH-1 and MSH-2, else the usual ones.
 *
 * What has a text of its own is written as that: a segment, field or component as it
 * stands in the message, a leaf as it was written (HILUM_NODE_RAW).  So all that was
 * not touched comes back as it was.  The rest is put together from its parts, without
 * separators at the end, and with escape sequences where the text needs them.
 *
 * Refused: fields or components that are not in ascending order, deeper nodes
 * than subcomponents, text that holds a separator where MSH-2 has no escape
 * character. */
enum hilum_verdict er7_encode(struct hilum_call *, struct hilum_doc,
                              const struct hilum_node *, struct hilum_buffer *);

#endif
