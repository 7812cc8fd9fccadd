/* sink_test.c -- the MLLP sink: what becomes of a batch, and its options. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "scripted.h"
#include "suite.h"

#include <unistd.h>

START_TEST(a_batch_is_acknowledged_in_order)
{
    start("AACb", 1, NULL);
    ck_assert_int_eq(deliver("abcd"), HILUM_OK);
    expect_settled("oooo");
    finish();
    ck_assert_str_eq(receiver.got, "abcd");
}
END_TEST

START_TEST(a_refused_message_is_rejected_and_others_go_on)
{
    start("ARAEA", 1, NULL);
    ck_assert_int_eq(deliver("abcde"), HILUM_OK);
    expect_settled("ojojo");
    finish();
}
END_TEST

START_TEST(an_error_may_be_tried_again)
{
    start("AEA", 1, "on_ae=retry");
    ck_assert_int_eq(deliver("abc"), HILUM_RETRY);
    expect_settled("or-");
    ck_assert_int_eq(deliver("b"), HILUM_OK);
    expect_settled("o");
    finish();
    ck_assert_str_eq(receiver.got, "abb");
}
END_TEST

START_TEST(a_lost_connection_is_tried_again_from_there)
{
    start("AxAA", 1, NULL);
    ck_assert_int_eq(deliver("abc"), HILUM_RETRY);
    expect_settled("o--");
    ck_assert_ptr_nonnull(strstr(engine.why, "hung up"));
    ck_assert_int_eq(deliver("bc"), HILUM_OK);
    expect_settled("oo");
    finish();
    ck_assert_str_eq(receiver.got, "abbc");
}
END_TEST

START_TEST(silence_is_tried_again)
{
    start("A.A", 1, NULL);
    ck_assert_int_eq(deliver("abc"), HILUM_RETRY);
    expect_settled("o--");
    ck_assert_str_eq(engine.why, "no acknowledgement came in time");
    ck_assert_int_eq(deliver("b"), HILUM_OK);
    finish();
}
END_TEST

START_TEST(an_answer_to_another_message_does_not_count)
{
    start("oA", 1, NULL);
    ck_assert_int_eq(deliver("a"), HILUM_RETRY);
    expect_settled("-");
    finish();
}
END_TEST

#define NOT_UNDERSTOOD "the connection was closed because an answer was not understood"

START_TEST(nonsense_is_tried_again)
{
    start("nA", 1, NULL);
    ck_assert_int_eq(deliver("ab"), HILUM_RETRY);
    ck_assert_str_eq(engine.why, NOT_UNDERSTOOD);
    ck_assert_int_eq(deliver("a"), HILUM_OK);
    finish();
}
END_TEST

START_TEST(nonsense_is_no_fault_of_what_is_under_way_beside_it)
{
    start("AnAAAAAA", 4, "window=4");
    ck_assert_int_eq(deliver("abcd"), HILUM_RETRY);
    /* Answers come from behind: what had one is done, all else is tried again. */
    expect_settled("--oo");
    ck_assert_str_eq(engine.why, NOT_UNDERSTOOD);
    ck_assert_int_eq(deliver("abef"), HILUM_OK);
    expect_settled("oooo");
    finish();
    ck_assert_str_eq(receiver.got, "abcdabef");
}
END_TEST

START_TEST(nonsense_that_came_before_is_no_fault_of_what_comes_after)
{
    start("NA", 1, NULL);
    ck_assert_int_eq(deliver("a"), HILUM_OK);
    usleep(20000);
    ck_assert_int_eq(deliver("b"), HILUM_OK);
    finish();
    ck_assert_str_eq(receiver.got, "ab");
}
END_TEST

START_TEST(nonsense_is_sent_once_a_try_and_later_after_a_pause)
{
    start("nnnnnnnn", 1, "reconnect=1h");
    ck_assert_int_eq(deliver("a"), HILUM_RETRY);
    ck_assert_int_eq(deliver("a"), HILUM_RETRY);
    ck_assert_str_eq(engine.why, NOT_UNDERSTOOD);
    ck_assert_int_eq(deliver("a"), HILUM_RETRY);
    ck_assert_ptr_nonnull(strstr(engine.why, "not connected; it is tried again in"));
    finish();
    ck_assert_str_eq(receiver.got, "aa");
}
END_TEST

