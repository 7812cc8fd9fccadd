/* source_test.c -- files that are put into a folder become messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "file/source.h"

#include "place.h"
#include "stand_in.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

static struct stand_in engine;
static void           *state;

static void start(const char *a, const char *b)
{
    stand_in_open(&engine);
    state = stand_in_state(&file_source, (const char *const[]){ "path=in", a, b, NULL });
    ck_assert_int_eq(file_source.open(state, &engine.call), HILUM_OK);
    ck_assert_int_eq(file_source.start(state, &engine.call, &engine.feed), HILUM_OK);
}

static void finish(void)
{
    file_source.stop(state);
    file_source.close(state);
    free(state);
    stand_in_close(&engine);
}

static void expect_offer(size_t nth, const char *body)
{
    ck_assert(stand_in_wait(&engine.feed, nth + 1));
    ck_assert_uint_eq(engine.feed.offers[nth].len, strlen(body));
    ck_assert_mem_eq(engine.feed.offers[nth].body, body, strlen(body));
}

/* A file that has been there for long. */
static void write_old(const char *path, const char *text)
{
    place_write(path, text);
    utime(path, &(struct utimbuf){ 1000000000, 1000000000 });
}

START_TEST(a_file_is_offered_and_moved_when_it_is_answered)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "MSH|1\rMSH|2\r");
    expect_offer(0, "MSH|1\r");
    expect_offer(1, "MSH|2\r");
    stand_in_answer(&engine.feed, 1, HILUM_OK, "");
    ck_assert(place_has("in/a.hl7", "MSH|1\rMSH|2\r"));
    stand_in_answer(&engine.feed, 0, HILUM_OK, "");
    ck_assert(place_comes("in/done/a.hl7", "MSH|1\rMSH|2\r"));
    ck_assert_uint_eq(place_count("in"), 2);
    finish();
}
END_TEST

START_TEST(a_file_that_is_moved_in_is_offered)
{
    start(NULL, NULL);
    place_write("in/a.part", "MSH|1\r");
    ck_assert_int_eq(rename("in/a.part", "in/a.hl7"), 0);
    expect_offer(0, "MSH|1\r");
    ck_assert_uint_eq(engine.feed.count, 1);
    stand_in_answer(&engine.feed, 0, HILUM_OK, "");
    finish();
}
END_TEST

START_TEST(files_that_were_there_before_are_offered_in_order)
{
    mkdir("in", 0700);
    write_old("in/b.hl7", "MSH|b\r");
    write_old("in/a.hl7", "MSH|a\r");
    write_old("in/.hidden.hl7", "MSH|h\r");
    write_old("in/other.txt", "MSH|o\r");
    start(NULL, NULL);
    expect_offer(0, "MSH|a\r");
    expect_offer(1, "MSH|b\r");
    finish();
    ck_assert(place_has("in/a.hl7", "MSH|a\r"));
}
END_TEST

START_TEST(a_file_that_has_just_changed_is_left_for_a_while)
{
    mkdir("in", 0700);
    place_write("in/a.hl7", "MSH|a\r");
    start(NULL, NULL);
    usleep(100000);
    ck_assert_uint_eq(engine.feed.count, 0);
    expect_offer(0, "MSH|a\r");
    finish();
}
END_TEST

START_TEST(a_rejected_message_sends_its_file_to_failed)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "MSH|1\rMSH|2\r");
    ck_assert(stand_in_wait(&engine.feed, 2));
    stand_in_answer(&engine.feed, 0, HILUM_REJECT, "");
    stand_in_answer(&engine.feed, 1, HILUM_OK, "");
    ck_assert(place_comes("in/failed/a.hl7", "MSH|1\rMSH|2\r"));
    finish();
}
END_TEST

START_TEST(a_message_that_was_not_kept_leaves_its_file)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "MSH|1\r");
    expect_offer(0, "MSH|1\r");
    stand_in_answer(&engine.feed, 0, HILUM_RETRY, "");
    usleep(20000);
    finish();
    ck_assert(place_has("in/a.hl7", "MSH|1\r"));
}
END_TEST

START_TEST(a_file_without_a_message_fails)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "\r\n");
    ck_assert(place_comes("in/failed/a.hl7", "\r\n"));
    file_source.stop(state);
    ck_assert_str_eq(engine.feed.log, "a.hl7: no message is in it");
    finish();
}
END_TEST

