/* channel.c -- requests and replies over nng, between the router and workers. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/channel.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>

#include <stdatomic.h>

/* Flights whose replies have been handed over, but whose threads are not quite
 * done with them yet: at most one for each thread that nng may have. */
enum { CHANNEL_LANDING = 16 };

struct server {
    struct arena *arena;
    nng_socket    socket;
};

struct seat {
    nng_ctx  context;
    nng_aio *aio;
    nng_msg *request; /* the one being worked on */
};

/* One request under way. */
struct flight {
    nng_ctx           context;
    nng_aio          *aio;
    atomic_bool       taken;
    bool              sent;
    channel_answered *answered;
    void             *user;
};

struct channel {
    nng_socket    socket;
    size_t        window;
    struct flight flights[];
};

static void blame(struct problem *why, struct arena *arena, const char *url, int error)
{
    why->what = arena_printf(arena, "%s: %s", url, nng_strerror(error));
}

struct server *server_open(struct arena *arena, const char *url, struct problem *why)
{
    struct server *s = arena_zero(arena, sizeof *s);
    int            error;

    if (!s)
        return NULL;
    s->arena = arena;
    error    = nng_rep0_open(&s->socket);
    if (error == 0) {
        nng_socket_set_size(s->socket, NNG_OPT_RECVMAXSZ, 0);
        error = nng_listen(s->socket, url, NULL, 0);
        if (error != 0)
            nng_close(s->socket);
    }
    if (error == 0)
        return s;
    blame(why, arena, url, error);
    return NULL;
}

void server_close(struct server *s)
{
    nng_close(s->socket);
}

struct seat *seat_open(struct server *s)
{
    struct seat *seat = arena_zero(s->arena, sizeof *seat);

    if (!seat || nng_ctx_open(&seat->context, s->socket) != 0)
        return NULL;
    return nng_aio_alloc(&seat->aio, NULL, NULL) == 0 ? seat : NULL;
}

void seat_close(struct seat *s)
{
    nng_aio_free(s->aio);
}

struct hilum_view seat_receive(struct seat *s)
{
    nng_ctx_recv(s->context, s->aio);
    nng_aio_wait(s->aio);
    /* The socket closes only after the worker has left, so an error here means
     * that there is nobody to work for. */
    if (nng_aio_result(s->aio) != 0)
        return (struct hilum_view){ "", 0 };
    s->request = nng_aio_get_msg(s->aio);
    return (struct hilum_view){ nng_msg_body(s->request), nng_msg_len(s->request) };
}

void seat_reply(struct seat *s, struct hilum_view reply)
{
    if (!s->request)
        return;
    nng_msg_clear(s->request);
    if (nng_msg_append(s->request, reply.ptr, reply.len) == 0) {
        nng_aio_set_msg(s->aio, s->request);
        nng_ctx_send(s->context, s->aio);
        nng_aio_wait(s->aio);
        if (nng_aio_result(s->aio) == 0)
            s->request = NULL;
    }
    if (s->request)
        nng_msg_free(s->request);
    s->request = NULL;
}

static void finish(struct flight *f, struct hilum_view reply)
{
    channel_answered *answered = f->answered;
    void             *user     = f->user;

    answered(user, reply);
    atomic_store_explicit(&f->taken, false, memory_order_release);
}

/* [any] First the request is on its way, then its reply is there. */
static void advance(void *arg)
{
    struct flight *f = arg;
    nng_msg       *reply;

    if (nng_aio_result(f->aio) != 0) {
        if (!f->sent)
            nng_msg_free(nng_aio_get_msg(f->aio));
        finish(f, (struct hilum_view){ NULL, 0 });
        return;
    }
    if (!f->sent) {
        f->sent = true;
        nng_ctx_recv(f->context, f->aio);
        return;
    }
    reply = nng_aio_get_msg(f->aio);
    finish(f, (struct hilum_view){ nng_msg_body(reply), nng_msg_len(reply) });
    nng_msg_free(reply);
}

static int flights_open(struct channel *c)
{
    for (size_t i = 0; i < c->window; i++) {
        struct flight *f     = &c->flights[i];
        int            error = nng_ctx_open(&f->context, c->socket);

        if (error == 0)
            error = nng_aio_alloc(&f->aio, advance, f);
        if (error != 0)
            return error;
        nng_aio_set_timeout(f->aio, NNG_DURATION_INFINITE);
    }
    return 0;
}

static int connect_to(struct channel *c, const char *url)
{
    int error;

    /* Before the contexts are opened, which copy it: a worker may take its time,
     * and a request must not be asked twice, for its references are good for one
     * reading. */
    nng_socket_set_ms(c->socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE);
    nng_socket_set_size(c->socket, NNG_OPT_RECVMAXSZ, 0);
    error = flights_open(c);
    if (error != 0)
        return error;
    return nng_dial(c->socket, url, NULL, 0);
}

/* A reply may arrive while the call that asked for it, on another of nng's
 * threads, is still on its way out of the socket: so first all callbacks end, and
 * then the socket is closed. */
void channel_close(struct channel *c)
{
    for (size_t i = 0; i < c->window && c->flights[i].aio; i++)
        nng_aio_stop(c->flights[i].aio);
    nng_close(c->socket);
    for (size_t i = 0; i < c->window && c->flights[i].aio; i++)
        nng_aio_free(c->flights[i].aio);
}

struct channel *channel_open(struct arena *arena, const char *url, size_t window,
                             struct problem *why)
{
    struct channel *c;
    int             error;

    window += CHANNEL_LANDING;
    c = arena_zero(arena, sizeof *c + window * sizeof *c->flights);
    if (!c)
        return NULL;
    c->window = window;
    error     = nng_req0_open(&c->socket);
    if (error == 0) {
        error = connect_to(c, url);
        if (error == 0)
            return c;
        channel_close(c);
    }
    blame(why, arena, url, error);
    return NULL;
}

bool channel_ask(struct channel *c, struct hilum_view request, channel_answered *answered,
                 void *user)
{
    for (size_t i = 0; i < c->window; i++) {
        struct flight *f = &c->flights[i];
        nng_msg       *m;

        if (atomic_load_explicit(&f->taken, memory_order_acquire))
            continue;
        if (nng_msg_alloc(&m, 0) != 0 || nng_msg_append(m, request.ptr, request.len) != 0)
            return false;
        atomic_store_explicit(&f->taken, true, memory_order_relaxed);
        f->sent     = false;
        f->answered = answered;
        f->user     = user;
        nng_aio_set_msg(f->aio, m);
        nng_ctx_send(f->context, f->aio);
        return true;
    }
    return false;
}
