/* sqlite_test.c -- what is peculiar to the store in a SQLite file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "../rig.h"

#include <check.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct rig rig;

static void setup(void)
{
    rig_open(&rig);
}

static void teardown(void)
{
    rig_close(&rig);
}

static struct instance *open_store(const char *options)
{
    return rig_part(&rig, PART_STORE, "sqlite", "ehr", options);
}

/* A path below the temporary folder. */
static const char *file(const char *name)
{
    static char path[RIG_PATH + 64];

    snprintf(path, sizeof(path), "%s/%s", rig.folder, name);
    return path;
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(db));
    sqlite3_close(db);
}

static enum hilum_verdict put(const struct hilum_store *store, void *state,
                              const char *id)
{
    struct hilum_term    term   = { .kind   = HILUM_TOKEN,
                                    .name   = HILUM_VIEW("identifier"),
                                    .text   = hilum_view(id),
                                    .beside = HILUM_VIEW("urn:a") };
    struct hilum_record  r      = { .size       = sizeof(r),
                                    .collection = HILUM_VIEW("Patient"),
                                    .id         = hilum_view(id),
                                    .version    = 1,
                                    .body       = HILUM_VIEW("x"),
                                    .terms      = &term,
                                    .term_count = 1 };
    struct hilum_change *change = NULL;
    enum hilum_verdict   v      = store->begin(state, rig_call(&rig), &change);

    if (v != HILUM_OK)
        return v;
    v = store->put(state, &rig.call.pub, change, &r);
    if (v == HILUM_OK)
        return store->commit(state, &rig.call.pub, change);
    store->rollback(state, change);
    return v;
}

static bool add(void *context, const struct hilum_record *r)
{
    (void)r;
    ++*(size_t *)context;
    return true;
}

static size_t count(const struct hilum_store *store, void *state)
{
    struct hilum_query q     = { .size       = sizeof(q),
                                 .collection = HILUM_VIEW("Patient"),
                                 .limit      = 10000 };
    size_t             found = 0;

    ck_assert_int_eq(store->find(state, rig_call(&rig), NULL, &q, add, &found, NULL),
                     HILUM_OK);
    return found;
}

START_TEST(the_database_of_another_program_is_left_alone)
{
    struct stat before, after;

    run_sql(file("other.db"), "CREATE TABLE t (a)");
    ck_assert_int_eq(stat(file("other.db"), &before), 0);
    ck_assert_ptr_null(open_store("{ path: @/other.db }"));
    ck_assert_msg(strstr(rig.call.reason, "another program") != NULL, "%s",
                  rig.call.reason);
    ck_assert_int_eq(stat(file("other.db"), &after), 0);
    ck_assert_int_eq(before.st_size, after.st_size);
    run_sql(file("other.db"), "INSERT INTO t VALUES (1)");
}
END_TEST

START_TEST(a_file_that_is_no_database_is_said_to_be_none)
{
    FILE *f = fopen(file("text.db"), "w");

    ck_assert_ptr_nonnull(f);
    for (int i = 0; i < 1000; i++)
        fputs("This is not a database.\n", f);
    fclose(f);
    ck_assert_ptr_null(open_store("{ path: @/text.db }"));
    ck_assert_msg(strstr(rig.call.reason, "is not a database") != NULL, "%s",
                  rig.call.reason);
}
END_TEST

