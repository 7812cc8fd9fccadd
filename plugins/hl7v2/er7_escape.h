/* er7_escape.h -- escape sequences of ER7, and the text they stand for. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_ESCAPE_H
#define HL7V2_ER7_ESCAPE_H

#include "er7_charset.h"

/* HL7 v2 chapter 2.7 (written here with the usual delimiters).
 *
 *   \F\ \S\ \T\ \R\ \E\ \P\   the separators and the truncation character
 *   \Xhh..\                   bytes in the message's character set
 *   \.br\ \.ce\               a line break
 *   \.sp\ \.spN\              line breaks: one, N
 *   \.skN\                    N spaces
 *   \H\ \N\ \.fi\ \.nf\       nothing: they say how a text is shown
 *   \.in+N\ \.ti-N\           the same
 *   \Cxxyy\ \Mxxyyzz\         nothing: what follows is in another character set, as
 *                             ISO 2022's escape sequence xx yy zz says
 *   \Z..\                     local: it stays in the text as it is written
 *
 * So do \Xhh..\ of what is no text (control characters but tab, CR and LF; bytes
 * that the character set does not have) and switches to unknown sets.  N is 999 at
 * most.  A formatting command whose escape characters have been escaped once more,
 * \E\.br\E\ or \\.br\\, is read as the command: that is how it is sent by those that
 * escape twice.  Any other escape character stands for itself. */

/* The bytes that the text takes at most. */
size_t er7_escape_room(const struct er7_delimiters *, struct hilum_view raw);

/* Appends the text; `out` has that room, and the end of it is written over. */
void er7_escape_decode(const struct er7_delimiters *, struct er7_written *,
                       struct hilum_view raw, struct hilum_buffer *out);

/* Appends text so that it is read again as it is: separators and the escape character
 * as their sequences, LF as \.br\, other control characters but the tab as \Xhh\.
 * What stays in a text as it is written (see above) is written as it is.  False where
 * it holds what needs a sequence, and the message has no escape character. */
bool er7_escape_encode(const struct er7_delimiters *, struct hilum_view text,
                       struct hilum_buffer *out);

#endif
