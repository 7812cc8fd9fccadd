/* sink.c -- sends messages over MLLP and waits for their acknowledgement. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection, kept open between batches.  Up to `window` messages of a batch
 * are under way at once; an answer belongs to the message whose MSH-10 it names.
 * Whatever is wrong with the connection, it is closed, and what was not answered
 * is to be tried again: the receiver may then see a message twice, with the same
 * control id.
 */
#include "sink.h"

#include "ack.h"
#include "address.h"
#include "frame.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_ANSWER = 1 << 20, /* bytes of one answer */
    MOST_CODE   = 16,      /* bytes of MSA-1 shown when it is none that we know */
};

enum on_ae { AE_REJECT, AE_RETRY };

struct mllp_sink {
    const char *url;
    int64_t     timeout;
    int64_t     window;
    int64_t     on_ae;

    struct address      address;
    struct frame_reader reader;
    int                 fd; /* -1: not connected */
    bool                opened;
};

/* One message of the batch. */
struct sending {
    struct hilum_view body;
    struct hilum_view control_id;
    bool              done; /* it has its verdict */
};

/* A batch being delivered: [0, sent) are under way or done. */
struct batch {
    struct mllp_sink  *sink;
    struct hilum_call *call;
    struct sending    *list;
    size_t             count;
    size_t             sent;
    size_t             waiting; /* sent and not done */
    char               why[ADDRESS_WHY];
};

