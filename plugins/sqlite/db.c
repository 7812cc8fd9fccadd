/* db.c -- one connection to the store's file: its statements and its names. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "db.h"

#include "hash.h"
#include "match.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DB_APPLICATION = 0x48696c75, /* "Hilu" in the header of the file */
    DB_FORMAT      = 1,          /* of the tables */
    DB_CHECKPOINT  = 4000,       /* pages of the write-ahead log */
};

/* A term is one entry of one b-tree: it leads to its record, and the record
 * keeps a list of its terms (column `terms`, see terms.h) by which they are
 * taken out again.  A version that is no longer the newest lies at its record's
 * key times 2^24 plus its number. */
static const char db_tables[] =
    "CREATE TABLE name (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE record (key INTEGER PRIMARY KEY, collection INTEGER NOT NULL,"
    " id TEXT NOT NULL, version INTEGER NOT NULL, updated INTEGER NOT NULL,"
    " deleted INTEGER NOT NULL, mark BLOB NOT NULL, terms BLOB NOT NULL,"
    " body BLOB NOT NULL);"
    "CREATE UNIQUE INDEX record_id ON record (collection, id, deleted);"
    "CREATE TABLE version (place INTEGER PRIMARY KEY, updated INTEGER NOT NULL,"
    " deleted INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE TABLE token (name INTEGER, code TEXT, system INTEGER, record INTEGER,"
    " PRIMARY KEY (name, code, system, record)) WITHOUT ROWID;"
    "CREATE TABLE string (name INTEGER, text TEXT, written TEXT, record INTEGER,"
    " PRIMARY KEY (name, text, written, record)) WITHOUT ROWID;"
    "CREATE TABLE range (name INTEGER, low REAL, high REAL, unit TEXT, system INTEGER,"
    " record INTEGER, PRIMARY KEY (name, low, high, unit, system, record)) WITHOUT "
    "ROWID;";

static const char *const db_texts[DB_STATEMENTS] = {
    [DB_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [DB_BEGIN_READ]  = "BEGIN",
    [DB_COMMIT]      = "COMMIT",
    [DB_ROLLBACK]    = "ROLLBACK",
    [DB_NAME_GET]    = "SELECT number FROM name WHERE text = ?1",
    [DB_NAME_ADD]    = "INSERT INTO name (text) VALUES (?1)",
    [DB_RECORD_BY_ID] =
        "SELECT key, id, version, updated, deleted, mark, body FROM record"
        " WHERE collection = ?1 AND id = ?2",
    [DB_RECORD_BY_KEY] = "SELECT key, id, version, updated, deleted, mark, body"
                         " FROM record WHERE key = ?1",
    [DB_HEAD_BY_ID]    = "SELECT key, id, version, updated, deleted, mark FROM record"
                         " WHERE collection = ?1 AND id = ?2",
    [DB_HEAD_BY_KEY]   = "SELECT key, id, version, updated, deleted, mark FROM record"
                         " WHERE key = ?1",
    [DB_HEAD_BY_TOKEN] = "SELECT key, id, version, updated, deleted, mark"
                         " FROM token t CROSS JOIN record ON key = t.record"
                         " WHERE t.name = ?1 AND t.code = ?2 AND t.system = ?3"
                         " AND deleted = 0 LIMIT ?4",
    [DB_RECORD_OLD]    = "SELECT key, version, terms FROM record"
                         " WHERE collection = ?1 AND id = ?2",
    [DB_RECORD_ADD] =
        "INSERT INTO record (collection, id, version, updated, deleted, mark,"
        " terms, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [DB_RECORD_SET]   = "UPDATE record SET version = ?2, updated = ?3, deleted = ?4,"
                        " mark = ?5, terms = ?6, body = ?7 WHERE key = ?1",
    [DB_VERSION_KEEP] = "INSERT INTO version (place, updated, deleted, body)"
                        " SELECT key * 16777216 + version, updated, deleted, body"
                        " FROM record WHERE key = ?1",
    [DB_VERSION_GET]  = "SELECT updated, deleted, body FROM version"
                        " WHERE place = ?1 * 16777216 + ?2",
    [DB_VERSION_LIST] =
        "SELECT place - ?1 * 16777216, updated, deleted, body FROM version"
        " WHERE place > ?1 * 16777216 AND place < (?1 + 1) * 16777216"
        " ORDER BY place DESC LIMIT ?2 OFFSET ?3",
    [DB_TOKEN_ADD]   = "INSERT INTO token VALUES (?1, ?2, ?3, ?4)",
    [DB_TOKEN_DROP]  = "DELETE FROM token WHERE name = ?1 AND code = ?2 AND system = ?3"
                       " AND record = ?4",
    [DB_STRING_ADD]  = "INSERT INTO string VALUES (?1, ?2, ?3, ?4)",
    [DB_STRING_DROP] = "DELETE FROM string WHERE name = ?1 AND text = ?2 AND written = ?3"
                       " AND record = ?4",
    [DB_RANGE_ADD]   = "INSERT INTO range VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [DB_RANGE_DROP]  = "DELETE FROM range WHERE name = ?1 AND low = ?2 AND high = ?3"
                       " AND unit = ?4 AND system = ?5 AND record = ?6",
};

enum hilum_verdict db_blame(struct db *db, struct hilum_call *call, int result)
{
    const char *what = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(result);

    /* What could not be written, for a quota or a limit, may be written later; what
     * could not be synced is another matter. */
    if (result == SQLITE_IOERR_WRITE)
        result = SQLITE_FULL;
    switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return hilum_blame(call, HILUM_RETRY, "", "the store is busy: %s", what);
    case SQLITE_FULL:
        return hilum_blame(call, HILUM_RETRY, "", "the store has no room: %s", what);
    case SQLITE_NOMEM:
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    case SQLITE_TOOBIG:
        return hilum_blame(call, HILUM_REJECT, "", "it is too large for the store");
    default:
        return hilum_blame(call, HILUM_FAIL, "", "the store is broken: %s (%d)", what,
                           result);
    }
}

