/* strings.h -- letters beyond ASCII, and strings that are alike. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_STRINGS_H
#define CORE_EXPR_STRINGS_H

#include <hilum/view.h>

/* The character at the start of a text, and how many bytes it has; a byte that
 * is no UTF-8 counts as a character of its own.  The text must not be empty. */
uint32_t string_character(struct hilum_view v, size_t *len);

/* Writes a character; the number of bytes (at most 4). */
size_t string_put(char *to, uint32_t c);

/* The other case of a letter, of the Latin, Greek and Cyrillic alphabets; what
 * has none stays. */
uint32_t string_lower(uint32_t c);
uint32_t string_upper(uint32_t c);

/* The same but for case, and for which kind of blank stands where. */
bool strings_alike(struct hilum_view a, struct hilum_view b);

#endif
