/* value.h -- what an option's type allows to be written, and what it means. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CONFIG_VALUE_H
#define CORE_CONFIG_VALUE_H

#include <hilum/plugin.h>

/* Reads a value as its number: milliseconds, bytes, the index of a choice, 0 or
 * 1 of a bool.  A text has none, and reads as 0.  False where it is not of the
 * option's type; bounds are not looked at. */
bool value_read(const struct hilum_option *o, struct hilum_view text, int64_t *out);

/* The bound that the number breaks, as written in the table, or NULL. */
const char *value_below(const struct hilum_option *o, int64_t n);
const char *value_above(const struct hilum_option *o, int64_t n);

/* Numbers, times and sizes have bounds; texts and secrets are kept as texts. */
bool value_has_bounds(const struct hilum_option *o);
bool value_is_text(const struct hilum_option *o);

/* Bytes it takes in the state; 0 where the type is unknown. */
size_t value_size(const struct hilum_option *o);

/* The type in a word or two: "time", "size", "true or false" ... */
const char *value_type(const struct hilum_option *o);

/* "a time such as 250ms, 30s, 5m, 1h or 7d", "one of stored, processed" ... */
void value_describe(const struct hilum_option *o, struct hilum_buffer *to);

#endif
