/* scripted.c -- a sink, and a receiver that acts by script, for tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "scripted.h"

#include "mllp/ack.h"
#include "mllp/address.h"
#include "mllp/frame.h"
#include "mllp/link.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct stand_in engine;
struct scripted receiver;
void           *sink;
const char     *wishes = "";
char            settled_where[64], settled_why[STAND_IN_TEXT];

/* ---- The receiver --------------------------------------------------------- */

/* What each mood answers: codes, + and - for commit blocks. */
static const struct {
    char        mood;
    const char *answers[3];
    const char *late;
} moods[] = {
    { 'A', { "AA" }, NULL },       { 'E', { "AE" }, NULL },
    { 'R', { "AR" }, NULL },       { 'C', { "CA" }, NULL },
    { 'K', { "CE" }, NULL },       { 'J', { "CR" }, NULL },
    { 'D', { "CA", "AA" }, NULL }, { 'F', { "CA", "AE" }, NULL },
    { 'L', { "CA" }, "AA" },       { 'b', { "+" }, NULL },
    { 'm', { "+", "AA" }, NULL },  { 'q', { "-" }, NULL },
    { 'r', { "+", "AR" }, NULL },  { 'c', { "+", "CA", "AA" }, NULL },
};

static void put_answer(struct hilum_buffer *out, const char *code, const char *id)
{
    char text[64];
    int  len = *code == '+'   ? snprintf(text, sizeof text, "\x0b\x06\x1c\r")
               : *code == '-' ? snprintf(text, sizeof text, "\x0b\x15\x1c\r")
                              : snprintf(text, sizeof text,
                                         "\x0bMSH|^~\\&|\rMSA|%s|%s\r\x1c\r", code, id);

    hilum_put(out, text, (size_t)len);
}

static void reply(struct scripted *r, struct hilum_buffer *out, char mood, const char *id)
{
    hilum_put_text(out, r->late);
    r->late[0] = '\0';
    if (mood == 'N')
        put_answer(out, "AA", id);
    if (mood == 'n' || mood == 'N')
        hilum_put_text(out, "\x0bwhat?\x1c\r");
    if (mood == 'o')
        put_answer(out, "AA", "another");
    if (mood == 'e') {
        put_answer(out, "AE", id);
        out->len -= 2;
        hilum_put_text(out, "ERR||EVN^1^2|101^DOE|E|||JOHN DOE\r\x1c\r");
    }
    for (size_t i = 0; i < sizeof moods / sizeof *moods; i++) {
        struct hilum_buffer late = { .ptr = r->late, .room = sizeof r->late - 1 };

        if (moods[i].mood != mood)
            continue;
        for (size_t a = 0; a < 3 && moods[i].answers[a]; a++)
            put_answer(out, moods[i].answers[a], id);
        if (moods[i].late)
            put_answer(&late, moods[i].late, id);
        r->late[late.len] = '\0';
    }
}

static void note(struct scripted *r, const char *name)
{
    size_t len = strlen(r->got);

    snprintf(r->got + len, sizeof r->got - len, "%s", name);
}

static void wait_for(struct link *l, short natural)
{
    struct pollfd p = { .fd = l->fd, .events = link_wants(l, natural) };

    poll(&p, 1, 10000);
}

/* The next message of a connection; false where the sender hung up. */
static bool next_message(struct link *l, struct frame_reader *in, struct hilum_view *m)
{
    while (frame_next(in, m) != FRAME_WHOLE) {
        size_t  room;
        char   *to = frame_room(in, &room);
        ssize_t n  = to ? link_read(l, to, room) : 0;

        if (n == 0 || (n < 0 && errno != EAGAIN))
            return false;
        if (n < 0)
            wait_for(l, POLLIN);
        else
            frame_filled(in, (size_t)n);
    }
    return true;
}

static void say(struct link *l, struct hilum_view bytes)
{
    while (bytes.len) {
        struct iovec part = { (void *)(uintptr_t)bytes.ptr, bytes.len };
        ssize_t      n    = link_write(l, &part, 1);

        if (n > 0)
            bytes = (struct hilum_view){ bytes.ptr + n, bytes.len - (size_t)n };
        else if (errno == EAGAIN)
            wait_for(l, POLLOUT);
        else
            return;
    }
}

static bool greet(struct scripted *r, struct link *l)
{
    if (!r->tls)
        return true;
    l->tls = tls_accept(r->tls, l->fd);
    while (tls_handshake(l->tls) != 1) {
        if (errno == EAGAIN) {
            wait_for(l, POLLIN);
            continue;
        }
        /* The other side shall read what was said about it. */
        for (link_end(l); link_discard(l);)
            wait_for(l, POLLIN);
        return false;
    }
    return true;
}

