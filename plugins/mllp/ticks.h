/* ticks.h -- milliseconds of a clock that is never set. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLLP_TICKS_H
#define MLLP_TICKS_H

#include <stdint.h>
#include <time.h>

static inline int64_t ticks(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

#endif
