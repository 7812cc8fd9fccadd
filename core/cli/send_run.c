/* send_run.c -- the sending itself: connections, windows, answers and their times. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread and one epoll.  Each connection keeps up to `window` messages under
 * way.  A message's time runs from just before it is written until its whole
 * answer has been read.
 */
#include "cli/send_run.h"

#include "base/clock.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    MOST_ANSWER = 1 << 20, /* bytes */
    READ_SIZE   = 1 << 14,
    MOST_UNSENT = 1 << 20, /* bytes waiting to be written, before more are added */
    TICK        = 200,     /* ms between looks at what is overdue, and at progress */
    EVENTS      = 64,
    VT          = 0x0b,
    FS          = 0x1c,
    CR          = 0x0d,
};

struct flight {
    int64_t began; /* ns */
    int64_t nth;   /* which message of the run */
};

struct line {
    int                 fd;    /* -1: broken */
    bool                stuck; /* waits to be writable */
    struct hilum_buffer in, out;
    struct flight      *flights; /* a ring of `window` */
    int64_t             head, count;
};

struct run {
    const struct send_job *job;
    struct send_result    *result;
    struct line           *lines;
    int64_t                alive; /* connections */
    int64_t                busy;  /* messages under way */
    uint32_t               tag;   /* part of our control ids */
    int                    epoll;
};

/* ---- Connections ---------------------------------------------------------- */

