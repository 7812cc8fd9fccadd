/* listener_test.c -- many senders, slow ones, silent ones, and strangers. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "certificates.h"
#include "sender.h"
#include "suite.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define ADT(sender) "\x0bMSH|^~\\&|" sender "|HILUM|X|2026||ADT^A01|77|P|2.5\rPID|1\x1c\r"
#define NOT_THEIRS "this certificate may not send as this MSH-3 and MSH-4"
#define REFUSED(sender_5_6)                                                              \
    "\x0bMSH|^~\\&|HILUM|X|" sender_5_6                                                  \
    "|???????????????????||ACK|????????????????|P|2.5\rMSA|AR|77|" NOT_THEIRS            \
    "\rERR||MSH^1^3|207^Application internal error^HL70357|E||||" NOT_THEIRS "\r\x1c\r"

static bool answer_at_once(struct hilum_feed *feed, const struct hilum_offer *o)
{
    struct hilum_answer a = { .size = sizeof a, .id = 1, .reply = HILUM_VIEW("k") };

    (void)feed;
    o->answer(o->context, &a);
    return true;
}

/* ---- Time ----------------------------------------------------------------- */

START_TEST(a_message_must_be_complete_in_time)
{
    int slow, healthy;

    begin((const char *const[]){ "listen=127.0.0.1:0", "read_timeout=100ms", NULL });
    slow    = dial();
    healthy = dial();
    put(slow, "\x0b"
              "before\x1c\r");
    expect_offer(0, "before");
    /* A byte now and then does not buy time. */
    for (size_t i = 0; i < 40 && meter("reads_expired") == 0; i++) {
        if (send(slow, i ? "x" : "\x0b", 1, MSG_NOSIGNAL) < 0)
            break;
        usleep(10000);
    }
    expect_meter("reads_expired", 1);
    /* What it has sent before is answered. */
    stand_in_answer(&engine.feed, 0, HILUM_OK, "k");
    expect(slow, "\x0bk\x1c\r");
    expect_end(slow);
    put(healthy, "\x0bstill there\x1c\r");
    expect_offer(1, "still there");
    close(healthy);
    end();
}
END_TEST

START_TEST(a_long_message_may_take_longer)
{
    int fd;

    begin((const char *const[]){ "listen=127.0.0.1:0", "read_timeout=50ms",
                                 "read_rate=50", NULL });
    fd = dial();
    put(fd, "\x0b");
    /* Ten bytes buy 200 ms. */
    for (size_t i = 0; i < 12; i++) {
        put(fd, "0123456789");
        usleep(20000);
    }
    put(fd, "\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 1));
    ck_assert_uint_eq(engine.feed.offers[0].len, 120);
    ck_assert_int_eq(meter("reads_expired"), 0);
    close(fd);
    end();
}
END_TEST

START_TEST(a_sender_that_must_wait_for_us_is_not_slow)
{
    int fd;

    begin((const char *const[]){ "listen=127.0.0.1:0", "read_timeout=40ms", "idle=40ms",
                                 NULL });
    fd = dial();
    for (size_t i = 0; i < 80; i++)
        put(fd, "\x0b"
                "m\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 64));
    usleep(120000);
    for (size_t i = 0; i < 80; i++) {
        ck_assert(stand_in_wait(&engine.feed, i + 1));
        stand_in_answer(&engine.feed, i, HILUM_OK, "k");
        expect(fd, "\x0bk\x1c\r");
    }
    expect_end(fd);
    ck_assert_int_eq(meter("reads_expired"), 0);
    end();
}
END_TEST

START_TEST(garbage_does_not_keep_a_connection)
{
    int fd;

    begin((const char *const[]){ "listen=127.0.0.1:0", "idle=60ms", NULL });
    fd = dial();
    for (size_t i = 0; i < 100 && meter("idles_expired") == 0; i++) {
        send(fd, "x", 1, MSG_NOSIGNAL);
        usleep(5000);
    }
    expect_meter("idles_expired", 1);
    close(fd);
    end();
}
END_TEST

/* ---- Numbers -------------------------------------------------------------- */

START_TEST(many_connections_are_served)
{
    enum { MANY = 400 };
    static int fds[MANY];

    begin(NONE);
    stand_in_take(&engine.feed, answer_at_once);
    for (size_t i = 0; i < MANY; i++)
        fds[i] = dial();
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < MANY; i++)
            put(fds[i], i % 4 ? "\x0b"
                                "m\x1c\r"
                              : "\x0bhalf");
        for (size_t i = 0; i < MANY; i++)
            if (i % 4)
                expect(fds[i], "\x0bk\x1c\r");
        for (size_t i = 0; i < MANY; i += 4)
            put(fds[i], "done\x1c\r");
        for (size_t i = 0; i < MANY; i += 4)
            expect(fds[i], "\x0bk\x1c\r");
    }
    ck_assert_int_eq(meter("connections"), MANY);
    for (size_t i = 0; i < MANY; i++)
        close(fds[i]);
    expect_meter("connections", 0);
    end();
}
END_TEST

