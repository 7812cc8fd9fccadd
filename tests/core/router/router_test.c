/* router_test.c -- pipelines at work, from a source to sinks, on a real journal. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rig.h"

#include "base/clock.h"
#include "journal/mend.h"
#include "router/state.h"

#include "../suite.h"

#include <stdio.h>

static struct rig rig;

static void setup(void)
{
    rig_open(&rig);
}

static void teardown(void)
{
    rig_close(&rig);
}

/* The usual pipeline: one stage, one sink, a lane for each key. */
#define HEAD(source)                                                                     \
    "pipeline: test\n"                                                                   \
    "source:\n"                                                                          \
    "  texts: { dir: '@', " source " }\n"                                                \
    "order_by: key\n"                                                                    \
    "steps:\n"                                                                           \
    "  - obey: { dir: '@' }\n"
#define SINK                                                                             \
    "sinks:\n"                                                                           \
    "  - record: { dir: '@' }\n"                                                         \
    "    retry: { first: 5ms, most: 40ms }\n"
#define USUAL(source) HEAD(source) SINK

/* ---- The four verdicts ----------------------------------------------------- */

START_TEST(what_is_accepted_is_delivered)
{
    rig_run(&rig, USUAL("texts: 'a|one;b|two;a|three'"));
    rig_wait(&rig, JOURNAL_DELIVERED, 3);
    rig_wait_lines(&rig, "answers", 3);
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "got")), 3);
    ck_assert_ptr_nonnull(strstr(rig_file(&rig, "got"), "2 b|two\n"));
    ck_assert_ptr_nonnull(strstr(rig_file(&rig, "answers"), "1 ok"));
    ck_assert_str_eq(rig_outcome(&rig, 1, "record"), "0 1 ");
}
END_TEST

START_TEST(a_stage_that_emits_nothing_has_filtered)
{
    rig_run(&rig, USUAL("texts: 'a|drop;b|two'"));
    rig_wait(&rig, JOURNAL_FILTERED, 1);
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
}
END_TEST

START_TEST(a_stage_that_rejects_makes_a_dead_letter_with_reason_and_place)
{
    rig_run(&rig, USUAL("texts: 'a|reject;a|next'"));
    rig_wait(&rig, JOURNAL_DEAD, 1);
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
    ck_assert_str_eq(rig_reason(&rig, 1), "the stage was told so @ text");
    ck_assert_str_eq(rig_outcome(&rig, 1, NULL), "2 1 ");
}
END_TEST

START_TEST(a_stage_that_retries_is_asked_again)
{
    rig_run(&rig, USUAL("texts: 'a|retry:1;a|next'"));
    rig_wait(&rig, JOURNAL_DELIVERED, 2);
    ck_assert_str_eq(rig_file(&rig, "got"), "1 a|retry:1\n2 a|next\n");
}
END_TEST

/* The second engine takes both up together, and gives them to the stages in one
 * batch. */
START_TEST(what_follows_a_message_that_a_stage_retries_does_not_overtake_it)
{
    rig_touch(&rig, "down");
    rig_run(&rig, USUAL("texts: 'a|retry:2;a|next'"));
    rig_wait(&rig, JOURNAL_PENDING, 2);
    rig_stop(&rig, 20);
    rig_remove(&rig, "down");
    rig_run(&rig, USUAL(""));
    rig_wait(&rig, JOURNAL_DELIVERED, 2);
    ck_assert_str_eq(rig_file(&rig, "got"), "1again a|retry:2\n2again a|next\n");
}
END_TEST

START_TEST(a_stage_that_fails_is_restarted_and_asked_again)
{
    rig_run(&rig, USUAL("texts: 'a|fail:1;b|next'"));
    rig_wait(&rig, JOURNAL_DELIVERED, 2);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "obey open"), 2);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "obey close"), 1);
}
END_TEST

START_TEST(a_sink_that_rejects_makes_a_dead_letter_with_reason_and_place)
{
    rig_run(&rig, USUAL("texts: 'a|sink-reject;a|next'"));
    rig_wait(&rig, JOURNAL_DEAD, 1);
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
    ck_assert_str_eq(rig_reason(&rig, 1), "the sink was told so @ text");
    ck_assert_str_eq(rig_outcome(&rig, 1, "record"), "2 1 ");
}
END_TEST

