/* suites.h -- the FHIR codec's tests, one suite for each file of the plugin. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_SUITES_H
#define FHIR_SUITES_H

#include <check.h>

Suite *answer_suite(void);
Suite *decode_suite(void);
Suite *encode_suite(void);
Suite *extended_suite(void);
Suite *primitive_suite(void);
Suite *source_suite(void);
Suite *string_suite(void);
Suite *types_suite(void);

#endif
