/* moment_test.c -- dates of every precision, and their limits. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "fhir-server/moment.h"

#include <check.h>
#include <stdlib.h>

START_TEST(a_date_is_the_time_that_it_may_mean)
{
    static const struct {
        const char *text, *first, *last;
    } rows[] = {
        { "2026", "2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z" },
        { "2024-02", "2024-02-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z" },
        { "1969-12-31", "1969-12-31T00:00:00.000Z", "1969-12-31T23:59:59.999Z" },
        { "2026-11-22T08:42Z", "2026-11-22T08:42:00.000Z", "2026-11-22T08:42:59.999Z" },
        { "2026-11-22T08:42:04Z", "2026-11-22T08:42:04.000Z",
          "2026-11-22T08:42:04.999Z" },
        { "2026-11-22T08:42:04.5Z", "2026-11-22T08:42:04.500Z",
          "2026-11-22T08:42:04.599Z" },
        { "2026-11-22T08:42:04.12345Z", "2026-11-22T08:42:04.123Z",
          "2026-11-22T08:42:04.123Z" },
        { "2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z",
          "2025-12-31T23:30:00.999Z" },
        { "2025-12-31T23:30:00-01:30", "2026-01-01T01:00:00.000Z",
          "2026-01-01T01:00:00.999Z" },
        { "2026-11-22T08:42:04", "2026-11-22T08:42:04.000Z", "2026-11-22T08:42:04.999Z" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        double first, last;
        char   text[MOMENT_TEXT];

        ck_assert_msg(moment_span(hilum_view(rows[i].text), &first, &last), "%s",
                      rows[i].text);
        ck_assert_str_eq(moment_instant((int64_t)first, text), rows[i].first);
        ck_assert_str_eq(moment_instant((int64_t)last, text), rows[i].last);
    }
}
END_TEST

START_TEST(what_is_no_date_is_refused)
{
    static const char *const rows[] = { "",
                                        "26",
                                        "2026-",
                                        "2026-13",
                                        "2026-02-29",
                                        "2026-1-1",
                                        "2026-01-01T",
                                        "2026T10:00Z",
                                        "2026-01-01T25:00Z",
                                        "2026-01-01T10:00:00+",
                                        "2026-01-01T10:00:00Zx",
                                        "yesterday",
                                        "2026-01-01 10:00" };
    double                   first, last;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(!moment_span(hilum_view(rows[i]), &first, &last), "%s", rows[i]);
}
END_TEST

START_TEST(http_has_its_own_way_with_dates)
{
    char text[MOMENT_TEXT];

    ck_assert_str_eq(moment_http(784111777000, text), "Sun, 06 Nov 1994 08:49:37 GMT");
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("moment");
    TCase   *tcase = tcase_create("moment");
    SRunner *runner;
    int      failed;

    tcase_add_test(tcase, a_date_is_the_time_that_it_may_mean);
    tcase_add_test(tcase, what_is_no_date_is_refused);
    tcase_add_test(tcase, http_has_its_own_way_with_dates);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
