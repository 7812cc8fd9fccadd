/* source_test.c -- the MLLP listener, over real sockets. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "sender.h"
#include "suite.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

START_TEST(a_message_is_offered_and_answered)
{
    int fd;

    begin(NONE);
    fd = dial();
    put(fd, "\x0bMSH|one\x1c\r");
    expect_offer(0, "MSH|one");
    stand_in_answer(&engine.feed, 0, HILUM_OK, "ACK one");
    expect(fd, "\x0b"
               "ACK one\x1c\r");
    close(fd);
    end();
}
END_TEST

START_TEST(a_message_may_come_byte_by_byte)
{
    static const char bytes[] = "\x0bMSH|one\x1c\r\x0bMSH|two\x1c\r";
    int               fd;

    begin(NONE);
    fd = dial();
    for (const char *at = bytes; *at; at++)
        put(fd, (const char[]){ *at, '\0' });
    expect_offer(0, "MSH|one");
    expect_offer(1, "MSH|two");
    close(fd);
    stand_in_answer(&engine.feed, 0, HILUM_OK, "ACK one");
    stand_in_answer(&engine.feed, 1, HILUM_OK, "ACK two");
    end();
}
END_TEST

START_TEST(answers_keep_the_order_of_the_messages)
{
    int fd;

    begin(NONE);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r\x0b"
            "b\x1c\r\x0b"
            "c\x1c\r\x0b"
            "d\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 4));
    stand_in_answer(&engine.feed, 3, HILUM_OK, "D");
    stand_in_answer(&engine.feed, 1, HILUM_OK, "B");
    stand_in_answer(&engine.feed, 0, HILUM_OK, "A");
    expect(fd, "\x0b"
               "A\x1c\r\x0b"
               "B\x1c\r");
    stand_in_answer(&engine.feed, 2, HILUM_OK, "");
    expect(fd, "\x0b"
               "D\x1c\r");
    close(fd);
    end();
}
END_TEST

static bool answer_at_once(struct hilum_feed *feed, const struct hilum_offer *o)
{
    struct hilum_answer a = { .size = sizeof a, .reply = o->body };

    (void)feed;
    o->answer(o->context, &a);
    return true;
}

START_TEST(an_answer_may_come_before_offer_returns)
{
    int fd;

    begin(NONE);
    stand_in_take(&engine.feed, answer_at_once);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r\x0b"
            "b\x1c\r");
    expect(fd, "\x0b"
               "a\x1c\r\x0b"
               "b\x1c\r");
    close(fd);
    end();
}
END_TEST

START_TEST(reading_pauses_while_too_many_are_unanswered)
{
    int fd;

    begin(NONE);
    fd = dial();
    for (size_t i = 0; i < 200; i++)
        put(fd, "\x0b"
                "m\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 64));
    usleep(20000);
    ck_assert_uint_eq(engine.feed.count, 64);
    for (size_t i = 0; i < 200; i++) {
        ck_assert(stand_in_wait(&engine.feed, i + 1));
        stand_in_answer(&engine.feed, i, HILUM_OK, "k");
        expect(fd, "\x0b"
                   "k\x1c\r");
    }
    close(fd);
    end();
}
END_TEST

START_TEST(a_sender_that_hangs_up_is_forgotten_safely)
{
    int fd;

    begin(NONE);
    for (size_t i = 0; i < 20; i++) {
        fd = dial();
        put(fd, "\x0b"
                "m\x1c\r\x0b"
                "n\x1c\r\x0b"
                "half");
        ck_assert(stand_in_wait(&engine.feed, 2 * i + 2));
        setsockopt(fd, SOL_SOCKET, SO_LINGER,
                   &(struct linger){ .l_onoff = (int)(i & 1), .l_linger = 0 },
                   sizeof(struct linger));
        close(fd);
        if (i & 2)
            stand_in_answer(&engine.feed, 2 * i, HILUM_OK, "early");
    }
    for (size_t i = 0; i < 20; i++) {
        if (!(i & 2))
            stand_in_answer(&engine.feed, 2 * i, HILUM_OK, "late");
        stand_in_answer(&engine.feed, 2 * i + 1, HILUM_OK, "late");
    }
    fd = dial();
    put(fd, "\x0b"
            "still there\x1c\r");
    expect_offer(40, "still there");
    close(fd);
    end();
}
END_TEST

START_TEST(a_sender_that_half_closes_gets_its_answers)
{
    int fd;

    begin(NONE);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r\x0b"
            "b\x1c\r");
    shutdown(fd, SHUT_WR);
    ck_assert(stand_in_wait(&engine.feed, 2));
    stand_in_answer(&engine.feed, 0, HILUM_OK, "A");
    stand_in_answer(&engine.feed, 1, HILUM_OK, "B");
    expect(fd, "\x0b"
               "A\x1c\r\x0b"
               "B\x1c\r");
    expect_end(fd);
    end();
}
END_TEST

START_TEST(an_oversized_message_is_refused_in_its_turn)
{
    char long_one[5000];
    int  fd;

    memset(long_one, 'x', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = '\0';
    begin((const char *const[]){ "listen=127.0.0.1:0", "max_message=1K", NULL });
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r\x0bMSH|^~\\&|A|B|C|D|2026||ADT^A01|77|P|2.5\rZZZ|");
    put(fd, long_one);
    expect_offer(0, "a");
    stand_in_answer(&engine.feed, 0, HILUM_OK, "A");
    expect(fd, "\x0b"
               "A\x1c\r\x0bMSH|^~\\&|C|D|A|B|???????????????????||ACK|????????????????|P|"
               "2.5\rMSA|AR|77|the message is longer than the 1024 bytes allowed\r"
               "ERR|||207^Application internal error^HL70357|E||||the message is longer "
               "than the 1024 bytes allowed\r\x1c\r");
    put(fd, long_one);
    expect_end(fd);
    end();
}
END_TEST

START_TEST(skipped_bytes_are_logged_once)
{
    int fd;

    begin(NONE);
    fd = dial();
    put(fd, "GET / HTTP/1.1\r\n\r\n\x0b"
            "a\x1c\r");
    expect_offer(0, "a");
    put(fd, "junk\x0b"
            "b\x1c\r");
    expect_offer(1, "b");
    close(fd);
    end();
}
END_TEST

START_TEST(further_connections_are_closed)
{
    int first, second;

    begin((const char *const[]){ "listen=127.0.0.1:0", "max_connections=1", NULL });
    first = dial();
    put(first, "\x0b"
               "a\x1c\r");
    expect_offer(0, "a");
    second = dial();
    expect_end(second);
    stand_in_answer(&engine.feed, 0, HILUM_OK, "A");
    expect(first, "\x0b"
                  "A\x1c\r");
    close(first);
    end();
}
END_TEST

START_TEST(an_idle_connection_is_closed)
{
    int busy, idle;

    begin((const char *const[]){ "listen=127.0.0.1:0", "idle=50ms", NULL });
    busy = dial();
    idle = dial();
    put(busy, "\x0b"
              "a\x1c\r");
    expect_offer(0, "a");
    expect_end(idle);
    stand_in_answer(&engine.feed, 0, HILUM_OK, "A");
    expect(busy, "\x0b"
                 "A\x1c\r");
    expect_end(busy);
    end();
}
END_TEST

static bool take_none(struct hilum_feed *feed, const struct hilum_offer *o)
{
    (void)feed;
    return o->body.len == 1;
}

START_TEST(a_stopping_engine_answers_what_it_took)
{
    int fd;

    begin(NONE);
    stand_in_take(&engine.feed, take_none);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r\x0b"
            "not taken\x1c\r");
    expect_offer(0, "a");
    mllp_source.stop(source);
    stand_in_answer(&engine.feed, 0, HILUM_OK, "A");
    expect(fd, "\x0b"
               "A\x1c\r");
    expect_end(fd);
    mllp_source.close(source);
    free(source);
    stand_in_close(&engine);
}
END_TEST

START_TEST(unanswered_messages_do_not_keep_it_from_closing)
{
    int fd;

    begin(NONE);
    fd = dial();
    put(fd, "\x0b"
            "a\x1c\r");
    expect_offer(0, "a");
    end();
    expect_end(fd);
}
END_TEST

START_TEST(a_taken_port_is_a_sentence)
{
    struct stand_in other;
    char            option[STAND_IN_TEXT];
    void           *second;

    begin(NONE);
    stand_in_open(&other);
    snprintf(option, sizeof option, "listen=%.100s", strstr(engine.feed.bound, "tcp://"));
    second = stand_in_state(&mllp_source, (const char *const[]){ option, NULL });
    ck_assert_int_eq(mllp_source.open(second, &other.call), HILUM_OK);
    ck_assert_int_eq(mllp_source.start(second, &other.call, &other.feed), HILUM_FAIL);
    ck_assert_ptr_nonnull(strstr(other.why, "Address already in use"));
    mllp_source.close(second);
    free(second);
    stand_in_close(&other);
    end();
}
END_TEST

START_TEST(a_wrong_address_is_found_at_open)
{
    stand_in_open(&engine);
    source = stand_in_state(&mllp_source, (const char *const[]){ "listen=2575", NULL });
    ck_assert_int_eq(mllp_source.open(source, &engine.call), HILUM_FAIL);
    ck_assert_str_eq(engine.where, "listen");
    end();
}
END_TEST

/* Many senders, answers from several threads at once, some senders vanish. */
struct answering {
    pthread_t thread;
    size_t   *next; /* offer to answer; guarded by the feed's lock, as is done */
    bool     *done;
};

