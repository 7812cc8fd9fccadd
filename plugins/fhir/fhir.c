/* fhir.c -- the plugin: FHIR R4 in its syntaxes, JSON, NDJSON and XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "codec.h"

HILUM_PLUGIN(.name = "fhir", .version = "0.1.0",
             .parts = HILUM_PARTS(&fhir_json, &fhir_json_entries, &fhir_ndjson,
                                  &fhir_xml));
