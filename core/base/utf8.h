/* utf8.h -- is it UTF-8, and where is it not? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE_UTF8_H
#define CORE_BASE_UTF8_H

#include <hilum/view.h>

/* The length of the longest valid prefix (RFC 3629: no surrogates, no
 * overlong forms, nothing above U+10FFFF); v.len where all of it is valid. */
size_t utf8_valid(struct hilum_view v);

/* The length of the character at the start of a valid text; 0 where empty. */
size_t utf8_step(struct hilum_view v);

/* Characters in a valid text. */
size_t utf8_count(struct hilum_view v);

#endif