/* errno says why it failed. */
static bool connect_within(int fd, const struct addrinfo *to, int64_t millis)
{
    struct pollfd p   = { .fd = fd, .events = POLLOUT };
    int           err = 0;
    socklen_t     len = sizeof err;

    if (connect(fd, to->ai_addr, to->ai_addrlen) == 0)
        return true;
    if (errno != EINPROGRESS)
        return false;
    errno = ETIMEDOUT;
    if (poll(&p, 1, (int)millis) != 1 ||
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
        return false;
    errno = err;
    return err == 0;
}

static int open_socket(const struct send_job *job, const struct addrinfo *all)
{
    int on = 1;

    for (const struct addrinfo *to = all; to; to = to->ai_next) {
        int fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

        if (fd < 0)
            continue;
        if (connect_within(fd, to, job->timeout)) {
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            return fd;
        }
        close(fd);
    }
    return -1;
}

static bool line_open(struct run *r, struct line *l, const struct addrinfo *to)
{
    struct epoll_event ev = { .events = EPOLLIN, .data.ptr = l };

    l->flights = calloc((size_t)r->job->window, sizeof *l->flights);
    buffer_init(&l->in, MOST_ANSWER);
    buffer_init(&l->out, SIZE_MAX / 4);
    l->fd = l->flights ? open_socket(r->job, to) : -1;
    if (l->fd < 0 || epoll_ctl(r->epoll, EPOLL_CTL_ADD, l->fd, &ev) < 0)
        return false;
    r->alive++;
    return true;
}

/* Connects them all; false with the reason on stderr where one could not be. */
static bool connect_all(struct run *r)
{
    const struct send_job *job   = r->job;
    struct addrinfo        hints = { .ai_socktype = SOCK_STREAM };
    struct addrinfo       *to    = NULL;
    int                    err   = getaddrinfo(job->host, job->port, &hints, &to);

    if (err) {
        fprintf(stderr, "hilum: %s: %s\n", job->host, gai_strerror(err));
        return false;
    }
    for (int64_t i = 0; i < job->connections; i++)
        if (!line_open(r, &r->lines[i], to)) {
            fprintf(stderr, "hilum: cannot connect to %s:%s: %s\n", job->host, job->port,
                    strerror(errno));
            break;
        }
    freeaddrinfo(to);
    return r->alive == job->connections;
}

static void line_break(struct run *r, struct line *l)
{
    if (l->fd < 0)
        return;
    close(l->fd);
    l->fd = -1;
    r->alive--;
    r->busy -= l->count;
    r->result->broken++;
    r->result->lost += l->count;
    l->count = 0;
}

static void watch(struct run *r, struct line *l, bool stuck)
{
    struct epoll_event ev = { .events   = stuck ? EPOLLIN | EPOLLOUT : EPOLLIN,
                              .data.ptr = l };

    if (stuck != l->stuck && epoll_ctl(r->epoll, EPOLL_CTL_MOD, l->fd, &ev) == 0)
        l->stuck = stuck;
}

/* ---- Sending -------------------------------------------------------------- */

static struct hilum_view control_id(const struct run *r, int64_t nth,
                                    char own[static SEND_ID])
{
    if (r->job->keep_ids)
        return r->job->texts->list[(size_t)nth % r->job->texts->count].id;
    return (struct hilum_view){ own, (size_t)snprintf(own, SEND_ID, "%08X-%lld", r->tag,
                                                      (long long)nth) };
}

static void put_frame(struct run *r, struct line *l, int64_t nth)
{
    const struct send_text *t = &r->job->texts->list[(size_t)nth % r->job->texts->count];
    char                    own[SEND_ID];

    hilum_put_byte(&l->out, VT);
    hilum_put_view(&l->out, t->before);
    hilum_put_view(&l->out, control_id(r, nth, own));
    hilum_put_view(&l->out, t->after);
    hilum_put_byte(&l->out, FS);
    hilum_put_byte(&l->out, CR);
}

/* Writes what the socket takes. */
static bool flush(struct line *l)
{
    ssize_t n = send(l->fd, l->out.ptr, l->out.len, MSG_NOSIGNAL);

    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    l->out.len -= (size_t)n;
    memmove(l->out.ptr, l->out.ptr + n, l->out.len);
    return true;
}

/* Sends as long as the window is open and the other side reads. */
static bool send_more(struct run *r, struct line *l)
{
    bool fine = true;

    while (l->out.len < MOST_UNSENT && l->count < r->job->window &&
           r->result->sent < r->job->count) {
        int64_t nth = r->result->sent++;

        l->flights[(l->head + l->count++) % r->job->window] =
            (struct flight){ .began = clock_nanos(), .nth = nth };
        r->busy++;
        put_frame(r, l, nth);
    }
    if (l->out.len)
        fine = flush(l);
    if (fine)
        watch(r, l, l->out.len > 0);
    return fine && !l->out.failed;
}

/* ---- Answers -------------------------------------------------------------- */

/* Takes the flight that the answer names out of the ring; false where it names
 * none. */
static bool land(struct run *r, struct line *l, struct hilum_view id, struct flight *out)
{
    int64_t window = r->job->window, at = 0;
    char    own[SEND_ID];

    while (at < l->count &&
           !hilum_same(id, control_id(r, l->flights[(l->head + at) % window].nth, own)))
        at++;
    if (at == l->count)
        return false;
    *out = l->flights[(l->head + at) % window];
    for (; at > 0; at--)
        l->flights[(l->head + at) % window] = l->flights[(l->head + at - 1) % window];
    l->head = (l->head + 1) % window;
    l->count--;
    r->busy--;
    return true;
}

static void note_refusal(struct send_result *result, const struct send_answer *a)
{
    if (result->refused++)
        return;
    snprintf(result->refusal, sizeof result->refusal, "%.*s%s%.*s",
             a->code.len < 8 ? (int)a->code.len : 8, a->code.ptr, a->text.len ? ": " : "",
             a->text.len < 160 ? (int)a->text.len : 160, a->text.ptr);
}

/* An answer that names no message under way says nothing about any. */
static void take_answer(struct run *r, struct line *l, struct hilum_view frame,
                        int64_t now)
{
    struct send_answer a = send_answer_read(frame);
    struct flight      f;
    int64_t            took;

    if (!land(r, l, a.id, &f))
        return;
    took = (now - f.began) / 100;
    r->result->latencies[r->result->answered++] =
        took < UINT32_MAX ? (uint32_t)took : UINT32_MAX;
    if (hilum_is(a.code, "AA") || hilum_is(a.code, "CA"))
        r->result->acked++;
    else
        note_refusal(r->result, &a);
}

/* The frames that have come whole. */
static void take_answers(struct run *r, struct line *l)
{
    int64_t     now = clock_nanos();
    const char *at = l->in.ptr, *end = l->in.ptr + l->in.len;

    while (at < end) {
        const char *vt = memchr(at, VT, (size_t)(end - at));
        const char *fs = vt ? memchr(vt, FS, (size_t)(end - vt)) : NULL;

        if (!fs) {
            at = vt ? vt : end;
            break;
        }
        take_answer(r, l, (struct hilum_view){ vt + 1, (size_t)(fs - vt - 1) }, now);
        at = fs + 1;
    }
    l->in.len = (size_t)(end - at);
    memmove(l->in.ptr, at, l->in.len);
}

static bool receive(struct run *r, struct line *l)
{
    char   *to = hilum_room(&l->in, READ_SIZE);
    ssize_t n  = to ? recv(l->fd, to, READ_SIZE, 0) : 0;

    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    l->in.len += (size_t)n;
    if (n > 0)
        take_answers(r, l);
    return n > 0;
}

/* ---- The run -------------------------------------------------------------- */

/* A connection whose oldest message has waited too long is given up. */
static void expire(struct run *r)
{
    int64_t before = clock_nanos() - r->job->timeout * 1000000;

    for (int64_t i = 0; i < r->job->connections; i++) {
        struct line *l = &r->lines[i];

        if (l->fd >= 0 && l->count && l->flights[l->head].began < before)
            line_break(r, l);
    }
}

static void show_progress(const struct run *r, int64_t began)
{
    double seconds = (double)(clock_nanos() - began) / 1e9;

    if (r->job->progress)
        fprintf(stderr, "\r%lld of %lld sent, %.0f answers/s ",
                (long long)r->result->sent, (long long)r->job->count,
                (double)r->result->answered / seconds);
}

static void serve(struct run *r, struct line *l, uint32_t events)
{
    bool fine = true;

    if (l->fd < 0)
        return;
    if (events & ~(uint32_t)EPOLLOUT)
        fine = receive(r, l);
    if (!fine || !send_more(r, l))
        line_break(r, l);
}

static void drive(struct run *r)
{
    int64_t            began = clock_nanos(), looked = began;
    struct epoll_event events[EVENTS];

    for (int64_t i = 0; i < r->job->connections; i++)
        serve(r, &r->lines[i], EPOLLOUT);
    while (r->alive && (r->busy || r->result->sent < r->job->count)) {
        int n = epoll_wait(r->epoll, events, EVENTS, TICK);

        for (int i = 0; i < n; i++)
            serve(r, events[i].data.ptr, events[i].events);
        if (clock_nanos() - looked > TICK * INT64_C(1000000)) {
            looked = clock_nanos();
            expire(r);
            show_progress(r, began);
        }
    }
    r->result->seconds = (double)(clock_nanos() - began) / 1e9;
    if (r->job->progress)
        fprintf(stderr, "\r\033[K");
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static void close_all(struct run *r)
{
    for (int64_t i = 0; r->lines && i < r->job->connections; i++) {
        struct line *l = &r->lines[i];

        if (l->flights && l->fd >= 0)
            close(l->fd);
        free(l->flights);
        buffer_free(&l->in);
        buffer_free(&l->out);
    }
    free(r->lines);
    if (r->epoll >= 0)
        close(r->epoll);
}

bool send_run(const struct send_job *job, struct send_result *out)
{
    struct run r = { .job = job, .result = out, .epoll = epoll_create1(EPOLL_CLOEXEC) };
    bool       ok;

    *out           = (struct send_result){ .sent = 0 };
    out->latencies = malloc((size_t)job->count * sizeof *out->latencies);
    r.lines        = calloc((size_t)job->connections, sizeof *r.lines);
    r.tag          = (uint32_t)(clock_now() ^ clock_nanos() ^ ((int64_t)getpid() << 12));
    ok             = out->latencies && r.lines && r.epoll >= 0;
    if (!ok)
        fprintf(stderr, "hilum: out of memory or descriptors\n");
    ok = ok && connect_all(&r);
    if (ok) {
        drive(&r);
        qsort(out->latencies, out->answered, sizeof *out->latencies, by_size);
    }
    close_all(&r);
    return ok;
}

void send_result_free(struct send_result *r)
{
    free(r->latencies);
    r->latencies = NULL;
}

double send_percentile(const struct send_result *r, double percent)
{
    size_t at = (size_t)(percent / 100.0 * (double)r->answered);

    if (r->answered == 0)
        return 0;
    if (at >= r->answered)
        at = r->answered - 1;
    return (double)r->latencies[at] / 1e4;
}