START_TEST(a_file_that_is_too_large_fails)
{
    char *text = malloc(3000);

    memset(text, 'x', 2999);
    text[2999] = '\0';
    start("max_file=1K", NULL);
    place_write("in/a.hl7", text);
    ck_assert(place_comes("in/failed/a.hl7", text));
    free(text);
    finish();
}
END_TEST

START_TEST(no_file_is_written_over)
{
    start(NULL, NULL);
    for (size_t i = 0; i < 3; i++) {
        place_write("in/a.hl7", i ? "MSH|new\r" : "MSH|old\r");
        ck_assert(stand_in_wait(&engine.feed, i + 1));
        stand_in_answer(&engine.feed, i, HILUM_OK, "");
        ck_assert(place_comes(i == 0   ? "in/done/a.hl7"
                              : i == 1 ? "in/done/a.hl7.1"
                                       : "in/done/a.hl7.2",
                              i ? "MSH|new\r" : "MSH|old\r"));
    }
    finish();
}
END_TEST

START_TEST(a_file_may_be_deleted_and_whole)
{
    start("after=delete", "split=none");
    place_write("in/a.hl7", "MSH|1\rMSH|2\r");
    expect_offer(0, "MSH|1\rMSH|2\r");
    stand_in_answer(&engine.feed, 0, HILUM_OK, "");
    for (int i = 0; i < 1000 && place_count("in") > 2; i++)
        usleep(5000);
    ck_assert_uint_eq(place_count("in"), 2);
    ck_assert_uint_eq(place_count("in/done"), 0);
    finish();
}
END_TEST

START_TEST(many_files_wait_for_their_turn)
{
    char name[32], text[32];

    mkdir("in", 0700);
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "in/%03d.hl7", i);
        snprintf(text, sizeof text, "MSH|%d\r", i);
        write_old(name, text);
    }
    start(NULL, NULL);
    ck_assert(stand_in_wait(&engine.feed, 64));
    usleep(20000);
    ck_assert_uint_eq(engine.feed.count, 64);
    for (size_t i = 0; i < 200; i++) {
        snprintf(text, sizeof text, "MSH|%zu\r", i);
        expect_offer(i, text);
        stand_in_answer(&engine.feed, i, HILUM_OK, "");
    }
    ck_assert(place_comes("in/done/199.hl7", "MSH|199\r"));
    finish();
}
END_TEST

static bool take_none(struct hilum_feed *feed, const struct hilum_offer *o)
{
    (void)feed, (void)o;
    return false;
}

START_TEST(a_stopping_engine_leaves_files_alone)
{
    start(NULL, NULL);
    stand_in_take(&engine.feed, take_none);
    place_write("in/a.hl7", "MSH|1\r");
    usleep(20000);
    finish();
    ck_assert(place_has("in/a.hl7", "MSH|1\r"));
}
END_TEST

START_TEST(a_folder_that_cannot_be_had_is_a_sentence)
{
    place_write("in", "a file");
    stand_in_open(&engine);
    state = stand_in_state(&file_source, (const char *const[]){ "path=in", NULL });
    ck_assert_int_eq(file_source.open(state, &engine.call), HILUM_OK);
    ck_assert_int_eq(file_source.start(state, &engine.call, &engine.feed), HILUM_FAIL);
    ck_assert_str_eq(engine.why, "in: Not a directory");
    finish();
}
END_TEST

int main(void)
{
    return suite_run("file source",
                     SUITE_TESTS(a_file_is_offered_and_moved_when_it_is_answered,
                                 a_file_that_is_moved_in_is_offered,
                                 files_that_were_there_before_are_offered_in_order,
                                 a_file_that_has_just_changed_is_left_for_a_while,
                                 a_rejected_message_sends_its_file_to_failed,
                                 a_message_that_was_not_kept_leaves_its_file,
                                 a_file_without_a_message_fails,
                                 a_file_that_is_too_large_fails,
                                 no_file_is_written_over,
                                 a_file_may_be_deleted_and_whole,
                                 many_files_wait_for_their_turn,
                                 a_stopping_engine_leaves_files_alone,
                                 a_folder_that_cannot_be_had_is_a_sentence),
                     place_begin, place_end);
}