START_TEST(files_are_allowed_for_as_many_as_may_come)
{
    struct rlimit before, few, after;

    getrlimit(RLIMIT_NOFILE, &before);
    few          = before;
    few.rlim_cur = 256;
    setrlimit(RLIMIT_NOFILE, &few);
    begin((const char *const[]){ "listen=127.0.0.1:0", "max_connections=400", NULL });
    getrlimit(RLIMIT_NOFILE, &after);
    ck_assert_uint_eq(after.rlim_cur, before.rlim_max);
    end();
    setrlimit(RLIMIT_NOFILE, &before);
}
END_TEST

/* ---- TLS ------------------------------------------------------------------ */

/* A source with TLS and more options. */
static void begin_tls(const char *third, const char *fourth)
{
    char cert[160], ca[160];

    snprintf(cert, sizeof cert, "tls_cert=%s", certificate("server.pem"));
    snprintf(ca, sizeof ca, "tls_ca=%s", certificate("ca.pem"));
    begin((const char *const[]){ "listen=tls+tcp://127.0.0.1:0", cert, third ? third : ca,
                                 fourth ? fourth : ca, ca, NULL });
}

START_TEST(messages_come_through_tls)
{
    static char long_one[200000];
    struct tls *t;
    struct link a, b;

    begin_tls(NULL, NULL);
    stand_in_take(&engine.feed, answer_at_once);
    t = trust("client.pem");
    a = dial_tls(t);
    b = dial_tls(t);
    put_tls(&a, "\x0bMSH|one\x1c\r\x0bMSH|two\x1c\r");
    expect_tls(&a, "\x0bk\x1c\r\x0bk\x1c\r");
    for (const char *at = "\x0bMSH|by byte\x1c\r"; *at; at++)
        put_tls(&b, (const char[]){ *at, '\0' });
    expect_tls(&b, "\x0bk\x1c\r");
    memset(long_one, 'x', sizeof long_one - 1);
    put_tls(&b, "\x0b");
    put_tls(&b, long_one);
    put_tls(&b, "\x1c\r");
    expect_tls(&b, "\x0bk\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 4));
    expect_offer(2, "MSH|by byte");
    ck_assert_uint_eq(engine.feed.offers[3].len, sizeof long_one - 1);
    /* A half-closed one gets its answers, and a last word. */
    put_tls(&a, "\x0blast\x1c\r");
    link_end(&a);
    expect_tls(&a, "\x0bk\x1c\r");
    expect_end_tls(&a);
    link_close(&b);
    tls_free(t);
    expect_meter("connections", 0);
    end();
}
END_TEST

START_TEST(answers_through_tls_wait_for_who_does_not_read)
{
    static char reply[40000];
    struct tls *t;
    struct link l;

    memset(reply, 'r', sizeof reply - 1);
    begin_tls(NULL, NULL);
    t = trust("client.pem");
    l = dial_tls(t);
    for (size_t i = 0; i < 60; i++)
        put_tls(&l, "\x0bm\x1c\r");
    ck_assert(stand_in_wait(&engine.feed, 60));
    for (size_t i = 0; i < 60; i++)
        stand_in_answer(&engine.feed, i, HILUM_OK, reply);
    for (size_t i = 0; i < 60; i++) {
        expect_tls(&l, "\x0b");
        for (size_t at = 0; at < sizeof reply - 1; at += 3000)
            expect_tls(&l,
                       reply + sizeof reply - 1 -
                           (sizeof reply - 1 - at < 3000 ? sizeof reply - 1 - at : 3000));
        expect_tls(&l, "\x1c\r");
    }
    link_close(&l);
    tls_free(t);
    end();
}
END_TEST

START_TEST(a_stranger_is_not_let_in)
{
    static const char *const strangers[] = { NULL, "stranger.pem", "expired.pem" };

    begin_tls(NULL, NULL);
    for (size_t i = 0; i < 3; i++) {
        struct tls *t = trust(strangers[i]);
        struct link l = { .fd = dial() };

        l.tls = tls_connect(t, l.fd, "localhost");
        while (tls_handshake(l.tls) != 1) {
            struct pollfd p = { .fd = l.fd, .events = POLLIN };

            ck_assert_int_eq(poll(&p, 1, 10000), 1);
        }
        /* In TLS 1.3 the client is done first, and is told afterwards. */
        expect_end_tls(&l);
        tls_free(t);
        expect_meter("handshakes_failed", (int64_t)i + 1);
    }
    ck_assert_ptr_nonnull(strstr(engine.feed.log, "certificate has expired"));
    ck_assert_uint_eq(engine.feed.count, 0);
    expect_meter("connections", 0);
    end();
}
END_TEST

START_TEST(who_speaks_no_tls_is_not_let_in)
{
    int plain, silent;

    begin_tls("read_timeout=50ms", NULL);
    plain = dial();
    put(plain, ADT("LAB|HOSP"));
    expect_end(plain);
    expect_meter("handshakes_failed", 1);
    silent = dial();
    expect_end(silent);
    expect_meter("handshakes_expired", 1);
    close(dial());
    end();
}
END_TEST

START_TEST(who_has_not_introduced_itself_is_not_heard_after_the_end)
{
    struct tls *t;
    struct link l;

    begin_tls(NULL, NULL);
    t = trust("client.pem");
    l = (struct link){ .fd = dial() };
    expect_meter("connections", 1);
    mllp_source.stop(source);
    l.tls = tls_connect(t, l.fd, "localhost");
    while (tls_handshake(l.tls) != 1 && errno == EAGAIN) {
        struct pollfd p = { .fd = l.fd, .events = POLLIN };

        ck_assert_int_eq(poll(&p, 1, 10000), 1);
    }
    ck_assert_int_ne(tls_handshake(l.tls), 1);
    link_close(&l);
    tls_free(t);
    expect_meter("connections", 0);
    end();
}
END_TEST

START_TEST(a_certificate_says_who_may_send)
{
    struct tls *t;
    struct link l;

    begin_tls("senders=CN=labsys -> LAB|HOSP", NULL);
    stand_in_take(&engine.feed, answer_at_once);
    t = trust("client.pem");
    l = dial_tls(t);
    put_tls(&l, ADT("LAB|HOSP"));
    expect_tls(&l, "\x0bk\x1c\r");
    put_tls(&l, ADT("PAY|HOSP") ADT("LAB|HOSP"));
    expect_tls(&l, REFUSED("PAY|HOSP") "\x0bk\x1c\r");
    put_tls(&l, "\x0b{}\x1c\r");
    expect_tls(&l, "\x0b\x15\x1c\r");
    ck_assert_int_eq(meter("senders_refused"), 2);
    ck_assert_uint_eq(engine.feed.count, 2);
    ck_assert_ptr_nonnull(strstr(engine.feed.log, " CN=labsys: refused, no rule"));
    link_close(&l);
    tls_free(t);
    end();
}
END_TEST

/* ---- Options -------------------------------------------------------------- */

static void expect_wrong(const char *const *options, const char *where)
{
    void *state = stand_in_state(&mllp_source, options);

    ck_assert_int_eq(mllp_source.open(state, &engine.call), HILUM_FAIL);
    ck_assert_str_eq(engine.where, where);
    mllp_source.close(state);
    free(state);
}

START_TEST(settings_that_do_not_fit_are_found_at_open)
{
    char cert[160], ca[160];

    snprintf(cert, sizeof cert, "tls_cert=%s", certificate("server.pem"));
    snprintf(ca, sizeof ca, "tls_ca=%s", certificate("ca.pem"));
    stand_in_open(&engine);
    expect_wrong((const char *const[]){ cert, NULL }, "listen");
    expect_wrong((const char *const[]){ "tls_key=/no", NULL }, "listen");
    expect_wrong((const char *const[]){ "tls_client=require", NULL }, "listen");
    expect_wrong((const char *const[]){ "listen=tls+tcp://127.0.0.1:0", NULL },
                 "tls_cert");
    expect_wrong(
        (const char *const[]){ "listen=mllps://127.0.0.1:0", "tls_cert=/no", NULL },
        "tls_cert");
    expect_wrong((const char *const[]){ "listen=mllps://127.0.0.1:0", cert,
                                        "tls_client=require", NULL },
                 "tls_ca");
    expect_wrong((const char *const[]){ "senders=CN=a -> B", NULL }, "senders");
    expect_wrong((const char *const[]){ "listen=mllps://127.0.0.1:0", cert, ca,
                                        "tls_client=optional", "senders=CN=a -> B",
                                        NULL },
                 "senders");
    expect_wrong((const char *const[]){ "listen=mllps://127.0.0.1:0", cert, ca,
                                        "senders=a -> B", NULL },
                 "senders");
    stand_in_close(&engine);
}
END_TEST

int main(void)
{
    int failed;

    certificates_make();
    failed = suite_run(
        "mllp listener",
        SUITE_TESTS(a_message_must_be_complete_in_time, a_long_message_may_take_longer,
                    a_sender_that_must_wait_for_us_is_not_slow,
                    garbage_does_not_keep_a_connection, many_connections_are_served,
                    files_are_allowed_for_as_many_as_may_come, messages_come_through_tls,
                    answers_through_tls_wait_for_who_does_not_read,
                    a_stranger_is_not_let_in, who_speaks_no_tls_is_not_let_in,
                    who_has_not_introduced_itself_is_not_heard_after_the_end,
                    a_certificate_says_who_may_send,
                    settings_that_do_not_fit_are_found_at_open),
        NULL, NULL);
    certificates_remove();
    return failed;
}
