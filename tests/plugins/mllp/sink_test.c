/* sink_test.c -- the MLLP sender, against receivers of every mood. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/sink.h"

#include "mllp/ack.h"
#include "mllp/address.h"
#include "mllp/frame.h"
#include "stand_in.h"
#include "suite.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A receiver that acts by script: one letter for each message.
 *   A E R C  answers AA, AE, AR, CA        x  hangs up instead of answering
 *   o        answers for another message   n  answers nonsense
 *   b        answers the ACK byte          .  does not answer
 * It answers when it has got `hold` messages, the last one first, and notes the
 * control ids of what it got. */
struct receiver {
    int         listener;
    const char *script;
    size_t      hold;
    pthread_t   thread;
    char        got[4096];
};

static struct stand_in engine;
static struct receiver receiver;
static void           *state;

static size_t reply(char *out, size_t room, char mood, const char *id)
{
    const char *code = mood == 'E'   ? "AE"
                       : mood == 'R' ? "AR"
                       : mood == 'C' ? "CA"
                                     : "AA";

    if (mood == '.')
        return 0;
    if (mood == 'n')
        return (size_t)snprintf(out, room, "\x0bwhat?\x1c\r");
    if (mood == 'b')
        return (size_t)snprintf(out, room, "\x0b\x06\x1c\r");
    return (size_t)snprintf(out, room, "\x0bMSH|^~\\&|\rMSA|%s|%s\r\x1c\r", code,
                            mood == 'o' ? "another" : id);
}

/* The next message of a connection; false where the sender hung up. */
static bool next_message(int fd, struct frame_reader *in, struct hilum_view *m)
{
    while (frame_next(in, m) != FRAME_WHOLE) {
        size_t  room;
        char   *to = frame_room(in, &room);
        ssize_t n  = recv(fd, to, room, 0);

        if (n <= 0)
            return false;
        frame_filled(in, (size_t)n);
    }
    return true;
}

/* Serves one connection until it ends or the script says to hang up. */
static void converse(struct receiver *r, int fd)
{
    struct frame_reader in;
    struct hilum_view   m, id;
    char                replies[8][128], name[16];
    size_t              held = 0;

    frame_init(&in, 1 << 20);
    while (next_message(fd, &in, &m)) {
        char mood = *r->script ? *r->script++ : '.';

        id = ack_control_id(m);
        snprintf(name, sizeof name, "%.*s", (int)id.len, id.ptr);
        strncat(r->got, name, sizeof r->got - strlen(r->got) - 1);
        if (mood == 'x')
            break;
        replies[held][reply(replies[held], sizeof *replies, mood, name)] = '\0';
        if (++held < r->hold)
            continue;
        while (held--)
            send(fd, replies[held], strlen(replies[held]), MSG_NOSIGNAL);
        held = 0;
    }
    frame_free(&in);
    close(fd);
}

static void *receive(void *arg)
{
    struct receiver *r = arg;
    int              fd;

    for (fd = accept(r->listener, NULL, NULL); fd >= 0;
         fd = accept(r->listener, NULL, NULL))
        converse(r, fd);
    return NULL;
}

static void start(const char *script, size_t hold, const char *option)
{
    struct address          a;
    char                    why[ADDRESS_WHY], text[ADDRESS_TEXT];
    static char             url[ADDRESS_TEXT + 16];
    struct sockaddr_storage at;
    socklen_t               len = sizeof at;

    stand_in_open(&engine);
    receiver = (struct receiver){ .script = script, .hold = hold };
    ck_assert(address_read("127.0.0.1:0", &a, why));
    receiver.listener = address_listen(&a, why);
    ck_assert_int_ge(receiver.listener, 0);
    fcntl(receiver.listener, F_SETFL, 0);
    ck_assert_int_eq(getsockname(receiver.listener, (struct sockaddr *)&at, &len), 0);
    address_text((struct sockaddr *)&at, len, text);
    snprintf(url, sizeof url, "url=tcp://%s", text);
    state = stand_in_state(&mllp_sink,
                           (const char *const[]){ url, "timeout=200ms", option, NULL });
    ck_assert_int_eq(mllp_sink.open(state, &engine.call), HILUM_OK);
    pthread_create(&receiver.thread, NULL, receive, &receiver);
}

static void finish(void)
{
    mllp_sink.close(state);
    shutdown(receiver.listener, SHUT_RDWR);
    pthread_join(receiver.thread, NULL);
    close(receiver.listener);
    free(state);
    stand_in_close(&engine);
}

/* Delivers messages whose control ids are the letters. */
static enum hilum_verdict deliver(const char *ids)
{
    const struct hilum_msg *batch[8];
    size_t                  count = strlen(ids);
    enum hilum_verdict      v;

    stand_in_reset(&engine);
    for (size_t i = 0; i < count; i++) {
        char body[64];
        int  len =
            snprintf(body, sizeof body, "MSH|^~\\&|||||||A01|%c|P|2.5\rPID|\r", ids[i]);

        if (ids[i] == '!')
            body[len - 1] = FRAME_FS;
        batch[i] = stand_in_bytes("hl7v2/er7", (int64_t)i + 1, body, (size_t)len);
    }
    v = mllp_sink.deliver(state, &engine.call, batch, count);
    for (size_t i = 0; i < count; i++)
        stand_in_drop(batch[i]);
    return v;
}

/* One letter for each message: o OK, r RETRY, j REJECT, - none of its own. */
static void expect_settled(const char *wanted)
{
    for (size_t i = 0; wanted[i]; i++)
        ck_assert_int_eq(engine.has_settled[i] ? "orj"[engine.settled[i]] : '-',
                         wanted[i]);
}

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

START_TEST(nonsense_is_tried_again)
{
    start("nA", 1, NULL);
    ck_assert_int_eq(deliver("ab"), HILUM_RETRY);
    ck_assert_str_eq(engine.why, "the receiver's answer is not an acknowledgement");
    ck_assert_int_eq(deliver("a"), HILUM_OK);
    finish();
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
    state = stand_in_state(&mllp_sink,
                           (const char *const[]){ "url=tcp://127.0.0.1:1", NULL });
    ck_assert_int_eq(mllp_sink.open(state, &engine.call), HILUM_OK);
    ck_assert_int_eq(deliver("a"), HILUM_RETRY);
    ck_assert_ptr_nonnull(strstr(engine.why, "Connection refused"));
    mllp_sink.close(state);
    free(state);
    stand_in_close(&engine);
}
END_TEST

START_TEST(options_that_would_break_the_order_are_refused)
{
    stand_in_open(&engine);
    state = stand_in_state(&mllp_sink,
                           (const char *const[]){ "url=tcp://127.0.0.1:1", "window=2",
                                                  "on_ae=retry", NULL });
    ck_assert_int_eq(mllp_sink.open(state, &engine.call), HILUM_FAIL);
    mllp_sink.close(state);
    free(state);
    stand_in_close(&engine);
}
END_TEST

int main(void)
{
    return suite_run("mllp sink",
                     SUITE_TESTS(a_batch_is_acknowledged_in_order,
                                 a_refused_message_is_rejected_and_others_go_on,
                                 an_error_may_be_tried_again,
                                 a_lost_connection_is_tried_again_from_there,
                                 silence_is_tried_again,
                                 an_answer_to_another_message_does_not_count,
                                 nonsense_is_tried_again,
                                 a_window_matches_answers_by_control_id,
                                 a_window_that_breaks_is_tried_again,
                                 a_message_that_would_break_the_frame_is_rejected,
                                 nobody_there_is_tried_again,
                                 options_that_would_break_the_order_are_refused),
                     NULL, NULL);
}
