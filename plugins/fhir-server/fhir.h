/* fhir.h -- what the sink and the service of this plugin share. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_FHIR_H
#define FHIR_FHIR_H

#include "parameters.h"
#include "words.h"

#include <hilum/store.h>

/* Filled at open, then only read: any number of threads may use it. */
struct fhir {
    struct words              w;
    struct parameters         parameters;
    const struct hilum_store *store;
    void                     *state; /* the store's */
};

/* [main] Finds the store and compiles the search parameters.  Close bears a
 * zeroed one. */
enum hilum_verdict fhir_open(struct fhir *f, struct hilum_call *call, const char *store);
void               fhir_close(struct fhir *f);

/* Is it an id: 1 to 64 of A-Z a-z 0-9 - . */
bool fhir_is_id(struct hilum_view v);

#endif
