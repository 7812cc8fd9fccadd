/* schema.c -- the tables of a journal. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/schema.h"

#include "journal/journal.h"

#include <limits.h>
#include <stdio.h>

/* "Hilu": tells a journal from other SQLite files. */
enum { APPLICATION = 0x48696c75 };

/* The sequence number that is expected next of a sender. */
#define SEQUENCE                                                                         \
    "CREATE TABLE sequence("                                                             \
    " pipeline TEXT, sender TEXT, next INTEGER NOT NULL,"                                \
    " PRIMARY KEY(pipeline, sender)) WITHOUT ROWID;"

/* Bodies have a table of their own, so that a change of status rewrites a
 * narrow row.
 *
 * Search terms are not indexed one by one: random places in a growing index
 * would cost each commit several pages a message.  Instead the terms of SCHEMA_RUN
 * messages are sorted and appended together once their run of ids is complete
 * (run = id / SCHEMA_RUN), and a search asks run after run, newest first.  What
 * is newer than the last run is read through.  The same runs know the earliest
 * and latest time in them, which is all the index that times need. */
static const char tables[] =
    "CREATE TABLE message("
    " id INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, format TEXT, received INTEGER,"
    " status INTEGER NOT NULL, lane INTEGER, control_id TEXT, type TEXT, patient TEXT,"
    " peer TEXT, reason TEXT, place TEXT, sender TEXT, labels TEXT);"
    "CREATE TABLE body(message INTEGER PRIMARY KEY, bytes BLOB, reply BLOB);"
    "CREATE TABLE outcome("
    " message INTEGER, sink TEXT, verdict INTEGER, tries INTEGER, at INTEGER,"
    " reason TEXT, place TEXT, remark TEXT, PRIMARY KEY(message, sink)) WITHOUT ROWID;"
    /* Pending, held and dead. */
    "CREATE INDEX open ON message(status, pipeline, id) WHERE status < 3;"
    "CREATE TABLE run(id INTEGER PRIMARY KEY, earliest INTEGER, latest INTEGER);"
    "CREATE TABLE term("
    " run INTEGER, kind INTEGER, value TEXT, message INTEGER,"
    " PRIMARY KEY(run, kind, value, message)) WITHOUT ROWID;"
    /* Messages by pipeline and status, kept in step by every transaction. */
    "CREATE TABLE tally("
    " pipeline TEXT, status INTEGER, messages INTEGER NOT NULL,"
    " PRIMARY KEY(pipeline, status)) WITHOUT ROWID;"
    /* The highest id ever deleted: none is used twice. */
    "CREATE TABLE deleted(highest INTEGER NOT NULL);"
    "INSERT INTO deleted VALUES(0);" SEQUENCE;

/* From version 1. */
static const char upgrade_1[] = "ALTER TABLE message ADD COLUMN sender TEXT;"
                                "ALTER TABLE message ADD COLUMN labels TEXT;"
                                "ALTER TABLE body ADD COLUMN reply BLOB;" SEQUENCE;

_Static_assert(JOURNAL_DELIVERED == 3, "the index named open ends before the settled");

static bool make(struct db *db, const char *sql)
{
    char stamp[100];

    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION, JOURNAL_SCHEMA);
    return db_begin(db) && db_exec(db, sql) && db_exec(db, stamp) && db_commit(db);
}

static bool check(struct db *db, const char *path, struct problems *problems)
{
    struct problem at      = { .file = path };
    int64_t        version = db_ask(db, "PRAGMA user_version");
    int64_t        kind    = db_ask(db, "PRAGMA application_id");

    if (db_state(db) != DB_FINE) {
        problems_add(problems, &at, "the journal cannot be read: %s", db_why(db));
        return false;
    }
    if (kind != APPLICATION) {
        problems_add(problems, &at,
                     "this is a database, but not a journal; move it away, or choose "
                     "another folder");
        return false;
    }
    if (version != JOURNAL_SCHEMA) {
        problems_add(problems, &at,
                     "the journal has version %lld of its tables and this program knows "
                     "version %d; use the program that wrote it, or a newer one",
                     (long long)version, JOURNAL_SCHEMA);
        return false;
    }
    return true;
}

struct db *schema_open(const char *dir, enum db_mode mode, struct problems *problems)
{
    char       path[PATH_MAX];
    struct db *db;

    if ((size_t)snprintf(path, sizeof path, "%s/journal.db", dir) >= sizeof path) {
        problems_add(problems, &(struct problem){ .file = dir }, "the path is too long");
        return NULL;
    }
    db = db_open(path, mode, problems);
    if (!db)
        return NULL;
    /* A file of no pages is new, or an owner died before its first commit. */
    if (mode == DB_OWNER && db_ask(db, "SELECT count(*) FROM sqlite_schema") == 0 &&
        db_ask(db, "PRAGMA user_version") == 0)
        make(db, tables);
    else if (mode == DB_OWNER && db_ask(db, "PRAGMA application_id") == APPLICATION &&
             db_ask(db, "PRAGMA user_version") == 1)
        make(db, upgrade_1);
    if (!check(db, path, problems)) {
        db_close(db);
        return NULL;
    }
    return db;
}
