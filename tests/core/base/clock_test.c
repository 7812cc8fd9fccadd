/* clock_test.c -- the time, which a test may own. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include "../suite.h"

#include <time.h>

static void teardown(void)
{
    clock_hold(-1);
}

START_TEST(a_held_clock_stands_still)
{
    clock_hold(1234567);
    ck_assert_int_eq(clock_now(), 1234567);
    ck_assert_int_eq(clock_ticks(), 1234567);
    ck_assert_int_eq(clock_nanos(), INT64_C(1234567000000));
    clock_hold(0);
    ck_assert_int_eq(clock_now(), 0);
}
END_TEST

START_TEST(a_clock_that_is_let_go_runs)
{
    time_t now = time(NULL);

    clock_hold(5);
    clock_hold(-7);
    ck_assert_int_ge(clock_now() / 1000, (int64_t)now - 1);
    ck_assert_int_le(clock_now() / 1000, (int64_t)now + 60);
}
END_TEST

START_TEST(ticks_never_run_backwards)
{
    int64_t last = clock_nanos();

    for (int i = 0; i < 10000; i++) {
        int64_t now = clock_nanos();

        ck_assert_int_ge(now, last);
        last = now;
    }
}
END_TEST

START_TEST(a_time_is_written_with_its_milliseconds_in_utc)
{
    char out[CLOCK_TEXT];

    ck_assert_str_eq(clock_text(0, out), "1970-01-01T00:00:00.000Z");
    ck_assert_str_eq(clock_text(INT64_C(1795336924123), out), "2026-11-22T08:42:04.123Z");
    ck_assert_str_eq(clock_text(951782400000, out), "2000-02-29T00:00:00.000Z");
}
END_TEST

START_TEST(a_time_before_1970_is_written_too)
{
    char out[CLOCK_TEXT];

    ck_assert_str_eq(clock_text(-1, out), "1969-12-31T23:59:59.999Z");
    ck_assert_str_eq(clock_text(-2000, out), "1969-12-31T23:59:58.000Z");
}
END_TEST

int main(void)
{
    return suite_run("clock",
                     SUITE_TESTS(a_held_clock_stands_still, a_clock_that_is_let_go_runs,
                                 ticks_never_run_backwards,
                                 a_time_is_written_with_its_milliseconds_in_utc,
                                 a_time_before_1970_is_written_too),
                     NULL, teardown);
}
