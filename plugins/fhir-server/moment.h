/* moment.h -- dates and times of FHIR as the span of time that they mean. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_MOMENT_H
#define FHIR_MOMENT_H

#include <hilum/view.h>

enum { MOMENT_TEXT = 32 };

/* From the first to the last millisecond since 1970 that a date, dateTime or
 * instant of any precision may mean.  Without a zone: UTC.  False: it is none. */
bool moment_span(struct hilum_view text, double *first, double *last);

/* "2026-11-22T08:42:04.123Z" */
const char *moment_instant(int64_t ms, char out[MOMENT_TEXT]);

/* "Sun, 22 Nov 2026 08:42:04 GMT" */
const char *moment_http(int64_t ms, char out[MOMENT_TEXT]);

#endif
