/* writer_test.c -- ids, search terms and old messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/writer.h"

#include "harness.h"
#include "journal/schema.h"

static struct harness h;
static struct writer  w;

static void setup(void)
{
    harness_open(&h);
    ck_assert_msg(writer_open(&w, h.dir, &h.problems), "%s", harness_problem(&h));
}

static void reopen(void)
{
    writer_close(&w);
    ck_assert(writer_open(&w, h.dir, &h.problems));
}

static void teardown(void)
{
    writer_close(&w);
    harness_close(&h);
}

/* Messages received at 1, 2, … of one status, in one transaction. */
static void add(int count, enum journal_status status)
{
    writer_begin(&w);
    for (int i = 0; i < count; i++) {
        struct journal_entry e = { .pipeline   = "adt",
                                   .format     = "hl7v2/er7",
                                   .received   = w.last_id + 1,
                                   .status     = status,
                                   .body       = HILUM_VIEW("MSH|"),
                                   .control_id = HILUM_VIEW("C"),
                                   .type       = HILUM_VIEW("ADT^A01") };

        writer_add(&w, &e);
    }
    ck_assert_msg(writer_commit(&w), "%s", w.why);
}

static int64_t rows(const char *table)
{
    static const char *const asks[] = { "SELECT count(*) FROM message",
                                        "SELECT count(*) FROM body",
                                        "SELECT count(*) FROM outcome",
                                        "SELECT count(*) FROM term",
                                        "SELECT count(*) FROM run" };

    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        if (strstr(asks[i], table))
            return db_ask(w.db, asks[i]);
    return -1;
}

START_TEST(a_transaction_undone_leaves_nothing)
{
    struct journal_entry e = { .pipeline = "adt", .received = 1 };

    setup();
    add(3, JOURNAL_PENDING);
    writer_begin(&w);
    writer_add(&w, &e);
    ck_assert(!db_begin(w.db)); /* a transaction within a transaction is an error */
    ck_assert(!writer_commit(&w));
    ck_assert_int_eq(w.state, DB_BROKEN);
    ck_assert_int_eq(w.last_id, 3);
    reopen();
    ck_assert_int_eq(rows("message"), 3);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_PENDING), 3);
    teardown();
}
END_TEST

START_TEST(terms_are_sorted_in_when_their_run_is_complete)
{
    setup();
    add(SCHEMA_RUN - 2, JOURNAL_PENDING);
    ck_assert(!writer_index(&w));
    ck_assert_int_eq(rows("term"), 0);
    add(2 * SCHEMA_RUN, JOURNAL_PENDING);
    ck_assert(writer_index(&w));
    ck_assert(writer_index(&w));
    ck_assert(!writer_index(&w));
    ck_assert_int_eq(rows("run"), 2);
    ck_assert_int_eq(rows("term"), 2 * (2 * SCHEMA_RUN - 1)); /* there is no id 0 */
    reopen();
    ck_assert_int_eq(w.indexed, 1);
    ck_assert(!writer_index(&w));
    teardown();
}
END_TEST

START_TEST(old_messages_are_deleted_with_all_that_is_theirs)
{
    setup();
    add(3000, JOURNAL_DELIVERED);
    while (writer_index(&w))
        continue;
    writer_begin(&w);
    for (int i = 1; i <= 3000; i++)
        writer_record(&w, &(struct journal_outcome){
                              .message = i,
                              .sink    = "store",
                              .status  = i == 7 ? JOURNAL_DEAD : JOURNAL_UNCHANGED });
    ck_assert(writer_commit(&w));
    while (writer_prune(&w, 2100))
        continue;
    ck_assert_int_eq(w.state, DB_FINE);
    ck_assert_int_eq(rows("message"), 3000 - 2099 + 1);
    ck_assert_int_eq(rows("body"), 3000 - 2099 + 1);
    ck_assert_int_eq(rows("outcome"), 3000 - 2099 + 1);
    ck_assert_int_eq(rows("run"), 1); /* for the dead one; that of 1024 is gone */
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DEAD), 1);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DELIVERED), 3000 - 2099);
    ck_assert_int_eq(harness_status(&h, 7), JOURNAL_DEAD);
    teardown();
}
END_TEST

START_TEST(an_id_is_never_used_again)
{
    setup();
    add(10, JOURNAL_DELIVERED);
    while (writer_prune(&w, INT64_MAX))
        continue;
    ck_assert_int_eq(rows("message"), 0);
    reopen();
    add(1, JOURNAL_PENDING);
    ck_assert_int_eq(w.last_id, 11);
    teardown();
}
END_TEST

START_TEST(the_log_stays_small)
{
    setup();
    for (int i = 0; i < 2000; i++) {
        add(1, JOURNAL_PENDING);
        writer_checkpoint(&w, false);
        ck_assert_int_le(db_log_pages(w.db), 300);
    }
    teardown();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_transaction_undone_leaves_nothing,
        terms_are_sorted_in_when_their_run_is_complete,
        old_messages_are_deleted_with_all_that_is_theirs,
        an_id_is_never_used_again,
        the_log_stays_small,
    };

    return harness_run("writer", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
