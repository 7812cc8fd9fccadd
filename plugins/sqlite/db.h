/* db.h -- one connection to the store's file: its statements and its names. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SQLITE_DB_H
#define SQLITE_DB_H

#include "buffer.h"
#include "names.h"

#include <hilum/store.h>
#include <sqlite3.h>

/* The statements whose text never changes; db.c holds it. */
enum db_statement {
    DB_BEGIN_WRITE,
    DB_BEGIN_READ,
    DB_COMMIT,
    DB_ROLLBACK,
    DB_NAME_GET,
    DB_NAME_ADD,
    DB_RECORD_BY_ID,
    DB_RECORD_BY_KEY,
    DB_HEAD_BY_ID,
    DB_HEAD_BY_KEY,
    DB_HEAD_BY_TOKEN,
    DB_RECORD_OLD,
    DB_RECORD_ADD,
    DB_RECORD_SET,
    DB_VERSION_KEEP,
    DB_VERSION_GET,
    DB_VERSION_LIST,
    DB_TOKEN_ADD,
    DB_TOKEN_DROP,
    DB_STRING_ADD,
    DB_STRING_DROP,
    DB_RANGE_ADD,
    DB_RANGE_DROP,
    DB_STATEMENTS,
};

enum { DB_QUERIES = 64 }; /* statements of find that are kept */

struct db_query {
    char         *text;
    sqlite3_stmt *statement;
};

struct db_options {
    const char *path;
    int64_t     cache;   /* bytes */
    int64_t     timeout; /* milliseconds to wait for another writer */
    bool        full;    /* synchronous=FULL */
    bool        writer;
};

/* Used by one thread at a time. */
struct db {
    sqlite3        *handle;
    sqlite3_stmt   *statements[DB_STATEMENTS];
    struct db_query queries[DB_QUERIES];
    struct names    names;
    bool            writer;

    struct hilum_buffer text, bound, keys; /* find.c's */
    struct hilum_buffer packed, order;     /* terms.c's */
};

/* Opens the file, the writer first: it makes the tables.  Close bears a zeroed
 * db and one that could not be opened. */
enum hilum_verdict db_open(struct db *db, struct hilum_call *call,
                           const struct db_options *options);
void               db_close(struct db *db);

/* The prepared statement, reset; NULL with blame. */
sqlite3_stmt *db_statement(struct db *db, struct hilum_call *call,
                           enum db_statement which);
sqlite3_stmt *db_query(struct db *db, struct hilum_call *call, struct hilum_view text);

/* Runs a statement that has no rows, and resets it. */
enum hilum_verdict db_run(struct db *db, struct hilum_call *call,
                          sqlite3_stmt *statement);
enum hilum_verdict db_do(struct db *db, struct hilum_call *call, enum db_statement which);

/* Blames for SQLite's result: what may pass is RETRY, all else is FAIL. */
enum hilum_verdict db_blame(struct db *db, struct hilum_call *call, int result);

/* The number of a name such as "Patient" or "Patient.identifier"; 0 where it
 * has none and is not to be made (only the writer makes names). */
enum hilum_verdict db_name(struct db *db, struct hilum_call *call,
                           struct hilum_view collection, struct hilum_view name,
                           bool make, int64_t *number);

static inline int db_bind_view(sqlite3_stmt *s, int at, struct hilum_view v)
{
    return sqlite3_bind_text(s, at, v.len ? v.ptr : "", (int)v.len, SQLITE_STATIC);
}

static inline struct hilum_view db_column(sqlite3_stmt *s, int at)
{
    const char *ptr = sqlite3_column_blob(s, at);

    return (struct hilum_view){ ptr, (size_t)sqlite3_column_bytes(s, at) };
}

#endif
