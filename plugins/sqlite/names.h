/* names.h -- the numbers of names, remembered by a connection. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SQLITE_NAMES_H
#define SQLITE_NAMES_H

#include <hilum/view.h>

enum { NAMES_MOST = 1 << 16 }; /* names of one store */

/* A zeroed struct names is empty and usable. */
struct names {
    struct names_slot *slots;
    size_t             room; /* a power of two, or 0 */
    size_t             used;
    bool               fresh; /* one was made that is not committed */
};

/* "collection", or "collection.name" where name is not empty.  0: not known. */
int64_t names_get(const struct names *n, struct hilum_view collection,
                  struct hilum_view name);
bool    names_add(struct names *n, struct hilum_view collection, struct hilum_view name,
                  int64_t number);

/* Forgets them all. */
void names_clear(struct names *n);

#endif
