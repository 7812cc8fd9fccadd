/* name.h -- the texts of the names that documents carry as integers. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_MESSAGE_NAME_H
#define CORE_MESSAGE_NAME_H

#include <hilum/doc.h>

/* One register for the process, never emptied, at most LIMIT_NAMES.  [any] */

/* Makes a name known and gives its number; 0 where another name has that
 * number already, or the register is full. */
uint32_t name_add(const char *ptr, size_t len);

/* The text of a name: of a position its digits, of a packed name its bytes, of
 * a hashed one what was made known.  Empty where nobody did.  Lives for ever,
 * NUL-terminated. */
struct hilum_view name_text(uint32_t name);

/* One copy of a text that lives for ever; for formats and the like, of which
 * there are few.  NULL when memory or the register is full. */
const char *name_intern(const char *ptr, size_t len);

#endif
