/* answer.h -- what a sender of FHIR is told about its message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_ANSWER_H
#define FHIR_ANSWER_H

#include <hilum/plugin.h>

/* Writes an OperationOutcome with one issue: the verdict, its reason, and the path
 * where the place has one. */
void fhir_answer_json(const struct hilum_outcome *outcome, struct hilum_buffer *out);
void fhir_answer_xml(const struct hilum_outcome *outcome, struct hilum_buffer *out);

#endif
