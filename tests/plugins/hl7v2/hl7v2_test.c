/* hl7v2_test.c -- runs the HL7 v2 codec's tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"

#include <stdlib.h>

int main(void)
{
    SRunner *runner = srunner_create(charset_suite());
    int      failed;

    srunner_add_suite(runner, dictionary_suite());
    srunner_add_suite(runner, er7_escape_suite());
    srunner_add_suite(runner, er7_decode_suite());
    srunner_add_suite(runner, er7_encode_suite());
    srunner_add_suite(runner, er7_place_suite());
    srunner_add_suite(runner, er7_answer_suite());
    srunner_add_suite(runner, describe_suite());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
