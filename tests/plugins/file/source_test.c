/* source_test.c -- files that are put into a folder become messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "file/source.h"

#include "hl7v2/er7_split.h"

#include "place.h"
#include "stand_in.h"
#include "suite.h"

#include <fcntl.h>
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
    engine.feed.split = er7_split;
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

static void answer_all(size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        stand_in_answer(&engine.feed, i, HILUM_OK, "");
}

/* A file with two messages, the first of which is rejected. */
static void reject_one_of_two(const char *failed)
{
    start(failed, NULL);
    place_write("in/a.hl7", "MSH|1\rMSH|2\r");
    ck_assert(stand_in_wait(&engine.feed, 2));
    stand_in_answer(&engine.feed, 0, HILUM_REJECT, "");
    stand_in_answer(&engine.feed, 1, HILUM_OK, "");
}

START_TEST(a_file_with_a_rejected_message_is_done)
{
    reject_one_of_two(NULL);
    ck_assert(place_comes("in/done/a.hl7", "MSH|1\rMSH|2\r"));
    finish();
}
END_TEST

START_TEST(a_file_with_a_rejected_message_has_failed_where_that_is_wanted)
{
    reject_one_of_two("failed=any");
    ck_assert(place_comes("in/failed/a.hl7", "MSH|1\rMSH|2\r"));
    finish();
}
END_TEST

START_TEST(a_file_whose_messages_were_all_rejected_has_failed)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "MSH|1\r");
    ck_assert(stand_in_wait(&engine.feed, 1));
    stand_in_answer(&engine.feed, 0, HILUM_REJECT, "");
    ck_assert(place_comes("in/failed/a.hl7", "MSH|1\r"));
    finish();
}
END_TEST

/* ---- Batches ---------------------------------------------------------------- */

START_TEST(messages_of_a_batch_say_where_they_stood)
{
    static const char batch[] = "BHS|^~\\&|LAB||||||||B-7\rMSH|1\rMSH|2\rBTS|2\r";

    start(NULL, NULL);
    place_write("in/a.hl7", batch);
    expect_offer(0, "MSH|1\r");
    expect_offer(1, "MSH|2\r");
    ck_assert_str_eq(engine.feed.offers[1].peer, "a.hl7:byte 31");
    ck_assert_str_eq(engine.feed.offers[1].labels,
                     "batch=B-7\nbatch-sender=LAB\nbatch-position=2\n");
    ck_assert_int_eq(strncmp(batch + 31 - 1, "MSH|2", 5), 0);
    answer_all(0, 2);
    ck_assert(place_comes("in/done/a.hl7", batch));
    file_source.stop(state);
    ck_assert_ptr_nonnull(
        strstr(engine.feed.log, "a.hl7: 2 messages, 0 rejected, 0 faults"));
    finish();
}
END_TEST

START_TEST(a_file_whose_counts_do_not_agree_has_failed)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "BHS|\rMSH|1\rBTS|2\r");
    expect_offer(0, "MSH|1\r");
    answer_all(0, 1);
    ck_assert(place_comes("in/failed/a.hl7", "BHS|\rMSH|1\rBTS|2\r"));
    finish();
}
END_TEST

START_TEST(a_batch_may_be_empty)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "BHS|\rBTS|0\r");
    ck_assert(place_comes("in/done/a.hl7", "BHS|\rBTS|0\r"));
    ck_assert_uint_eq(engine.feed.count, 0);
    finish();
}
END_TEST

/* ---- Large files ------------------------------------------------------------ */

/* A file of so many messages, 13 bytes each. */
static char *write_many(const char *path, size_t count)
{
    char *text = malloc(count * 13 + 1);

    for (size_t i = 0; i < count; i++)
        snprintf(text + i * 13, 14, "MSH|%08zu\r", i % 100000000);
    place_write(path, text);
    return text;
}

/* A folder where the file came before, so that it is whole when it is found. */
static char *write_many_first(size_t count)
{
    char *text;

    mkdir("in", 0700);
    text = write_many("in/a.hl7", count);
    utime("in/a.hl7", &(struct utimbuf){ 1000000000, 1000000000 });
    return text;
}

START_TEST(messages_wait_while_many_are_in_flight)
{
    char *text = write_many_first(5000);

    start(NULL, NULL);
    ck_assert(stand_in_wait(&engine.feed, 2048));
    usleep(20000);
    ck_assert_uint_eq(engine.feed.count, 2048);
    answer_all(0, 2048);
    ck_assert(stand_in_wait(&engine.feed, 4096));
    answer_all(2048, 4096);
    ck_assert(stand_in_wait(&engine.feed, 5000));
    expect_offer(4999, "MSH|00004999\r");
    answer_all(4096, 5000);
    for (int i = 0; i < 1000 && place_count("in") > 2; i++)
        usleep(5000);
    ck_assert_uint_eq(place_count("in/done"), 1);
    ck_assert_uint_eq(place_count("in"), 2);
    free(text);
    finish();
}
END_TEST

