/* shift.c -- dates and times plus and minus quantities of time. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/shift.h"

#include "expr/value.h"

/* Adds months; a day that the month lacks becomes its last. */
static bool add_months(struct expr_item *when, int64_t months)
{
    struct moment at = moment_of(when->number);
    int64_t       all;

    if (__builtin_add_overflow(months, at.year * 12 + at.month - 1, &all) || all < 12 ||
        all >= 120000)
        return false;
    at.year  = all / 12;
    at.month = (int)(all % 12) + 1;
    if (at.day > month_days(at.year, at.month))
        at.day = month_days(at.year, at.month);
    when->number = moment_ms(&at);
    return true;
}

/* A whole number of units into the finest one that the date has; what is less than
 * that is left off. */
static bool add_span(struct expr_item *when, enum unit_span span, int64_t n)
{
    static const int64_t millis[] = { 1, 1000, 60000, 3600000, 86400000, 604800000 };
    int64_t              ms;

    if (span >= UNIT_MONTH || when->scale <= EXPR_MONTH) {
        bool years = when->scale == EXPR_YEAR;

        if (span < UNIT_MONTH) {
            /* A month has 30 days here, and a year 365. */
            if (__builtin_mul_overflow(n, millis[span], &ms))
                return false;
            n    = ms / ((int64_t)VALUE_DAY * (years ? 365 : 30));
            span = years ? UNIT_YEAR : UNIT_MONTH;
        }
        if (span == UNIT_YEAR && __builtin_mul_overflow(n, 12, &n))
            return false;
        return add_months(when, years ? n / 12 * 12 : n);
    }
    if (__builtin_mul_overflow(n, millis[span], &ms))
        return false;
    if (when->kind == EXPR_DATE || when->scale == EXPR_DAY)
        ms = ms / VALUE_DAY * VALUE_DAY;
    return !__builtin_add_overflow(when->number, ms, &when->number);
}

bool moment_shift(struct expr_item *when, struct expr_item by, enum unit_span span,
                  int sign)
{
    static const int64_t first = -62135596800000, last = 253402300799999;

    if (span == UNIT_SECOND) {
        /* A second may have a fraction: in milliseconds, then. */
        span = UNIT_MILLI;
        for (; by.scale < 3; by.scale++)
            if (__builtin_mul_overflow(by.number, 10, &by.number))
                return false;
        by.scale = (uint8_t)(by.scale - 3);
    }
    for (; by.scale > 0; by.scale--)
        by.number /= 10;
    if (!add_span(when, span, sign * by.number))
        return false;
    if (when->kind == EXPR_TIME)
        when->number = (when->number % VALUE_DAY + VALUE_DAY) % VALUE_DAY;
    return when->number >= first && when->number <= last;
}