static int64_t ticks(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- The connection ------------------------------------------------------- */

static void hang_up(struct mllp_sink *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    frame_reset(&s->reader);
}

static bool because(struct batch *b, const char *why)
{
    snprintf(b->why, sizeof b->why, "%s", why);
    return false;
}

/* Nobody knows what the receiver has taken of what is under way. */
static bool broken(struct batch *b, const char *why)
{
    hang_up(b->sink);
    return because(b, why);
}

/* Waits for an event until the deadline. */
static bool wait_for(struct batch *b, short events, int64_t deadline)
{
    struct pollfd p = { .fd = b->sink->fd, .events = events };

    for (;;) {
        int64_t left = deadline - ticks();
        int     n    = poll(&p, 1, left > 0 ? (int)left : 0);

        if (n > 0)
            return true;
        if (n == 0)
            return broken(b, events == POLLIN ? "no acknowledgement came in time"
                                              : "the receiver reads no further");
        if (errno != EINTR)
            return broken(b, "waiting for the receiver failed");
    }
}

/* A receiver may have hung up, or said something unasked, since the last batch:
 * better to know before a message is sent. */
static bool still_connected(struct mllp_sink *s)
{
    struct hilum_view old;

    while (s->fd >= 0) {
        size_t  room;
        char   *to = frame_room(&s->reader, &room);
        ssize_t n  = to ? recv(s->fd, to, room, MSG_DONTWAIT) : 0;

        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return true;
        if (n <= 0)
            break;
        frame_filled(&s->reader, (size_t)n);
        while (frame_next(&s->reader, &old) == FRAME_WHOLE)
            ;
    }
    hang_up(s);
    return false;
}

static bool ensure_connected(struct batch *b)
{
    struct mllp_sink *s = b->sink;

    if (still_connected(s))
        return true;
    s->fd = address_connect(&s->address, (int)s->timeout, b->why);
    if (s->fd < 0)
        return false;
    hilum_count(b->call, "connects", 1);
    return true;
}

/* Takes n bytes off the front of the parts. */
static void step(struct iovec *parts, size_t count, size_t n)
{
    for (size_t i = 0; i < count; i++) {
        size_t part = n < parts[i].iov_len ? n : parts[i].iov_len;

        parts[i].iov_base = (char *)parts[i].iov_base + part;
        parts[i].iov_len -= part;
        n -= part;
    }
}

static bool send_frame(struct batch *b, struct hilum_view body)
{
    char          start = FRAME_VT, end[2] = { FRAME_FS, FRAME_CR };
    struct iovec  parts[3] = { { &start, 1 },
                               { (void *)(uintptr_t)body.ptr, body.len },
                               { end, 2 } };
    struct msghdr msg      = { .msg_iov = parts, .msg_iovlen = 3 };
    size_t        left     = body.len + 3;
    int64_t       deadline = ticks() + b->sink->timeout;

    while (left) {
        ssize_t n = sendmsg(b->sink->fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (n > 0) {
            step(parts, 3, (size_t)n);
            left -= (size_t)n;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait_for(b, POLLOUT, deadline))
                return false;
        } else if (errno != EINTR) {
            return broken(b, "the connection was lost while a message was sent");
        }
    }
    hilum_count(b->call, "bytes", (int64_t)body.len);
    return true;
}

static bool receive_frame(struct batch *b, struct hilum_view *answer, int64_t deadline)
{
    struct mllp_sink *s = b->sink;

    for (;;) {
        enum frame_state state = frame_next(&s->reader, answer);
        size_t           room;
        char            *to;
        ssize_t          n;

        if (state == FRAME_WHOLE)
            return true;
        if (state == FRAME_LONG)
            return broken(b, "the receiver's answer is too long");
        to = frame_room(&s->reader, &room);
        if (!to)
            return broken(b, "out of memory");
        if (!wait_for(b, POLLIN, deadline))
            return false;
        n = recv(s->fd, to, room, 0);
        if (n > 0)
            frame_filled(&s->reader, (size_t)n);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            return broken(b, "the receiver hung up before it acknowledged");
    }
}

/* ---- Answers -------------------------------------------------------------- */

static void settle(struct batch *b, size_t nth, enum hilum_verdict v, const char *where,
                   const char *why)
{
    hilum_settle(b->call, nth, v, where, "%s", why);
    b->list[nth].done = true;
    b->waiting--;
}

/* The message that an answer is for; count where it is for none. */
static size_t whose(const struct batch *b, const struct ack *ack)
{
    size_t nth = 0;

    while (nth < b->sent &&
           (b->list[nth].done ||
            !(ack->anonymous || hilum_same(b->list[nth].control_id, ack->control_id))))
        nth++;
    return nth < b->sent ? nth : b->count;
}

/* Acts on one answer; false: the receiver is not to be understood. */
static bool take_answer(struct batch *b, struct hilum_view answer)
{
    struct ack         ack   = ack_read(answer);
    size_t             nth   = whose(b, &ack);
    enum hilum_verdict on_ae = b->sink->on_ae == AE_RETRY ? HILUM_RETRY : HILUM_REJECT;

    if (ack.kind == ACK_OTHER)
        return broken(b, "the receiver's answer is not an acknowledgement");
    if (nth == b->count) {
        /* Late, or the second answer of enhanced mode. */
        hilum_count(b->call, "answers_unmatched", 1);
        return true;
    }
    if (ack.kind == ACK_ACCEPT)
        settle(b, nth, HILUM_OK, "", "");
    else if (ack.kind == ACK_ERROR)
        settle(b, nth, on_ae, "MSA-1", "the receiver answered with an error (AE or CE)");
    else
        settle(b, nth, HILUM_REJECT, "MSA-1", "the receiver refused it (AR or CR)");
    return ack.kind != ACK_ERROR || on_ae == HILUM_REJECT ||
           because(b, "an earlier message is to be sent again first");
}

/* ---- Delivery ------------------------------------------------------------- */

static bool prepare(struct batch *b, const struct hilum_msg *const *messages)
{
    b->list = hilum_scratch(b->call, b->count * sizeof *b->list);
    if (!b->list)
        return because(b, "out of memory");
    for (size_t i = 0; i < b->count; i++) {
        struct hilum_view body = hilum_body(b->call, messages[i]);

        b->list[i] = (struct sending){ .body = body, .control_id = ack_control_id(body) };
    }
    return true;
}

/* Sends while the window is open.  What cannot be framed is refused here. */
static bool send_more(struct batch *b)
{
    while (b->sent < b->count && b->waiting < (size_t)b->sink->window) {
        size_t            nth  = b->sent++;
        struct hilum_view body = b->list[nth].body;

        b->waiting++;
        if (body.len == 0)
            settle(b, nth, HILUM_REJECT, "", "it is empty");
        else if (memchr(body.ptr, FRAME_FS, body.len))
            settle(b, nth, HILUM_REJECT, "",
                   "it holds the byte FS (0x1c), which ends an MLLP frame");
        else if (!send_frame(b, body))
            return false;
    }
    return true;
}

static bool exchange(struct batch *b)
{
    struct hilum_view answer;
    int64_t           deadline;

    if (!ensure_connected(b) || !send_more(b))
        return false;
    while (b->waiting) {
        size_t waiting = b->waiting;

        deadline = ticks() + b->sink->timeout;
        do {
            if (!receive_frame(b, &answer, deadline) || !take_answer(b, answer))
                return false;
        } while (b->waiting == waiting);
        if (!send_more(b))
            return false;
    }
    return true;
}

static enum hilum_verdict sink_deliver(void *state, struct hilum_call *call,
                                       const struct hilum_msg *const *messages,
                                       size_t                         count)
{
    struct batch b = { .sink = state, .call = call, .count = count };

    if (prepare(&b, messages) && exchange(&b))
        return HILUM_OK;
    return hilum_blame(call, HILUM_RETRY, "", "%s", b.why);
}

/* ---- The part ------------------------------------------------------------- */

static enum hilum_verdict sink_open(void *state, struct hilum_call *call)
{
    struct mllp_sink *s = state;
    char              why[ADDRESS_WHY];

    s->fd     = -1;
    s->opened = true;
    frame_init(&s->reader, MOST_ANSWER);
    if (!address_read(s->url, &s->address, why))
        return hilum_blame(call, HILUM_FAIL, "url", "%s", why);
    if (s->on_ae == AE_RETRY && s->window > 1)
        return hilum_blame(call, HILUM_FAIL, "window",
                           "with on_ae: retry the window must be 1, else later messages "
                           "would overtake the one that is sent again");
    return HILUM_OK;
}

static void sink_close(void *state)
{
    struct mllp_sink *s = state;

    if (!s->opened)
        return;
    hang_up(s);
    frame_free(&s->reader);
}

static const char *const on_ae_choices[] = { "reject", "retry", NULL };

static const struct hilum_option sink_options[] = {
    HILUM_OPT_TEXT(struct mllp_sink, url,
                   .help = "The receiver, as tcp://host:port."),
    HILUM_OPT_MILLIS(struct mllp_sink, timeout, .preset = "30s", .least = "10ms",
                     .most = "1h",
                     .help = "How long to wait for a connection and for each answer."),
    HILUM_OPT_INT(struct mllp_sink, window, .preset = "1", .least = "1", .most = "64",
                  .help = "Messages sent before the first of them is acknowledged."),
    HILUM_OPT_CHOICE(struct mllp_sink, on_ae, .preset = "reject",
                     .choices = on_ae_choices,
                     .help = "What an answer AE or CE means: give the message up, or "
                             "send it again later."),
    HILUM_OPT_END,
};

const struct hilum_part mllp_sink = HILUM_PART(
    .name    = "mllp",
    .summary = "Sends messages over MLLP and waits for their acknowledgement.",
    .accepts = "*",
    .options = sink_options,
    .state   = sizeof(struct mllp_sink),
    .open    = sink_open,
    .close   = sink_close,
    .deliver = sink_deliver,
);
