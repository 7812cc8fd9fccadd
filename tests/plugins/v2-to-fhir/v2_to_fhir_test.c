/* v2_to_fhir_test.c -- runs the tests of the stage v2-to-fhir. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"

#include <stdlib.h>

int main(void)
{
    SRunner *runner = srunner_create(value_suite());
    int      failed;

    srunner_add_suite(runner, digest_suite());
    srunner_add_suite(runner, stage_suite());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