START_TEST(a_sink_that_retries_is_asked_again_and_its_lane_keeps_its_order)
{
    rig_run(&rig, USUAL("texts: 'a|sink-retry:3;a|second;a|third'"));
    rig_wait(&rig, JOURNAL_DELIVERED, 3);
    ck_assert_str_eq(rig_file(&rig, "got"), "1 a|sink-retry:3\n2 a|second\n3 a|third\n");
    ck_assert_str_eq(rig_outcome(&rig, 1, "record"), "0 4 ");
}
END_TEST

START_TEST(a_lane_that_waits_does_not_hold_others_up)
{
    rig_run(
        &rig,
        HEAD("texts: 'a|sink-retry:9;a|second;b|one;b|two;c|one'") "sinks:\n  - record: "
                                                                   "{ dir: '@' }\n    "
                                                                   "retry: { first: 1h, "
                                                                   "most: 1h }\n");
    rig_wait(&rig, JOURNAL_DELIVERED, 3);
    ck_assert_int_eq(rig_count(&rig, JOURNAL_PENDING), 2);
    ck_assert_ptr_null(strchr(rig_file(&rig, "got"), 'a'));
}
END_TEST

START_TEST(pauses_between_tries_grow)
{
    int64_t began = clock_ticks(), took;

    rig_run(&rig, HEAD("texts: 'a|sink-retry:4'") "sinks:\n  - record: { dir: '@' }\n    "
                                                  "retry: { first: 20ms, most: 80ms }\n");
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
    took = clock_ticks() - began;
    /* 20 + 40 + 80 + 80, a fifth less at most. */
    ck_assert_int_ge(took, 220 * 4 / 5);
}
END_TEST

START_TEST(a_sink_that_fails_is_restarted_and_asked_again)
{
    rig_run(&rig, USUAL("texts: 'a|sink-fail:2;a|next'"));
    rig_wait(&rig, JOURNAL_DELIVERED, 2);
    ck_assert_str_eq(rig_file(&rig, "got"), "1 a|sink-fail:2\n2 a|next\n");
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "record open"), 3);
    rig_stop(&rig, 1000);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "record close"), 3);
}
END_TEST

/* Close follows every open, but nothing else is asked of a state that did not
 * open. */
START_TEST(a_sink_that_does_not_open_again_is_given_nothing)
{
    rig_run(
        &rig,
        HEAD("texts: 'a|sink-fail:1'") "sinks:\n  - record: { dir: '@', openings: 1 }\n"
                                       "    retry: { first: 5ms, most: 10ms }\n");
    rig_wait_lines(&rig, "life",
                   5); /* both opened, the sink closed and opened, and then? */
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "record used while not open"), 0);
    rig_stop(&rig, 100);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "record open"),
                      rig_times(rig_file(&rig, "life"), "record close"));
}
END_TEST

START_TEST(tries_end_where_the_pipeline_says)
{
    rig_run(&rig, HEAD("texts: 'a|sink-retry:9'") "sinks:\n  - record: { dir: '@' }\n"
                                                  "    retry: { first: 2ms, most: 4ms, "
                                                  "max_tries: 3 }\n");
    rig_wait(&rig, JOURNAL_DEAD, 1);
    ck_assert_str_eq(rig_outcome(&rig, 1, "record"), "2 3 ");
    ck_assert_str_eq(rig_reason(&rig, 1), "the sink was told so @ text");
}
END_TEST

/* Those behind it were never tried: they only waited. */
START_TEST(tries_are_counted_for_the_message_that_was_tried)
{
    rig_touch(&rig, "down");
    rig_run(&rig, USUAL("texts: 'a|sink-retry:9;a|second;a|third'"));
    rig_wait(&rig, JOURNAL_PENDING, 3);
    rig_stop(&rig, 20);
    rig_remove(&rig, "down");
    rig_run(&rig, HEAD("") "sinks:\n  - record: { dir: '@' }\n"
                           "    retry: { first: 5ms, most: 5ms, max_tries: 3 }\n");
    rig_wait(&rig, JOURNAL_PENDING, 0);
    ck_assert_int_eq(rig_count(&rig, JOURNAL_DEAD), 1);
    ck_assert_int_eq(rig_count(&rig, JOURNAL_DELIVERED), 2);
}
END_TEST

START_TEST(what_cannot_be_read_is_a_dead_letter_and_its_sender_is_told)
{
    rig_run(&rig, USUAL("texts: 'no bar;a|next'"));
    rig_wait(&rig, JOURNAL_DEAD, 1);
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
    rig_wait_lines(&rig, "answers", 2);
    ck_assert_str_eq(rig_reason(&rig, 1), "there is no bar behind the key @ line");
    ck_assert_ptr_nonnull(strstr(rig_file(&rig, "answers"),
                                 "1 reject line there is no bar behind the key"));
}
END_TEST

