/* clock.c -- the time, which a test may own. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

static _Atomic int64_t held = -1;

static int64_t read_clock(clockid_t which)
{
    struct timespec t;

    clock_gettime(which, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t clock_now(void)
{
    int64_t ms = atomic_load_explicit(&held, memory_order_relaxed);

    return ms >= 0 ? ms : read_clock(CLOCK_REALTIME) / 1000000;
}

int64_t clock_nanos(void)
{
    int64_t ms = atomic_load_explicit(&held, memory_order_relaxed);

    return ms >= 0 ? ms * 1000000 : read_clock(CLOCK_MONOTONIC);
}

int64_t clock_ticks(void)
{
    return clock_nanos() / 1000000;
}

void clock_hold(int64_t ms)
{
    atomic_store(&held, ms < 0 ? -1 : ms);
}

const char *clock_text(int64_t ms, char out[static CLOCK_TEXT])
{
    int64_t   past    = ms % 1000 < 0 ? ms % 1000 + 1000 : ms % 1000;
    time_t    seconds = (time_t)((ms - past) / 1000);
    struct tm t;
    size_t    n;

    gmtime_r(&seconds, &t);
    n = strftime(out, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%S", &t);
    snprintf(out + n, CLOCK_TEXT - n, ".%03dZ", (int)past);
    return out;
}
