/* queue.c -- connections by when their time is up. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "queue.h"

#include "connection.h"

void queue_add(struct queue *q, struct connection *c, int64_t since)
{
    struct connection *before = q->last;

    while (before && before->since > since)
        before = before->before;
    c->since  = since;
    c->before = before;
    c->behind = before ? before->behind : q->first;
    if (c->behind)
        c->behind->before = c;
    else
        q->last = c;
    if (before)
        before->behind = c;
    else
        q->first = c;
}

void queue_remove(struct queue *q, struct connection *c)
{
    if (c->before)
        c->before->behind = c->behind;
    else
        q->first = c->behind;
    if (c->behind)
        c->behind->before = c->before;
    else
        q->last = c->before;
}

int64_t queue_next(const struct queue *q)
{
    return q->after > 0 && q->first ? q->first->since + q->after : -1;
}
