/* json_pool.h -- memory for the JSON parser, the same for every message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_JSON_POOL_H
#define FHIR_JSON_POOL_H

#include <yajl/yajl_common.h>

#include <stdbool.h>
#include <stddef.h>

/* A parser needs a few hundred bytes, and as many as the longest string with escapes.
 * What does not fit comes from the heap, and goes back there; for the next message the
 * pool is larger by that much. */
enum { JSON_POOL_LEAST = 32 << 10, JSON_POOL_MOST = 4 << 20 };

struct json_pool {
    yajl_alloc_funcs funcs;
    char            *room;
    size_t           size;
    size_t           used;
    size_t           missed; /* bytes for which there was no room */
};

/* Empties the pool, for the next parser; false: there is no memory.  All zeroes are an
 * empty one. */
bool json_pool_reset(struct json_pool *p);
void json_pool_free(struct json_pool *p);

#endif
