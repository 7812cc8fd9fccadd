/* store.h -- the sqlite store: one connection that writes, several that read. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks.  `writing` is held from begin to commit or rollback: it guards the
 * writer.  `lending` guards which readers are lent.  Nobody takes one while
 * holding the other in the opposite order: a change never borrows a reader.
 */
#ifndef SQLITE_STORE_H
#define SQLITE_STORE_H

#include "db.h"

#include <pthread.h>

enum { STORE_READERS = 32 };

struct hilum_change {
    struct db writer;
    bool      failed; /* only a rollback is left */
};

struct store {
    const char         *path;
    int64_t             sync; /* 0: full, 1: normal */
    int64_t             cache;
    int64_t             readers;
    int64_t             timeout;
    struct hilum_change change;
    struct db           pool[STORE_READERS];
    bool                lent[STORE_READERS];
    bool                ready; /* the locks exist */
    pthread_mutex_t     writing;
    pthread_mutex_t     lending;
    pthread_cond_t      returned;
};

/* A connection to read with: the change's, or a reader within a transaction of
 * its own, so that what it reads is of one moment.  NULL with blame.  Each
 * borrow is followed by a return. */
struct db *store_borrow(struct store *s, struct hilum_call *call,
                        struct hilum_change *change);
void       store_return(struct store *s, struct db *db);

/* record.c */
enum hilum_verdict record_get(void *state, struct hilum_call *call,
                              struct hilum_change *change, struct hilum_view collection,
                              struct hilum_view id, int64_t version, uint32_t flags,
                              hilum_record_each *each, void *context);
enum hilum_verdict record_history(void *state, struct hilum_call *call,
                                  struct hilum_change *change,
                                  struct hilum_view collection, struct hilum_view id,
                                  uint64_t skip, uint64_t limit, hilum_record_each *each,
                                  void *context, uint64_t *total);
enum hilum_verdict record_put(void *state, struct hilum_call *call,
                              struct hilum_change       *change,
                              const struct hilum_record *record);

/* Gives the record of a key, unless it is gone; *more: what each() answered. */
enum hilum_verdict record_by_key(struct db *db, struct hilum_call *call,
                                 struct hilum_view collection, int64_t key,
                                 uint32_t flags, hilum_record_each *each, void *context,
                                 bool *more);

/* Gives the rows of a statement with the columns of DB_HEAD_ or DB_RECORD_. */
enum hilum_verdict record_each(struct db *db, struct hilum_call *call, sqlite3_stmt *s,
                               struct hilum_view collection, uint32_t flags,
                               hilum_record_each *each, void *context);

/* find.c */
enum hilum_verdict find_records(void *state, struct hilum_call *call,
                                struct hilum_change      *change,
                                const struct hilum_query *query, hilum_record_each *each,
                                void *context, uint64_t *total);

#endif