/* ---- Answers --------------------------------------------------------------- */

START_TEST(an_offer_that_waits_is_answered_when_all_is_done)
{
    rig_run(&rig,
            USUAL("until: processed, texts: 'a|sink-retry:2;b|reject;c|drop;d|one'"));
    rig_wait_lines(&rig, "answers", 4);
    ck_assert_ptr_nonnull(strstr(rig_file(&rig, "answers"), "1 ok"));
    ck_assert_ptr_nonnull(
        strstr(rig_file(&rig, "answers"), "2 reject text the stage was told so"));
    ck_assert_ptr_nonnull(strstr(rig_file(&rig, "answers"), "3 ok"));
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "got")), 2);
}
END_TEST

START_TEST(an_offer_that_waits_is_answered_when_the_engine_stops)
{
    rig_touch(&rig, "down");
    rig_run(&rig, USUAL("until: processed, texts: 'a|one;b|two'"));
    rig_wait(&rig, JOURNAL_PENDING, 2);
    rig_stop(&rig, 50);
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "answers")), 2);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "answers"), " retry "), 2);
}
END_TEST

/* ---- Several points, several sinks ----------------------------------------- */

START_TEST(conditions_and_earlier_points_decide_who_gets_what)
{
    rig_run(&rig, "pipeline: test\n"
                  "source:\n  texts: { dir: '@', texts: 'a|split:2;b|two' }\n"
                  "order_by: key\n"
                  "steps:\n"
                  "  - obey: { dir: '@' }\n"
                  "sinks:\n"
                  "  - record: { dir: '@', file: all }\n    name: all\n"
                  "  - record: { dir: '@', file: raw }\n    name: raw\n    from: source\n"
                  "  - record: { dir: '@', file: some }\n    name: some\n"
                  "    when: \"text = 'part2'\"\n");
    rig_wait(&rig, JOURNAL_DELIVERED, 2);
    ck_assert_str_eq(rig_file(&rig, "some"), "1 a|part2\n");
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "all")), 3);
    ck_assert_ptr_nonnull(strstr(rig_file(&rig, "all"), "1 a|part1\n1 a|part2\n"));
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "raw")), 2);
    ck_assert_ptr_nonnull(strstr(rig_file(&rig, "raw"), "1 a|split:2\n"));
    ck_assert_str_eq(rig_outcome(&rig, 2, "some"), "none");
}
END_TEST

#define TWO_SINKS                                                                        \
    "sinks:\n"                                                                           \
    "  - record: { dir: '@', file: one, verb: one- }\n"                                  \
    "    name: one\n"                                                                    \
    "    retry: { first: 5ms, most: 10ms }\n"                                            \
    "  - record: { dir: '@', file: two, verb: two- }\n"                                  \
    "    name: two\n"                                                                    \
    "    retry: { first: 5ms, most: 10ms }\n"

START_TEST(a_message_is_delivered_when_every_sink_has_it)
{
    rig_run(&rig, HEAD("texts: 'a|two-retry:3;b|next'") TWO_SINKS);
    rig_wait(&rig, JOURNAL_DELIVERED, 2);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "one"), "a|"), 1);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "two"), "a|"), 1);
}
END_TEST

/* The one that refused may not be the last to answer. */
START_TEST(a_dead_letter_keeps_its_reason_when_the_other_sink_answers_later)
{
    rig_run(&rig,
            HEAD("until: processed, texts: 'a|one-reject'") "sinks:\n"
                                                            "  - record: { dir: '@', "
                                                            "file: one, verb: one- }\n   "
                                                            " name: one\n"
                                                            "  - record: { dir: '@', "
                                                            "file: two, verb: two- }\n   "
                                                            " name: two\n"
                                                            "  - record: { dir: '@', "
                                                            "file: three, verb: two- }\n "
                                                            "   name: three\n"
                                                            "  - record: { dir: '@', "
                                                            "file: four, verb: two- }\n  "
                                                            "  name: four\n");
    rig_wait(&rig, JOURNAL_DEAD, 1);
    ck_assert_str_eq(rig_reason(&rig, 1), "the sink was told so @ text");
    rig_wait_lines(&rig, "answers", 1);
    ck_assert_ptr_nonnull(
        strstr(rig_file(&rig, "answers"), "1 reject text the sink was told so"));
}
END_TEST

