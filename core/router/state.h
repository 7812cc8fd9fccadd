/* state.h -- what the router's own files share. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads.  One thread, the router's own, owns tasks, lanes and hops, and takes
 * no lock for them.  Others hand it things under `lock`: the journal's writer
 * what it has committed, nng's threads the replies of workers.  Sources' threads
 * decode and offer (intake.c) and touch nothing here but what `intake_lock`
 * guards.
 */
#ifndef CORE_ROUTER_STATE_H
#define CORE_ROUTER_STATE_H

#include "journal/journal.h"
#include "journal/reader.h"
#include "plugin/call_pool.h"
#include "router/lane.h"
#include "router/router.h"
#include "router/stores.h"
#include "router/worker.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    ROUTER_HELD    = 64 << 20, /* bytes of messages in memory, about; see router_share */
    ROUTER_WAITING = 64 << 20, /* bytes of messages whose senders wait for the sinks */
    ROUTER_TASKS   = 500000,   /* tasks in memory; the journal keeps the others */
    ROUTER_RELOADS = 256,      /* jobs being loaded at a time */
    ROUTER_SCAN    = 1000,     /* messages read from the journal at a time */
};

/* Why a sink will not have a message; texts are the task's. */
struct refusal {
    const char *sink;
    int         tries;
    char       *place, *reason;
};

/* A message in the router's care. */
struct task {
    struct task            *next_in_bucket;
    int64_t                 id;
    uint64_t                lane;
    int64_t                 received;
    const struct hilum_msg *source;  /* until the stages have had it; may be NULL */
    struct intake          *offers;  /* who still wait for its answer */
    char                   *remarks; /* to be recorded with the next outcome */
    struct refusal         *refusal; /* the first; NULL */
    uint32_t                sinks;   /* that are to have it, if it reaches them */
    uint32_t                open;    /* that have not answered */
    bool                    dead, held, again;
};

/* The steps together, or one sink: where batches go. */
struct hop {
    struct router    *router;
    int               sink; /* or WORKER_STAGES */
    const char       *name;
    struct spec_retry retry;
    struct lanes      lanes;
    struct server    *server;
    struct channel   *channel;
    struct worker   **workers;
    struct seat     **seats;
    size_t            worker_count;
    size_t            credits, in_flight;
    size_t            held;       /* bytes of its jobs' messages in memory */
    size_t            left;       /* workers that have replied to leaving; under `lock` */
    unsigned          failures;   /* batches in a row of which nothing went well */
    uint64_t          failed;     /* the lane of the last of them */
    int64_t           not_before; /* clock_ticks() */
};

/* Jobs under way together. */
struct batch {
    struct batch *next;
    struct hop   *hop;
    char         *reply; /* NULL: it did not come */
    size_t        reply_len;
    size_t        count;
    struct job   *jobs[LIMIT_BATCH];
};

struct router {
    struct graph          *graph;
    struct journal        *journal;
    struct journal_reader *reader;
    struct arena           arena;
    const char            *dir;

    struct hop            stages;
    struct hop           *sinks;
    struct shared_store **stores;
    struct instance      *services;
    struct instance       source;
    bool                  source_started;
    struct call           call; /* of the router's thread and of [main] */

    struct task **tasks; /* by id */
    size_t        task_room, task_count;
    int64_t       scanned; /* the highest id that a scan has made a task of */
    bool          behind;  /* the journal has pending messages that are no tasks */
    size_t        reloads;
    size_t        waiting; /* bytes of messages whose senders wait */

    pthread_t       thread;
    bool            running;
    pthread_mutex_t lock;
    pthread_cond_t  wake, rest;
    struct intake  *committed, **committed_tail;
    struct batch   *replies;
    atomic_bool     stopping; /* the thread ends when nothing is under way */
    bool            rescan;
    bool            resting; /* nothing moves */

    struct call_pool calls; /* that sources' threads borrow */

    pthread_mutex_t intake_lock; /* guards what follows; see intake.c */
    pthread_cond_t  intake_room;
    size_t          intake_count, intake_bytes;
    bool            refusing;
};

/* What of ROUTER_HELD each hop may have: a sink that is slow or down keeps its
 * own share full, and nobody else's. */
static inline size_t router_share(const struct router *r)
{
    return ROUTER_HELD / (r->graph->sink_count + 1);
}

/* ---- task.c --------------------------------------------------------------- */

/* A committed message becomes a task and a job at the stages. */
void task_commit(struct router *r, struct intake *offer);

/* Answers those that still wait for their messages: the engine is stopping. */
void task_refuse_all(struct router *r);

/* Forgets all tasks; no job may be left.  The journal has their messages. */
void task_free_all(struct router *r);

/* Makes tasks of what the journal has pending and nobody here knows. */
void task_scan(struct router *r);

/* A job has its messages now, and they count. */
void job_loaded(struct router *r, struct job *j);

/* A job's messages are given up; it can be loaded again. */
void        job_unload(struct router *r, struct job *j);
void        job_free(struct router *r, struct job *j);
struct job *job_new(struct task *t, int sink);

