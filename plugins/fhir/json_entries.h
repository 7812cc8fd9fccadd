/* json_entries.h -- takes the resources out of Bundles, however large they are. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_JSON_ENTRIES_H
#define FHIR_JSON_ENTRIES_H

#include "json_split.h"

/* A stream of Bundles, and of other resources, as JSON.  Each entry's resource is a
 * message by itself; of a Bundle no more than one entry is in memory at a time.  What it
 * says about the entry goes with the message as labels, as far as it is brief:
 *
 *   bundle-type   "transaction", where Bundle.type stands before the entries
 *   full-url      entry.fullUrl
 *   request       entry.request: "PUT Patient/1"
 *
 * The rest is lost: that entries belong together, what they are to do (a transaction is
 * none any more), and references between them that only fullUrl resolves.  An entry
 * without a resource, such as a DELETE, is a fault of the stream.
 *
 * A resource that begins with its resourceType and is no Bundle is a message, too. */
struct json_entries {
    uint32_t          phase;  /* zero: between resources */
    bool              bundle; /* its resourceType was there */
    struct json_split value;  /* that is being looked at */
    struct json_split other;  /* a resource that is no Bundle */
    char              type[64];
    char              labels[1024];
};

void json_entries(void *splitter, struct hilum_view bytes, bool last,
                  struct hilum_piece *p);

/* Whether this is a Bundle. */
bool json_several_entries(struct hilum_view bytes);

#endif
