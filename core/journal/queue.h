/* queue.h -- what waits in front of the writer. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_QUEUE_H
#define CORE_JOURNAL_QUEUE_H

#include "journal/journal.h"

#include <pthread.h>

/* An outcome with its texts behind it. */
struct queue_outcome {
    struct journal_outcome outcome;
    struct queue_outcome  *next;
    char                   texts[];
};

/* What one transaction takes out. */
struct queue_group {
    struct journal_entry *entries;
    struct queue_outcome *outcomes;
    int64_t               bytes; /* of the entries' bodies */
    int                   entry_count, outcome_count;
};

/* One lock guards everything here.  It is held for moments only: never during a
 * transaction, nor while `done` runs. */
struct queue {
    pthread_mutex_t       lock;
    pthread_cond_t        wake;    /* for the writer */
    pthread_cond_t        settled; /* for those who flush */
    struct journal_entry *entries, **entries_end;
    struct queue_outcome *outcomes, **outcomes_end;
    int64_t               offered, answered; /* entries in and out */
    int64_t               recorded, written; /* outcomes in and out */
    int64_t               failed;            /* times that outcomes were put back */
    int64_t               retry_at;          /* clock_ticks, while they are stuck */
    int64_t               since;             /* clock_ticks of the first that waits */
    bool                  stuck, hurry, sleeping, stopping;
};

bool queue_init(struct queue *q);
void queue_free(struct queue *q);

/* [any] See journal.h. */
void queue_offer(struct queue *q, struct journal_entry *entry);
bool queue_record(struct queue *q, const struct journal_outcome *outcome);

/* [any] Waits until all that is in now is out; false if outcomes were put back. */
bool queue_flush(struct queue *q);

/* [any] No more will come: the writer may leave when the queue is empty. */
void queue_stop(struct queue *q);

/* [any] */
int64_t queue_waiting(struct queue *q);

/* The rest is the writer's. */

/* What is waiting, up to the ceilings of a group; false if nothing is. */
bool queue_take(struct queue *q, struct queue_group *group);

/* Calls done for a group's entries, committed where refusal is NULL. */
void queue_answer(struct queue *q, struct queue_group *group, const char *refusal);

/* Frees a group's outcomes: they are written, or never will be. */
void queue_drop(struct queue *q, struct queue_group *group);

/* Puts a group's outcomes back, in front of those that came meanwhile; they are
 * taken again after a while, or when somebody flushes. */
void queue_put_back(struct queue *q, struct queue_group *group);

/* Sleeps until there is something to take, or for at most ms (-1: no limit;
 * 0: only looks).  False if the queue was stopped and nothing can be taken. */
bool queue_sleep(struct queue *q, int64_t ms);

#endif
