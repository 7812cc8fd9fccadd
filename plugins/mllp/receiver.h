/* receiver.h -- who a sink sends to: one connection, kept, and made again. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever is wrong with the connection, it is closed: what comes over the next
 * one can only be meant for what was sent over it.  One that fails before anything
 * was answered is made again after a pause, which doubles each time, and is never
 * quite the same for two senders.
 */
#ifndef MLLP_RECEIVER_H
#define MLLP_RECEIVER_H

#include "address.h"
#include "frame.h"
#include "link.h"

enum { RECEIVER_WHY = TLS_WHY + 64 };

struct receiver {
    /* The caller's to set. */
    struct address      address;
    struct address_care care;
    struct tls         *tls;  /* NULL: plain */
    const char         *name; /* whom its certificate must be for */
    int64_t             timeout;
    int64_t             pause; /* ms, the longest before a connection is made */

    struct link         link;
    struct frame_reader reader;
    unsigned            failures; /* since the last answer */
    int64_t             next;     /* no connection is made before */
    uint64_t            chance;
    char                why[RECEIVER_WHY]; /* of what failed last */
};

/* The receiver is zeroed, but for what the caller sets, then or later. */
void receiver_open(struct receiver *r);
void receiver_close(struct receiver *r);

enum receiver_state { RECEIVER_KEPT, RECEIVER_NEW, RECEIVER_AWAY };

/* Connects where it is not connected; AWAY: it is not now, see `why`. */
enum receiver_state receiver_connect(struct receiver *r);

/* A frame that has come unasked; false: none, or it has hung up. */
bool receiver_take(struct receiver *r, struct hilum_view *frame);

/* Sends a frame; receives one until the deadline.  False: the connection was
 * closed, see `why`.  The view is good until the next is received. */
bool receiver_send(struct receiver *r, struct hilum_view body);
bool receiver_next(struct receiver *r, struct hilum_view *frame, int64_t deadline);

/* It has answered: it is alive and can be understood. */
void receiver_proven(struct receiver *r);

/* Closes the connection, which has failed; returns false. */
bool receiver_fail(struct receiver *r, const char *why);

#endif
