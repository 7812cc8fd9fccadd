/* schema_test.c -- only a journal of this version is opened. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/schema.h"

#include "harness.h"

#include <stdio.h>
#include <sys/stat.h>

static void path_of(const struct harness *h, char path[static 128])
{
    snprintf(path, 128, "%s/journal.db", h->dir);
}

/* Opening must fail, for engine and reader, with these words. */
static void refused(struct harness *h, const char *words)
{
    struct journal_options options = { .dir = h->dir };

    ck_assert_ptr_null(journal_open(&options, &h->problems));
    ck_assert_msg(strstr(harness_problem(h), words) != NULL, "%s", harness_problem(h));
    ck_assert_ptr_null(reader_open(h->dir, &h->problems));
    ck_assert_msg(strstr(harness_problem(h), words) != NULL, "%s", harness_problem(h));
}

START_TEST(garbage_is_not_a_journal)
{
    struct harness h;
    char           path[128];
    FILE          *f;

    harness_open(&h);
    path_of(&h, path);
    f = fopen(path, "w");
    for (int i = 0; i < 5000; i++)
        fputs("not a database ", f);
    fclose(f);
    refused(&h, "not a database");
    harness_close(&h);
}
END_TEST

static void run_sql(struct harness *h, const char *sql)
{
    char       path[128];
    struct db *db;

    path_of(h, path);
    db = db_open(path, DB_OWNER, &h->problems);
    ck_assert_ptr_nonnull(db);
    ck_assert(db_exec(db, sql));
    db_close(db);
}

START_TEST(another_database_is_not_a_journal)
{
    struct harness h;

    harness_open(&h);
    run_sql(&h, "CREATE TABLE t(x)");
    refused(&h, "not a journal");
    harness_close(&h);
}
END_TEST

START_TEST(a_newer_journal_is_refused)
{
    struct harness h;

    harness_open(&h);
    journal_close(harness_journal(&h, 1));
    run_sql(&h, "PRAGMA user_version = 7");
    refused(&h, "version 7");
    harness_close(&h);
}
END_TEST

START_TEST(a_reader_makes_no_journal)
{
    struct harness h;

    harness_open(&h);
    ck_assert_ptr_null(reader_open(h.dir, &h.problems));
    ck_assert_ptr_nonnull(strstr(harness_problem(&h), "No such file"));
    harness_close(&h);
}
END_TEST

START_TEST(only_its_owner_can_read_a_journal)
{
    struct harness  h;
    struct journal *j;
    struct stat     s;
    char            path[140];

    harness_open(&h);
    j = harness_journal(&h, 1);
    harness_keep(j, (struct journal_entry){ .received = 1 });
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/journal.db%s", h.dir, i ? "-wal" : "");
        ck_assert_int_eq(stat(path, &s), 0);
        ck_assert_int_eq(s.st_mode & 077, 0);
    }
    journal_close(j);
    harness_close(&h);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        garbage_is_not_a_journal,          another_database_is_not_a_journal,
        a_newer_journal_is_refused,        a_reader_makes_no_journal,
        only_its_owner_can_read_a_journal,
    };

    return harness_run("schema", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