START_TEST(a_held_message_keeps_its_reason_when_the_other_sink_answers_later)
{
    rig_run(&rig, HEAD("texts: 'a|one-reject'")
                      "sinks:\n"
                      "  - record: { dir: '@', file: one, verb: one- }\n"
                      "    name: one\n"
                      "    on_error: hold\n"
                      "  - record: { dir: '@', file: two, verb: two- }\n"
                      "    name: two\n");
    rig_wait(&rig, JOURNAL_HELD, 1);
    ck_assert_str_eq(rig_reason(&rig, 1), "the sink was told so @ text");
}
END_TEST

/* ---- What is done with errors ---------------------------------------------- */

START_TEST(on_error_hold_holds)
{
    rig_run(&rig, "pipeline: test\nsource:\n  texts: { dir: '@', texts: "
                  "'a|reject;b|sink-reject' }\n"
                  "order_by: key\n"
                  "steps:\n  - obey: { dir: '@' }\n    on_error: hold\n"
                  "sinks:\n  - record: { dir: '@' }\n    on_error: hold\n");
    rig_wait(&rig, JOURNAL_HELD, 2);
    ck_assert_str_eq(rig_reason(&rig, 1), "the stage was told so @ text");
    ck_assert_str_eq(rig_reason(&rig, 2), "the sink was told so @ text");
}
END_TEST

START_TEST(on_error_continue_goes_on)
{
    rig_run(&rig, "pipeline: test\nsource:\n  texts: { dir: '@', texts: "
                  "'a|reject;b|sink-reject' }\n"
                  "order_by: key\n"
                  "steps:\n  - obey: { dir: '@' }\n    on_error: continue\n"
                  "sinks:\n  - record: { dir: '@' }\n    on_error: continue\n");
    rig_wait(&rig, JOURNAL_DELIVERED, 2);
    ck_assert_str_eq(rig_file(&rig, "got"), "1 a|reject\n");
    ck_assert_str_eq(rig_outcome(&rig, 2, "record"), "2 1 ");
}
END_TEST

START_TEST(remarks_are_kept_with_the_message)
{
    rig_run(&rig, USUAL("texts: 'a|remark'"));
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
    ck_assert_str_eq(rig_outcome(&rig, 1, "record"), "0 1 unmapped: text");
}
END_TEST

/* ---- Stopping and starting ------------------------------------------------- */

START_TEST(what_a_blocked_sink_left_is_delivered_once_by_the_next_engine)
{
    const char *got;

    rig_touch(&rig, "down");
    rig_run(&rig, USUAL("count: 200, keys: 20"));
    rig_wait(&rig, JOURNAL_PENDING, 200);
    rig_stop(&rig, 50);
    ck_assert_str_eq(rig_file(&rig, "got"), "");
    rig_remove(&rig, "down");
    rig_run(&rig, USUAL(""));
    rig_wait(&rig, JOURNAL_DELIVERED, 200);
    rig_stop(&rig, 1000);
    got = rig_file(&rig, "got");
    ck_assert_uint_eq(rig_lines(got), 200);
    ck_assert_uint_eq(rig_times(got, "again "), 200);
    for (int i = 0; i < 200; i++) {
        char text[24];

        snprintf(text, sizeof text, "|%d \n", i);
        ck_assert_msg(rig_times(got, text) == 1, "message %d", i);
    }
}
END_TEST

/* Keys are k0, k1, ...; within each, ids ascend. */
static void check_order(const char *got)
{
    int last[100] = { 0 };

    while (*got) {
        int id, key;

        ck_assert_int_eq(sscanf(got, "%d%*[a-z] k%d|", &id, &key) == 2 ||
                             sscanf(got, "%d k%d|", &id, &key) == 2,
                         1);
        ck_assert_int_gt(id, last[key]);
        last[key] = id;
        got       = strchr(got, '\n') + 1;
    }
}

START_TEST(the_order_within_a_lane_outlives_an_engine)
{
    rig_touch(&rig, "down");
    rig_run(&rig, USUAL("count: 300, keys: 10"));
    rig_wait(&rig, JOURNAL_PENDING, 300);
    rig_stop(&rig, 20);
    rig_remove(&rig, "down");
    rig_run(&rig, USUAL("count: 300, keys: 10"));
    rig_wait(&rig, JOURNAL_DELIVERED, 600);
    check_order(rig_file(&rig, "got"));
}
END_TEST

