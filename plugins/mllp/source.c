/* source.c -- the MLLP listener: one thread, any number of connections. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread owns the listener, the connections' reading and their queues.  The
 * lock guards only `phase`, with which start, stop and close tell the thread
 * what is wanted, and `stopped`, with which it answers.
 */
#include "source.h"

#include "connection.h"

#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum {
    EVENTS       = 64,   /* taken from epoll at a time */
    LEAVING_WAIT = 5000, /* ms for the other side to hang up */
    ACCEPT_WAIT  = 1000, /* ms without accepting when descriptors have run out */
};

enum phase { RUNNING, STOPPING, CLOSING };

/* Connections, the one that entered first in front. */
struct queue {
    struct connection *first, *last;
};

struct mllp_source {
    const char *listen;
    int64_t     ack;
    int64_t     max_message;
    int64_t     max_connections;
    int64_t     idle;

    struct wire    wire;
    struct address address;
    int            listener; /* -1: none */
    int            wake;     /* an eventfd */
    bool           opened;
    bool           started;
    pthread_t      thread;

    pthread_mutex_t lock;
    pthread_cond_t  changed;
    enum phase      phase;
    bool            stopped;

    /* The thread's own. */
    struct queue quiet;   /* by when they last sent something */
    struct queue leaving; /* by when they began to leave */
    int64_t      connections;
    int64_t      accept_at; /* accept again then; 0: accepting */
    bool         crowded;   /* it was said that there are too many */
};

static int64_t ticks(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- Queues --------------------------------------------------------------- */

/* Behind all that entered no later. */
static void queue_add(struct queue *q, struct connection *c, int64_t since)
{
    struct connection *before = q->last;

    while (before && before->since > since)
        before = before->before;
    c->since  = since;
    c->before = before;
    c->behind = before ? before->behind : q->first;
    if (c->behind)
        c->behind->before = c;
    else
        q->last = c;
    if (before)
        before->behind = c;
    else
        q->first = c;
}

static void queue_remove(struct queue *q, struct connection *c)
{
    if (c->before)
        c->before->behind = c->behind;
    else
        q->first = c->behind;
    if (c->behind)
        c->behind->before = c->before;
    else
        q->last = c->before;
}

/* ---- Accepting ------------------------------------------------------------ */

/* The listener's event has the address of `listener`, the eventfd's that of
 * `wake`; every other is a connection. */
static bool attend(struct mllp_source *s, int fd, void *tag)
{
    struct epoll_event ev = { .events = EPOLLIN, .data.ptr = tag };

    return epoll_ctl(s->wire.epoll, EPOLL_CTL_ADD, fd, &ev) == 0;
}

static void refuse_connection(struct mllp_source *s, int fd, const char *peer)
{
    close(fd);
    hilum_feed_count(s->wire.host, s->wire.feed, "connections_refused", 1);
    if (!s->crowded)
        hilum_feed_log(s->wire.host, s->wire.feed, HILUM_WARN,
                       "%s: refused, max_connections (%lld) are open", peer,
                       (long long)s->max_connections);
    s->crowded = true;
}

static void accept_one(struct mllp_source *s)
{
    struct sockaddr_storage from;
    socklen_t               len = sizeof from;
    char                    peer[ADDRESS_TEXT];
    struct connection      *c;
    int                     fd = accept4(s->listener, (struct sockaddr *)&from, &len,
                                         SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0) {
        if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM)
            return;
        hilum_feed_log(
            s->wire.host, s->wire.feed, HILUM_ERROR,
            "no more connections can be accepted: out of descriptors or memory");
        epoll_ctl(s->wire.epoll, EPOLL_CTL_DEL, s->listener, NULL);
        s->accept_at = ticks() + ACCEPT_WAIT;
        return;
    }
    address_text((struct sockaddr *)&from, len, peer);
    if (s->connections >= s->max_connections) {
        refuse_connection(s, fd, peer);
        return;
    }
    s->crowded = false;
    c          = connection_new(&s->wire, fd, peer);
    if (!c)
        return;
    queue_add(&s->quiet, c, ticks());
    s->connections++;
    hilum_feed_count(s->wire.host, s->wire.feed, "connections", 1);
    hilum_feed_log(s->wire.host, s->wire.feed, HILUM_DEBUG, "%s: connected", peer);
}

