/* codes.h -- code system maps, and the URIs of coding systems and authorities. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODES_H
#define CODES_H

#include "load.h"

struct code {
    struct hilum_view from, to, display, system;
};

/* A code system map.  A code that it does not name has no translation. */
struct codes {
    struct hilum_view name;
    struct hilum_view table; /* the URI of HL7nnnn, or empty */
    struct code      *slots; /* open addressing; from.ptr NULL: free */
    uint32_t          mask;
    struct codes     *next;
};

/* The map codes/NAME.map, loaded once. */
struct codes      *codes_load(struct load *, struct codes **all, struct hilum_view name);
const struct code *codes_find(const struct codes *, struct hilum_view from);

/* systems.map: names of coding systems, and of assigners. */
struct systems {
    struct codes coding, assigner;
};

bool systems_load(struct systems *, struct load *);

/* The URI of a coding system by its name in CWE.3: a line of systems.map, HL7nnnn, an
 * OID, a URI, else urn:id:NAME.  The text lies in the pool, or is borrowed. */
struct hilum_view systems_coding(const struct systems *, struct pool *,
                                 struct hilum_view name);

/* The URI of an assigning authority by its namespace. */
struct hilum_view systems_assigner(const struct systems *, struct pool *,
                                   struct hilum_view name);
bool              systems_known(const struct systems *, struct hilum_view name);

/* prefix and text together, blanks and controls as %xx. */
struct hilum_view uri_join(struct pool *, const char *prefix, struct hilum_view text);

#endif /* CODES_H */