START_TEST(a_message_may_be_larger_than_the_window)
{
    size_t size = 5 << 20;
    char  *text = malloc(size + 32);

    memset(text, 'x', size);
    memcpy(text, "MSH|1\rMSH|2\r", 12);
    snprintf(text + size, 32, "\rMSH|3\r");
    mkdir("in", 0700);
    write_old("in/a.hl7", text);
    start(NULL, NULL);
    ck_assert(stand_in_wait(&engine.feed, 3));
    ck_assert_uint_eq(engine.feed.offers[1].len, size - 6 + 1);
    ck_assert_mem_eq(engine.feed.offers[1].body, text + 6, size - 6 + 1);
    expect_offer(2, "MSH|3\r");
    answer_all(0, 3);
    free(text);
    finish();
}
END_TEST

START_TEST(a_message_that_is_too_large_ends_its_file)
{
    char text[3000];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memcpy(text, "MSH|1\rMSH|2\r", 12);
    memcpy(text + sizeof text - 10, "\rMSH|3\r", 7);
    start("max_message=1K", NULL);
    place_write("in/a.hl7", text);
    expect_offer(0, "MSH|1\r");
    answer_all(0, 1);
    ck_assert(place_comes("in/failed/a.hl7", text));
    ck_assert_uint_eq(engine.feed.count, 1);
    finish();
}
END_TEST

/* ---- Progress --------------------------------------------------------------- */

START_TEST(another_engine_goes_on_where_one_has_ended)
{
    char *text = write_many_first(3000);

    start(NULL, NULL);
    ck_assert(stand_in_wait(&engine.feed, 2048));
    answer_all(0, 1000);
    stand_in_answer(&engine.feed, 1001, HILUM_OK, "");
    finish();
    ck_assert_uint_eq(place_count("in"), 4);
    start(NULL, NULL);
    ck_assert(stand_in_wait(&engine.feed, 2000));
    expect_offer(0, "MSH|00001000\r");
    expect_offer(1999, "MSH|00002999\r");
    answer_all(0, 2000);
    for (int i = 0; i < 1000 && place_count("in") > 2; i++)
        usleep(5000);
    ck_assert_uint_eq(place_count("in"), 2);
    finish();
    free(text);
}
END_TEST

START_TEST(progress_of_another_file_is_not_taken)
{
    char *text = write_many_first(3000);

    start(NULL, NULL);
    ck_assert(stand_in_wait(&engine.feed, 2048));
    answer_all(0, 1000);
    finish();
    write_old("in/b.part", "MSH|new\r");
    ck_assert_int_eq(rename("in/b.part", "in/a.hl7"), 0);
    start(NULL, NULL);
    expect_offer(0, "MSH|new\r");
    answer_all(0, 1);
    ck_assert(place_comes("in/done/a.hl7", "MSH|new\r"));
    finish();
    free(text);
}
END_TEST

/* ---- Files that do not keep still --------------------------------------------- */

START_TEST(a_file_that_changes_while_it_is_read_is_left_for_later)
{
    char *text = write_many_first(3000);
    FILE *more;

    start(NULL, NULL);
    ck_assert(stand_in_wait(&engine.feed, 2048));
    more = fopen("in/a.hl7", "a");
    fputs("MSH|more\r", more);
    fclose(more);
    answer_all(0, 2048);
    ck_assert(stand_in_wait(&engine.feed, 2999));
    answer_all(2048, 2999);
    usleep(20000);
    ck_assert_uint_eq(place_count("in/done"), 0);
    finish();
    free(text);
}
END_TEST

START_TEST(a_file_that_is_cut_while_it_is_read_is_left_for_later)
{
    char *text = write_many_first(3000);

    start(NULL, NULL);
    ck_assert(stand_in_wait(&engine.feed, 2048));
    ck_assert_int_eq(truncate("in/a.hl7", 100), 0);
    answer_all(0, 2048);
    ck_assert(stand_in_wait(&engine.feed, 2999));
    answer_all(2048, 2999);
    usleep(20000);
    ck_assert_uint_eq(place_count("in/done"), 0);
    finish();
    free(text);
}
END_TEST

START_TEST(a_file_that_replaces_another_is_read_too)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "MSH|old\r");
    expect_offer(0, "MSH|old\r");
    write_old("in/b.part", "MSH|new\r");
    ck_assert_int_eq(rename("in/b.part", "in/a.hl7"), 0);
    usleep(20000);
    answer_all(0, 1);
    expect_offer(1, "MSH|new\r");
    answer_all(1, 2);
    ck_assert(place_comes("in/done/a.hl7", "MSH|new\r"));
    ck_assert_uint_eq(place_count("in/done"), 1);
    finish();
}
END_TEST

