/* listener.c -- one thread, any number of connections, and their time. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "listener.h"

#include "ticks.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    EVENTS       = 64,   /* taken from epoll at a time */
    ACCEPTS      = 64,   /* connections accepted at a time */
    LEAVING_TIME = 5000, /* ms for the other side to hang up */
    ACCEPT_PAUSE = 1000, /* ms without accepting when descriptors have run out */
    OTHER_FILES  = 256,  /* descriptors for the rest of the engine */
};

#define COUNT(l, meter, by) hilum_feed_count((l)->wire.host, (l)->wire.feed, meter, by)
#define LOG(l, level, ...)                                                               \
    hilum_feed_log((l)->wire.host, (l)->wire.feed, level, __VA_ARGS__)

/* ---- Accepting ------------------------------------------------------------ */

/* The socket's event has the address of `socket`, the eventfd's that of `wake`;
 * every other is a connection. */
static bool attend(struct listener *l, int fd, void *tag)
{
    struct epoll_event ev = { .events = EPOLLIN, .data.ptr = tag };

    return epoll_ctl(l->wire.epoll, EPOLL_CTL_ADD, fd, &ev) == 0;
}

static void refuse(struct listener *l, int fd, const char *peer)
{
    close(fd);
    COUNT(l, "connections_refused", 1);
    if (!l->crowded)
        LOG(l, HILUM_WARN, "%s: refused, max_connections (%lld) are open", peer,
            (long long)l->rules.max_connections);
    l->crowded = true;
}

static void welcome(struct listener *l, int fd, const char *peer)
{
    struct connection *c;

    address_look_after(fd, &l->rules.care);
    c = connection_new(&l->wire, fd, peer, l->rules.tls);
    if (!c)
        return;
    l->crowded = false;
    c->wait    = connection_waits(c);
    c->begun   = ticks();
    queue_add(&l->queues[c->wait], c, c->begun);
    l->connections++;
    COUNT(l, "connections", 1);
    LOG(l, HILUM_DEBUG, "%s: connected", peer);
}

/* False: there is none to accept now. */
static bool accept_one(struct listener *l)
{
    struct sockaddr_storage from;
    socklen_t               len = sizeof from;
    char                    peer[ADDRESS_TEXT];
    int                     fd =
        accept4(l->socket, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0) {
        address_text((struct sockaddr *)&from, len, peer);
        if (l->connections < l->rules.max_connections)
            welcome(l, fd, peer);
        else
            refuse(l, fd, peer);
        return true;
    }
    if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM)
        return errno == ECONNABORTED || errno == EINTR;
    LOG(l, HILUM_ERROR,
        "no more connections can be accepted: out of descriptors or memory");
    epoll_ctl(l->wire.epoll, EPOLL_CTL_DEL, l->socket, NULL);
    l->accept_at = ticks() + ACCEPT_PAUSE;
    return false;
}

/* ---- Serving -------------------------------------------------------------- */

static void leave(struct listener *l, struct connection *c)
{
    queue_remove(&l->queues[c->wait], c);
    connection_close(c);
    l->connections--;
    COUNT(l, "connections", -1);
}

/* What it waits for begins now. */
static void wait_anew(struct listener *l, struct connection *c)
{
    queue_remove(&l->queues[c->wait], c);
    c->wait  = connection_waits(c);
    c->begun = ticks();
    queue_add(&l->queues[c->wait], c, c->begun);
}

/* Its time begins anew with each message, and when it waits for something else:
 * single bytes do not buy any. */
static void serve(struct listener *l, struct connection *c, uint32_t events)
{
    uint64_t frames = c->frames;

    if (!connection_serve(c, events))
        leave(l, c);
    else if (connection_waits(c) != c->wait || c->frames != frames)
        wait_anew(l, c);
}

/* ---- Time ----------------------------------------------------------------- */

/* More time for a connection that deserves it: since when it counts as waiting; 0
 * where its time is up.  What has come of a message pays for more. */
static int64_t respite(struct listener *l, struct connection *c, int64_t now)
{
    int64_t paid;

    if (c->wait == WAIT_QUIET)
        return connection_idle(c) ? 0 : now;
    if (c->wait != WAIT_FRAME)
        return 0;
    paid = (int64_t)frame_held(&c->reader) * 1000 / l->rules.read_rate;
    return c->begun + paid + l->rules.read_timeout > now ? c->begun + paid : 0;
}

/* Its time is up. */
static void expire(struct listener *l, struct connection *c)
{
    static const struct {
        const char *meter, *why;
    } ends[] = {
        [WAIT_GREETING] = { "handshakes_expired", "it did not introduce itself in time" },
        [WAIT_FRAME] = { "reads_expired", "a message was not complete in read_timeout" },
        [WAIT_QUIET] = { "idles_expired", "idle" },
        [WAIT_LEAVING] = { "leaves_expired", "it did not hang up" },
    };

    COUNT(l, ends[c->wait].meter, 1);
    LOG(l, c->wait == WAIT_FRAME ? HILUM_WARN : HILUM_DEBUG, "%s: closed, %s", c->peer,
        ends[c->wait].why);
    if (c->wait == WAIT_FRAME) {
        /* What it has sent before is still answered. */
        connection_end(c);
        wait_anew(l, c);
        return;
    }
    leave(l, c);
}