/* ---- The thread ----------------------------------------------------------- */

static void forget(struct mllp_source *s)
{
    s->connections--;
    hilum_feed_count(s->wire.host, s->wire.feed, "connections", -1);
}

static void serve(struct mllp_source *s, struct connection *c, uint32_t events)
{
    bool    left  = c->phase == CONNECTION_LEAVING;
    int64_t since = left ? c->since : ticks();

    queue_remove(left ? &s->leaving : &s->quiet, c);
    if (!connection_serve(c, events)) {
        forget(s);
        return;
    }
    /* What a leaving one still sends does not give it more time. */
    queue_add(c->phase == CONNECTION_LEAVING ? &s->leaving : &s->quiet, c, since);
}

/* Closes those whose time is up.  Returns when the next one's will be, or -1. */
static int64_t expire(struct mllp_source *s, struct queue *q, int64_t after)
{
    int64_t now = ticks();

    while (after > 0 && q->first && q->first->since + after <= now) {
        struct connection *c = q->first;

        queue_remove(q, c);
        if (q == &s->quiet && !connection_idle(c)) {
            queue_add(q, c, now);
            continue;
        }
        hilum_feed_log(s->wire.host, s->wire.feed, HILUM_DEBUG, "%s: closed, idle",
                       c->peer);
        connection_close(c);
        forget(s);
    }
    return after > 0 && q->first ? q->first->since + after : -1;
}

static int sooner(int64_t at, int wait)
{
    int64_t left = at - ticks();

    if (at < 0)
        return wait;
    if (left < 0)
        left = 0;
    return wait < 0 || left < wait ? (int)(left < INT32_MAX ? left : INT32_MAX) : wait;
}

/* Does what time asks for.  Returns how long to sleep, as epoll_wait wants it. */
static int keep_time(struct mllp_source *s)
{
    int wait = sooner(expire(s, &s->quiet, s->idle), -1);

    wait = sooner(expire(s, &s->leaving, LEAVING_WAIT), wait);
    if (!s->accept_at)
        return wait;
    if (ticks() < s->accept_at)
        return sooner(s->accept_at, wait);
    s->accept_at = 0;
    if (s->listener >= 0)
        attend(s, s->listener, &s->listener);
    return wait;
}

/* Takes no more connections and messages, and says so to who waits in stop. */
static void stop_reading(struct mllp_source *s)
{
    if (s->listener >= 0)
        close(s->listener);
    s->listener = -1;
    for (struct connection *c = s->quiet.first; c; c = c->behind)
        connection_end(c);
    pthread_mutex_lock(&s->lock);
    s->stopped = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

static enum phase woken(struct mllp_source *s)
{
    enum phase phase;
    eventfd_t  count;

    eventfd_read(s->wake, &count);
    pthread_mutex_lock(&s->lock);
    phase = s->phase;
    pthread_mutex_unlock(&s->lock);
    return phase;
}

static void *run(void *state)
{
    struct mllp_source *s     = state;
    enum phase          phase = RUNNING;
    struct epoll_event  events[EVENTS];

    while (phase != CLOSING) {
        int n = epoll_wait(s->wire.epoll, events, EVENTS, keep_time(s));

        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr == &s->wake)
                phase = woken(s);
            else if (events[i].data.ptr == &s->listener)
                accept_one(s);
            else
                serve(s, events[i].data.ptr, events[i].events);
        }
        if (phase != RUNNING && !s->stopped)
            stop_reading(s);
    }
    return NULL;
}

/* ---- The part ------------------------------------------------------------- */

static enum hilum_verdict source_open(void *state, struct hilum_call *call)
{
    struct mllp_source *s = state;
    char                why[ADDRESS_WHY];

