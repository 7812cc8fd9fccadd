/* listener.h -- one thread, any number of connections, and their time. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread owns the listening socket, the connections' reading and their queues.
 * The lock guards only `phase`, with which start, stop and close tell the thread
 * what is wanted, and `stopped`, with which it answers.
 */
#ifndef MLLP_LISTENER_H
#define MLLP_LISTENER_H

#include "connection.h"
#include "queue.h"

enum listener_phase { LISTENER_RUNNING, LISTENER_STOPPING, LISTENER_CLOSING };

/* What a source says before it opens the listener; times in ms, 0: for ever. */
struct listener_rules {
    struct address      address;
    struct address_care care;
    struct tls         *tls; /* NULL: plain */
    int64_t             max_connections;
    int64_t             handshake;    /* until a sender has introduced itself */
    int64_t             idle;         /* without a message */
    int64_t             read_timeout; /* from the begin of a message to its end, */
    int64_t             read_rate;    /* and a second more for so many bytes of it */
};

struct listener {
    struct wire           wire;
    struct listener_rules rules;
    int                   socket; /* -1: none */
    int                   wake;   /* an eventfd */
    bool                  started;
    pthread_t             thread;

    pthread_mutex_t     lock;
    pthread_cond_t      changed;
    enum listener_phase phase;
    bool                stopped;

    /* The thread's own. */
    struct queue queues[WAITS];
    int64_t      connections;
    int64_t      accept_at; /* accept again then; 0: accepting */
    bool         crowded;   /* it was said that there are too many */
};

/* Listens on nothing yet.  The wire's members but `epoll`, `lock` and the list, and
 * the rules, are the caller's to set until start. */
void listener_open(struct listener *l);

/* Binds, and starts the thread.  False with a sentence in why. */
bool listener_start(struct listener *l, char why[static ADDRESS_WHY]);

/* Takes no more connections and messages; what was taken may still be answered. */
void listener_stop(struct listener *l);

/* Ends all that it has begun. */
void listener_close(struct listener *l);

#endif
