/* connection_test.c -- what one sender may do, and what it gets. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "sender.h"

#include "mllp/connection.h"
#include "suite.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const release_2[] = { "listen=127.0.0.1:0", "release=2", NULL };

static bool answer_at_once(struct hilum_feed *feed, const struct hilum_offer *o)
{
    struct hilum_answer a = { .size = sizeof a, .id = 1, .reply = o->body };

    (void)feed;
    o->answer(o->context, &a);
    return true;
}

START_TEST(a_stream_may_be_cut_anywhere)
{
    static const char stream[] = "\x0bMSH|one\rPID|\x1c\r\n\x0bMSH|two\x1c\x0bx\x1c\r";
    static const char wanted[] = "\x0bMSH|one\rPID|\x1c\r\x0bMSH|two\x1c\r\x0bx\x1c\r";
    size_t            len      = sizeof stream - 1;
    int               fd;

    begin(NONE);
    stand_in_take(&engine.feed, answer_at_once);
    fd = dial();
    for (size_t cut = 0; cut <= len; cut++) {
        ck_assert_int_eq(send(fd, stream, cut, MSG_NOSIGNAL), (ssize_t)cut);
        if (cut % 4 == 0)
            usleep(1000);
        ck_assert_int_eq(send(fd, stream + cut, len - cut, MSG_NOSIGNAL),
                         (ssize_t)(len - cut));
        expect(fd, wanted);
    }
    for (size_t i = 0; i < len; i++) {
        ck_assert_int_eq(send(fd, stream + i, 1, MSG_NOSIGNAL), 1);
        usleep(200);
    }
    expect(fd, wanted);
    close(fd);
    end();
}
END_TEST

START_TEST(a_message_may_be_answered_twice)
{
    int fd;

    begin(NONE);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r\x0b"
            "b\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 2));
    answer_more(1, "CA b");
    expect_silence(fd);
    answer_more(0, "CA a");
    expect(fd, "\x0b"
               "CA a\x1c\r\x0b"
               "CA b\x1c\r");
    stand_in_answer(&engine.feed, 1, HILUM_OK, "AA b");
    stand_in_answer(&engine.feed, 0, HILUM_OK, "AA a");
    expect(fd, "\x0b"
               "AA b\x1c\r\x0b"
               "AA a\x1c\r");
    close(fd);
    end();
}
END_TEST

START_TEST(who_waits_for_a_second_answer_may_send_on)
{
    enum { MANY = EXCHANGES_LATER + 100 };
    char reply[32];
    int  fd;

    begin(NONE);
    fd = dial();
    for (size_t i = 0; i < MANY; i++)
        put(fd, "\x0b"
                "m\x1c\r");
    for (size_t i = 0; i < EXCHANGES_LATER; i++) {
        ck_assert(stand_in_wait(&engine.feed, i + 1));
        answer_more(i, "c");
        expect(fd, "\x0b"
                   "c\x1c\r");
    }
    usleep(20000);
    ck_assert_uint_le(engine.feed.count, EXCHANGES_LATER + EXCHANGES_ASKED);
    for (size_t i = 0; i < MANY; i++) {
        ck_assert(stand_in_wait(&engine.feed, i + 1));
        snprintf(reply, sizeof reply, "%zu", i);
        stand_in_answer(&engine.feed, i, HILUM_OK, reply);
        snprintf(reply, sizeof reply, "\x0b%zu\x1c\r", i);
        expect(fd, reply);
    }
    close(fd);
    end();
}
END_TEST

START_TEST(second_answers_for_a_sender_that_has_left_are_dropped)
{
    int fd;

    begin(NONE);
    for (size_t i = 0; i < 10; i++) {
        fd = dial();
        put(fd, "\x0b"
                "m\x1c\r\x0b"
                "n\x1c\r");
        ck_assert(stand_in_wait(&engine.feed, 2 * i + 2));
        answer_more(2 * i, "c");
        expect(fd, "\x0b"
                   "c\x1c\r");
        close(fd);
    }
    for (size_t i = 0; i < 10; i++) {
        stand_in_answer(&engine.feed, 2 * i, HILUM_OK, "late");
        answer_more(2 * i + 1, "late");
        if (i % 2)
            stand_in_answer(&engine.feed, 2 * i + 1, HILUM_OK, "later");
    }
    expect_meter("connections", 0);
    end();
}
END_TEST

START_TEST(a_sender_that_half_closes_does_not_wait_for_second_answers)
{
    int fd;

    begin(NONE);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r");
    shutdown(fd, SHUT_WR);
    expect_offer(0, "a");
    answer_more(0, "CA");
    expect(fd, "\x0b"
               "CA\x1c\r");
    expect_end(fd);
    stand_in_answer(&engine.feed, 0, HILUM_OK, "AA");
    end();
}
END_TEST

START_TEST(who_wants_no_acknowledgement_gets_none)
{
    int fd;

    begin((const char *const[]){ "listen=127.0.0.1:0", "ack=none", NULL });
    stand_in_take(&engine.feed, answer_at_once);
    fd = dial();
    for (size_t i = 0; i < 200; i++)
        put(fd, "\x0b"
                "a\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 200));
    expect_silence(fd);
    close(fd);
    end();
}
END_TEST

START_TEST(release_2_commits_and_then_acknowledges)
{
    int fd;

    begin(release_2);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r\x0b"
            "b\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 2));
    stand_in_answer(&engine.feed, 0, HILUM_OK, "AA");
    expect(fd, "\x0b\x06\x1c\r\x0b"
               "AA\x1c\r");
    /* What the sender says of that is no message. */
    put(fd, "\x0b\x06\x1c\r\x0b\x15\x1c\r\x0b"
            "c\x1c\r");
    stand_in_answer(&engine.feed, 1, HILUM_REJECT, "AR");
    expect(fd, "\x0b\x06\x1c\r\x0b"
               "AR\x1c\r");
    expect_offer(2, "c");
    ck_assert_int_eq(meter("commits"), 1);
    ck_assert_int_eq(meter("commits_refused"), 1);
    ck_assert_int_eq(meter("frames"), 3);
    close(fd);
    end();
}
END_TEST

