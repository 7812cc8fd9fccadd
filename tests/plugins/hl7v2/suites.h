/* suites.h -- the HL7 v2 codec's tests, one suite for each file of the plugin. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_SUITES_H
#define HL7V2_SUITES_H

#include <check.h>

Suite *answer_batch_suite(void);
Suite *answer_code_suite(void);
Suite *answer_error_suite(void);
Suite *answer_head_suite(void);
Suite *answer_template_suite(void);
Suite *answer_text_suite(void);
Suite *charset_suite(void);
Suite *describe_suite(void);
Suite *dictionary_suite(void);
Suite *er7_answer_suite(void);
Suite *er7_charset_suite(void);
Suite *er7_decode_suite(void);
Suite *er7_encode_suite(void);
Suite *er7_escape_suite(void);
Suite *er7_place_suite(void);
Suite *er7_scan_suite(void);
Suite *er7_split_suite(void);
Suite *er7_where_suite(void);
Suite *iso2022_suite(void);
Suite *groups_suite(void);
Suite *steady_suite(void);
Suite *structure_suite(void);
Suite *tables_suite(void);
Suite *validate_type_suite(void);
Suite *xml_codec_suite(void);
Suite *xml_decode_suite(void);
Suite *xml_escape_suite(void);
Suite *xml_read_suite(void);
Suite *xml_text_suite(void);
Suite *xml_write_suite(void);

#endif
