/* store.c -- the plugin: its options, its transactions and who may read when. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store.h"

#include <errno.h>
#include <time.h>

/* ---- Transactions --------------------------------------------------------- */

static enum hilum_verdict store_begin(void *state, struct hilum_call *call,
                                      struct hilum_change **change)
{
    struct store      *s = state;
    struct timespec    until;
    enum hilum_verdict v;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += (time_t)(s->timeout / 1000 + 1);
    if (pthread_mutex_timedlock(&s->writing, &until) != 0)
        return hilum_blame(call, HILUM_RETRY, "",
                           "the store is busy: another transaction "
                           "has not ended");
    s->change.failed = false;
    v                = db_do(&s->change.writer, call, DB_BEGIN_WRITE);
    if (v != HILUM_OK) {
        pthread_mutex_unlock(&s->writing);
        return v;
    }
    *change = &s->change;
    return HILUM_OK;
}

static void store_rollback(void *state, struct hilum_change *change)
{
    struct store *s = state;

    /* Where SQLite has rolled back on its own, this does nothing. */
    sqlite3_exec(change->writer.handle, "ROLLBACK", NULL, NULL, NULL);
    if (change->writer.names.fresh)
        names_clear(&change->writer.names);
    pthread_mutex_unlock(&s->writing);
}

static enum hilum_verdict store_commit(void *state, struct hilum_call *call,
                                       struct hilum_change *change)
{
    struct store      *s = state;
    enum hilum_verdict v;

    if (change->failed)
        v = hilum_blame(call, HILUM_FAIL, "", "the transaction had failed before");
    else
        v = db_do(&change->writer, call, DB_COMMIT);
    if (v != HILUM_OK) {
        store_rollback(state, change);
        return v;
    }
    change->writer.names.fresh = false;
    pthread_mutex_unlock(&s->writing);
    return HILUM_OK;
}

/* ---- Readers -------------------------------------------------------------- */

static size_t store_free_reader(const struct store *s)
{
    size_t at = 0;

    while (at < (size_t)s->readers && s->lent[at])
        at++;
    return at;
}

struct db *store_borrow(struct store *s, struct hilum_call *call,
                        struct hilum_change *change)
{
    size_t at;

    if (change)
        return &change->writer;
    pthread_mutex_lock(&s->lending);
    at = store_free_reader(s);
    while (at == (size_t)s->readers) {
        pthread_cond_wait(&s->returned, &s->lending);
        at = store_free_reader(s);
    }
    s->lent[at] = true;
    pthread_mutex_unlock(&s->lending);
    if (db_do(&s->pool[at], call, DB_BEGIN_READ) == HILUM_OK)
        return &s->pool[at];
    store_return(s, &s->pool[at]);
    return NULL;
}

void store_return(struct store *s, struct db *db)
{
    if (db->writer)
        return;
    if (!sqlite3_get_autocommit(db->handle)) {
        sqlite3_step(db->statements[DB_COMMIT]);
        sqlite3_reset(db->statements[DB_COMMIT]);
    }
    pthread_mutex_lock(&s->lending);
    s->lent[db - s->pool] = false;
    pthread_cond_signal(&s->returned);
    pthread_mutex_unlock(&s->lending);
}

/* ---- The part ------------------------------------------------------------- */

static enum hilum_verdict store_open(void *state, struct hilum_call *call)
{
    struct store      *s = state;
    struct db_options  o = { .path    = s->path,
                             .cache   = s->cache,
                             .timeout = s->timeout,
                             .full    = s->sync == 0,
                             .writer  = true };
    enum hilum_verdict v;

    pthread_mutex_init(&s->writing, NULL);
    pthread_mutex_init(&s->lending, NULL);
    pthread_cond_init(&s->returned, NULL);
    s->ready = true;
    v        = db_open(&s->change.writer, call, &o);
    o.writer = false;
    for (size_t i = 0; v == HILUM_OK && i < (size_t)s->readers; i++) {
        v = db_open(&s->pool[i], call, &o);
        if (v == HILUM_OK && !db_statement(&s->pool[i], call, DB_COMMIT))
            v = HILUM_FAIL;
    }
    return v;
}

static void store_close(void *state)
{
    struct store *s = state;

    for (size_t i = 0; i < STORE_READERS; i++)
        db_close(&s->pool[i]);
    db_close(&s->change.writer); /* last: it writes the log back into the file */
    if (!s->ready)
        return;
    pthread_cond_destroy(&s->returned);
    pthread_mutex_destroy(&s->lending);
    pthread_mutex_destroy(&s->writing);
    s->ready = false;
}

static const char *const store_syncs[] = { "full", "normal", NULL };

static const struct hilum_option store_options[] = {
    HILUM_OPT_TEXT(struct store, path,
                   .help = "The file; it and the folders above it are made."),
    HILUM_OPT_CHOICE(struct store, sync, .choices = store_syncs, .preset = "full",
                     .help = "full: a commit survives a power cut; normal: it survives a "
                             "crash of the engine."),
    HILUM_OPT_BYTES(struct store, cache, .preset = "32M", .least = "1M", .most = "64G",
                    .help = "Memory for pages of the file, of each connection."),
    HILUM_OPT_INT(struct store, readers, .preset = "4", .least = "1", .most = "32",
                  .help = "How many searches run at once."),
    HILUM_OPT_MILLIS(struct store, timeout, .preset = "5s", .least = "1ms", .most = "10m",
                     .help = "How long to wait for another writer."),
    HILUM_OPT_END
};

static const struct hilum_store store_table = {
    .size     = sizeof(struct hilum_store),
    .begin    = store_begin,
    .commit   = store_commit,
    .rollback = store_rollback,
    .get      = record_get,
    .history  = record_history,
    .put      = record_put,
    .find     = find_records,
};

static const struct hilum_part store_part =
    HILUM_PART(.name    = "sqlite",
               .summary = "Keeps versioned records in one SQLite file, and finds them.",
               .options = store_options, .state = sizeof(struct store),
               .open = store_open, .close = store_close, .store = &store_table, );

HILUM_PLUGIN(.name = "sqlite", .version = "1.0.0", .parts = HILUM_PARTS(&store_part), );