static void *answer_all(void *arg)
{
    struct answering  *a    = arg;
    struct hilum_feed *feed = &engine.feed;
    bool               done = false;

    while (!done) {
        size_t nth;

        pthread_mutex_lock(&feed->lock);
        while (*a->next == feed->count && !*a->done)
            pthread_cond_wait(&feed->more, &feed->lock);
        done = *a->next == feed->count;
        nth  = *a->next;
        *a->next += !done;
        pthread_mutex_unlock(&feed->lock);
        if (!done)
            stand_in_answer(feed, nth, HILUM_OK, "k");
    }
    return NULL;
}

START_TEST(answers_may_come_on_many_threads)
{
    bool             done       = false;
    size_t           next       = 0;
    struct answering threads[2] = { { .next = &next, .done = &done },
                                    { .next = &next, .done = &done } };
    int              fds[20];

    begin(NONE);
    for (size_t i = 0; i < 2; i++)
        pthread_create(&threads[i].thread, NULL, answer_all, &threads[i]);
    for (size_t i = 0; i < 20; i++)
        fds[i] = dial();
    for (size_t n = 0; n < 2000; n++)
        put(fds[n % 20], "\x0b"
                         "m\x1c\r");
    for (size_t i = 0; i < 10; i++)
        close(fds[i]);
    for (size_t n = 0; n < 100; n++)
        for (size_t i = 10; i < 20; i++)
            expect(fds[i], "\x0bk\x1c\r");
    for (size_t i = 10; i < 20; i++)
        close(fds[i]);
    mllp_source.stop(source);
    pthread_mutex_lock(&engine.feed.lock);
    done = true;
    pthread_cond_broadcast(&engine.feed.more);
    pthread_mutex_unlock(&engine.feed.lock);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i].thread, NULL);
    end();
}
END_TEST

int main(void)
{
    return suite_run(
        "mllp source",
        SUITE_TESTS(a_message_is_offered_and_answered, a_message_may_come_byte_by_byte,
                    answers_keep_the_order_of_the_messages,
                    an_answer_may_come_before_offer_returns,
                    reading_pauses_while_too_many_are_unanswered,
                    a_sender_that_hangs_up_is_forgotten_safely,
                    a_sender_that_half_closes_gets_its_answers,
                    an_oversized_message_is_refused_in_its_turn,
                    skipped_bytes_are_logged_once, further_connections_are_closed,
                    an_idle_connection_is_closed, a_stopping_engine_answers_what_it_took,
                    unanswered_messages_do_not_keep_it_from_closing,
                    a_taken_port_is_a_sentence, a_wrong_address_is_found_at_open,
                    answers_may_come_on_many_threads),
        NULL, NULL);
}