/* The source message of a task, from memory or from the journal; a reference.
 * NULL: not now, or never (it cannot be decoded; blame in the router's call). */
const struct hilum_msg *task_source(struct router *r, struct task *t, bool *never);

/* A task is over, here: the journal has what became of it. */
void task_free(struct router *r, struct task *t);

/* Answers who offered the message and still wait; or, in two steps: makes the
 * reply, of which it gives the first, and sends it. */
struct hilum_view task_prepare(struct router *r, struct task *t,
                               enum hilum_verdict verdict, const char *place,
                               const char *reason);
void              task_send(struct router *r, struct task *t, enum hilum_verdict verdict);
void task_answer(struct router *r, struct task *t, enum hilum_verdict verdict,
                 const char *place, const char *reason);

/* ---- task_outcome.c ------------------------------------------------------- */

/* The stages have answered for good; `by` etc. say why not. */
void task_staged(struct router *r, struct task *t, const struct worker_result *result);

/* It is to be tried again; the journal says why, for who looks. */
void task_waits(struct router *r, struct task *t, int sink,
                const struct worker_result *result, uint32_t tries);

/* A sink will not have it: kept, for when the others have answered, too. */
void task_refused(struct task *t, const char *sink, const struct worker_result *result,
                  uint32_t tries);

/* A sink has answered for good, after so many tries. */
void task_answered(struct router *r, struct task *t, int sink,
                   const struct worker_result *result, uint32_t tries);

/* ---- hop.c ---------------------------------------------------------------- */

bool hop_open(struct router *r, struct hop *h, int sink, const char *name,
              const struct spec_retry *retry, size_t instances);
void hop_close(struct hop *h);

/* Puts a job behind its lane's others; false when memory is out. */
bool hop_push(struct hop *h, uint64_t lane, struct job *j);

/* Sends as many batches as there are credits and jobs for. */
void hop_dispatch(struct hop *h, int64_t now);

/* Readies lanes whose time has come.  Returns when it wants to be woken again;
 * INT64_MAX: something else will wake it. */
int64_t hop_wake(struct hop *h, int64_t now);

/* ---- hop_results.c -------------------------------------------------------- */

/* A sink's job gets its messages back from the stages.  Where these refuse today
 * what they made before, there is nothing to deliver, and the message is dead. */
void hop_hand_back(struct router *r, struct job *load, const struct worker_result *result,
                   struct frame *f, int64_t now);

/* The reply to a batch has come, or will not; frees the batch. */
void hop_settle(struct batch *b, int64_t now);

/* ---- intake.c ------------------------------------------------------------- */

/* What of an offer the router's thread needs. */
struct intake_kept {
    int64_t                 id;
    uint64_t                lane;
    int64_t                 received;
    const struct hilum_msg *message;  /* a reference, now the taker's */
    char                   *remarks;  /* the codec's; the taker frees them; may be NULL */
    bool                    repeated; /* it is a message that was here already */
    bool                    waits;    /* it is still to be answered */
};
struct intake_kept intake_take(struct intake *i);
struct intake     *intake_next(struct intake *i);

/* Puts it in front of others that wait for the same message, and shares theirs.
 * Gives the bytes that it holds meanwhile. */
size_t intake_chain(struct intake *i, struct intake **others);
size_t intake_held(const struct intake *i);

/* Sends again what was told before, and frees it; false: nothing was. */
bool intake_retell(struct intake *i, enum hilum_verdict verdict, struct hilum_view reply);

/* The engine stops before it has taken this one up; the journal has it. */
void intake_abandon(struct intake *i, struct call *c);

/* Answers an offer that waits, and frees it; or, in two steps: makes the reply,
 * which the journal may keep, and sends it. */
void intake_prepare(struct intake *i, struct call *c, enum hilum_verdict verdict,
                    const char *place, const char *reason);
struct hilum_view intake_prepared(const struct intake *i);
void              intake_send(struct intake *i, enum hilum_verdict verdict);
void intake_answer(struct intake *i, struct call *c, enum hilum_verdict verdict,
                   const char *place, const char *reason);
void intake_free(struct intake *i);

/* Where a message came from. */
struct intake_origin {
    struct hilum_view peer, labels;
    bool              again;
};

/* Gives a decoded message its labels, from its codec's terms and who sent it.
 * False when memory is out. */
bool intake_describe(struct router *r, struct hilum_msg *m,
                     const struct engine_terms *terms, const struct intake_origin *from);

/* Takes one message; false: the engine is stopping. */
bool intake_offer(struct router *r, const struct hilum_offer *offer);
void intake_open(struct router *r);
void intake_close(struct router *r);

/* From here on offers are refused; those that wait for room are let go. */
void intake_refuse(struct router *r);

/* Puts what sources call into the table of services. */
void intake_serve(struct hilum_host *host);
void stream_serve(struct hilum_host *host);

/* ---- several.c ------------------------------------------------------------ */

/* Takes the messages of a batch apart; false: memory is out. */
bool several_offer(struct router *r, const struct hilum_offer *offer);

#endif
