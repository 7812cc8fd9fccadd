/* queue.h -- connections by when their time is up. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLLP_QUEUE_H
#define MLLP_QUEUE_H

#include <stdint.h>

struct connection;

/* The one that has waited longest is in front.  A connection is in one queue at a
 * time, and remembers since when. */
struct queue {
    struct connection *first, *last;
    int64_t            after; /* ms; 0: they may wait for ever */
};

/* Behind all that have waited no shorter. */
void queue_add(struct queue *q, struct connection *c, int64_t since);
void queue_remove(struct queue *q, struct connection *c);

/* When the time of the first is up; -1: never. */
int64_t queue_next(const struct queue *q);

#endif