    s->listener = s->wake = s->wire.epoll = -1;
    s->wire.host                          = call->host;
    s->wire.until                         = s->ack == 0 ? HILUM_STORED : HILUM_PROCESSED;
    s->wire.max_message                   = (size_t)s->max_message;
    pthread_mutex_init(&s->wire.lock, NULL);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    s->opened = true;
    if (!address_read(s->listen, &s->address, why))
        return hilum_blame(call, HILUM_FAIL, "listen", "%s", why);
    return HILUM_OK;
}

static void log_bound(struct mllp_source *s)
{
    struct sockaddr_storage at;
    socklen_t               len = sizeof at;
    char                    text[ADDRESS_TEXT];

    if (getsockname(s->listener, (struct sockaddr *)&at, &len) < 0)
        return;
    address_text((struct sockaddr *)&at, len, text);
    hilum_feed_log(s->wire.host, s->wire.feed, HILUM_INFO, "listening on tcp://%s", text);
}

/* Signals are for the engine's own threads. */
static bool start_thread(struct mllp_source *s)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    s->started = pthread_create(&s->thread, NULL, run, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return s->started;
}

static enum hilum_verdict source_start(void *state, struct hilum_call *call,
                                       struct hilum_feed *feed)
{
    struct mllp_source *s = state;
    char                why[ADDRESS_WHY];

    s->wire.feed = feed;
    s->listener  = address_listen(&s->address, why);
    if (s->listener < 0)
        return hilum_blame(call, HILUM_FAIL, "listen", "%s", why);
    s->wire.epoll = epoll_create1(EPOLL_CLOEXEC);
    s->wake       = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (s->wire.epoll < 0 || s->wake < 0 || !attend(s, s->wake, &s->wake) ||
        !attend(s, s->listener, &s->listener))
        return hilum_blame(call, HILUM_FAIL, "", "out of descriptors");
    log_bound(s);
    if (!start_thread(s))
        return hilum_blame(call, HILUM_FAIL, "", "cannot start a thread");
    return HILUM_OK;
}

static void tell(struct mllp_source *s, enum phase phase)
{
    pthread_mutex_lock(&s->lock);
    s->phase = phase;
    pthread_mutex_unlock(&s->lock);
    eventfd_write(s->wake, 1);
}

static void source_stop(void *state)
{
    struct mllp_source *s = state;

    if (!s->started)
        return;
    tell(s, STOPPING);
    pthread_mutex_lock(&s->lock);
    while (!s->stopped)
        pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

static void source_close(void *state)
{
    struct mllp_source *s = state;

    if (!s->opened)
        return;
    if (s->started) {
        tell(s, CLOSING);
        pthread_join(s->thread, NULL);
    }
    connection_free_all(&s->wire);
    if (s->listener >= 0)
        close(s->listener);
    if (s->wake >= 0)
        close(s->wake);
    if (s->wire.epoll >= 0)
        close(s->wire.epoll);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->wire.lock);
}

static const char *const acks[] = { "stored", "processed", NULL };

static const struct hilum_option source_options[] = {
    HILUM_OPT_TEXT(struct mllp_source, listen, .preset = "tcp://127.0.0.1:2575",
                   .help = "Where to listen; port 0 takes a free one and logs it."),
    HILUM_OPT_CHOICE(struct mllp_source, ack, .preset = "stored", .choices = acks,
                     .help = "Answer when the message is safely stored, or when every "
                             "sink has taken it."),
    HILUM_OPT_BYTES(struct mllp_source, max_message, .preset = "16M", .least = "1K",
                    .most = "256M",
                    .help = "A longer message is refused and its connection closed."),
    HILUM_OPT_INT(struct mllp_source, max_connections, .preset = "1024", .least = "1",
                  .most = "65536", .help = "Further connections are closed at once."),
    HILUM_OPT_MILLIS(struct mllp_source, idle, .preset = "10m", .least = "0ms",
                     .help = "Close a connection that sends nothing for so long; "
                             "0ms: never."),
    HILUM_OPT_END,
};

const struct hilum_part mllp_source = HILUM_PART(
    .name    = "mllp",
    .summary = "Receives messages over MLLP and answers each one.",
    .options = source_options,
    .state   = sizeof(struct mllp_source),
    .open    = source_open,
    .close   = source_close,
    .start   = source_start,
    .stop    = source_stop,
);
