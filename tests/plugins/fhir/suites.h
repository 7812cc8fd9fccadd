/* suites.h -- the FHIR codec's tests, one suite for each file of the plugin. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_SUITES_H
#define FHIR_SUITES_H

#include <check.h>

Suite *answer_suite(void);
Suite *json_decode_suite(void);
Suite *json_encode_suite(void);
Suite *json_entries_suite(void);
Suite *json_extended_suite(void);
Suite *json_source_suite(void);
Suite *json_split_suite(void);
Suite *json_string_suite(void);
Suite *narrative_suite(void);
Suite *primitive_suite(void);
Suite *text_suite(void);
Suite *types_suite(void);
Suite *xml_decode_suite(void);
Suite *xml_encode_suite(void);
Suite *xml_escape_suite(void);
Suite *xml_guard_suite(void);

#endif
