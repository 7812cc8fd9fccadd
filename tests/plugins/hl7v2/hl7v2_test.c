/* hl7v2_test.c -- runs the HL7 v2 codec's tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"

#include <stdlib.h>

int main(void)
{
    SRunner *runner = srunner_create(charset_suite());
    int      failed;

    srunner_add_suite(runner, dictionary_suite());
    srunner_add_suite(runner, iso2022_suite());
    srunner_add_suite(runner, er7_where_suite());
    srunner_add_suite(runner, er7_charset_suite());
    srunner_add_suite(runner, er7_escape_suite());
    srunner_add_suite(runner, er7_scan_suite());
    srunner_add_suite(runner, er7_decode_suite());
    srunner_add_suite(runner, er7_encode_suite());
    srunner_add_suite(runner, er7_place_suite());
    srunner_add_suite(runner, er7_split_suite());
    srunner_add_suite(runner, er7_answer_suite());
    srunner_add_suite(runner, answer_head_suite());
    srunner_add_suite(runner, answer_text_suite());
    srunner_add_suite(runner, answer_code_suite());
    srunner_add_suite(runner, answer_error_suite());
    srunner_add_suite(runner, answer_template_suite());
    srunner_add_suite(runner, answer_batch_suite());
    srunner_add_suite(runner, describe_suite());
    srunner_add_suite(runner, steady_suite());
    srunner_add_suite(runner, xml_text_suite());
    srunner_add_suite(runner, xml_read_suite());
    srunner_add_suite(runner, xml_decode_suite());
    srunner_add_suite(runner, xml_escape_suite());
    srunner_add_suite(runner, xml_write_suite());
    srunner_add_suite(runner, xml_codec_suite());
    srunner_add_suite(runner, groups_suite());
    srunner_add_suite(runner, structure_suite());
    srunner_add_suite(runner, tables_suite());
    srunner_add_suite(runner, validate_type_suite());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