START_TEST(sinks_that_have_a_message_do_not_get_it_again)
{
    rig_run(&rig,
            HEAD("texts: 'a|two-retry:9;b|one'") "sinks:\n"
                                                 "  - record: { dir: '@', file: one, "
                                                 "verb: one- }\n    name: one\n"
                                                 "  - record: { dir: '@', file: two, "
                                                 "verb: two- }\n    name: two\n"
                                                 "    retry: { first: 1h, most: 1h }\n");
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
    rig_wait_lines(&rig, "one", 2);
    rig_stop(&rig, 200);
    rig_run(
        &rig,
        HEAD("") "sinks:\n"
                 "  - record: { dir: '@', file: one, verb: one- }\n    name: one\n"
                 "  - record: { dir: '@', file: two, verb: never- }\n    name: two\n");
    rig_wait(&rig, JOURNAL_DELIVERED, 2);
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "one")), 2);
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "two")), 2);
}
END_TEST

START_TEST(a_dead_letter_that_is_replayed_is_tried_again)
{
    struct problems problems = { .arena = &rig.arena };
    int64_t         id       = 1;

    rig_run(&rig, HEAD("texts: 'a|sink-retry:3'") "sinks:\n  - record: { dir: '@' }\n"
                                                  "    retry: { first: 2ms, most: 4ms, "
                                                  "max_tries: 2 }\n");
    rig_wait(&rig, JOURNAL_DEAD, 1);
    ck_assert_uint_eq(mend_replay(rig.dir, &id, 1, MEND_UNANSWERED, &problems), 1);
    router_rescan(rig.router);
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
    ck_assert_str_eq(rig_file(&rig, "got"), "1again a|sink-retry:3\n");
}
END_TEST

/* It could not be read before, and it cannot now: it is dead again, soon. */
START_TEST(a_dead_letter_that_cannot_be_read_is_dead_again_when_replayed)
{
    struct problems problems = { .arena = &rig.arena };
    int64_t         id       = 1;

    rig_run(&rig, USUAL("texts: 'no bar;a|next'"));
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
    rig_wait(&rig, JOURNAL_DEAD, 1);
    ck_assert_uint_eq(mend_replay(rig.dir, &id, 1, MEND_UNANSWERED, &problems), 1);
    router_rescan(rig.router);
    rig_wait(&rig, JOURNAL_DEAD, 1);
    ck_assert_str_eq(rig_reason(&rig, 1), "there is no bar behind the key @ line");
}
END_TEST

/* Outcomes reach the disk a moment later than they are known: what is on its
 * way there is not pending. */
START_TEST(looking_into_the_journal_again_delivers_nothing_twice)
{
    rig_run(&rig, USUAL("count: 3000, keys: 100"));
    while (rig_count(&rig, JOURNAL_DELIVERED) < 3000) {
        router_rescan(rig.router);
        if (rig_lines(rig_file(&rig, "got")) > 4000)
            break;
    }
    rig_stop(&rig, 5000);
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "got")), 3000);
}
END_TEST

/* ---- Many ------------------------------------------------------------------ */

START_TEST(every_accepted_message_is_somewhere)
{
    int64_t sum = 0;

    rig_run(&rig,
            USUAL("texts: 'a|one;a|reject;b|drop;b|sink-reject;no bar;c|sink-retry:1;"
                  "d|two;e|split:3', count: 500, keys: 17"));
    rig_wait(&rig, JOURNAL_DELIVERED, 504);
    rig_wait(&rig, JOURNAL_PENDING, 0);
    rig_stop(&rig, 5000);
    for (enum journal_status s = 0; s < JOURNAL_STATUSES; s++)
        sum += rig_count(&rig, s);
    ck_assert_int_eq(sum, 508);
    ck_assert_int_eq(rig_count(&rig, JOURNAL_DELIVERED), 504);
    ck_assert_int_eq(rig_count(&rig, JOURNAL_FILTERED), 1);
    ck_assert_int_eq(rig_count(&rig, JOURNAL_DEAD), 3);
}
END_TEST

START_TEST(several_instances_keep_the_order_of_lanes)
{
    rig_run(&rig, "pipeline: test\n"
                  "source:\n  texts: { dir: '@', count: 4000, keys: 40 }\n"
                  "order_by: key\n"
                  "steps:\n  - obey: { dir: '@' }\n    instances: 3\n"
                  "sinks:\n  - record: { dir: '@' }\n    instances: 3\n");
    rig_wait(&rig, JOURNAL_DELIVERED, 4000);
    check_order(rig_file(&rig, "got"));
}
END_TEST

