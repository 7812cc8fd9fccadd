/* codec.h -- the parts of this plugin: one codec for each syntax of FHIR. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_CODEC_H
#define FHIR_CODEC_H

#include <hilum/plugin.h>

extern const struct hilum_part fhir_json;         /* a resource as JSON */
extern const struct hilum_part fhir_ndjson;       /* one on each line */
extern const struct hilum_part fhir_json_entries; /* those in a Bundle, one by one */
extern const struct hilum_part fhir_xml;          /* a resource as XML */

/* What the journal can search a resource by. */
#define FHIR_CONTROL_ID "id"
#define FHIR_TYPE "type().name"
#define FHIR_PATIENT                                                                     \
    "Patient.identifier.value | subject.reference | patient.reference |"                 \
    " entry.resource.ofType(Patient).identifier.value"

#endif
