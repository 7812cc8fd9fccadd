/* er7_escape.h -- escape sequences of ER7, and the text they stand for. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_ESCAPE_H
#define HL7V2_ER7_ESCAPE_H

#include "er7_delimiters.h"

/* HL7 v2 chapter 2.7 (written here with the usual delimiters).
 *
 *   \F\ \S\ \T\ \R\ \E\ \P\   the separators and the truncation character
 *   \Xhh..\                   the bytes themselves; what is no UTF-8 is ISO 8859-1
 *   \.br\ \.sp\ \.spN\        line breaks: one, one, N (to six)
 *
 * These stay in the text as written, because nothing stands for them there, and
 * are written again as they are:
 *
 *   \H\ \N\                   highlighting
 *   \.in..\ \.ti..\ \.fi\ \.nf\ \.ce\ \.sk..\   other formatting
 *   \Chhhh\ \Mhhhh\ \Zhh..\   other character sets; local meaning
 *
 * Any other escape character stands for itself and is written as \E\.  Control
 * characters but the tab are written as \Xhh\.
 */

/* Writes the text to `to`, which has room for as many bytes as raw has: the text
 * is never longer.  Returns its length. */
size_t er7_escape_decode(const struct er7_delimiters *, struct hilum_view raw, char *to);

/* Appends the text; false where it holds a separator and the message has no
 * escape character. */
bool er7_escape_encode(const struct er7_delimiters *, struct hilum_view text,
                       struct hilum_buffer *out);

#endif
