/* receiver.c -- who a sink sends to: one connection, kept, and made again. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "receiver.h"

#include "ticks.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_FRAME  = 1 << 20, /* bytes of one answer */
    FIRST_PAUSE = 100,     /* ms after the second failure in a row */
};

/* ---- Life ----------------------------------------------------------------- */

void receiver_open(struct receiver *r)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    r->link   = (struct link){ .fd = -1 };
    r->chance = (uint64_t)t.tv_nsec * 0x9e3779b97f4a7c15u + (uint64_t)getpid() +
                (uint64_t)(uintptr_t)r;
    frame_init(&r->reader, MOST_FRAME);
}

static void hang_up(struct receiver *r)
{
    link_close(&r->link);
    frame_reset(&r->reader);
}

void receiver_close(struct receiver *r)
{
    hang_up(r);
    frame_free(&r->reader);
}

void receiver_proven(struct receiver *r)
{
    r->failures = 0;
}

/* From half to all of the pause that is due. */
static int64_t pause_due(struct receiver *r)
{
    int64_t pause = FIRST_PAUSE;

    if (r->failures < 2)
        return 0;
    for (unsigned i = 2; i < r->failures && pause < r->pause; i++)
        pause *= 2;
    if (pause > r->pause)
        pause = r->pause;
    r->chance = r->chance * 6364136223846793005u + 1442695040888963407u;
    return pause / 2 + (int64_t)((r->chance >> 33) % (uint64_t)(pause / 2 + 1));
}

bool receiver_fail(struct receiver *r, const char *why)
{
    if (why != r->why)
        snprintf(r->why, sizeof r->why, "%s", why);
    hang_up(r);
    r->failures++;
    r->next = ticks() + pause_due(r);
    return false;
}

/* The same, with what TLS knows about it: the receiver may have said what it did
 * not like, while we were writing. */
static bool fail_because(struct receiver *r, const char *what)
{
    const char *detail = r->link.tls ? tls_why(r->link.tls) : "";
    char        word[64];

    if (r->link.tls && !*detail && tls_read(r->link.tls, word, sizeof word) < 0)
        detail = tls_why(r->link.tls);

    snprintf(r->why, sizeof r->why, *detail ? "%s: %s" : "%s", what, detail);
    return receiver_fail(r, r->why);
}

/* ---- Connecting ----------------------------------------------------------- */

/* Waits until the socket has what the last operation waits for. */
static bool wait_for(struct receiver *r, short natural, int64_t deadline, const char *why)
{
    struct pollfd p = { .fd = r->link.fd, .events = link_wants(&r->link, natural) };

    for (;;) {
        int64_t left = deadline - ticks();
        int     n    = poll(&p, 1, left > 0 ? (int)left : 0);

        if (n > 0)
            return true;
        if (n == 0)
            return receiver_fail(r, why);
        if (errno != EINTR)
            return receiver_fail(r, "waiting for the receiver failed");
    }
}

static bool introduce(struct receiver *r)
{
    int64_t deadline = ticks() + r->timeout;

    r->link.tls = tls_connect(r->tls, r->link.fd, r->name);
    if (!r->link.tls)
        return receiver_fail(r, "out of memory");
    while (tls_handshake(r->link.tls) != 1) {
        if (errno != EAGAIN)
            return fail_because(r, "no TLS with the receiver");
        if (!wait_for(r, POLLIN, deadline,
                      "the receiver did not introduce itself in time"))
            return false;
    }
    return true;
}

static bool dial(struct receiver *r)
{
    int64_t left = r->next - ticks();

    if (left > 0) {
        snprintf(r->why, sizeof r->why, "not connected; it is tried again in %lld ms",
                 (long long)left);
        return false;
    }
    r->link =
        (struct link){ .fd = address_connect(&r->address, (int)r->timeout, r->why) };
    if (r->link.fd < 0)
        return receiver_fail(r, r->why);
    address_look_after(r->link.fd, &r->care);
    return !r->tls || introduce(r);
}

enum receiver_state receiver_connect(struct receiver *r)
{
    if (r->link.fd >= 0)
        return RECEIVER_KEPT;
    return dial(r) ? RECEIVER_NEW : RECEIVER_AWAY;
}

/* ---- Frames --------------------------------------------------------------- */

/* Reads once.  Like link_read(), but a full reader reads as the end. */
static ssize_t fill(struct receiver *r)
{
    size_t  room;
    char   *to = frame_room(&r->reader, &room);
    ssize_t n  = to ? link_read(&r->link, to, room) : 0;

    if (n > 0)
        frame_filled(&r->reader, (size_t)n);
    return n;
}

/* It is no failure when a receiver hangs up while nothing is under way. */
bool receiver_take(struct receiver *r, struct hilum_view *frame)
{
    while (r->link.fd >= 0) {
        enum frame_state state = frame_next(&r->reader, frame);
        ssize_t          n;

        if (state == FRAME_WHOLE)
            return true;
        n = state == FRAME_MORE ? fill(r) : 0;
        if (n < 0 && errno == EAGAIN)
            return false;
        if (n <= 0)
            hang_up(r);
    }
    return false;
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

bool receiver_send(struct receiver *r, struct hilum_view body)
{
    char         start = FRAME_VT, end[2] = { FRAME_FS, FRAME_CR };
    struct iovec parts[3] = { { &start, 1 },
                              { (void *)(uintptr_t)body.ptr, body.len },
                              { end, 2 } };
    int64_t      deadline = ticks() + r->timeout;

    for (size_t left = body.len + 3; left;) {
        ssize_t n = link_write(&r->link, parts, 3);

        if (n > 0) {
            step(parts, 3, (size_t)n);
            left -= (size_t)n;
        } else if (n == 0 || errno != EAGAIN) {
            return fail_because(r, "the connection was lost while a message was sent");
        } else if (!wait_for(r, POLLOUT, deadline, "the receiver reads no further")) {
            return false;
        }
    }
    return true;
}

bool receiver_next(struct receiver *r, struct hilum_view *frame, int64_t deadline)
{
    for (;;) {
        enum frame_state state = frame_next(&r->reader, frame);
        ssize_t          n;

        if (state == FRAME_WHOLE)
            return true;
        if (state == FRAME_LONG)
            return receiver_fail(r, "the receiver's answer is too long");
        n = fill(r);
        if (n == 0 || (n < 0 && errno != EAGAIN))
            return fail_because(r, "the receiver hung up before it acknowledged");
        if (n < 0 && !wait_for(r, POLLIN, deadline, "no acknowledgement came in time"))
            return false;
    }
}
