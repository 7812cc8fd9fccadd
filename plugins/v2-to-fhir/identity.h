/* identity.h -- tells resources apart, and finishes them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "run.h"

/* resources.map, compiled; the form is told at its top. */
struct identity;
struct required;

enum { IDENTITY_BUCKETS = 64 };

struct identities {
    struct identity *rules[IDENTITY_BUCKETS];    /* by type, in order */
    struct required *required[IDENTITY_BUCKETS]; /* and subjects */
};

bool identities_load(struct identities *, struct load *, struct rulebook *);

/* Fills what is required, gives every resource its uuid and query, and finds those that
 * are the same.  Resources without content are left without a uuid. */
void identities_settle(const struct identities *, struct run *);

/* The one that is written for it; NULL where it has no content. */
const struct resource *identity_written(const struct resource *);

#endif /* IDENTITY_H */
