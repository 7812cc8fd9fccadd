/* worker.h -- threads that run steps, or a sink, for the router. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request is a batch of jobs; each is a mask of sinks and some messages.  The
 * reply says of each job, in the same order, what became of it.  An empty
 * request makes the worker leave.
 */
#ifndef CORE_ROUTER_WORKER_H
#define CORE_ROUTER_WORKER_H

#include "message/frame.h"
#include "router/chain.h"
#include "router/channel.h"

enum { WORKER_STAGES = -1 };

/* What became of one job.  Views are borrowed from the reply. */
struct worker_result {
    enum hilum_verdict verdict;
    struct hilum_view  by; /* the step or sink that blamed; "" */
    struct hilum_view  place, reason, remarks;
    bool               held;
    size_t             count; /* outputs that follow in the frame */
};

/* Is the message to be tried again? */
static inline bool worker_again(enum hilum_verdict v)
{
    return v == HILUM_RETRY || v == HILUM_FAIL;
}

/* Reading a reply: a result, and then its outputs. */
void worker_read_result(struct frame *f, struct worker_result *out);

/* [main] Starts a worker for the steps of a graph, or for one of its sinks, at
 * a seat.  NULL: the problems are in the spec's doc. */
struct worker *worker_start(struct graph *g, int sink, struct seat *seat);

/* [main] Waits until it has left (it must have been told to) and frees it. */
void worker_join(struct worker *w);

#endif
