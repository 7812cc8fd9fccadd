/* connection.h -- one sender: its frames become offers, its answers go back in order. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source's thread reads; answers come on any thread.  Reading pauses while too
 * many messages are without an answer (exchange.h) or the sender does not take its
 * answers: what one connection can pile up is bounded.  An idle one has no buffers.
 *
 * An answer is sent by the thread that brings it where the socket takes it, and
 * else by the source's thread, which is woken by asking epoll for EPOLLOUT.
 *
 * A connection's lock guards its exchanges, its link and what epoll is asked for.
 * It is not held while the engine is called.  The frame reader and the place in a
 * queue are the source's thread's alone; the phase and `paused` are written by no
 * other, so that it reads them without the lock.
 *
 * A closed connection lives on until its last offer has been answered.
 */
#ifndef MLLP_CONNECTION_H
#define MLLP_CONNECTION_H

#include "address.h"
#include "exchange.h"
#include "frame.h"
#include "link.h"
#include "senders.h"

#include <pthread.h>

enum {
    CONNECTION_UNSENT = 1 << 16, /* bytes of answers, before reading pauses */
    CONNECTION_PEER   = ADDRESS_TEXT + 96,
};

/* What the connections of one source share.  The lock guards the list, which
 * holds every connection that has memory; it is never taken inside another.
 * `held` is the source's thread's alone. */
struct wire {
    const struct hilum_host *host;
    struct hilum_feed       *feed;
    enum hilum_until         until;
    struct exchange_style    style;
    size_t                   max_message;
    size_t                   max_held; /* bytes of unfinished messages, together */
    size_t                   held;
    const struct senders    *senders; /* NULL: everybody may send as anybody */
    int                      epoll;
    pthread_mutex_t          lock;
    struct connection       *first;
};

enum connection_phase {
    CONNECTION_GREETING, /* TLS: who are you? */
    CONNECTION_OPEN,
    CONNECTION_ENDING,  /* reads no more messages, still answers */
    CONNECTION_LEAVING, /* all is said; waits for the other side to hang up */
};

/* What a connection waits for, which is what its time is measured by. */
enum connection_wait {
    WAIT_GREETING, /* the handshake */
    WAIT_FRAME,    /* the rest of a message */
    WAIT_QUIET,    /* the next message, or our own answers */
    WAIT_LEAVING,  /* the other side to hang up */
    WAITS,
};

struct connection {
    struct wire        *wire;
    char                peer[CONNECTION_PEER]; /* with its certificate's first name */
    struct senders_pass pass;
    struct frame_reader reader;
    uint64_t            frames; /* so far */
    bool                noted;  /* a log line about skipped bytes was written */
    bool                denied; /* and one about a sender that it may not be */

    enum connection_wait wait; /* which queue it is in, */
    int64_t              since;
    int64_t              begun; /* when it began to wait for that */
    struct connection   *before, *behind;
    struct connection   *previous, *next; /* in the wire's list */

    pthread_mutex_t       lock;
    struct link           link;
    enum connection_phase phase;
    bool                  gone;   /* closed */
    bool                  broken; /* to be closed as soon as possible */
    bool                  paused; /* has frames to consume when there is room */
    uint32_t              events; /* what epoll is asked for */
    struct exchanges      exchanges;
};

/* Takes the descriptor and adds it to epoll, as data.ptr; NULL when memory is
 * out, and the descriptor is closed.  The context is NULL for a plain one. */
struct connection *connection_new(struct wire *w, int fd, const char *peer,
                                  struct tls *tls);

/* Does what epoll says can be done.  False: nothing is left to do but to close it. */
bool connection_serve(struct connection *c, uint32_t events);

/* What it waits for now. */
enum connection_wait connection_waits(const struct connection *c);

/* Whether nothing is under way for it. */
bool connection_idle(struct connection *c);

/* Reads no more from it; what it has sent is still answered. */
void connection_end(struct connection *c);

/* Closes it.  It must not be used afterwards. */
void connection_close(struct connection *c);

/* Frees what is left when no answer can come any more. */
void connection_free_all(struct wire *w);

/* ---- Between connection.c and connection_read.c ---------------------------- */

/* Reads once: epoll says it again while there is more.  False: the connection is
 * broken. */
bool connection_receive(struct connection *c);

/* Offers the messages that have been read, as far as there is room for them. */
void connection_consume(struct connection *c);

/* Forgets what was read and not yet offered. */
void connection_drop(struct connection *c);

/* An exchange has an answer; it and those that waited for it are sent.  Lock held. */
void connection_answer(struct connection *c, struct exchange *e,
                       const struct hilum_answer *a);

/* [any] The same for the engine; the context is the exchange. */
void connection_answered(void *context, const struct hilum_answer *a);

#define CONNECTION_COUNT(c, meter, by)                                                   \
    hilum_feed_count((c)->wire->host, (c)->wire->feed, meter, by)
#define CONNECTION_LOG(c, level, ...)                                                    \
    hilum_feed_log((c)->wire->host, (c)->wire->feed, level, __VA_ARGS__)

#endif
