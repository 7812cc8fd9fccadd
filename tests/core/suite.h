/* suite.h -- runs the tests of a program. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_SUITE_H
#define TESTS_CORE_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Runs tests, ended with NULL, with a fixture around each (both may be NULL).
 * Returns what main() returns. */
static inline int suite_run(const char *name, const TTest *const *tests, void (*setup)(void),
                            void (*teardown)(void))
{
    Suite   *suite = suite_create(name);
    TCase   *tc    = tcase_create("all");
    SRunner *run   = srunner_create(suite);
    int      failed;

    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    for (; *tests; tests++)
        tcase_add_test(tc, *tests);
    suite_add_tcase(suite, tc);
    srunner_run_all(run, CK_ENV);
    failed = srunner_ntests_failed(run);
    srunner_free(run);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define SUITE_TESTS(...) ((const TTest *const[]){ __VA_ARGS__, NULL })

#endif
