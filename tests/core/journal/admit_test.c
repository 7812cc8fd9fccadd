/* admit_test.c -- what is new to a journal, and what has been there before. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/admit.h"

#include "harness.h"
#include "journal/writer.h"

#include <stdio.h>
#include <stdlib.h>

static struct harness h;
static struct writer  w;

static void setup(void)
{
    harness_open(&h);
    ck_assert_msg(writer_open(&w, h.dir, &h.problems), "%s", harness_problem(&h));
}

static void teardown(void)
{
    writer_close(&w);
    harness_close(&h);
}

static void reopen(void)
{
    writer_close(&w);
    ck_assert(writer_open(&w, h.dir, &h.problems));
}

/* A message of a sender, with its control id and content. */
static struct journal_entry offer(const char *sender, const char *control_id,
                                  const char *content)
{
    struct journal_entry e = { .pipeline   = "adt",
                               .format     = "hl7v2/er7",
                               .received   = 1,
                               .sender     = hilum_view(sender),
                               .control_id = hilum_view(control_id),
                               .body       = hilum_view(content),
                               .reply      = HILUM_VIEW("AA"),
                               .once       = true };

    writer_begin(&w);
    writer_add(&w, &e);
    ck_assert_msg(writer_commit(&w), "%s", w.why);
    return e;
}

/* A message with a number and a control id. */
static struct journal_entry count_as(const char *sender, int64_t number, const char *id)
{
    struct journal_entry e = { .pipeline   = "adt",
                               .format     = "hl7v2/er7",
                               .received   = 1,
                               .sender     = hilum_view(sender),
                               .control_id = hilum_view(id),
                               .body       = HILUM_VIEW("MSH"),
                               .numbered   = true,
                               .number     = number };

    writer_begin(&w);
    writer_add(&w, &e);
    ck_assert_msg(writer_commit(&w), "%s", w.why);
    return e;
}

/* Its control id is its number. */
static struct journal_entry count(const char *sender, int64_t number)
{
    char id[24];

    snprintf(id, sizeof id, "%lld", (long long)number);
    return count_as(sender, number, id);
}

static int64_t messages(void)
{
    return db_ask(w.db, "SELECT count(*) FROM message");
}

START_TEST(a_message_that_is_sent_again_is_the_same_message)
{
    struct journal_entry first, again;

    setup();
    first = offer("LAB", "1", "MSH|one");
    again = offer("LAB", "1", "MSH|one");
    ck_assert_int_eq(first.admission, JOURNAL_NEW);
    ck_assert_int_eq(again.admission, JOURNAL_REPEATED);
    ck_assert_int_eq(again.id, first.id);
    ck_assert_int_eq(again.status, JOURNAL_PENDING);
    ck_assert_mem_eq(again.stored, "AA", again.stored_len);
    ck_assert_int_eq(messages(), 1);
    free(again.stored);
    teardown();
}
END_TEST

START_TEST(it_is_so_after_the_engine_has_been_started_again)
{
    struct journal_entry first, again;

    setup();
    first = offer("LAB", "1", "MSH|one");
    reopen();
    again = offer("LAB", "1", "MSH|one");
    ck_assert_int_eq(again.admission, JOURNAL_REPEATED);
    ck_assert_int_eq(again.id, first.id);
    free(again.stored);
    teardown();
}
END_TEST

START_TEST(the_same_control_id_with_other_content_is_dead)
{
    struct journal_entry other;

    setup();
    offer("LAB", "1", "MSH|one");
    other = offer("LAB", "1", "MSH|two");
    ck_assert_int_eq(other.admission, JOURNAL_CHANGED);
    ck_assert_int_eq(other.status, JOURNAL_DEAD);
    ck_assert_str_eq(other.why,
                     "duplicate: its control id is that of message 1, which was another");
    ck_assert_int_eq(messages(), 2);
    teardown();
}
END_TEST

START_TEST(the_first_is_the_one_that_counts_after_a_restart_too)
{
    struct journal_entry again;

    setup();
    offer("LAB", "1", "MSH|one");
    offer("LAB", "1", "MSH|two");
    reopen();
    again = offer("LAB", "1", "MSH|one");
    ck_assert_int_eq(again.admission, JOURNAL_REPEATED);
    ck_assert_int_eq(again.id, 1);
    free(again.stored);
    ck_assert_int_eq(offer("LAB", "1", "MSH|two").admission, JOURNAL_CHANGED);
    teardown();
}
END_TEST

START_TEST(other_senders_have_control_ids_of_their_own)
{
    setup();
    ck_assert_int_eq(offer("LAB", "1", "MSH|one").admission, JOURNAL_NEW);
    ck_assert_int_eq(offer("RIS", "1", "MSH|two").admission, JOURNAL_NEW);
    ck_assert_int_eq(offer("LAB", "", "MSH|three").admission, JOURNAL_NEW);
    ck_assert_int_eq(offer("LAB", "", "MSH|three").admission, JOURNAL_NEW);
    ck_assert_int_eq(messages(), 4);
    teardown();
}
END_TEST

START_TEST(what_was_undone_was_never_there)
{
    struct journal_entry e = { .pipeline   = "adt",
                               .received   = 1,
                               .control_id = HILUM_VIEW("1"),
                               .body       = HILUM_VIEW("MSH|one"),
                               .once       = true };

    setup();
    writer_begin(&w);
    writer_add(&w, &e);
    db_rollback(w.db);
    admit_forget(&w.admit);
    w.last_id = w.kept_id;
    ck_assert_int_eq(offer("", "1", "MSH|one").admission, JOURNAL_NEW);
    teardown();
}
END_TEST

START_TEST(numbers_follow_each_other)
{
    setup();
    ck_assert_int_eq(count("LAB", 5).admission, JOURNAL_NEW);
    ck_assert_int_eq(count("LAB", 6).admission, JOURNAL_NEW);
    ck_assert_int_eq(count("LAB", 6).admission, JOURNAL_REPEATED);
    ck_assert_int_eq(count_as("LAB", 6, "other").admission, JOURNAL_AHEAD);
    ck_assert_int_eq(count("LAB", 8).admission, JOURNAL_AHEAD);
    ck_assert_int_eq(count("LAB", 8).expected, 7);
    ck_assert_int_eq(count("RIS", 8).admission, JOURNAL_NEW);
    ck_assert_int_eq(messages(), 3);
    teardown();
}
END_TEST

START_TEST(a_link_starts_where_it_stood_and_anew_when_asked)
{
    struct journal_entry start;

    setup();
    start = count("LAB", 0);
    ck_assert_int_eq(start.admission, JOURNAL_LINK);
    ck_assert_int_eq(start.expected, -1);
    count("LAB", 41);
    reopen();
    ck_assert_int_eq(count("LAB", 0).expected, 42);
    ck_assert_int_eq(count("LAB", -1).expected, -1);
    ck_assert_int_eq(count("LAB", 7).admission, JOURNAL_NEW);
    /* What started the link is there, set aside. */
    ck_assert_int_eq(messages(), 5);
    teardown();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_message_that_is_sent_again_is_the_same_message,
        it_is_so_after_the_engine_has_been_started_again,
        the_same_control_id_with_other_content_is_dead,
        the_first_is_the_one_that_counts_after_a_restart_too,
        other_senders_have_control_ids_of_their_own,
        what_was_undone_was_never_there,
        numbers_follow_each_other,
        a_link_starts_where_it_stood_and_anew_when_asked,
    };

    return harness_run("admit", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
