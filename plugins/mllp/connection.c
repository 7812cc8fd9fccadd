/* connection.c -- one sender: its frames become offers, its answers go back in order. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "connection.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

/* ---- Life ----------------------------------------------------------------- */

struct connection *connection_new(struct wire *w, int fd, const char *peer,
                                  struct tls *tls)
{
    struct connection  *c       = calloc(1, sizeof *c);
    struct tls_session *session = tls ? tls_accept(tls, fd) : NULL;
    struct epoll_event  ev      = { .events = EPOLLIN, .data.ptr = c };

    if (!c || (tls && !session) || epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &ev) < 0) {
        tls_close(session);
        free(c);
        close(fd);
        return NULL;
    }
    c->wire   = w;
    c->link   = (struct link){ .fd = fd, .tls = session };
    c->phase  = tls ? CONNECTION_GREETING : CONNECTION_OPEN;
    c->events = EPOLLIN;
    snprintf(c->peer, sizeof c->peer, "%s", peer);
    frame_init(&c->reader, w->max_message);
    exchanges_init(&c->exchanges, w->style);
    pthread_mutex_init(&c->lock, NULL);

    pthread_mutex_lock(&w->lock);
    c->next = w->first;
    if (w->first)
        w->first->previous = c;
    w->first = c;
    pthread_mutex_unlock(&w->lock);
    return c;
}