sqlite3_stmt *db_statement(struct db *db, struct hilum_call *call,
                           enum db_statement which)
{
    sqlite3_stmt **at = &db->statements[which];
    int            result;

    if (*at)
        return *at;
    result = sqlite3_prepare_v3(db->handle, db_texts[which], -1,
                                SQLITE_PREPARE_PERSISTENT, at, NULL);
    if (result != SQLITE_OK)
        db_blame(db, call, result);
    return *at;
}

sqlite3_stmt *db_query(struct db *db, struct hilum_call *call, struct hilum_view text)
{
    struct db_query *q = &db->queries[hash_bytes(text) % DB_QUERIES];
    int              result;

    if (q->text && hilum_is(text, q->text))
        return q->statement;
    sqlite3_finalize(q->statement);
    free(q->text);
    *q     = (struct db_query){ 0 };
    result = sqlite3_prepare_v3(db->handle, text.ptr, (int)text.len,
                                SQLITE_PREPARE_PERSISTENT, &q->statement, NULL);
    if (result != SQLITE_OK) {
        db_blame(db, call, result);
        return NULL;
    }
    q->text = malloc(text.len + 1);
    if (q->text) {
        memcpy(q->text, text.ptr, text.len);
        q->text[text.len] = '\0';
    }
    return q->statement;
}

enum hilum_verdict db_run(struct db *db, struct hilum_call *call, sqlite3_stmt *statement)
{
    int result = sqlite3_step(statement);

    if (result != SQLITE_DONE && result != SQLITE_ROW) {
        enum hilum_verdict v = db_blame(db, call, result);

        sqlite3_reset(statement);
        return v;
    }
    sqlite3_reset(statement);
    return HILUM_OK;
}

enum hilum_verdict db_do(struct db *db, struct hilum_call *call, enum db_statement which)
{
    sqlite3_stmt *s = db_statement(db, call, which);

    return s ? db_run(db, call, s) : HILUM_FAIL;
}

/* ---- Names ---------------------------------------------------------------- */

static enum hilum_verdict db_name_find(struct db *db, struct hilum_call *call,
                                       struct hilum_view text, bool make, int64_t *number)
{
    sqlite3_stmt *s = db_statement(db, call, DB_NAME_GET);
    int           result;