START_TEST(a_file_that_is_taken_away_harms_nobody)
{
    start(NULL, NULL);
    place_write("in/a.hl7", "MSH|1\r");
    expect_offer(0, "MSH|1\r");
    ck_assert_int_eq(unlink("in/a.hl7"), 0);
    answer_all(0, 1);
    place_write("in/a.hl7", "MSH|2\r");
    expect_offer(1, "MSH|2\r");
    answer_all(1, 2);
    ck_assert(place_comes("in/done/a.hl7", "MSH|2\r"));
    finish();
}
END_TEST

START_TEST(what_is_no_file_is_left_alone)
{
    mkdir("in", 0700);
    mkdir("in/a.hl7", 0700);
    ck_assert_int_eq(mkfifo("in/b.hl7", 0600), 0);
    write_old("in/d.hl7", "MSH|1\r");
    start(NULL, NULL);
    expect_offer(0, "MSH|1\r");
    answer_all(0, 1);
    ck_assert(place_comes("in/done/d.hl7", "MSH|1\r"));
    ck_assert_uint_eq(place_count("in"), 4);
    finish();
}
END_TEST

static void link_old(const char *to, const char *path)
{
    static const struct timespec long_ago[2] = { { .tv_sec = 1000000000 },
                                                 { .tv_sec = 1000000000 } };

    ck_assert_int_eq(symlink(to, path), 0);
    ck_assert_int_eq(utimensat(AT_FDCWD, path, long_ago, AT_SYMLINK_NOFOLLOW), 0);
}

START_TEST(a_symbolic_link_has_failed_and_is_not_followed)
{
    mkdir("in", 0700);
    write_old("secret", "MSH|secret\r");
    link_old("../secret", "in/a.hl7");
    link_old("nowhere", "in/b.hl7");
    start(NULL, NULL);
    for (int i = 0; i < 1000 && place_count("in") > 2; i++)
        usleep(5000);
    file_source.stop(state);
    ck_assert_uint_eq(engine.feed.count, 0);
    ck_assert_str_eq(engine.feed.log, "b.hl7: it cannot be read: it is a symbolic link");
    ck_assert_uint_eq(place_count("in/failed"), 2);
    finish();
}
END_TEST

START_TEST(a_folder_that_is_removed_and_made_again_is_watched)
{
    start(NULL, NULL);
    ck_assert_int_eq(rename("in", "out"), 0);
    mkdir("in", 0700);
    place_write("in/a.hl7", "MSH|1\r");
    expect_offer(0, "MSH|1\r");
    answer_all(0, 1);
    ck_assert(place_comes("in/done/a.hl7", "MSH|1\r"));
    finish();
}
END_TEST

/* ---- Engines that are busy, or end ------------------------------------------- */

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
    return suite_run(
        "file source",
        SUITE_TESTS(a_file_is_offered_and_moved_when_it_is_answered,
                    a_file_that_is_moved_in_is_offered,
                    files_that_were_there_before_are_offered_in_order,
                    a_file_that_has_just_changed_is_left_for_a_while,
                    a_file_with_a_rejected_message_is_done,
                    a_file_with_a_rejected_message_has_failed_where_that_is_wanted,
                    a_file_whose_messages_were_all_rejected_has_failed,
                    messages_of_a_batch_say_where_they_stood,
                    a_file_whose_counts_do_not_agree_has_failed, a_batch_may_be_empty,
                    messages_wait_while_many_are_in_flight,
                    a_message_may_be_larger_than_the_window,
                    a_message_that_is_too_large_ends_its_file,
                    another_engine_goes_on_where_one_has_ended,
                    progress_of_another_file_is_not_taken,
                    a_file_that_changes_while_it_is_read_is_left_for_later,
                    a_file_that_is_cut_while_it_is_read_is_left_for_later,
                    a_file_that_replaces_another_is_read_too,
                    a_file_that_is_taken_away_harms_nobody, what_is_no_file_is_left_alone,
                    a_symbolic_link_has_failed_and_is_not_followed,
                    a_folder_that_is_removed_and_made_again_is_watched,
                    a_message_that_was_not_kept_leaves_its_file,
                    a_file_without_a_message_fails, a_file_that_is_too_large_fails,
                    no_file_is_written_over, a_file_may_be_deleted_and_whole,
                    many_files_wait_for_their_turn, a_stopping_engine_leaves_files_alone,
                    a_folder_that_cannot_be_had_is_a_sentence),
        place_begin, place_end);
}
