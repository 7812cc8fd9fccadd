/* connection.c -- one sender: its frames become offers, its answers go back in order. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "connection.h"

#include "ack.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum {
    MOST_OUT    = 8 << 20, /* bytes of answers in one buffer */
    KEPT_OUT    = 1 << 16, /* an empty buffer larger than this is given back */
};

static struct hilum_buffer out_new(void)
{
    return (struct hilum_buffer){ .most = MOST_OUT, .grow = hilum_grow };
}

static void out_free(struct hilum_buffer *b)
{
    free(b->ptr);
    *b = out_new();
}

static void put_frame(struct hilum_buffer *out, struct hilum_view reply)
{
    hilum_put_byte(out, FRAME_VT);
    hilum_put_view(out, reply);
    hilum_put_byte(out, FRAME_FS);
    hilum_put_byte(out, FRAME_CR);
}

/* ---- Life ----------------------------------------------------------------- */

struct connection *connection_new(struct wire *w, int fd, const char *peer)
{
    struct connection *c  = calloc(1, sizeof *c);
    struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };
    int                on = 1;

    if (!c || epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &ev) < 0) {
        free(c);
        close(fd);
        return NULL;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    c->wire   = w;
    c->fd     = fd;
    c->events = EPOLLIN;
    c->out    = out_new();
    snprintf(c->peer, sizeof c->peer, "%s", peer);
    frame_init(&c->reader, w->max_message);
    pthread_mutex_init(&c->lock, NULL);
    for (size_t i = 0; i < CONNECTION_WINDOW; i++)
        c->slots[i] = (struct slot){ .connection = c, .reply = out_new() };

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
    for (size_t i = 0; i < CONNECTION_WINDOW; i++)
        out_free(&c->slots[i].reply);
    out_free(&c->out);
    frame_free(&c->reader);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

void connection_close(struct connection *c)
{
    bool last;

    frame_free(&c->reader);
    pthread_mutex_lock(&c->lock);
    c->gone = true;
    last    = c->count == 0;
    close(c->fd);
    pthread_mutex_unlock(&c->lock);
    /* Where it is not the last, the last answer may have freed it by now. */
    if (last)
        connection_free(c);
}

void connection_free_all(struct wire *w)
{
    while (w->first) {
        if (!w->first->gone)
            close(w->first->fd);
        connection_free(w->first);
    }
}

/* ---- Answers -------------------------------------------------------------- */

/* Whether one more message may be taken from it.  Lock held. */
static bool ready(const struct connection *c)
{
    return c->phase == CONNECTION_OPEN && c->count < CONNECTION_WINDOW &&
           c->out.len < CONNECTION_UNSENT;
}

/* Whether the source's thread has something to do that no event of the socket
 * itself would tell it.  Lock held. */
static bool due(const struct connection *c)
{
    return c->broken || (c->paused && c->count <= CONNECTION_WINDOW / 2) ||
           (c->phase == CONNECTION_ENDING && c->count == 0);
}

/* Asks epoll for what is wanted now.  A socket that takes bytes is writable at
 * once: that is how the source's thread is woken.  Lock held. */
static void watch(struct connection *c)
{
    struct epoll_event ev = { .data.ptr = c };

    if (c->phase == CONNECTION_LEAVING || (c->phase == CONNECTION_OPEN && !c->paused))
        ev.events |= EPOLLIN;
    if (c->out.len || due(c))
        ev.events |= EPOLLOUT;
    if (ev.events == c->events)
        return;
    if (epoll_ctl(c->wire->epoll, EPOLL_CTL_MOD, c->fd, &ev) == 0)
        c->events = ev.events;
}

/* Sends what the socket takes.  Lock held. */
static void flush(struct connection *c)
{
    size_t sent = 0;

    while (sent < c->out.len) {
        ssize_t n = send(c->fd, c->out.ptr + sent, c->out.len - sent,
                         MSG_NOSIGNAL | MSG_DONTWAIT);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            c->broken = c->broken || (errno != EAGAIN && errno != EWOULDBLOCK);
            break;
        }
        sent += (size_t)n;
    }
    c->out.len -= sent;
    if (c->out.len)
        memmove(c->out.ptr, c->out.ptr + sent, c->out.len);
    else if (c->out.room > KEPT_OUT)
        out_free(&c->out);
}

/* Moves the replies whose turn has come to the output.  Lock held. */
static void advance(struct connection *c)
{
    while (c->count && c->slots[c->head].answered) {
        struct slot *s = &c->slots[c->head];

        hilum_put_view(&c->out, hilum_buffer_view(&s->reply));
        if (s->reply.len)
            out_free(&s->reply);
        s->answered = false;
        c->head     = (c->head + 1) % CONNECTION_WINDOW;
        c->count--;
    }
}

/* A slot has its answer; it and those that waited for it are sent.  Lock held. */
static void fill(struct slot *s, struct hilum_view reply)
{
    struct connection *c     = s->connection;
    bool               quiet = c->out.len == 0;
    bool               first = s == &c->slots[c->head];

    s->answered = true;
    if (reply.len && !c->gone)
        put_frame(first ? &c->out : &s->reply, reply);
    if (first)
        advance(c);
    if (c->gone)
        return;
    if (c->out.failed || s->reply.failed)
        c->broken = true;
    if (quiet && c->out.len)
        flush(c);
    watch(c);
}

/* [any] The engine's answer to an offer. */
static void answered(void *context, const struct hilum_answer *answer)
{
    struct slot       *s = context;
    struct connection *c = s->connection;
    bool               last;

    pthread_mutex_lock(&c->lock);
    fill(s, answer->reply);
    last = c->gone && c->count == 0;
    pthread_mutex_unlock(&c->lock);
    if (last)
        connection_free(c);
}

