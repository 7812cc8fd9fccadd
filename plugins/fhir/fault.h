/* fault.h -- says what is wrong with a message, and where. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_FAULT_H
#define FHIR_FAULT_H

#include "reader.h"

/* All of these blame with REJECT and a place such as "3:14 Patient.name[0].given":
 * line and column of a byte, and what is being read.  No values are told. */

/* NULL for why: the element's value should have been something else. */
enum hilum_verdict fhir_fault(struct fhir_reader *r, uint32_t place, const char *why);

/* The object that is being read has no such element. */
enum hilum_verdict fhir_fault_key(struct fhir_reader *r, uint32_t place, const char *key,
                                  size_t length);

/* FHIR has no resource of this type. */
enum hilum_verdict fhir_fault_type(struct fhir_reader *r, uint32_t place,
                                   struct hilum_view type);

/* Reports something that is against the rules, at a place of the message. */
void fhir_fault_report(struct fhir_reader *r, uint32_t place, const char *rule,
                       const char *why);

/* Writes the path of a node of a document, as far as it fits. */
void fhir_fault_path(const struct fhir_types *types, struct hilum_doc doc,
                     const struct hilum_node *node, char *path, size_t room);

#endif
