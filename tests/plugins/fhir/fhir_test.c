/* fhir_test.c -- runs the FHIR codec's tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"

#include <stdlib.h>

int main(void)
{
    SRunner *runner = srunner_create(primitive_suite());
    int      failed;

    srunner_add_suite(runner, source_suite());
    srunner_add_suite(runner, types_suite());
    srunner_add_suite(runner, decode_suite());
    srunner_add_suite(runner, extended_suite());
    srunner_add_suite(runner, string_suite());
    srunner_add_suite(runner, encode_suite());
    srunner_add_suite(runner, answer_suite());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
