/* clock.h -- the time, which a test may own. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE_CLOCK_H
#define CORE_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Wall time in milliseconds since 1970-01-01T00:00Z.  [any] */
int64_t clock_now(void);

/* Milliseconds and nanoseconds that never run backwards.  [any] */
int64_t clock_ticks(void);
int64_t clock_nanos(void);

/* From here on both clocks read this many milliseconds, until the next call; a
 * negative value gives them back to the machine. */
void clock_hold(int64_t ms);

/* "2026-11-22T08:42:04.123Z", 24 bytes and a NUL; also used by the log. */
enum { CLOCK_TEXT = 32 };
const char *clock_text(int64_t ms, char out[static CLOCK_TEXT]);

#endif
