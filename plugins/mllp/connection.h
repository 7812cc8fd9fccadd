/* connection.h -- one sender: its frames become offers, its answers go back in order. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source's thread reads; answers come on any thread.  Each frame takes the
 * next slot of a ring when it is offered, and a reply is sent when every slot
 * before it has had its own, so that a sender that does not wait gets its
 * answers in the order of its messages.  Reading pauses while the ring is full
 * or the sender does not take its answers: what one connection can pile up is
 * bounded.
 *
 * An answer is sent by the thread that brings it where the socket takes it, and
 * else by the source's thread, which is woken by asking epoll for EPOLLOUT.
 *
 * A connection's lock guards its ring, its output, its descriptor and what epoll
 * is asked for.  It is not held while the engine is called.  The frame reader
 * and the place in a queue are the source's thread's alone; the phase and
 * `paused` are written by no other, so that it reads them without the lock.
 *
 * A closed connection lives on until its last offer has been answered.
 */
#ifndef MLLP_CONNECTION_H
#define MLLP_CONNECTION_H

#include "address.h"
#include "frame.h"

#include <hilum/source.h>

#include <pthread.h>

enum {
    CONNECTION_WINDOW = 64,      /* offers without an answer */
    CONNECTION_UNSENT = 1 << 16, /* bytes of answers, before reading pauses */
};

/* What the connections of one source share.  The lock guards the list, which
 * holds every connection that has memory; it is never taken inside another. */
struct wire {
    const struct hilum_host *host;
    struct hilum_feed       *feed;
    enum hilum_until         until;
    size_t                   max_message;
    int                      epoll;
    pthread_mutex_t          lock;
    struct connection       *first;
};

struct slot {
    struct connection  *connection;
    struct hilum_buffer reply; /* framed; kept until its turn has come */
    bool                answered;
};

enum connection_phase {
    CONNECTION_OPEN,
    CONNECTION_ENDING,  /* reads no more messages, still answers */
    CONNECTION_LEAVING, /* all is said; waits for the other side to hang up */
};

struct connection {
    struct wire        *wire;
    int                 fd;
    char                peer[ADDRESS_TEXT];
    struct frame_reader reader;
    bool                noted;           /* a log line about skipped bytes was written */
    int64_t             since;           /* when it entered its queue */
    struct connection  *before, *behind; /* in its queue */
    struct connection  *previous, *next; /* in the wire's list */

    pthread_mutex_t       lock;
    enum connection_phase phase;
    bool                  gone;   /* closed: fd is no longer its own */
    bool                  broken; /* to be closed as soon as possible */
    bool                  paused; /* has frames to consume when there is room */
    uint32_t              events; /* what epoll is asked for */
    unsigned              head;   /* the slot whose reply is due next */
    unsigned              count;  /* slots in use from there on */
    struct hilum_buffer   out;
    struct slot           slots[CONNECTION_WINDOW];
};

/* Takes the descriptor and adds it to epoll, as data.ptr; NULL when memory is
 * out, and the descriptor is closed. */
struct connection *connection_new(struct wire *w, int fd, const char *peer);

/* Does what epoll says can be done.  False: it was closed (and may be gone). */
bool connection_serve(struct connection *c, uint32_t events);

/* Whether nothing is under way for it. */
bool connection_idle(struct connection *c);

/* Reads no more from it; what it has sent is still answered. */
void connection_end(struct connection *c);

/* Closes it.  It must not be used afterwards. */
void connection_close(struct connection *c);

/* Frees what is left when no answer can come any more. */
void connection_free_all(struct wire *w);

#endif
