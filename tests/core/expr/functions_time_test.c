/* functions_time_test.c -- the parts of dates and times. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

static struct hilum_doc none;

static const struct expectation rows[] = {
    { "@2014-01-05T10:30:40.123+08:45.yearOf()", "2014" },
    { "@2014-01-05.monthOf()", "1" },
    { "@2014.monthOf()", "" },
    { "@2014-01-05.dayOf()", "5" },
    { "@T10:30.hourOf()", "10" },
    { "@T10:30.minuteOf()", "30" },
    { "@T10:30.secondOf()", "" },
    { "@2014-01-05T10:30:40.123Z.secondOf()", "40" },
    { "@2014-01-05T10:30:40.123Z.millisecondOf()", "123" },
    { "@2012-01-01T12:30:00.000+08:45.timezoneOffsetOf()", "8.75" },
    { "@2012-01-01T12:30:00.000-07:00.timezoneOffsetOf()", "-7" },
    { "@2012-01-01T12:30.timezoneOffsetOf()", "" },
    { "@2012-01-01T12:30.dateOf()", "2012-01-01" },
    { "@2012.dateOf()", "2012" },
    { "@2012-01-01T12:30Z.timeOf()", "12:30" },
    { "'2014-01-05T10:30'.hourOf()", "10" },
    { "5.yearOf()", "" },
    { "@T10:30.dateOf()", "" },
    { "now().yearOf() = today().yearOf()", "true" },
};

START_TEST(dates_have_parts)
{
    expect(none, &rows[_i]);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("functions_time");

    tcase_add_loop_test(t, dates_have_parts, 0, (int)(sizeof rows / sizeof *rows));
    return run_cases("functions_time", t);
}