/* 20,000 messages of 5 KB wait for a sink that is down: the journal has them,
 * memory does not. */
static size_t held(const struct router *r)
{
    return r->stages.held + r->sinks[0].held;
}

START_TEST(messages_that_wait_for_a_sink_do_not_pile_up_in_memory)
{
    const struct router *r;
    size_t               most = 0;

    rig_touch(&rig, "down");
    rig_run(&rig, USUAL("count: 20000, keys: 2000, length: 5000"));
    r = rig.router;
    for (int64_t n = 0; n < 20000; n = rig_count(&rig, JOURNAL_PENDING))
        most = held(r) > most ? held(r) : most;
    ck_assert_uint_lt(most, 2 * (size_t)ROUTER_HELD);
    rig_remove(&rig, "down");
    rig_wait(&rig, JOURNAL_DELIVERED, 20000);
    most = held(r) > most ? held(r) : most;
    ck_assert_uint_lt(most, 2 * (size_t)ROUTER_HELD);
    rig_stop(&rig, 5000);
    ck_assert_uint_eq(rig_lines(rig_file(&rig, "got")), 20000);
}
END_TEST

/* ---- Opening --------------------------------------------------------------- */

START_TEST(a_sink_that_does_not_open_says_why_in_the_file)
{
    rig_touch(&rig, "asked.got-open");
    ck_assert(!rig_try(&rig, HEAD("") "sinks:\n  - record: { dir: '@', openings: 1 }\n"
                                      "    instances: 2\n"));
    rig_problem(&rig, "record: the sink was opened too often");
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "record open"), 2);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "record close"), 2);
}
END_TEST

START_TEST(stores_of_different_parts_are_kept_apart)
{
    rig_run(&rig, HEAD("texts: 'a|one'") SINK "stores:\n"
                                              "  small: { few: {} }\n"
                                              "  large: { many: { name: x } }\n"
                                              "  other: { many: { name: y } }\n"
                                              "  same: { many: { name: x } }\n");
    rig_wait(&rig, JOURNAL_DELIVERED, 1);
}
END_TEST

int main(void)
{
    return suite_run(
        "router",
        SUITE_TESTS(what_is_accepted_is_delivered,
                    a_stage_that_emits_nothing_has_filtered,
                    a_stage_that_rejects_makes_a_dead_letter_with_reason_and_place,
                    a_stage_that_retries_is_asked_again,
                    what_follows_a_message_that_a_stage_retries_does_not_overtake_it,
                    a_stage_that_fails_is_restarted_and_asked_again,
                    a_sink_that_rejects_makes_a_dead_letter_with_reason_and_place,
                    a_sink_that_retries_is_asked_again_and_its_lane_keeps_its_order,
                    a_lane_that_waits_does_not_hold_others_up, pauses_between_tries_grow,
                    a_sink_that_fails_is_restarted_and_asked_again,
                    a_sink_that_does_not_open_again_is_given_nothing,
                    tries_end_where_the_pipeline_says,
                    tries_are_counted_for_the_message_that_was_tried,
                    what_cannot_be_read_is_a_dead_letter_and_its_sender_is_told,
                    an_offer_that_waits_is_answered_when_all_is_done,
                    an_offer_that_waits_is_answered_when_the_engine_stops,
                    conditions_and_earlier_points_decide_who_gets_what,
                    a_message_is_delivered_when_every_sink_has_it,
                    a_dead_letter_keeps_its_reason_when_the_other_sink_answers_later,
                    a_held_message_keeps_its_reason_when_the_other_sink_answers_later,
                    on_error_hold_holds, on_error_continue_goes_on,
                    remarks_are_kept_with_the_message,
                    what_a_blocked_sink_left_is_delivered_once_by_the_next_engine,
                    the_order_within_a_lane_outlives_an_engine,
                    sinks_that_have_a_message_do_not_get_it_again,
                    a_dead_letter_that_is_replayed_is_tried_again,
                    a_dead_letter_that_cannot_be_read_is_dead_again_when_replayed,
                    looking_into_the_journal_again_delivers_nothing_twice,
                    every_accepted_message_is_somewhere,
                    several_instances_keep_the_order_of_lanes,
                    messages_that_wait_for_a_sink_do_not_pile_up_in_memory,
                    a_sink_that_does_not_open_says_why_in_the_file,
                    stores_of_different_parts_are_kept_apart),
        setup, teardown);
}