START_TEST(a_window_matches_answers_by_control_id)
{
    start("ARAE", 4, "window=4");
    ck_assert_int_eq(deliver("abcd"), HILUM_OK);
    expect_settled("ojoj");
    finish();
}
END_TEST

START_TEST(a_window_that_breaks_is_tried_again)
{
    start("AAAx", 3, "window=4");
    ck_assert_int_eq(deliver("abcd"), HILUM_RETRY);
    expect_settled("ooo-");
    finish();
}
END_TEST

START_TEST(a_message_that_would_break_the_frame_is_rejected)
{
    start("AA", 1, NULL);
    ck_assert_int_eq(deliver("a!b"), HILUM_OK);
    expect_settled("ojo");
    finish();
    ck_assert_str_eq(receiver.got, "ab");
}
END_TEST

START_TEST(nobody_there_is_tried_again)
{
    stand_in_open(&engine);
    wishes = "";
    sink   = stand_in_state(&mllp_sink,
                            (const char *const[]){ "url=tcp://127.0.0.1:1", NULL });
    ck_assert_int_eq(mllp_sink.open(sink, &engine.call), HILUM_OK);
    ck_assert_int_eq(deliver("a"), HILUM_RETRY);
    ck_assert_ptr_nonnull(strstr(engine.why, "Connection refused"));
    mllp_sink.close(sink);
    free(sink);
    stand_in_close(&engine);
}
END_TEST

START_TEST(options_that_would_break_the_order_are_refused)
{
    static const char *const wrong[] = { "on_ae=retry", "release=2" };

    stand_in_open(&engine);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        sink = stand_in_state(
            &mllp_sink,
            (const char *const[]){ "url=tcp://127.0.0.1:1", "window=8", wrong[i], NULL });
        ck_assert_int_eq(mllp_sink.open(sink, &engine.call), HILUM_FAIL);
        ck_assert_str_eq(engine.where, "window");
        mllp_sink.close(sink);
        free(sink);
    }
    stand_in_close(&engine);
}
END_TEST

START_TEST(settings_of_tls_that_do_not_fit_are_found_at_open)
{
    static const struct {
        const char *url, *option, *where;
    } rows[] = {
        { "url=tcp://127.0.0.1:1", "tls_ca=/x.pem", "url" },
        { "url=tcp://127.0.0.1:1", "tls_name=x", "url" },
        { "url=tcp://127.0.0.1:1", "tls_key=/x.pem", "url" },
        { "url=tls+tcp://127.0.0.1:1", "tls_ca=/x.pem", "tls_ca" },
        { "url=tls+tcp://127.0.0.1:1", "tls_cert=/x.pem", "tls_cert" },
    };

    stand_in_open(&engine);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sink = stand_in_state(&mllp_sink,
                              (const char *const[]){ rows[i].url, rows[i].option, NULL });
        ck_assert_int_eq(mllp_sink.open(sink, &engine.call), HILUM_FAIL);
        ck_assert_str_eq(engine.where, rows[i].where);
        mllp_sink.close(sink);
        free(sink);
    }
    stand_in_close(&engine);
}
END_TEST

int main(void)
{
    return suite_run(
        "mllp sink",
        SUITE_TESTS(
            a_batch_is_acknowledged_in_order,
            a_refused_message_is_rejected_and_others_go_on, an_error_may_be_tried_again,
            a_lost_connection_is_tried_again_from_there, silence_is_tried_again,
            an_answer_to_another_message_does_not_count, nonsense_is_tried_again,
            nonsense_is_no_fault_of_what_is_under_way_beside_it,
            nonsense_that_came_before_is_no_fault_of_what_comes_after,
            nonsense_is_sent_once_a_try_and_later_after_a_pause,
            a_window_matches_answers_by_control_id, a_window_that_breaks_is_tried_again,
            a_message_that_would_break_the_frame_is_rejected, nobody_there_is_tried_again,
            options_that_would_break_the_order_are_refused,
            settings_of_tls_that_do_not_fit_are_found_at_open),
        NULL, NULL);
}
