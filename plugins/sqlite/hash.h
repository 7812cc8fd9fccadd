/* hash.h -- a 64-bit hash; it stands in the store's file and never changes. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SQLITE_HASH_H
#define SQLITE_HASH_H

#include <hilum/view.h>

/* FNV-1a, finished with a mix so that every bit counts. */
static inline uint64_t hash_bytes(struct hilum_view v)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < v.len; i++)
        hash = (hash ^ (unsigned char)v.ptr[i]) * 0x100000001b3u;
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93u;
    return hash ^ (hash >> 32);
}

#endif
