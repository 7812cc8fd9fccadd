/* resource.h -- one resource: its references, its mark, and how it is stored. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_RESOURCE_H
#define FHIR_RESOURCE_H

#include "fhir.h"
#include "mark.h"

/* ---- Links: what a URL in this Bundle stands for -------------------------- */

struct link {
    struct hilum_view from; /* a fullUrl, or Type?query */
    struct hilum_view to;   /* Type/id */
};

struct links {
    struct link *slots; /* empty: from.ptr is NULL */
    size_t       room;  /* a power of two, or 0: none */
};

/* Room for so many, in scratch memory. */
bool links_make(struct links *l, struct hilum_call *call, size_t count);
void links_add(struct links *l, struct hilum_view from, struct hilum_view to);

/* What it stands for; the pointer is NULL where it is not there. */
struct hilum_view links_get(const struct links *l, struct hilum_view from);

/* ---- Resources ------------------------------------------------------------ */

/* A text of the resource that is replaced: the nth node from its root. */
struct replaced {
    uint32_t          node;
    struct hilum_view text;
};

/* A resource that is going to be stored. */
struct resource {
    struct hilum_doc         doc;
    const struct hilum_node *root;     /* of the resource, perhaps inside a Bundle */
    struct replaced         *replaced; /* in the order of nodes */
    size_t                   count, room;
};

/* Finds what a conditional reference (Type?query) means; blames. */
typedef enum hilum_verdict resource_search(void *context, struct hilum_view reference,
                                           struct hilum_view *to);

/* Replaces the resource's references to what links say, and asks the function
 * (which may be NULL) for conditional ones.  A urn: that nothing in the Bundle
 * has is a REJECT; *at is the node where something was wrong. */
enum hilum_verdict resource_replace(const struct fhir *f, struct hilum_call *call,
                                    struct resource *r, const struct links *links,
                                    resource_search *search, void *context,
                                    const struct hilum_node **at);

/* A hash of its content: of all but id, meta.versionId and meta.lastUpdated. */
struct mark resource_mark(const struct fhir *f, const struct resource *r);

/* The resource as it is stored, with id, versionId and lastUpdated: a message of
 * its own, for the caller to unref; NULL when memory is out. */
const struct hilum_msg *resource_build(const struct fhir *f, struct hilum_call *call,
                                       const struct resource *r, struct hilum_view id,
                                       int64_t version, int64_t updated);

/* Where a node stands below a root, as FHIRPath: prefix "Patient" gives
 * "Patient.name[0].given[1]". */
const char *resource_place(struct hilum_call *call, const struct hilum_node *root,
                           const struct hilum_node *node, const char *prefix);

#endif
