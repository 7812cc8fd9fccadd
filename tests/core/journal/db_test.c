/* db_test.c -- trouble sticks until it is undone. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/db.h"

#include "harness.h"

#include <stdio.h>

static struct harness h;
static struct db     *db;
static char           path[128];

static void setup(void)
{
    harness_open(&h);
    snprintf(path, sizeof path, "%s/journal.db", h.dir);
    db = db_open(path, DB_OWNER, &h.problems);
    ck_assert_msg(db != NULL, "%s", harness_problem(&h));
    ck_assert(
        db_exec(db, "CREATE TABLE t(n INTEGER PRIMARY KEY, text TEXT, bytes BLOB)"));
}

static void teardown(void)
{
    db_close(db);
    harness_close(&h);
}

START_TEST(an_owner_syncs_every_commit_to_a_log)
{
    setup();
    ck_assert_int_eq(db_ask(db, "PRAGMA synchronous"), 2);
    ck_assert_int_eq(db_ask(db, "PRAGMA wal_autocheckpoint"), 0);
    ck_assert_int_gt(db_log_pages(db), 0);
    teardown();
}
END_TEST

START_TEST(what_is_set_is_read_back)
{
    struct db_statement *add, *all;

    setup();
    add = db_prepare(db, "INSERT INTO t VALUES(?1, ?2, ?3)");
    all = db_prepare(db, "SELECT * FROM t");
    db_set_int(add, 1, INT64_MIN);
    db_set_text(add, 2, HILUM_VIEW("M\xc3\xbcller"));
    db_set_bytes(add, 3, HILUM_VIEW("a\0b"));
    db_run(add);
    ck_assert_int_eq(db_changes(db), 1);
    ck_assert(db_step(all));
    ck_assert_int_eq(db_int(all, 0), INT64_MIN);
    ck_assert(hilum_is(db_text(all, 1), "M\xc3\xbcller"));
    ck_assert(hilum_same(db_text(all, 2), HILUM_VIEW("a\0b")));
    ck_assert(!db_step(all));
    ck_assert_int_eq(db_state(db), DB_FINE);
    teardown();
}
END_TEST

START_TEST(after_a_failure_nothing_is_done)
{
    struct db_statement *add;

    setup();
    ck_assert(db_exec(db, "INSERT INTO t(n) VALUES(1)"));
    add = db_prepare(db, "INSERT INTO t(n) VALUES(?1)");
    ck_assert(db_begin(db));
    for (int n = 0; n < 3; n++) {
        db_set_int(add, 1, n); /* 1 is there */
        db_run(add);
    }
    ck_assert_int_eq(db_state(db), DB_BROKEN);
    ck_assert_ptr_nonnull(strstr(db_why(db), "UNIQUE"));
    ck_assert(!db_commit(db));
    db_rollback(db);
    ck_assert_int_eq(db_state(db), DB_BROKEN);
    db_close(db);
    db = db_open(path, DB_READER, &h.problems);
    ck_assert_int_eq(db_ask(db, "SELECT count(*) FROM t"), 1);
    ck_assert(!db_exec(db, "INSERT INTO t(n) VALUES(5)"));
    teardown();
}
END_TEST

START_TEST(a_statement_that_could_not_be_made_does_nothing)
{
    setup();
    ck_assert(!db_step(NULL));
    db_run(NULL);
    db_set_int(NULL, 1, 1);
    db_free(NULL);
    ck_assert_ptr_null(db_prepare(db, "SELECT * FROM nothing"));
    ck_assert_int_eq(db_ask(db, "SELECT 1"), 0);
    teardown();
}
END_TEST

START_TEST(moving_the_log_lets_it_start_afresh)
{
    int64_t pages;

    setup();
    for (int i = 0; i < 20; i++)
        ck_assert(db_exec(db, "INSERT INTO t(bytes) VALUES(zeroblob(20000))"));
    pages = db_log_pages(db);
    ck_assert(db_checkpoint(db, true));
    ck_assert(db_exec(db, "INSERT INTO t(n) VALUES(100)"));
    ck_assert_int_lt(db_log_pages(db), pages);
    teardown();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_owner_syncs_every_commit_to_a_log,
        what_is_set_is_read_back,
        after_a_failure_nothing_is_done,
        a_statement_that_could_not_be_made_does_nothing,
        moving_the_log_lets_it_start_afresh,
    };

    return harness_run("db", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
