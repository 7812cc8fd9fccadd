/* bytes.h -- reading views, and buffers on the heap. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE_BYTES_H
#define CORE_BASE_BYTES_H

#include <hilum/view.h>

#include <stdarg.h>

/* An empty buffer that grows by doubling, up to most bytes, on the heap. */
void buffer_init(struct hilum_buffer *b, size_t most);
void buffer_free(struct hilum_buffer *b);

/* Empties it and lifts `failed`; the memory stays, unless it is much. */
void buffer_reset(struct hilum_buffer *b);
HILUM_VPRINTF(2) void buffer_vprintf(struct hilum_buffer *b, const char *fmt, va_list ap);
HILUM_PRINTF(2) void buffer_printf(struct hilum_buffer *b, const char *fmt, ...);

/* A NUL behind the last byte, not counted in len.  NULL if it failed. */
const char *buffer_text(struct hilum_buffer *b);

/* Views without blanks (space, tab, CR, LF) at either end. */
struct hilum_view view_trim(struct hilum_view v);
bool              view_starts(struct hilum_view v, const char *with);

/* Whole view as a decimal integer with an optional sign; false if it is not
 * one or does not fit. */
bool view_int(struct hilum_view v, int64_t *out);

/* A hash of bytes (FNV-1a, 64 bits, finished with a mix). */
uint64_t bytes_hash(const void *bytes, size_t len);

#endif
