/* terms.h -- the list of its terms that a record keeps, and the indexes made of it. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list is a run of packed terms, sorted and each there once:
 *
 *   length 2 | kind 1 | name 4 | ...
 *   token    system's hash 8 | code
 *   string   length of text 2 | text | as written
 *   range    low 8 | high 8 | unit system's hash 8 | unit
 *
 * Numbers have the least byte first.  Texts are cut at TERM_TEXT bytes, both
 * here and where they are looked for.
 */
#ifndef SQLITE_TERMS_H
#define SQLITE_TERMS_H

#include "db.h"
#include "hash.h"

enum { TERM_TEXT = 512 };

/* A packed term, read.  The views lie in the list. */
struct term {
    uint32_t          kind;
    uint32_t          name;
    uint64_t          system; /* hash; 0: none */
    struct hilum_view text;
    struct hilum_view written;
    double            low, high;
};

static inline struct hilum_view term_cut(struct hilum_view v)
{
    return (struct hilum_view){ v.ptr, v.len < TERM_TEXT ? v.len : TERM_TEXT };
}

static inline uint64_t term_system(struct hilum_view system)
{
    return system.len ? hash_bytes(system) : 0;
}

/* Takes the next term off the list; false at its end, or where it is damaged. */
bool term_next(struct hilum_view *list, struct term *out);

/* Packs a record's terms into a list, in scratch memory. */
enum hilum_verdict terms_pack(struct db *db, struct hilum_call *call,
                              const struct hilum_record *record, struct hilum_view *list);

/* Makes the indexes of a record say new where they said old. */
enum hilum_verdict terms_change(struct db *db, struct hilum_call *call, int64_t key,
                                struct hilum_view before, struct hilum_view after);

#endif
