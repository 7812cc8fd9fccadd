/* channel.h -- requests and replies over nng, between the router and workers. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nng moves requests and has no custody of them: what is lost is asked again,
 * and what must not be lost is in the journal.  Sockets are closed only when
 * nothing is under way any more (nng 1.5.2 does not bear anything else): first
 * every worker is told to leave, then channel_close() and server_close().
 *
 * The same requests go over inproc://, ipc:// and tcp:// addresses.
 */
#ifndef CORE_ROUTER_CHANNEL_H
#define CORE_ROUTER_CHANNEL_H

#include "base/problem.h"

struct channel; /* the asking side */
struct server;  /* the answering side; several workers may share one */
struct seat;    /* one worker's place at a server */

/* [main] Listens at an address.  NULL: the problem's `what` says why. */
struct server *server_open(struct arena *arena, const char *url, struct problem *why);
void           server_close(struct server *s);

/* [main] A place for one worker, in memory of the server's arena.  It is closed
 * after its server. */
struct seat *seat_open(struct server *s);
void         seat_close(struct seat *s);

/* [serial] Waits for the next request; borrowed until seat_reply(), which must
 * follow.  An empty request tells the worker to leave, after it has replied. */
struct hilum_view seat_receive(struct seat *s);
void              seat_reply(struct seat *s, struct hilum_view reply);

/* [main] Opens the asking side, with room for `window` requests at a time. */
struct channel *channel_open(struct arena *arena, const char *url, size_t window,
                             struct problem *why);
void            channel_close(struct channel *c);

/* Called on a thread of nng's with the reply, borrowed, or with ptr NULL where
 * it will not come. */
typedef void channel_answered(void *context, struct hilum_view reply);

/* [serial] Asks; false where all of the window is taken. */
bool channel_ask(struct channel *c, struct hilum_view request, channel_answered *answered,
                 void *context);

#endif
