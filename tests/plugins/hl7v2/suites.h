/* suites.h -- the HL7 v2 codec's tests, one suite for each file of the plugin. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_SUITES_H
#define HL7V2_SUITES_H

#include <check.h>

Suite *charset_suite(void);
Suite *describe_suite(void);
Suite *dictionary_suite(void);
Suite *er7_answer_suite(void);
Suite *er7_decode_suite(void);
Suite *er7_encode_suite(void);
Suite *er7_escape_suite(void);
Suite *er7_place_suite(void);

#endif
