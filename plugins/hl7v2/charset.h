/* charset.h -- UTF-8, ISO 8859-1, and what MSH-18 calls them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_CHARSET_H
#define HL7V2_CHARSET_H

#include <hilum/plugin.h>

enum charset {
    CHARSET_UNSAID, /* nothing, or ASCII: UTF-8 where it is valid, else ISO 8859-1 */
    CHARSET_UTF_8,
    CHARSET_LATIN_1,
    CHARSET_OTHER,
};

/* What the text of MSH-18 (its first repetition) says. */
enum charset charset_named(struct hilum_view text);

/* The length of the longest prefix that is valid UTF-8. */
size_t charset_valid(struct hilum_view text);

bool charset_ascii(struct hilum_view text);

/* Writes ISO 8859-1 as UTF-8; `to` has room for twice the bytes, and may be the
 * first half of a room of which text fills the last.  Returns the length. */
size_t charset_widen(struct hilum_view text, char *to);

/* Turns valid UTF-8 into ISO 8859-1, in place.  Returns the new length; SIZE_MAX
 * where a character has no place there. */
size_t charset_narrow(char *text, size_t length);

#endif
