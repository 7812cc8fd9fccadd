/* db.c -- SQLite, as much of it as the journal needs. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/db.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    OWNER_PATIENCE = 5000,    /* ms for a guest's short transaction */
    GUEST_PATIENCE = 15000,   /* ms for a gap between the owner's many */
    LOG_PATIENCE   = 100,     /* ms for readers, before the log starts afresh */
    LOG_FILE_KEEP  = 16 << 20 /* bytes of the log's file that stay when it does */
};

struct db_statement {
    sqlite3_stmt        *stmt;
    struct db           *db;
    struct db_statement *next;
};

struct db {
    sqlite3             *handle;
    struct db_statement *statements;
    enum db_state        state;
    int                  log_pages;
    char                 why[LIMIT_REASON];
};

/* The system's error that a file of the connection saw last; 0: none.  SQLite
 * itself knows ENOSPC alone as "full". */
static int last_error(sqlite3 *handle, int which)
{
    sqlite3_file *file  = NULL;
    int           error = 0;

    sqlite3_file_control(handle, "main", which, &file);
    if (file && file->pMethods)
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
    return error;
}

static bool no_room(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

/* What a failure means for the journal.  Only a write can lack room: a failed
 * sync never does, for what the kernel has dropped cannot be written again. */
static enum db_state judge(sqlite3 *handle, int extended)
{
    switch (extended & 0xff) {
    case SQLITE_FULL:
        return DB_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
        return DB_BUSY;
    case SQLITE_IOERR:
        if (extended == SQLITE_IOERR_NOMEM)
            return DB_BUSY;
        if (extended == SQLITE_IOERR_SHMSIZE)
            return DB_FULL;
        if (extended == SQLITE_IOERR_WRITE &&
            (no_room(last_error(handle, SQLITE_FCNTL_FILE_POINTER)) ||
             no_room(last_error(handle, SQLITE_FCNTL_JOURNAL_POINTER))))
            return DB_FULL;
        return DB_BROKEN;
    default:
        return DB_BROKEN;
    }
}

/* True if rc is no failure; otherwise it sticks. */
static bool fine(struct db *db, int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
        return true;
    if (db->state == DB_FINE) {
        int extended = sqlite3_extended_errcode(db->handle);

        db->state = judge(db->handle, extended);
        snprintf(db->why, sizeof db->why, "%s (%d)", sqlite3_errmsg(db->handle),
                 extended);
    }
    return false;
}

enum db_state db_state(const struct db *db)
{
    return db->state;
}

const char *db_why(const struct db *db)
{
    return db->why;
}

static int note_log_pages(void *db, sqlite3 *handle, const char *name, int pages)
{
    (void)handle;
    (void)name;
    ((struct db *)db)->log_pages = pages;
    return SQLITE_OK;
}

/* The journal's promise rests on these two; SQLite may silently keep others,
 * for instance on a file system without shared memory. */
static bool owner_setup(struct db *db, const char *path, struct problems *problems)
{
    char sql[80];

    snprintf(sql, sizeof sql, "PRAGMA journal_size_limit = %d", LOG_FILE_KEEP);
    db_exec(db, "PRAGMA page_size = 8192");
    db_exec(db, "PRAGMA journal_mode = WAL");
    db_exec(db, "PRAGMA synchronous = FULL");
    db_exec(db, "PRAGMA wal_autocheckpoint = 0");
    db_exec(db, "PRAGMA temp_store = MEMORY");
    db_exec(db, "PRAGMA cache_size = -8192");
    db_exec(db, sql);
    sqlite3_wal_hook(db->handle, note_log_pages, db);
    if (db->state != DB_FINE)
        return false;
    if (db_ask(db, "PRAGMA synchronous") != 2 ||
        db_ask(db,
               "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'") !=
            1) {
        problems_add(problems, &(struct problem){ .file = path },
                     "this file system cannot keep a write-ahead log that is synced at "
                     "every commit; choose a folder on a local disk");
        return false;
    }
    return true;
}

static bool setup(struct db *db, const char *path, enum db_mode mode,
                  struct problems *problems)
{
    static const int how[] = {
        [DB_OWNER]  = SQLITE_OPEN_READWRITE,
        [DB_GUEST]  = SQLITE_OPEN_READWRITE,
        [DB_READER] = SQLITE_OPEN_READONLY,
    };

    if (!fine(db,
              sqlite3_open_v2(path, &db->handle, how[mode] | SQLITE_OPEN_NOMUTEX, NULL)))
        return false;
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, mode == DB_OWNER ? OWNER_PATIENCE : GUEST_PATIENCE);
    if (mode == DB_OWNER)
        return owner_setup(db, path, problems);
    /* A guest never checkpoints: that would stall the owner's commits. */
    db_exec(db, "PRAGMA wal_autocheckpoint = 0");
    db_exec(db, "PRAGMA synchronous = FULL");
    db_exec(db, "PRAGMA temp_store = MEMORY");
    db_ask(db, "SELECT count(*) FROM sqlite_schema");
    return db->state == DB_FINE;
}

/* An empty file that only its owner can read; the log's files inherit that. */
static bool make_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return false;
    close(fd);
    return true;
}