    if (!s)
        return HILUM_FAIL;
    db_bind_view(s, 1, text);
    result = sqlite3_step(s);
    if (result == SQLITE_ROW)
        *number = sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return db_blame(db, call, result);
    if (*number || !make)
        return HILUM_OK;
    s = db_statement(db, call, DB_NAME_ADD);
    if (!s)
        return HILUM_FAIL;
    db_bind_view(s, 1, text);
    db->names.fresh = true;
    if (db_run(db, call, s) != HILUM_OK)
        return HILUM_FAIL;
    *number = sqlite3_last_insert_rowid(db->handle);
    return HILUM_OK;
}

enum hilum_verdict db_name(struct db *db, struct hilum_call *call,
                           struct hilum_view collection, struct hilum_view name,
                           bool make, int64_t *number)
{
    struct hilum_buffer *text;
    enum hilum_verdict   v;

    *number = names_get(&db->names, collection, name);
    if (*number)
        return HILUM_OK;
    text = hilum_buffer(call);
    if (!text)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    hilum_put_view(text, collection);
    if (name.len) {
        hilum_put_byte(text, '.');
        hilum_put_view(text, name);
    }
    if (text->failed)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    v = db_name_find(db, call, hilum_buffer_view(text), make, number);
    if (v == HILUM_OK && *number && !names_add(&db->names, collection, name, *number))
        return hilum_blame(call, HILUM_REJECT, "", "the store has too many names");
    return v;
}

/* ---- Opening -------------------------------------------------------------- */

/* The file of a new store is for nobody else to read; SQLite gives what lies beside
 * it the same rights. */
static void db_private(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file >= 0)
        close(file);
}

/* Makes the folders above the file. */
static enum hilum_verdict db_folder(struct hilum_call *call, const char *path)
{
    size_t len  = strlen(path);
    char  *copy = hilum_scratch(call, len + 1);

    if (!copy)
        return hilum_blame(call, HILUM_FAIL, "", "out of memory");
    memcpy(copy, path, len + 1);
    for (size_t i = 1; i < len; i++) {
        if (copy[i] != '/')
            continue;
        copy[i] = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            return hilum_blame(call, HILUM_FAIL, "path", "cannot make the folder %s: %s",
                               copy, strerror(errno));
        copy[i] = '/';
    }
    return HILUM_OK;
}

