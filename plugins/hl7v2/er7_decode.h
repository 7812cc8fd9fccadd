/* er7_decode.h -- reads the text of a message, in UTF-8, into nodes. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_DECODE_H
#define HL7V2_ER7_DECODE_H

#include "er7_reader.h"

/* One pass, in place: only text with escape sequences is copied.
 *
 * The root is named `message`; its text is the whole message.  A segment's type
 * is its own name where the version knows it.  MSH-1 and MSH-2 are leaves.  A
 * field, component or subcomponent has its datatype as type, OBX-5 the one that
 * OBX-2 names; 0 where the standard does not say.
 *
 * A field or component that has a first part only (`A^`, `A&^`) is a leaf, as
 * without the separators at its end.  An empty repetition before another one keeps its
 * place as a leaf without text (A~~B is three nodes); those at the end of a field have
 * none.  A leaf that is `""` is flagged NULL and has no text.
 *
 * Accepted: segments that end in CR, LF or both, blank lines, a byte order mark or
 * white space in front, trailing separators, any delimiters, MSH-2 of one to five
 * characters.  Anything else is refused: REJECT, with the reader's fault (none: it is
 * too large); RETRY with blame, where there are no tables.  The reader has a builder
 * and what the message is written in; `high` says that a byte above 0x7f was seen. */
enum hilum_verdict er7_decode_text(struct er7_reader *, struct dictionary *,
                                   struct hilum_call *, struct hilum_view text,
                                   bool *high);

/* Where a message ends: NULs that fill up a block, and an MLLP frame's end, are none
 * of it. */
size_t er7_decode_end(struct hilum_view bytes);

/* What the root is called. */
#define ER7_MESSAGE HILUM_VIEW("message")

#endif
