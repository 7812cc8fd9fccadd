/* repeats.h -- which messages of late had which sender and control id. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_REPEATS_H
#define CORE_JOURNAL_REPEATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The last REPEATS_LEAST to twice as many messages are remembered, in two hash
 * tables: when the young one is full it becomes the old one. */
enum { REPEATS_LEAST = 1 << 19 };

struct repeats_table {
    struct repeats_slot *slots;
    size_t               room; /* a power of two, or 0 */
    size_t               count;
};

struct repeats {
    struct repeats_table young, old;
};

void repeats_free(struct repeats *r);

/* The newest message of that key; 0 where there is none. */
int64_t repeats_find(const struct repeats *r, uint64_t key);

/* False: memory is out, and it is not remembered. */
bool repeats_note(struct repeats *r, uint64_t key, int64_t id);

#endif
