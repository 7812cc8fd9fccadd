/* lane.h -- jobs waiting in lanes: each lane in order, the lanes side by side. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ROUTER_LANE_H
#define CORE_ROUTER_LANE_H

#include <hilum/plugin.h>

struct task;

/* What of a job is in memory. */
enum job_state {
    JOB_READY,    /* its messages */
    JOB_UNLOADED, /* nothing: the journal has it */
    JOB_LOADING,  /* it is on its way */
};

/* One message's stay at one hop. */
struct job {
    struct job              *next;
    struct task             *task;
    struct lane             *lane;
    const struct hilum_msg **messages; /* references; as many as it became */
    size_t                   count;
    size_t                   bytes;  /* that its messages take up */
    struct job              *reload; /* at the stages: whose messages these will be */
    int                      sink;   /* whose it is; -1: the stages' */
    uint32_t                 tries;
    enum job_state           state;
};

/* Jobs with the same key.  While a batch of its jobs is under way a lane is
 * busy, and nothing else of it is given out. */
struct lane {
    struct lane *next_in_bucket;
    struct lane *next; /* among the ready or parked ones */
    uint64_t     key;
    struct job  *head, *tail;
    int64_t      not_before; /* clock_ticks() */
    bool         busy, queued;
};

/* All lanes of one hop.  One thread. */
struct lanes {
    struct lane **buckets;
    size_t        room, count;
    struct lane  *ready, *ready_tail;
    struct lane  *parked;
    size_t        jobs;
};

void lanes_init(struct lanes *l);
void lanes_free(struct lanes *l); /* all lanes must be empty */

/* Puts a job at the end of its lane.  False when memory is out. */
bool lanes_push(struct lanes *l, uint64_t key, struct job *j);

/* The next lane that has jobs and is neither busy nor parked; it is busy then.
 * NULL: none. */
struct lane *lanes_take(struct lanes *l);

/* Takes the first job of a lane off it, or puts it back in front. */
struct job *lane_shift(struct lanes *l, struct lane *lane);
void        lane_unshift(struct lanes *l, struct lane *lane, struct job *j);

/* A busy lane is done with: it is ready again, parked until `not_before` where
 * that lies ahead of now, or gone where it is empty. */
void lanes_release(struct lanes *l, struct lane *lane, int64_t not_before, int64_t now);

/* A busy lane waits for something else: it is no longer busy, and not ready
 * until lanes_queue(). */
void lanes_suspend(struct lane *lane);
void lanes_queue(struct lanes *l, struct lane *lane);

/* Readies the parked lanes whose time has come; returns when the next one's
 * comes, INT64_MAX: there is none. */
int64_t lanes_wake(struct lanes *l, int64_t now);

#endif