/* The single value a PRAGMA answers, as a number; text is compared where given. */
static enum hilum_verdict db_pragma(struct db *db, struct hilum_call *call,
                                    const char *text, const char *expected,
                                    int64_t *value)
{
    sqlite3_stmt      *s      = NULL;
    enum hilum_verdict v      = HILUM_OK;
    int                result = sqlite3_prepare_v2(db->handle, text, -1, &s, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(s);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        v = db_blame(db, call, result);
    else if (result == SQLITE_ROW && value)
        *value = sqlite3_column_int64(s, 0);
    if (v == HILUM_OK && expected &&
        (result != SQLITE_ROW || !hilum_is(db_column(s, 0), expected)))
        v = hilum_blame(call, HILUM_FAIL, "path",
                        "the file cannot be used safely: "
                        "\"%s\" was refused",
                        text);
    sqlite3_finalize(s);
    return v;
}

/* Makes the tables in a new file, or sees whether it is one of ours. */
static enum hilum_verdict db_prepare(struct db *db, struct hilum_call *call,
                                     const char *path)
{
    int64_t            ours = 0, format = 0, tables = 0;
    char               text[96];
    enum hilum_verdict v;

    v = db_pragma(db, call, "PRAGMA application_id", NULL, &ours);
    if (v == HILUM_OK)
        v = db_pragma(db, call, "PRAGMA user_version", NULL, &format);
    if (v == HILUM_OK)
        v = db_pragma(db, call, "SELECT count(*) FROM sqlite_master", NULL, &tables);
    if (v != HILUM_OK)
        return v;
    if (ours == DB_APPLICATION && format == DB_FORMAT)
        return HILUM_OK;
    if (ours == DB_APPLICATION)
        return hilum_blame(call, HILUM_FAIL, "path",
                           "%s has format %d, and this engine reads format %d only", path,
                           (int)format, DB_FORMAT);
    if (ours != 0 || tables != 0)
        return hilum_blame(call, HILUM_FAIL, "path",
                           "%s is the database of another program, not a store", path);
    snprintf(text, sizeof(text), "PRAGMA application_id = %d; PRAGMA user_version = %d;",
             DB_APPLICATION, DB_FORMAT);
    if (sqlite3_exec(db->handle, db_tables, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db->handle, text, NULL, NULL, NULL) != SQLITE_OK)
        return db_blame(db, call, sqlite3_extended_errcode(db->handle));
    return HILUM_OK;
}

/* Tables are made under the write lock: two engines may start on one file. */
static enum hilum_verdict db_tables_once(struct db *db, struct hilum_call *call,
                                         const char *path)
{
    enum hilum_verdict v = db_do(db, call, DB_BEGIN_WRITE);

    if (v != HILUM_OK)
        return v;
    v = db_prepare(db, call, path);
    if (v == HILUM_OK)
        v = db_do(db, call, DB_COMMIT);
    if (v != HILUM_OK)
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    return v;
}

static enum hilum_verdict db_settings(struct db *db, struct hilum_call *call,
                                      const struct db_options *options)
{
    char text[64];

    sqlite3_busy_timeout(db->handle, (int)options->timeout);
    if (!match_register(db->handle))
        return db_blame(db, call, SQLITE_NOMEM);
    snprintf(text, sizeof(text), "PRAGMA cache_size = -%lld",
             (long long)(options->cache / 1024));
    return db_pragma(db, call, text, NULL, NULL);
}

/* What makes a commit last.  It is read back, for some file systems refuse. */
static enum hilum_verdict db_durable(struct db *db, struct hilum_call *call, bool full)
{
    const char *sync = full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
    char        text[64];
    enum hilum_verdict v;

    v = db_pragma(db, call, "PRAGMA journal_mode = WAL", "wal", NULL);
    if (v == HILUM_OK)
        v = db_pragma(db, call, sync, NULL, NULL);
    if (v == HILUM_OK)
        v = db_pragma(db, call, "PRAGMA synchronous", full ? "2" : "1", NULL);
    snprintf(text, sizeof(text), "PRAGMA wal_autocheckpoint = %d", DB_CHECKPOINT);
    return v == HILUM_OK ? db_pragma(db, call, text, NULL, NULL) : v;
}

enum hilum_verdict db_open(struct db *db, struct hilum_call *call,
                           const struct db_options *options)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE;
    int result;
    enum hilum_verdict v;

    db->writer = options->writer;
    if (options->writer) {
        flags |= SQLITE_OPEN_CREATE;
        v = db_folder(call, options->path);
        if (v != HILUM_OK)
            return v;
        db_private(options->path);
    }
    result = sqlite3_open_v2(options->path, &db->handle, flags, NULL);
    if (result != SQLITE_OK)
        return hilum_blame(call, HILUM_FAIL, "path", "cannot open %s: %s", options->path,
                           sqlite3_errstr(result));
    v = db_settings(db, call, options);
    if (v == HILUM_OK && options->writer)
        v = db_tables_once(db, call, options->path);
    if (v == HILUM_OK && options->writer)
        v = db_durable(db, call, options->full);
    if (v != HILUM_OK && sqlite3_errcode(db->handle) == SQLITE_NOTADB)
        return hilum_blame(call, HILUM_FAIL, "path", "%s is not a database",
                           options->path);
    return v;
}

void db_close(struct db *db)
{
    for (size_t i = 0; i < DB_STATEMENTS; i++)
        sqlite3_finalize(db->statements[i]);
    for (size_t i = 0; i < DB_QUERIES; i++) {
        sqlite3_finalize(db->queries[i].statement);
        free(db->queries[i].text);
    }
    names_clear(&db->names);
    free(db->text.ptr);
    free(db->bound.ptr);
    free(db->keys.ptr);
    free(db->packed.ptr);
    free(db->order.ptr);
    sqlite3_close(db->handle);
    *db = (struct db){ 0 };
}