struct db *db_open(const char *path, enum db_mode mode, struct problems *problems)
{
    struct problem at     = { .file = path };
    size_t         before = problems->errors;
    struct db     *db     = calloc(1, sizeof *db);

    if (!db) {
        problems_add(problems, &at, "out of memory");
        return NULL;
    }
    if (mode == DB_OWNER ? !make_private(path) : access(path, R_OK) != 0) {
        problems_add(problems, &at, "the journal cannot be opened: %s", strerror(errno));
        db_close(db);
        return NULL;
    }
    if (setup(db, path, mode, problems))
        return db;
    if (problems->errors == before)
        problems_add(problems, &at, "the journal cannot be opened: %s", db->why);
    db_close(db);
    return NULL;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    while (db->statements)
        db_free(db->statements);
    sqlite3_close(db->handle);
    free(db);
}

bool db_exec(struct db *db, const char *sql)
{
    return db->state == DB_FINE &&
           fine(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
}

bool db_begin(struct db *db)
{
    return db_exec(db, "BEGIN IMMEDIATE");
}

bool db_begin_reading(struct db *db)
{
    return db_exec(db, "BEGIN");
}

bool db_commit(struct db *db)
{
    return db_exec(db, "COMMIT");
}

void db_rollback(struct db *db)
{
    for (struct db_statement *s = db->statements; s; s = s->next)
        sqlite3_reset(s->stmt);
    /* Some failures have rolled back already. */
    if (!sqlite3_get_autocommit(db->handle))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    if (db->state != DB_BROKEN) {
        db->state  = DB_FINE;
        db->why[0] = '\0';
    }
}

int64_t db_ask(struct db *db, const char *sql)
{
    struct db_statement *s      = db_prepare(db, sql);
    int64_t              answer = db_step(s) ? db_int(s, 0) : 0;

    db_free(s);
    return answer;
}

struct db_statement *db_prepare(struct db *db, const char *sql)
{
    struct db_statement *s;

    if (db->state != DB_FINE)
        return NULL;
    s = calloc(1, sizeof *s);
    if (!s) {
        db->state = DB_BUSY;
        snprintf(db->why, sizeof db->why, "out of memory");
        return NULL;
    }
    s->db = db;
    if (!fine(db, sqlite3_prepare_v2(db->handle, sql, -1, &s->stmt, NULL))) {
        free(s);
        return NULL;
    }
    s->next        = db->statements;
    db->statements = s;
    return s;
}

void db_free(struct db_statement *s)
{
    struct db_statement **link;

    if (!s)
        return;
    for (link = &s->db->statements; *link != s; link = &(*link)->next)
        continue;
    *link = s->next;
    sqlite3_finalize(s->stmt);
    free(s);
}

static bool usable(const struct db_statement *s)
{
    return s && s->db->state == DB_FINE;
}

void db_set_int(struct db_statement *s, int at, int64_t value)
{
    if (usable(s))
        fine(s->db, sqlite3_bind_int64(s->stmt, at, value));
}

void db_set_text(struct db_statement *s, int at, struct hilum_view value)
{
    if (usable(s))
        fine(s->db, sqlite3_bind_text64(s->stmt, at, value.ptr, value.len, SQLITE_STATIC,
                                        SQLITE_UTF8));
}

void db_set_bytes(struct db_statement *s, int at, struct hilum_view value)
{
    if (usable(s))
        fine(s->db,
             sqlite3_bind_blob64(s->stmt, at, value.ptr, value.len, SQLITE_STATIC));
}

bool db_step(struct db_statement *s)
{
    int rc;

    if (!usable(s))
        return false;
    rc = sqlite3_step(s->stmt);
    if (rc == SQLITE_ROW)
        return true;
    fine(s->db, rc);
    sqlite3_reset(s->stmt);
    return false;
}

void db_run(struct db_statement *s)
{
    while (db_step(s))
        continue;
}

void db_reset(struct db_statement *s)
{
    if (s)
        sqlite3_reset(s->stmt);
}

int64_t db_int(struct db_statement *s, int column)
{
    return sqlite3_column_int64(s->stmt, column);
}

struct hilum_view db_text(struct db_statement *s, int column)
{
    bool        text = sqlite3_column_type(s->stmt, column) == SQLITE_TEXT;
    const void *ptr  = text ? (const void *)sqlite3_column_text(s->stmt, column)
                            : sqlite3_column_blob(s->stmt, column);

    return (struct hilum_view){ ptr, (size_t)sqlite3_column_bytes(s->stmt, column) };
}

int64_t db_changes(struct db *db)
{
    return sqlite3_changes64(db->handle);
}

int64_t db_log_pages(const struct db *db)
{
    return db->log_pages;
}

bool db_checkpoint(struct db *db, bool thoroughly)
{
    int mode = thoroughly ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
    int rc;

    if (db->state != DB_FINE)
        return false;
    sqlite3_busy_timeout(db->handle, LOG_PATIENCE);
    rc = sqlite3_wal_checkpoint_v2(db->handle, NULL, mode, NULL, NULL);
    sqlite3_busy_timeout(db->handle, OWNER_PATIENCE);
    return (rc & 0xff) == SQLITE_BUSY || fine(db, rc);
}
