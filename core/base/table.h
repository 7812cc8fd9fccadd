/* table.h -- a hash table from bytes to pointers. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE_TABLE_H
#define CORE_BASE_TABLE_H

#include <hilum/view.h>

/* Keys are copied, values borrowed.  One thread at a time.  A zeroed table is
 * empty and usable. */
struct table {
    struct table_slot *slots;
    size_t             room; /* a power of two, or 0 */
    size_t             used;
};

/* Frees keys and slots, not what the values point to. */
void table_free(struct table *t);

/* Sets key to value, which must not be NULL; false when memory is out. */
bool  table_set(struct table *t, struct hilum_view key, void *value);
void *table_get(const struct table *t, struct hilum_view key);

/* Walks in no particular order: start with *at = 0; NULL at the end. */
void *table_next(const struct table *t, size_t *at, struct hilum_view *key);

#endif