static bool keep_none(struct hilum_feed *feed, const struct hilum_offer *o)
{
    struct hilum_answer a = { .size    = sizeof a,
                              .verdict = HILUM_RETRY,
                              .reply   = HILUM_VIEW("AE") };

    (void)feed;
    o->answer(o->context, &a);
    return true;
}

START_TEST(release_2_asks_for_a_message_again_that_was_not_kept)
{
    int fd;

    begin(release_2);
    stand_in_take(&engine.feed, keep_none);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r");
    expect(fd, "\x0b\x15\x1c\r");
    expect_silence(fd);
    close(fd);
    end();
}
END_TEST

START_TEST(without_release_2_a_commit_block_is_a_message)
{
    int fd;

    begin(NONE);
    fd = dial();
    put(fd, "\x0b\x06\x1c\r");
    expect_offer(0, "\x06");
    close(fd);
    end();
}
END_TEST

START_TEST(unfinished_messages_hold_no_more_than_allowed)
{
    static char part[200 << 10];
    int         fds[8];

    memset(part, 'x', sizeof part - 1);
    begin((const char *const[]){ "listen=127.0.0.1:0", "max_held=1M", NULL });
    for (size_t i = 0; i < 8; i++) {
        fds[i] = dial();
        put(fds[i], "\x0b"
                    "a\x1c\r\x0b");
        ck_assert(stand_in_wait(&engine.feed, i + 1));
        stand_in_answer(&engine.feed, i, HILUM_OK, "A");
        expect(fds[i], "\x0b"
                       "A\x1c\r");
        ck_assert_int_gt(send(fds[i], part, sizeof part, MSG_NOSIGNAL), 0);
        usleep(10000);
    }
    ck_assert_int_ge(meter("held_too_much"), 3);
    /* A short message is read all the same. */
    fds[7] = dial();
    put(fds[7], "\x0bshort\x1c\r");
    expect_offer(8, "short");
    end();
}
END_TEST

int main(void)
{
    return suite_run(
        "mllp connection",
        SUITE_TESTS(a_stream_may_be_cut_anywhere, a_message_may_be_answered_twice,
                    who_waits_for_a_second_answer_may_send_on,
                    second_answers_for_a_sender_that_has_left_are_dropped,
                    a_sender_that_half_closes_does_not_wait_for_second_answers,
                    who_wants_no_acknowledgement_gets_none,
                    release_2_commits_and_then_acknowledges,
                    release_2_asks_for_a_message_again_that_was_not_kept,
                    without_release_2_a_commit_block_is_a_message,
                    unfinished_messages_hold_no_more_than_allowed),
        NULL, NULL);
}
