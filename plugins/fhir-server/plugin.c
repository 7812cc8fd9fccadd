/* plugin.c -- what this plugin offers: the sink fhir-store, the service fhir-server. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "server.h"
#include "sink.h"

HILUM_PLUGIN(.name = "fhir-server", .version = "1.0.0",
             .parts = HILUM_PARTS(&sink_part, &server_part), );
