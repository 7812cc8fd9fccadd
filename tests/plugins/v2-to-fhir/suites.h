/* suites.h -- the tests of the stage v2-to-fhir. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef V2_TO_FHIR_SUITES_H
#define V2_TO_FHIR_SUITES_H

#include <check.h>

Suite *digest_suite(void);
Suite *stage_suite(void);
Suite *value_suite(void);

#endif
