/* fhir_test.c -- runs the FHIR codec's tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"

#include <stdlib.h>

int main(void)
{
    SRunner *runner = srunner_create(primitive_suite());
    int      failed;

    srunner_add_suite(runner, text_suite());
    srunner_add_suite(runner, types_suite());
    srunner_add_suite(runner, narrative_suite());
    srunner_add_suite(runner, json_source_suite());
    srunner_add_suite(runner, json_decode_suite());
    srunner_add_suite(runner, json_extended_suite());
    srunner_add_suite(runner, json_string_suite());
    srunner_add_suite(runner, json_encode_suite());
    srunner_add_suite(runner, json_split_suite());
    srunner_add_suite(runner, json_entries_suite());
    srunner_add_suite(runner, xml_decode_suite());
    srunner_add_suite(runner, xml_escape_suite());
    srunner_add_suite(runner, xml_guard_suite());
    srunner_add_suite(runner, xml_encode_suite());
    srunner_add_suite(runner, answer_suite());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