static void connection_free(struct connection *c)
{
    struct wire *w = c->wire;

    pthread_mutex_lock(&w->lock);
    if (c->previous)
        c->previous->next = c->next;
    else
        w->first = c->next;
    if (c->next)
        c->next->previous = c->previous;
    pthread_mutex_unlock(&w->lock);
    exchanges_free(&c->exchanges);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

void connection_close(struct connection *c)
{
    bool last;

    connection_drop(c);
    pthread_mutex_lock(&c->lock);
    c->gone = true;
    last    = c->exchanges.first == NULL;
    link_close(&c->link);
    pthread_mutex_unlock(&c->lock);
    /* Where it is not the last, the last answer may have freed it by now. */
    if (last)
        connection_free(c);
}

void connection_free_all(struct wire *w)
{
    while (w->first) {
        if (!w->first->gone) {
            connection_drop(w->first);
            link_close(&w->first->link);
        }
        connection_free(w->first);
    }
}

/* ---- Sending -------------------------------------------------------------- */

/* Whether the source's thread has something to do that no event of the socket
 * itself would tell it.  Lock held. */
static bool due(const struct connection *c)
{
    return c->broken || (c->paused && exchanges_calm(&c->exchanges)) ||
           (c->phase == CONNECTION_ENDING && c->exchanges.asked == 0);
}

static uint32_t wanted_events(const struct connection *c)
{
    uint32_t events = 0;

    if (c->phase == CONNECTION_GREETING)
        return (uint32_t)link_wants(&c->link, EPOLLIN);
    if (c->phase == CONNECTION_LEAVING || (c->phase == CONNECTION_OPEN && !c->paused))
        events |= EPOLLIN;
    if (c->exchanges.out.len || due(c) || (!c->paused && link_pending(&c->link)))
        events |= EPOLLOUT;
    return events;
}

/* Asks epoll for what is wanted now.  A socket that takes bytes is writable at
 * once: that is how the source's thread is woken.  Lock held. */
static void watch(struct connection *c)
{
    struct epoll_event ev = { .events = wanted_events(c), .data.ptr = c };

    if (ev.events == c->events)
        return;
    if (epoll_ctl(c->wire->epoll, EPOLL_CTL_MOD, c->link.fd, &ev) == 0)
        c->events = ev.events;
}

/* Sends what the socket takes.  Lock held. */
static void flush(struct connection *c)
{
    struct hilum_buffer *out  = &c->exchanges.out;
    size_t               sent = 0;

    while (sent < out->len) {
        struct iovec rest = { out->ptr + sent, out->len - sent };
        ssize_t      n    = link_write(&c->link, &rest, 1);

        if (n <= 0) {
            c->broken = c->broken || n == 0 || errno != EAGAIN;
            break;
        }
        sent += (size_t)n;
    }
    exchanges_sent(&c->exchanges, sent);
}

void connection_answer(struct connection *c, struct exchange *e,
                       const struct hilum_answer *a)
{
    bool quiet = c->exchanges.out.len == 0;

    exchange_answer(&c->exchanges, e, a);
    if (c->gone) {
        exchanges_sent(&c->exchanges, c->exchanges.out.len);
        return;
    }
    c->broken = c->broken || c->exchanges.out.failed;
    if (quiet && c->exchanges.out.len)
        flush(c);
    watch(c);
}

void connection_answered(void *context, const struct hilum_answer *a)
{
    struct exchange   *e = context;
    struct connection *c = e->connection;
    bool               last;

    pthread_mutex_lock(&c->lock);
    connection_answer(c, e, a);
    last = c->gone && c->exchanges.first == NULL;
    pthread_mutex_unlock(&c->lock);
    if (last)
        connection_free(c);
}

/* ---- Events --------------------------------------------------------------- */

/* Says who it is, once its certificate is known to be right. */
static void identify(struct connection *c)
{
    char                bytes[TLS_NAMES];
    struct hilum_buffer names = { .ptr = bytes, .room = sizeof bytes };
    size_t              len   = strlen(c->peer);
    const char         *end;

    tls_names(c->link.tls, &names);
    end = names.len ? memchr(names.ptr, '\n', names.len) : NULL;
    if (c->wire->senders)
        c->pass = senders_pass(c->wire->senders, hilum_buffer_view(&names));
    if (end)
        snprintf(c->peer + len, sizeof c->peer - len, " %.*s", (int)(end - names.ptr),
                 names.ptr);
    CONNECTION_LOG(c, HILUM_DEBUG, "%s: introduced", c->peer);
}

/* It is told why, which it can only read while we do not hang up. */
static void send_away(struct connection *c, const char *why)
{
    CONNECTION_LOG(c, HILUM_WARN, "%s: no TLS: %s", c->peer, why);
    pthread_mutex_lock(&c->lock);
    link_end(&c->link);
    c->phase = CONNECTION_LEAVING;
    pthread_mutex_unlock(&c->lock);
}

/* False: it is gone. */
static bool greet(struct connection *c)
{
    int done;

    pthread_mutex_lock(&c->lock);
    done = tls_handshake(c->link.tls);
    if (done == 1)
        c->phase = CONNECTION_OPEN;
    pthread_mutex_unlock(&c->lock);
    if (done == 1)
        identify(c);
    if (done == 1 || errno == EAGAIN)
        return true;
    CONNECTION_COUNT(c, "handshakes_failed", 1);
    /* Whoever just looks whether the port is open is not worth a warning. */
    if (*tls_why(c->link.tls) == '\0')
        return false;
    send_away(c, tls_why(c->link.tls));
    return true;
}

/* Sends, and moves an ending connection on.  False: nothing is left to do. */
static bool settle(struct connection *c)
{
    bool alive;

    pthread_mutex_lock(&c->lock);
    if (c->exchanges.out.len)
        flush(c);
    if (c->phase == CONNECTION_ENDING && c->exchanges.asked == 0 &&
        c->exchanges.out.len == 0) {
        link_end(&c->link);
        c->phase = CONNECTION_LEAVING;
    }
    alive = !c->broken;
    watch(c);
    pthread_mutex_unlock(&c->lock);
    return alive;
}

/* Whether TLS has bytes that no event of the socket tells of. */
static bool pending(struct connection *c)
{
    bool yes;

    pthread_mutex_lock(&c->lock);
    yes = link_pending(&c->link);
    pthread_mutex_unlock(&c->lock);
    return yes;
}

/* Takes what can be taken; false: the connection is broken. */
static bool progress(struct connection *c, uint32_t events)
{
    if (c->phase == CONNECTION_LEAVING)
        return link_discard(&c->link);
    if (c->phase == CONNECTION_GREETING && !greet(c))
        return false;
    if (c->phase == CONNECTION_GREETING || c->phase == CONNECTION_LEAVING)
        return true;
    connection_consume(c);
    if (c->phase == CONNECTION_OPEN && !c->paused && (events & EPOLLIN || pending(c))) {
        if (!connection_receive(c))
            return false;
        connection_consume(c);
    }
    return true;
}

bool connection_serve(struct connection *c, uint32_t events)
{
    return !(events & (EPOLLERR | EPOLLHUP)) && progress(c, events) && settle(c);
}

enum connection_wait connection_waits(const struct connection *c)
{
    static const enum connection_wait by_phase[] = {
        [CONNECTION_GREETING] = WAIT_GREETING,
        [CONNECTION_OPEN]     = WAIT_QUIET,
        [CONNECTION_ENDING]   = WAIT_QUIET,
        [CONNECTION_LEAVING]  = WAIT_LEAVING,
    };
    bool begun = c->phase == CONNECTION_OPEN && !c->paused && c->reader.inside;

    return begun ? WAIT_FRAME : by_phase[c->phase];
}

bool connection_idle(struct connection *c)
{
    bool idle;

    pthread_mutex_lock(&c->lock);
    idle = c->exchanges.first == NULL;
    pthread_mutex_unlock(&c->lock);
    return idle;
}

void connection_end(struct connection *c)
{
    connection_drop(c);
    pthread_mutex_lock(&c->lock);
    if (c->phase == CONNECTION_OPEN || c->phase == CONNECTION_GREETING)
        c->phase = CONNECTION_ENDING;
    c->paused = false;
    watch(c);
    pthread_mutex_unlock(&c->lock);
}
