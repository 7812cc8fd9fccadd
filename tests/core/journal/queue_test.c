/* queue_test.c -- order and ceilings of what waits. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/queue.h"

#include "base/clock.h"
#include "harness.h"

static struct queue       q;
static struct queue_group group;
static int                answered;

static void count_answer(struct journal_entry *entry, bool committed)
{
    (void)entry;
    answered += committed;
}

static void record(int64_t message)
{
    ck_assert(queue_record(&q, &(struct journal_outcome){ .message = message,
                                                          .reason  = "why",
                                                          .status = JOURNAL_UNCHANGED }));
}

START_TEST(a_group_has_a_ceiling)
{
    static struct journal_entry entries[JOURNAL_GROUP + 10];

    ck_assert(queue_init(&q));
    for (int i = 0; i < JOURNAL_GROUP + 10; i++) {
        entries[i].done = count_answer;
        queue_offer(&q, &entries[i]);
    }
    ck_assert(queue_take(&q, &group));
    ck_assert_int_eq(group.entry_count, JOURNAL_GROUP);
    ck_assert_ptr_eq(group.entries, &entries[0]);
    queue_answer(&q, &group, NULL);
    ck_assert_int_eq(answered, JOURNAL_GROUP);
    ck_assert(queue_take(&q, &group));
    ck_assert_int_eq(group.entry_count, 10);
    queue_answer(&q, &group, "no");
    ck_assert_int_eq(answered, JOURNAL_GROUP);
    ck_assert_str_eq(entries[JOURNAL_GROUP].refusal, "no");
    ck_assert(!queue_take(&q, &group));
    queue_free(&q);
}
END_TEST

START_TEST(a_large_message_is_a_group_of_its_own)
{
    static struct journal_entry entries[3];

    ck_assert(queue_init(&q));
    for (int i = 0; i < 3; i++) {
        /* Only the length is looked at. */
        entries[i] = (struct journal_entry){ .body = { "", JOURNAL_GROUP_BYTES + 1 },
                                             .done = count_answer };
        queue_offer(&q, &entries[i]);
    }
    for (int i = 0; i < 3; i++) {
        ck_assert(queue_take(&q, &group));
        ck_assert_ptr_eq(group.entries, &entries[i]);
        ck_assert_int_eq(group.entry_count, 1);
        queue_answer(&q, &group, NULL);
    }
    queue_free(&q);
}
END_TEST

START_TEST(outcomes_put_back_keep_their_place)
{
    ck_assert(queue_init(&q));
    clock_hold(1000);
    record(1);
    record(2);
    clock_hold(1010);
    ck_assert(queue_take(&q, &group));
    record(3);
    queue_put_back(&q, &group);
    ck_assert(!queue_take(&q, &group));
    ck_assert_int_eq(queue_waiting(&q), 3);
    clock_hold(2010);
    ck_assert(queue_take(&q, &group));
    ck_assert_int_eq(group.outcome_count, 3);
    ck_assert_int_eq(group.outcomes->outcome.message, 1);
    ck_assert_str_eq(group.outcomes->outcome.reason, "why");
    ck_assert_int_eq(group.outcomes->next->outcome.message, 2);
    ck_assert_int_eq(group.outcomes->next->next->outcome.message, 3);
    queue_drop(&q, &group);
    record(4);
    clock_hold(2020);
    ck_assert(queue_take(&q, &group));
    queue_drop(&q, &group);
    ck_assert(queue_flush(&q));
    clock_hold(-1);
    queue_free(&q);
}
END_TEST

START_TEST(outcomes_wait_a_moment_for_a_message_to_share_its_sync)
{
    struct journal_entry entry = { .done = count_answer };

    ck_assert(queue_init(&q));
    clock_hold(1000);
    record(1);
    ck_assert(!queue_take(&q, &group));
    queue_offer(&q, &entry);
    ck_assert(queue_take(&q, &group));
    ck_assert_int_eq(group.outcome_count, 1);
    queue_drop(&q, &group);
    queue_answer(&q, &group, NULL);
    record(2);
    ck_assert(!queue_take(&q, &group));
    clock_hold(1010);
    ck_assert(queue_take(&q, &group));
    queue_drop(&q, &group);
    clock_hold(-1);
    queue_free(&q);
}
END_TEST

START_TEST(only_so_many_outcomes_may_wait)
{
    ck_assert(queue_init(&q));
    for (int i = 0; i < JOURNAL_OUTCOMES; i++)
        record(i);
    ck_assert(!queue_record(&q, &(struct journal_outcome){ .message = 1 }));
    ck_assert(queue_take(&q, &group));
    queue_drop(&q, &group);
    record(1);
    queue_free(&q);
}
END_TEST

START_TEST(a_stopped_queue_ends_when_it_is_empty)
{
    ck_assert(queue_init(&q));
    record(1);
    queue_stop(&q);
    ck_assert(queue_sleep(&q, -1));
    ck_assert(queue_take(&q, &group));
    queue_put_back(&q, &group);
    ck_assert(!queue_sleep(&q, -1));
    ck_assert_int_eq(queue_waiting(&q), 1);
    queue_free(&q);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_group_has_a_ceiling,
        a_large_message_is_a_group_of_its_own,
        outcomes_put_back_keep_their_place,
        outcomes_wait_a_moment_for_a_message_to_share_its_sync,
        only_so_many_outcomes_may_wait,
        a_stopped_queue_ends_when_it_is_empty,
    };

    return harness_run("queue", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
