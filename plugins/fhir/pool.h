/* pool.h -- memory for the JSON parser, the same for every message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_POOL_H
#define FHIR_POOL_H

#include <yajl/yajl_common.h>

#include <stddef.h>

/* A parser needs a few hundred bytes, and more only for long strings with escapes;
 * what does not fit here comes from the heap, and goes back there. */
enum { FHIR_POOL_ROOM = 32 << 10 };

struct fhir_pool {
    yajl_alloc_funcs funcs;
    size_t           used;
    max_align_t      room[FHIR_POOL_ROOM / sizeof(max_align_t)];
};

/* Empties the pool, for the next parser. */
void fhir_pool_reset(struct fhir_pool *p);

#endif