/* Serves one connection until it ends or the script says to hang up. */
static void converse(struct scripted *r, struct link *l)
{
    struct frame_reader in;
    struct hilum_view   m, id;
    char                bytes[8][256], name[16];
    struct hilum_buffer replies[8];
    size_t              held = 0;

    frame_init(&in, 1 << 20);
    for (bool met = greet(r, l); met && next_message(l, &in, &m);) {
        char mood = '.';

        if (ack_is_block(m)) {
            note(r, "+");
            continue;
        }
        if (*r->script)
            mood = *r->script++;
        id = ack_control_id(m);
        snprintf(name, sizeof name, "%.*s", (int)id.len, id.ptr);
        note(r, name);
        if (mood == 'x')
            break;
        replies[held] =
            (struct hilum_buffer){ .ptr = bytes[held], .room = sizeof *bytes };
        reply(r, &replies[held++], mood, name);
        if (held < r->hold)
            continue;
        while (held)
            say(l, hilum_buffer_view(&replies[--held]));
    }
    frame_free(&in);
    link_close(l);
}

static void *receive(void *arg)
{
    struct scripted *r = arg;
    int              fd;

    for (fd = accept(r->listener, NULL, NULL); fd >= 0;
         fd = accept(r->listener, NULL, NULL)) {
        fcntl(fd, F_SETFL, O_NONBLOCK);
        converse(r, &(struct link){ .fd = fd });
    }
    return NULL;
}

const char *url_option(const char *scheme)
{
    static char             url[ADDRESS_TEXT + 16];
    char                    text[ADDRESS_TEXT];
    struct sockaddr_storage at;
    socklen_t               len = sizeof at;

    ck_assert_int_eq(getsockname(receiver.listener, (struct sockaddr *)&at, &len), 0);
    address_text((struct sockaddr *)&at, len, text);
    snprintf(url, sizeof url, "url=%s%s", scheme, text);
    return url;
}

void open_receiver(const char *script, size_t hold, struct tls *tls)
{
    struct address a;
    char           why[ADDRESS_WHY];

    stand_in_open(&engine);
    wishes   = "";
    receiver = (struct scripted){ .script = script, .hold = hold, .tls = tls };
    ck_assert(address_read("127.0.0.1:0", &a, why));
    receiver.listener = address_listen(&a, why);
    ck_assert_int_ge(receiver.listener, 0);
    fcntl(receiver.listener, F_SETFL, 0);
    pthread_create(&receiver.thread, NULL, receive, &receiver);
}

/* The stand-in's, but that it keeps what is said. */
HILUM_VPRINTF(5)
static void settle(struct hilum_call *call, size_t nth, enum hilum_verdict v,
                   const char *where, const char *fmt, va_list ap)
{
    (void)call;
    snprintf(settled_where, sizeof settled_where, "%s", where);
    vsnprintf(settled_why, sizeof settled_why, fmt, ap);
    engine.settled[nth]     = v;
    engine.has_settled[nth] = true;
}

void open_sink(const char *const *options)
{
    engine.host.settle = settle;
    sink               = stand_in_state(&mllp_sink, options);
    ck_assert_msg(mllp_sink.open(sink, &engine.call) == HILUM_OK, "%s: %s", engine.where,
                  engine.why);
}

void start(const char *script, size_t hold, const char *option)
{
    open_receiver(script, hold, NULL);
    open_sink(
        (const char *const[]){ url_option("tcp://"), "timeout=200ms", option, NULL });
}

void finish(void)
{
    mllp_sink.close(sink);
    shutdown(receiver.listener, SHUT_RDWR);
    pthread_join(receiver.thread, NULL);
    close(receiver.listener);
    free(sink);
    stand_in_close(&engine);
}

enum hilum_verdict deliver(const char *ids)
{
    const struct hilum_msg *batch[8];
    size_t                  count = strlen(ids);
    enum hilum_verdict      v;

    stand_in_reset(&engine);
    for (size_t i = 0; i < count; i++) {
        char body[96];
        int  len = snprintf(body, sizeof body, "MSH|^~\\&|||||||A01|%c|P|2.5%s\rPID|\r",
                            ids[i], wishes);

        if (ids[i] == '!')
            body[len - 1] = FRAME_FS;
        batch[i] = stand_in_bytes("hl7v2/er7", (int64_t)i + 1, body, (size_t)len);
    }
    v = mllp_sink.deliver(sink, &engine.call, batch, count);
    for (size_t i = 0; i < count; i++)
        stand_in_drop(batch[i]);
    return v;
}

char settled(size_t nth)
{
    return engine.has_settled[nth] ? "orj"[engine.settled[nth]] : '-';
}

void expect_settled(const char *wanted)
{
    for (size_t i = 0; wanted[i]; i++)
        ck_assert_int_eq(settled(i), wanted[i]);
}
