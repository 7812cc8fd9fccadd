/* fhir.c -- what the sink and the service of this plugin share. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "fhir.h"

enum hilum_verdict fhir_open(struct fhir *f, struct hilum_call *call, const char *store)
{
    words_fill(&f->w);
    f->store = hilum_store(call, store, &f->state);
    if (!f->store)
        return HILUM_FAIL;
    if (f->store->size < sizeof(*f->store))
        return hilum_blame(call, HILUM_FAIL, "store", "the store %s is too old for this",
                           store);
    return parameters_load(&f->parameters, call);
}

void fhir_close(struct fhir *f)
{
    parameters_free(&f->parameters);
}

bool fhir_is_id(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++) {
        char c = v.ptr[i];

        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
              (c >= '0' && c <= '9') || c == '-' || c == '.'))
            return false;
    }
    return v.len >= 1 && v.len <= HILUM_MOST_ID;
}
