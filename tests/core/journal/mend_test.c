/* mend_test.c -- replay and discard, from beside the engine. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/mend.h"

#include "harness.h"

static struct harness  h;
static struct journal *j;

/* Message 1 is delivered, 2 dead with one sink OK and one not, 3 pending. */
static void setup(void)
{
    harness_open(&h);
    j = harness_journal(&h, 1);
    harness_keep_many(j, 3);
    harness_record(j, (struct journal_outcome){
                          .message = 1, .sink = "store", .status = JOURNAL_DELIVERED });
    harness_record(
        j, (struct journal_outcome){
               .message = 2, .sink = "store", .tries = 1, .status = JOURNAL_UNCHANGED });
    harness_record(j, (struct journal_outcome){ .message = 2,
                                                .sink    = "lab",
                                                .verdict = 2,
                                                .tries   = 5,
                                                .reason  = "not a date",
                                                .status  = JOURNAL_DEAD });
}

static void teardown(void)
{
    journal_close(j);
    harness_close(&h);
}

static bool rest_is_open(void *seen, const struct journal_message *m)
{
    ck_assert_int_eq(m->status, JOURNAL_PENDING);
    ck_assert_uint_eq(m->reason.len, 0);
    ck_assert_uint_eq(m->outcome_count, 2);
    ck_assert_str_eq(m->outcomes[0].sink, "lab");
    ck_assert_int_eq(m->outcomes[0].verdict, 2);
    ck_assert_int_eq(m->outcomes[0].tries, 0);
    ck_assert_int_eq(m->outcomes[1].verdict, 0);
    ck_assert_int_eq(m->outcomes[1].tries, 1);
    *(bool *)seen = true;
    return true;
}

START_TEST(a_replayed_message_keeps_what_was_answered_ok)
{
    struct journal_reader *r;
    bool                   seen = false;

    setup();
    ck_assert_uint_eq(
        mend_replay(h.dir, (int64_t[]){ 2 }, 1, MEND_UNANSWERED, &h.problems), 1);
    r = harness_reader(&h);
    ck_assert(reader_search(r, &(struct journal_query){ .id = 2 }, rest_is_open, &seen));
    ck_assert(seen);
    reader_close(r);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_PENDING), 2);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DEAD), 0);
    /* And the engine goes on writing. */
    ck_assert_int_eq(harness_keep(j, (struct journal_entry){ .received = 1 }), 4);
    teardown();
}
END_TEST

START_TEST(only_a_full_replay_takes_settled_messages)
{
    static const int64_t ids[] = { 1, 3, 99 };

    setup();
    ck_assert_uint_eq(mend_replay(h.dir, ids, 3, MEND_UNANSWERED, &h.problems), 0);
    ck_assert_uint_eq(h.problems.errors, 3);
    ck_assert_str_eq(h.problems.list[0].what, "message 1 is delivered");
    ck_assert_str_eq(h.problems.list[1].what, "message 3 is pending");
    ck_assert_str_eq(h.problems.list[2].what, "there is no message 99");
    ck_assert_uint_eq(mend_replay(h.dir, ids, 1, MEND_ALL_SINKS, &h.problems), 1);
    ck_assert_int_eq(harness_status(&h, 1), JOURNAL_PENDING);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DELIVERED), 0);
    teardown();
}
END_TEST

static bool reason_is_kept(void *seen, const struct journal_message *m)
{
    ck_assert(hilum_is(m->reason, "discarded by hand; not a date"));
    *(bool *)seen = true;
    return true;
}

START_TEST(a_discarded_message_is_filtered_and_keeps_its_reason)
{
    struct journal_reader *r;
    bool                   seen = false;

    setup();
    ck_assert_uint_eq(mend_discard(h.dir, (int64_t[]){ 1, 2 }, 2, &h.problems), 1);
    ck_assert_str_eq(harness_problem(&h), "message 1 is delivered");
    r = harness_reader(&h);
    ck_assert(
        reader_search(r, &(struct journal_query){ .id = 2 }, reason_is_kept, &seen));
    ck_assert(seen);
    reader_close(r);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_FILTERED), 1);
    teardown();
}
END_TEST

START_TEST(many_are_mended_in_short_transactions)
{
    static int64_t ids[1000];

    setup();
    harness_keep_many(j, 1000);
    for (int i = 0; i < 1000; i++) {
        ids[i] = 4 + i;
        journal_record(
            j, &(struct journal_outcome){ .message = ids[i], .status = JOURNAL_HELD });
    }
    ck_assert(journal_flush(j));
    ck_assert_uint_eq(mend_replay(h.dir, ids, 1000, MEND_UNANSWERED, &h.problems), 1000);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_HELD), 0);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_PENDING), 1001);
    teardown();
}
END_TEST

START_TEST(mending_works_without_an_engine)
{
    setup();
    journal_close(j);
    ck_assert_uint_eq(
        mend_replay(h.dir, (int64_t[]){ 2 }, 1, MEND_UNANSWERED, &h.problems), 1);
    ck_assert_int_eq(harness_status(&h, 2), JOURNAL_PENDING);
    harness_close(&h);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_replayed_message_keeps_what_was_answered_ok,
        only_a_full_replay_takes_settled_messages,
        a_discarded_message_is_filtered_and_keeps_its_reason,
        many_are_mended_in_short_transactions,
        mending_works_without_an_engine,
    };

    return harness_run("mend", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
