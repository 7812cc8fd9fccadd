/* hilum/store.h -- what a store offers: versioned records that can be searched. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store keeps records in collections.  A record has an id within its
 * collection, versions 1, 2, 3, ..., bytes that the store does not look into,
 * and terms by which its newest version is found.  Nothing is overwritten:
 * putting a record adds a version, and so does removing it.
 *
 * Changes are made within a transaction: all of them or none.  A store has one
 * transaction that writes at a time; beginning another one waits.  Whoever
 * reads beside it sees what was last committed, and waits for nobody.
 *
 * Every operation is [any] and blames.  OK: done.  RETRY: the store is busy,
 * locked or full.  REJECT: what was asked for cannot be kept, and the store is
 * as it was.  FAIL: the store is broken.  After RETRY or FAIL a transaction can
 * only be rolled back.
 *
 * A user of a store asks hilum_store() for its table and state.
 */
#ifndef HILUM_STORE_H
#define HILUM_STORE_H

#include <hilum/plugin.h>

enum {
    HILUM_MOST_ID    = 64,   /* bytes of an id, at most; at least 1 */
    HILUM_MOST_TERMS = 8192, /* terms of one record, at most */
};

struct hilum_change; /* a transaction; it ends on the thread that began it */

/* ---- Records -------------------------------------------------------------- */

enum hilum_term_kind {
    HILUM_TOKEN  = 1, /* a code, perhaps of a system; a reference: an id, of a type */
    HILUM_STRING = 2, /* words that people type */
    HILUM_RANGE  = 3, /* from low to high, both included; perhaps with a unit */
};

/* One thing that a record is found by.  Times are milliseconds since 1970;
 * without an end: -INFINITY, INFINITY. */
struct hilum_term {
    uint32_t          kind; /* enum hilum_term_kind */
    uint32_t          unused;
    struct hilum_view name;   /* such as "identifier" */
    struct hilum_view text;   /* code; words in lower case without accents; unit */
    struct hilum_view beside; /* system; the words as written; the unit's system */
    double            low;
    double            high;
};

struct hilum_record {
    uint32_t                 size;
    uint32_t                 deleted; /* 1: this version says that it is gone */
    struct hilum_view        collection;
    struct hilum_view        id;
    int64_t                  version;
    int64_t                  updated; /* milliseconds since 1970 */
    uint64_t                 mark[2]; /* whatever its writer wants to compare */
    struct hilum_view        body;
    const struct hilum_term *terms; /* set by who puts, never by the store */
    uint64_t                 term_count;
};

/* Receives a record, borrowed; false ends the matter.  It must not call the
 * store. */
typedef bool hilum_record_each(void *context, const struct hilum_record *);

/* ---- Finding -------------------------------------------------------------- */

/* How a record's term compares with what is looked for.  A range within
 * another lies between its ends or on them. */
enum hilum_compare {
    HILUM_EQ,       /* token, string: the same.  Range: within what is looked for */
    HILUM_PREFIX,   /* token, string: begins so */
    HILUM_CONTAINS, /* string */
    HILUM_EXACT,    /* string: `beside` is the same too */
    HILUM_SYSTEM,   /* token: any code of the system */
    HILUM_NE,       /* range: not within */
    HILUM_GT,       /* range: some of it is greater than all that is looked for */
    HILUM_GE,       /* range: GT or EQ */
    HILUM_LT,       /* range: some of it is less than all that is looked for */
    HILUM_LE,       /* range: LT or EQ */
    HILUM_SA,       /* range: all of it is greater */
    HILUM_EB,       /* range: all of it is less */
    HILUM_OVERLAP,  /* range: some of it is within */
};

enum hilum_value_flags {
    HILUM_ANY_SYSTEM = 1, /* `beside` does not matter */
    HILUM_ANY_UNIT   = 2, /* range: `text` does not matter */
};

struct hilum_value {
    uint32_t          compare; /* enum hilum_compare */
    uint32_t          flags;
    struct hilum_view text; /* as in struct hilum_term */
    struct hilum_view beside;
    double            low;
    double            high;
};

enum hilum_clause_flags {
    HILUM_NOT     = 1, /* no term of that name compares so with any value */
    HILUM_MISSING = 2, /* there is no term of that name; with NOT: there is one */
};

/* A term of the name compares with one of the values. */
struct hilum_clause {
    uint32_t                  kind;
    uint32_t                  flags;
    struct hilum_view         name;
    const struct hilum_value *values;
    uint64_t                  count;
};

/* By a term: ascending by its least, descending by its greatest; records
 * without one come last.  Kind 0: by `updated`.  Ties: by id. */
struct hilum_sort {
    uint32_t          kind;
    uint32_t          descending;
    struct hilum_view name;
};

enum hilum_query_flags {
    HILUM_HEADS = 1, /* records without their bodies */
    HILUM_TOTAL = 2, /* the total, too */
};

/* All clauses must hold.  Records that are gone are not found.  The clauses,
 * ids and sorts that are left out have count 0.  Without sort: by id, but heads
 * in any order. */
struct hilum_query {
    uint32_t                   size;
    uint32_t                   flags;
    struct hilum_view          collection;
    const struct hilum_view   *ids; /* one of them */
    uint64_t                   id_count;
    const struct hilum_value  *updated; /* all of them; ranges */
    uint64_t                   updated_count;
    const struct hilum_clause *clauses;
    uint64_t                   clause_count;
    const struct hilum_sort   *sorts;
    uint64_t                   sort_count;
    struct hilum_view          after; /* without sort: only ids greater than this */
    uint64_t                   skip;
    uint64_t                   limit; /* records, at most; 0: none, for the total alone */
};

/* ---- The table ------------------------------------------------------------ */

/* Reading operations take a transaction, whose changes they then see, or NULL. */
struct hilum_store {
    uint64_t size;

    enum hilum_verdict (*begin)(void *state, struct hilum_call *, struct hilum_change **);
    enum hilum_verdict (*commit)(void *state, struct hilum_call *, struct hilum_change *);
    void (*rollback)(void *state, struct hilum_change *);

    /* Gives a version (0: the newest) to each; it is not called where there is
     * none.  HILUM_HEADS is heeded. */
    enum hilum_verdict (*get)(void *state, struct hilum_call *, struct hilum_change *,
                              struct hilum_view collection, struct hilum_view id,
                              int64_t version, uint32_t flags, hilum_record_each *each,
                              void *context);

    /* Gives the versions, newest first, and how many there are. */
    enum hilum_verdict (*history)(void *state, struct hilum_call *, struct hilum_change *,
                                  struct hilum_view collection, struct hilum_view id,
                                  uint64_t skip, uint64_t limit, hilum_record_each *each,
                                  void *context, uint64_t *total);

    /* Adds a version, which must follow the newest one (1 where there is none);
     * else REJECT.  One that is deleted has no terms, and an empty body. */
    enum hilum_verdict (*put)(void *state, struct hilum_call *, struct hilum_change *,
                              const struct hilum_record *);

    enum hilum_verdict (*find)(void *state, struct hilum_call *, struct hilum_change *,
                               const struct hilum_query *, hilum_record_each *each,
                               void *context, uint64_t *total);
};

HILUM_TIGHT(struct hilum_store, find);
HILUM_TIGHT(struct hilum_record, term_count);
HILUM_TIGHT(struct hilum_query, limit);

#endif /* HILUM_STORE_H */