START_TEST(a_new_file_is_for_nobody_else)
{
    struct stat mode;

    ck_assert_ptr_nonnull(open_store("{ path: @/ehr.db }"));
    ck_assert_int_eq(stat(file("ehr.db"), &mode), 0);
    ck_assert_int_eq(mode.st_mode & 0777, 0600);
    ck_assert_int_eq(stat(file("ehr.db-wal"), &mode), 0);
    ck_assert_int_eq(mode.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_newer_format_is_refused)
{
    ck_assert_ptr_nonnull(open_store("{ path: @/ehr.db }"));
    rig_drop(&rig);
    run_sql(file("ehr.db"), "PRAGMA user_version = 2");
    ck_assert_ptr_null(open_store("{ path: @/ehr.db }"));
    ck_assert_msg(strstr(rig.call.reason, "format 2") != NULL, "%s", rig.call.reason);
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_is_named)
{
    ck_assert_ptr_null(open_store("{ path: /proc/nothing/ehr.db }"));
    ck_assert_msg(strstr(rig.call.reason, "/proc/nothing") != NULL, "%s",
                  rig.call.reason);
}
END_TEST

/* Two pipelines may name the same file, in one process or in two. */
START_TEST(two_stores_share_a_file)
{
    struct instance          *first  = open_store("{ path: @/ehr.db }");
    struct instance          *second = open_store("{ path: @/ehr.db, timeout: 50ms }");
    const struct hilum_store *store  = first->part->part.store;
    struct hilum_change      *change;

    ck_assert_int_eq(put(store, first->state, "a"), HILUM_OK);
    ck_assert_int_eq(put(store, second->state, "b"), HILUM_OK);
    ck_assert_int_eq(count(store, first->state), 2);
    ck_assert_int_eq(store->begin(first->state, rig_call(&rig), &change), HILUM_OK);
    ck_assert_int_eq(put(store, second->state, "c"), HILUM_RETRY);
    store->rollback(first->state, change);
    ck_assert_int_eq(put(store, second->state, "c"), HILUM_OK);
}
END_TEST

/* A limit on the size of files stands for the disk. */
START_TEST(a_full_disk_is_to_be_tried_again)
{
    struct instance          *i     = open_store("{ path: @/ehr.db }");
    const struct hilum_store *store = i->part->part.store;
    struct hilum_record       r     = { .size       = sizeof(r),
                                        .collection = HILUM_VIEW("Patient"),
                                        .id         = HILUM_VIEW("large"),
                                        .version    = 1 };
    struct hilum_change      *change;
    enum hilum_verdict        v;
    struct rlimit             none = { .rlim_cur = 64 << 10, .rlim_max = RLIM_INFINITY };

    r.body.len = 1 << 20;
    r.body.ptr = calloc(1, r.body.len);
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &none), 0);
    ck_assert_int_eq(store->begin(i->state, rig_call(&rig), &change), HILUM_OK);
    v = store->put(i->state, &rig.call.pub, change, &r);
    if (v == HILUM_OK)
        v = store->commit(i->state, &rig.call.pub, change);
    else
        store->rollback(i->state, change);
    none.rlim_cur = RLIM_INFINITY;
    setrlimit(RLIMIT_FSIZE, &none);
    free((void *)(uintptr_t)r.body.ptr);
    ck_assert_msg(v == HILUM_RETRY, "%s", rig.call.reason);
    ck_assert_int_eq(put(store, i->state, "after"), HILUM_OK);
    ck_assert_int_eq(count(store, i->state), 1);
}
END_TEST

/* A child writes and is killed; what it said was committed is there. */
START_TEST(what_was_committed_survives_a_kill)
{
    enum { ROUNDS = 5 };
    struct instance *i;
    int              told = 0;

    for (int round = 0; round < ROUNDS; round++) {
        int   pipes[2], n;
        pid_t child;

        ck_assert_int_eq(pipe(pipes), 0);
        child = fork();
        if (child == 0) {
            i = open_store("{ path: @/ehr.db }");
            for (n = 0; i && n < 100000; n++) {
                char id[32];

                snprintf(id, sizeof(id), "r%d-%d", round, n);
                if (put(i->part->part.store, i->state, id) != HILUM_OK ||
                    write(pipes[1], "+", 1) != 1)
                    break;
            }
            _exit(1);
        }
        close(pipes[1]);
        for (n = 0; n < 20 + 7 * round; n++) {
            char c;

            ck_assert_int_eq(read(pipes[0], &c, 1), 1);
        }
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        told += n;
        close(pipes[0]);
    }
    i = open_store("{ path: @/ehr.db }");
    ck_assert_ptr_nonnull(i);
    ck_assert_int_ge(count(i->part->part.store, i->state), told);
    rig_drop(&rig);
    run_sql(file("ehr.db"),
            "SELECT CASE WHEN (SELECT count(*) FROM record) ="
            " (SELECT count(*) FROM token) THEN 1 ELSE abs(-9223372036854775808)"
            " END");
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("sqlite");
    TCase   *tcase = tcase_create("sqlite");
    SRunner *runner;
    int      failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, the_database_of_another_program_is_left_alone);
    tcase_add_test(tcase, a_file_that_is_no_database_is_said_to_be_none);
    tcase_add_test(tcase, a_new_file_is_for_nobody_else);
    tcase_add_test(tcase, a_newer_format_is_refused);
    tcase_add_test(tcase, a_folder_that_cannot_be_made_is_named);
    tcase_add_test(tcase, two_stores_share_a_file);
    tcase_add_test(tcase, a_full_disk_is_to_be_tried_again);
    tcase_add_test(tcase, what_was_committed_survives_a_kill);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