static void expire_queue(struct listener *l, struct queue *q)
{
    int64_t now = ticks();

    while (queue_next(q) >= 0 && queue_next(q) <= now) {
        struct connection *c     = q->first;
        int64_t            since = respite(l, c, now);

        if (!since) {
            expire(l, c);
            continue;
        }
        queue_remove(q, c);
        queue_add(q, c, since);
    }
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
static int keep_time(struct listener *l)
{
    int wait = -1;

    for (size_t i = 0; i < WAITS; i++)
        expire_queue(l, &l->queues[i]);
    for (size_t i = 0; i < WAITS; i++)
        wait = sooner(queue_next(&l->queues[i]), wait);
    if (!l->accept_at)
        return wait;
    if (ticks() < l->accept_at)
        return sooner(l->accept_at, wait);
    l->accept_at = 0;
    if (l->socket >= 0)
        attend(l, l->socket, &l->socket);
    return wait;
}

/* ---- The thread ----------------------------------------------------------- */

/* Takes no more connections and messages, and says so to who waits in stop. */
static void stop_reading(struct listener *l)
{
    if (l->socket >= 0)
        close(l->socket);
    l->socket = -1;
    for (size_t i = 0; i < WAITS; i++)
        for (struct connection *c = l->queues[i].first; c; c = c->behind)
            connection_end(c);
    pthread_mutex_lock(&l->lock);
    l->stopped = true;
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
}

static enum listener_phase woken(struct listener *l)
{
    enum listener_phase phase;
    eventfd_t           count;

    eventfd_read(l->wake, &count);
    pthread_mutex_lock(&l->lock);
    phase = l->phase;
    pthread_mutex_unlock(&l->lock);
    return phase;
}

static void *run(void *arg)
{
    struct listener    *l     = arg;
    enum listener_phase phase = LISTENER_RUNNING;
    struct epoll_event  events[EVENTS];

    while (phase != LISTENER_CLOSING) {
        int n = epoll_wait(l->wire.epoll, events, EVENTS, keep_time(l));

        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr == &l->wake)
                phase = woken(l);
            else if (events[i].data.ptr != &l->socket)
                serve(l, events[i].data.ptr, events[i].events);
            else
                for (int left = ACCEPTS; left && accept_one(l); left--)
                    ;
        }
        if (phase != LISTENER_RUNNING && !l->stopped)
            stop_reading(l);
    }
    return NULL;
}

/* ---- Starting and ending -------------------------------------------------- */

void listener_open(struct listener *l)
{
    l->socket = l->wake = l->wire.epoll = -1;
    pthread_mutex_init(&l->wire.lock, NULL);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->changed, NULL);
}

/* As many descriptors as the system allows; a warning where they are too few. */
static void want_descriptors(struct listener *l)
{
    rlim_t        wanted = (rlim_t)l->rules.max_connections + OTHER_FILES;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < wanted)
        LOG(l, HILUM_WARN,
            "max_connections is %lld, and the system allows the engine %llu files: "
            "raise its hard limit (LimitNOFILE, ulimit -n)",
            (long long)l->rules.max_connections, (unsigned long long)limit.rlim_max);
}

static void log_bound(struct listener *l)
{
    struct sockaddr_storage at;
    socklen_t               len = sizeof at;
    char                    text[ADDRESS_TEXT];

    if (getsockname(l->socket, (struct sockaddr *)&at, &len) < 0)
        return;
    address_text((struct sockaddr *)&at, len, text);
    LOG(l, HILUM_INFO, "listening on %s%s", l->rules.tls ? "tls+tcp://" : "tcp://", text);
}

/* Signals are for the engine's own threads. */
static bool start_thread(struct listener *l)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    l->started = pthread_create(&l->thread, NULL, run, l) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return l->started;
}

bool listener_start(struct listener *l, char why[static ADDRESS_WHY])
{
    l->queues[WAIT_GREETING].after = l->rules.handshake;
    l->queues[WAIT_FRAME].after    = l->rules.read_timeout;
    l->queues[WAIT_QUIET].after    = l->rules.idle;
    l->queues[WAIT_LEAVING].after  = LEAVING_TIME;
    l->socket                      = address_listen(&l->rules.address, why);
    if (l->socket < 0)
        return false;
    want_descriptors(l);
    l->wire.epoll = epoll_create1(EPOLL_CLOEXEC);
    l->wake       = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (l->wire.epoll < 0 || l->wake < 0 || !attend(l, l->wake, &l->wake) ||
        !attend(l, l->socket, &l->socket)) {
        snprintf(why, ADDRESS_WHY, "out of descriptors");
        return false;
    }
    log_bound(l);
    if (start_thread(l))
        return true;
    snprintf(why, ADDRESS_WHY, "cannot start a thread");
    return false;
}

static void tell(struct listener *l, enum listener_phase phase)
{
    pthread_mutex_lock(&l->lock);
    l->phase = phase;
    pthread_mutex_unlock(&l->lock);
    eventfd_write(l->wake, 1);
}

void listener_stop(struct listener *l)
{
    if (!l->started)
        return;
    tell(l, LISTENER_STOPPING);
    pthread_mutex_lock(&l->lock);
    while (!l->stopped)
        pthread_cond_wait(&l->changed, &l->lock);
    pthread_mutex_unlock(&l->lock);
}

void listener_close(struct listener *l)
{
    if (l->started) {
        tell(l, LISTENER_CLOSING);
        pthread_join(l->thread, NULL);
    }
    connection_free_all(&l->wire);
    if (l->socket >= 0)
        close(l->socket);
    if (l->wake >= 0)
        close(l->wake);
    if (l->wire.epoll >= 0)
        close(l->wire.epoll);
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->lock);
    pthread_mutex_destroy(&l->wire.lock);
}
