/* query.h -- a search as FHIR writes it in a URL becomes a store's query. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_QUERY_H
#define FHIR_QUERY_H

#include "fhir.h"

#include <hilum/http.h>

enum {
    QUERY_PAIRS  = 128, /* parameters of one search */
    QUERY_VALUES = 200, /* alternatives of one parameter */
    QUERY_SORTS  = 16,  /* parameters to sort by */
};

/* A search that has been read; its texts lie in scratch memory. */
struct query {
    struct hilum_query           q; /* without size of page and position */
    const struct parameter_base *base;
    const struct hilum_pair     *used[QUERY_PAIRS]; /* what was understood, in order */
    size_t                       used_count;
};

/* Splits `a=b&c=d`, percent- and plus-decoding both sides. */
enum hilum_verdict query_split(struct hilum_call *call, struct hilum_view text,
                               struct hilum_pair **pairs, size_t *count);

/* Reads the parameters that select and sort.  Those of the result (`_count`,
 * `_format`, ...) are passed over; an unknown one is a REJECT where strict, else
 * passed over too.  The place of a blame is the parameter's name. */
enum hilum_verdict query_read(const struct fhir *f, struct hilum_call *call,
                              const struct parameter_base *base,
                              const struct hilum_pair *pairs, size_t count, bool strict,
                              struct query *out);

#endif
