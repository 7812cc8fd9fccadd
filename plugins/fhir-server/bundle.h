/* bundle.h -- the entries of a Bundle, all of them stored or none. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that may be wrong with a Bundle is found before the first entry is
 * written: within one transaction of the store several Bundles can be stored,
 * of which some are refused.
 */
#ifndef FHIR_BUNDLE_H
#define FHIR_BUNDLE_H

#include "resource.h"
#include "terms.h"

enum { BUNDLE_ENTRIES = 1 << 16 }; /* of one Bundle, at most */

enum entry_action {
    ENTRY_KEEP, /* it is in the store as it should be */
    ENTRY_PUT,
    ENTRY_DELETE,
    ENTRY_READ, /* a GET: somebody else's business */
};

/* The newest version of a record, as far as writing needs it. */
struct head {
    int64_t     version; /* 0: there is none */
    int64_t     updated;
    bool        deleted;
    struct mark mark;
};

struct entry {
    /* What the Bundle says. */
    size_t                   nth;      /* in this bundle */
    const struct hilum_node *resource; /* or NULL */
    struct hilum_view        full_url, method, url, if_none_exist, if_match;

    /* What it means. */
    const struct parameter_base *base;
    struct hilum_view            id;
    struct head                  head; /* before; after it was stored: as it is now */
    enum entry_action            action;
    int                          status; /* HTTP's */

    /* What is written. */
    struct resource         r;
    struct mark             mark;
    const struct hilum_msg *msg;               /* a reference */
    size_t                  body, body_length; /* in the buffer of bodies */
    struct terms            terms;
};

struct bundle {
    /* Set by the user. */
    const struct fhir   *f;
    struct hilum_call   *call;
    struct hilum_change *change;
    struct hilum_buffer *bodies;        /* empty */
    bool                 by_identifier; /* entries without a request: not by id */
    bool                 strict; /* PUT Type/id needs the id in the resource, too */
    struct hilum_view    source; /* whose numbers `seed` counts: a pipeline */
    int64_t              seed;   /* of the message; 0: none */

    struct hilum_doc doc;
    struct entry    *entries;
    size_t           count;
    size_t           first;  /* the number of the first entry, for places */
    bool             single; /* not a Bundle: places begin at the resource */
    struct links     links;
    struct links     targets; /* Type/id of each entry; the length is its number */
    int64_t          now;
    int              status; /* HTTP's, after a REJECT */
};

/* Reads the entries of a Bundle, or takes the resource as the only one. */
enum hilum_verdict bundle_read(struct bundle *b, struct hilum_doc doc);

/* One entry that no Bundle has: resource and doc may be nothing. */
enum hilum_verdict bundle_one(struct bundle *b, struct hilum_doc doc, const char *method,
                              struct hilum_view url);

/* Finds out what each entry means and writes it.  REJECT: nothing was written. */
enum hilum_verdict bundle_store(struct bundle *b);

/* Lets go of messages; the entries stay readable. */
void bundle_end(struct bundle *b);

/* bundle_target.c: finds type, id, head and action of an entry. */
enum hilum_verdict target_find(struct bundle *b, struct entry *e);

/* The place of an entry: "Bundle.entry[3]" and what follows there; "" where it is
 * in no Bundle, or NULL. */
const char *bundle_place(struct bundle *b, const struct entry *e, const char *below);

/* The only match of `Type?query`, whose id is copied; the pointer is NULL where
 * there is none.  Several are a REJECT. */
enum hilum_verdict target_search(struct bundle *b, struct hilum_view reference,
                                 const struct parameter_base **base,
                                 struct hilum_view *id, struct head *head);

/* Blames with a status for HTTP. */
#define bundle_reject(b, http, place, ...)                                               \
    ((b)->status = (http), hilum_blame((b)->call, HILUM_REJECT, place, __VA_ARGS__))

#endif