/* ---- Messages ------------------------------------------------------------- */

static struct slot *take_slot(struct connection *c)
{
    struct slot *s = NULL;

    pthread_mutex_lock(&c->lock);
    c->paused = false;
    if (ready(c)) {
        s = &c->slots[(c->head + c->count) % CONNECTION_WINDOW];
        c->count++;
    } else if (c->phase == CONNECTION_OPEN) {
        c->paused = true;
    }
    pthread_mutex_unlock(&c->lock);
    return s;
}

/* Gives back the slot taken last.  When `ending`, no more are wanted. */
static void give_slot(struct connection *c, bool ending)
{
    pthread_mutex_lock(&c->lock);
    c->count--;
    if (ending)
        c->phase = CONNECTION_ENDING;
    pthread_mutex_unlock(&c->lock);
}

/* The rest of an oversized message is not worth reading: the sender is told, in
 * its turn, and the connection ends. */
static void refuse(struct connection *c, struct slot *s, struct hilum_view beginning)
{
    struct hilum_buffer reply = out_new();
    char                why[80];

    snprintf(why, sizeof why, "the message is longer than the %zu bytes allowed",
             c->wire->max_message);
    hilum_feed_log(c->wire->host, c->wire->feed, HILUM_WARN, "%s: %s", c->peer, why);
    hilum_feed_count(c->wire->host, c->wire->feed, "frames_too_long", 1);
    ack_refuse(beginning, why, &reply);
    pthread_mutex_lock(&c->lock);
    c->phase = CONNECTION_ENDING;
    fill(s, hilum_buffer_view(&reply));
    pthread_mutex_unlock(&c->lock);
    out_free(&reply);
}

static void offer(struct connection *c, struct slot *s, struct hilum_view message)
{
    struct hilum_offer o = {
        .size    = sizeof o,
        .until   = c->wire->until,
        .body    = message,
        .peer    = hilum_view(c->peer),
        .context = s,
        .answer  = answered,
    };

    if (!hilum_offer(c->wire->host, c->wire->feed, &o))
        give_slot(c, true);
}

static void note_skipped(struct connection *c)
{
    if (c->reader.skipped == 0)
        return;
    hilum_feed_count(c->wire->host, c->wire->feed, "bytes_skipped",
                     (int64_t)c->reader.skipped);
    c->reader.skipped = 0;
    if (c->noted)
        return;
    c->noted = true;
    hilum_feed_log(c->wire->host, c->wire->feed, HILUM_WARN,
                   "%s: bytes outside of MLLP frames are skipped", c->peer);
}

/* Offers the messages that have been read, as far as there is room for them. */
static void consume(struct connection *c)
{
    struct hilum_view message;
    struct slot      *s;

    for (s = take_slot(c); s; s = take_slot(c)) {
        enum frame_state state = frame_next(&c->reader, &message);

        if (state == FRAME_MORE) {
            give_slot(c, false);
            break;
        }
        if (state == FRAME_LONG) {
            refuse(c, s, message);
            break;
        }
        hilum_feed_count(c->wire->host, c->wire->feed, "frames", 1);
        offer(c, s, message);
    }
    note_skipped(c);
}

/* ---- Events --------------------------------------------------------------- */

/* Reads once: epoll says it again while there is more.  False: the connection
 * is broken. */
static bool receive(struct connection *c)
{
    size_t  room;
    char   *to = frame_room(&c->reader, &room);
    ssize_t n  = to ? recv(c->fd, to, room, 0) : -1;

    if (!to)
        return false;
    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    if (n == 0) {
        pthread_mutex_lock(&c->lock);
        c->phase = CONNECTION_ENDING;
        pthread_mutex_unlock(&c->lock);
        return true;
    }
    hilum_feed_count(c->wire->host, c->wire->feed, "bytes", n);
    frame_filled(&c->reader, (size_t)n);
    return true;
}

/* Throws away what still comes, so that closing does not reset the connection
 * before the other side has read our last answer.  False: it has hung up. */
static bool discard(struct connection *c)
{
    char    bin[4096];
    ssize_t n = recv(c->fd, bin, sizeof bin, 0);

    return n > 0 ||
           (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR));
}

/* Sends, and moves an ending connection on.  False: nothing is left to do. */
static bool settle(struct connection *c)
{
    bool alive;

    pthread_mutex_lock(&c->lock);
    if (c->out.len)
        flush(c);
    if (c->phase == CONNECTION_ENDING && c->count == 0 && c->out.len == 0) {
        shutdown(c->fd, SHUT_WR);
        c->phase = CONNECTION_LEAVING;
    }
    alive = !c->broken;
    watch(c);
    pthread_mutex_unlock(&c->lock);
    return alive;
}

bool connection_serve(struct connection *c, uint32_t events)
{
    bool alive = !(events & (EPOLLERR | EPOLLHUP));

    if (alive && c->phase == CONNECTION_LEAVING)
        alive = discard(c);
    else if (alive) {
        consume(c);
        if ((events & EPOLLIN) && c->phase == CONNECTION_OPEN && !c->paused) {
            alive = receive(c);
            consume(c);
        }
    }
    if (alive && settle(c))
        return true;
    connection_close(c);
    return false;
}

bool connection_idle(struct connection *c)
{
    bool idle;

    pthread_mutex_lock(&c->lock);
    idle = c->count == 0;
    pthread_mutex_unlock(&c->lock);
    return idle;
}

void connection_end(struct connection *c)
{
    pthread_mutex_lock(&c->lock);
    if (c->phase == CONNECTION_OPEN)
        c->phase = CONNECTION_ENDING;
    c->paused = false;
    watch(c);
    pthread_mutex_unlock(&c->lock);
}
