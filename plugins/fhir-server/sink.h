/* sink.h -- fhir-store: Bundles and resources of a pipeline go into a store. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_SINK_H
#define FHIR_SINK_H

#include "fhir.h"

enum { SINK_BY_IDENTIFIER, SINK_BY_ID };

struct sink {
    const char *store;
    int64_t     upsert;
    struct fhir fhir;
};

extern const struct hilum_part sink_part;

#endif
