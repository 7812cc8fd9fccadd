/* db.h -- SQLite, as much of it as the journal needs; db.c alone includes it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_DB_H
#define CORE_JOURNAL_DB_H

#include "base/problem.h"

/* One connection; it belongs to one thread at a time.
 *
 * Trouble sticks: after the first failure every statement does nothing and
 * reads as empty until db_rollback, so that a transaction is checked once, at
 * its commit.  DB_BROKEN is for ever: what the file holds is not known any more. */
struct db;
struct db_statement;

enum db_mode {
    DB_OWNER, /* creates the file; write-ahead log, every commit synced, or refuses */
    DB_GUEST, /* writes now and then into an owner's file, which must be there */
    DB_READER /* only reads; the file must be there */
};

enum db_state {
    DB_FINE,
    DB_FULL,  /* the disk, a quota or a limit has no room */
    DB_BUSY,  /* another process held the lock too long, or memory is out: ask again */
    DB_BROKEN /* input/output error, failed sync, damaged file */
};

/* NULL, and a problem, where the file cannot be opened as asked. */
struct db *db_open(const char *path, enum db_mode mode, struct problems *problems);

/* Frees its statements too.  NULL is fine. */
void db_close(struct db *db);

enum db_state db_state(const struct db *db);

/* The failure in SQLite's words; empty where there was none. */
const char *db_why(const struct db *db);

/* Both false on trouble.  A failed commit still needs its db_rollback. */
bool db_begin(struct db *db);
bool db_commit(struct db *db);

/* Undoes what is open, if anything is, and forgets what can be forgotten. */
void db_rollback(struct db *db);

/* A read transaction: what is read until db_rollback is of one moment. */
bool db_begin_reading(struct db *db);

/* Runs statements without parameters; false on trouble. */
bool db_exec(struct db *db, const char *sql);

/* The integer in the first column of the first row; 0 where there is none. */
int64_t db_ask(struct db *db, const char *sql);

/* NULL on trouble; all that takes a statement takes NULL and does nothing. */
struct db_statement *db_prepare(struct db *db, const char *sql);
void                 db_free(struct db_statement *s);

/* Parameters count from 1 and stay until set again.  Texts and bytes are
 * borrowed until the statement has ended; a NULL ptr is SQL's NULL. */
void db_set_int(struct db_statement *s, int at, int64_t value);
void db_set_text(struct db_statement *s, int at, struct hilum_view value);
void db_set_bytes(struct db_statement *s, int at, struct hilum_view value);

/* The next row, or false at the end (the statement is then ready to be run
 * again) and on trouble. */
bool db_step(struct db_statement *s);

/* To the end, for statements without rows. */
void db_run(struct db_statement *s);

/* Ends a statement before its last row. */
void db_reset(struct db_statement *s);

/* Of the current row; columns count from 0.  Views hold until the next step;
 * texts are followed by a NUL. */
int64_t           db_int(struct db_statement *s, int column);
struct hilum_view db_text(struct db_statement *s, int column);

/* Rows changed by the last statement. */
int64_t db_changes(struct db *db);

/* Pages in the write-ahead log after the last commit. */
int64_t db_log_pages(const struct db *db);

/* [owner] Moves pages from the log into the file, as far as readers allow; thoroughly:
 * waits for them a moment, so that the log starts afresh.  False on trouble, and then
 * the state is set; a busy reader is none. */
bool db_checkpoint(struct db *db, bool thoroughly);

#endif
