/* server.h -- fhir-server: FHIR's REST interface to a store. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_SERVER_H
#define FHIR_SERVER_H

#include <hilum/plugin.h>

extern const struct hilum_part server_part;

#endif
