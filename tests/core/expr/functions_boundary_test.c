/* functions_boundary_test.c -- precision, and the bounds of values. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

static struct hilum_doc none;

static const struct expectation rows[] = {
    { "1.587.lowBoundary()", "1.58650000" },
    { "1.587.lowBoundary(6)", "1.586500" },
    { "1.587.lowBoundary(2)", "1.58" },
    { "1.587.lowBoundary(0)", "1" },
    { "1.587.lowBoundary(-1)", "" },
    { "1.587.lowBoundary(39)", "" },
    { "(-1.587).lowBoundary(2)", "-1.59" },
    { "(-1.587).highBoundary(2)", "-1.58" },
    { "1.highBoundary(0)", "2" },
    { "1.587 'm'.highBoundary(8)", "1.58750000 'm'" },
    { "@2014.lowBoundary(6)", "2014-01" },
    { "@2014.highBoundary()", "2014-12-31" },
    { "@2016-02.highBoundary()", "2016-02-29" },
    { "@2014-01-01T08.lowBoundary(17)", "2014-01-01T08:00:00.000+14:00" },
    { "@2014-01-01T08.lowBoundary(8)", "2014-01-01" },
    { "@2014-01-01T08:05-05:00.highBoundary(17)", "2014-01-01T08:05:59.999-05:00" },
    { "@T10:30.highBoundary(9)", "10:30:59.999" },
    { "@T10:30.lowBoundary()", "10:30:00.000" },
    { "@T10:30.lowBoundary(3)", "" },
    { "{}.lowBoundary()", "" },
    { "1.58700.precision()", "5" },
    { "7.precision()", "0" },
    { "@2014.precision()", "4" },
    { "@2014-01-05T10:30:00.000.precision()", "17" },
    { "@T10:30.precision()", "4" },
    { "'a'.precision()", "error 5: only numbers, dates and times have a precision" },
    { "true.lowBoundary()", "error 6: only numbers, dates and times have boundaries" },
};

START_TEST(values_have_bounds)
{
    expect(none, &rows[_i]);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("functions_boundary");

    tcase_add_loop_test(t, values_have_bounds, 0, (int)(sizeof rows / sizeof *rows));
    return run_cases("functions_boundary", t);
}
