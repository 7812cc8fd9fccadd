/* task.c -- messages in the router's care, from the journal and back to it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/state.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>

/* ---- Tasks ---------------------------------------------------------------- */

static struct task **bucket(const struct router *r, int64_t id)
{
    return &r->tasks[(uint64_t)id & (r->task_room - 1)];
}

static bool grow(struct router *r)
{
    size_t        room = r->task_room ? r->task_room * 2 : 1024;
    struct task **old  = r->tasks;
    size_t        had  = r->task_room;

    r->tasks = calloc(room, sizeof *r->tasks);
    if (!r->tasks) {
        r->tasks = old;
        return had > 0;
    }
    r->task_room = room;
    for (size_t i = 0; i < had; i++) {
        while (old[i]) {
            struct task *t = old[i];

            old[i]            = t->next_in_bucket;
            t->next_in_bucket = *bucket(r, t->id);
            *bucket(r, t->id) = t;
        }
    }
    free(old);
    return true;
}

static struct task *find(const struct router *r, int64_t id)
{
    struct task *t = r->task_room ? *bucket(r, id) : NULL;

    while (t && t->id != id)
        t = t->next_in_bucket;
    return t;
}

static struct task *task_new(struct router *r, int64_t id)
{
    struct task *t;

    if (r->task_count >= r->task_room && !grow(r))
        return NULL;
    t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->id             = id;
    t->next_in_bucket = *bucket(r, id);
    *bucket(r, id)    = t;
    r->task_count++;
    meters_count(r->graph->engine->meters, r->graph->name, "pending", 1);
    return t;
}

static void refusal_free(struct task *t)
{
    if (t->refusal) {
        free(t->refusal->place);
        free(t->refusal->reason);
    }
    free(t->refusal);
    t->refusal = NULL;
}

void task_free(struct router *r, struct task *t)
{
    struct task **at = bucket(r, t->id);

    while (*at != t)
        at = &(*at)->next_in_bucket;
    *at = t->next_in_bucket;
    r->task_count--;
    meters_count(r->graph->engine->meters, r->graph->name, "pending", -1);
    if (t->source)
        r->stages.held -= message_size(t->source);
    message_unref(t->source);
    refusal_free(t);
    free(t->remarks);
    free(t);
}

/* ---- Jobs ----------------------------------------------------------------- */

struct job *job_new(struct task *t, int sink)
{
    struct job *j = calloc(1, sizeof *j);

    if (j) {
        j->task  = t;
        j->sink  = sink;
        j->state = JOB_UNLOADED;
    }
    return j;
}

static struct hop *hop_of(struct router *r, const struct job *j)
{
    return j->sink == WORKER_STAGES ? &r->stages : &r->sinks[j->sink];
}

void job_loaded(struct router *r, struct job *j)
{
    j->state = JOB_READY;
    hop_of(r, j)->held += j->bytes;
}

void job_unload(struct router *r, struct job *j)
{
    if (j->state == JOB_READY) {
        hop_of(r, j)->held -= j->bytes;
        j->state = JOB_UNLOADED;
    }
    for (size_t i = 0; i < j->count; i++)
        message_unref(j->messages[i]);
    free(j->messages);
    j->messages = NULL;
    j->count = j->bytes = 0;
}

void job_free(struct router *r, struct job *j)
{
    job_unload(r, j);
    free(j->messages);
    free(j);
}

/* ---- In ------------------------------------------------------------------- */

struct hilum_view task_prepare(struct router *r, struct task *t,
                               enum hilum_verdict verdict, const char *place,
                               const char *reason)
{
    for (struct intake *i = t->offers; i; i = intake_next(i))
        intake_prepare(i, &r->call, verdict, place ? place : "", reason ? reason : "");
    return t->offers ? intake_prepared(t->offers) : HILUM_VIEW("");
}

void task_send(struct router *r, struct task *t, enum hilum_verdict verdict)
{
    while (t->offers) {
        struct intake *i = t->offers;

        t->offers = intake_next(i);
        r->waiting -= intake_held(i);
        intake_send(i, verdict);
    }
}

void task_answer(struct router *r, struct task *t, enum hilum_verdict verdict,
                 const char *place, const char *reason)
{
    task_prepare(r, t, verdict, place, reason);
    task_send(r, t, verdict);
}

static const char kept_only[] = "the message is kept, but cannot be waited for";

/* A new task goes to the stages.  Where memory is out it is left to the journal,
 * and found there later. */
static void begin(struct router *r, struct task *t)
{
    struct job *j = job_new(t, WORKER_STAGES);

    if (j && hop_push(&r->stages, t->lane, j))
        return;
    free(j);
    r->behind = true;
    task_answer(r, t, HILUM_RETRY, "", kept_only);
    task_free(r, t);
}

/* Who offered it waits for the task, where there is room to wait, or wants no more
 * of us. */
static void attach(struct router *r, struct task *t, struct intake *offer, bool waits)
{
    if (waits && r->waiting >= ROUTER_WAITING)
        intake_answer(offer, &r->call, HILUM_RETRY, "", kept_only);
    else if (waits)
        r->waiting += intake_chain(offer, &t->offers);
    else
        intake_free(offer);
}

/* What has become of a message, as the journal has it. */
struct settled {
    struct intake     *offer;
    enum hilum_verdict verdict;
};

static bool settled(void *arg, const struct journal_message *m)
{
    static const enum hilum_verdict verdicts[JOURNAL_STATUSES] = {
        [JOURNAL_PENDING] = HILUM_RETRY, [JOURNAL_HELD] = HILUM_REJECT,
        [JOURNAL_DEAD] = HILUM_REJECT,   [JOURNAL_DELIVERED] = HILUM_OK,
        [JOURNAL_FILTERED] = HILUM_OK,
    };
    struct settled *s = arg;

    s->verdict = verdicts[m->status];
    if (s->verdict != HILUM_RETRY && intake_retell(s->offer, s->verdict, m->reply))
        s->offer = NULL;
    return false;
}

/* It is no new one: a scan has seen it first, or it was sent again.  It is on its
 * way, or has been. */
static void commit_seen(struct router *r, int64_t id, struct intake *offer, bool waits)
{
    struct task         *t     = find(r, id);
    struct journal_query query = { .id = id, .limit = 1, .bodies = true };
    struct settled       s     = { .offer = offer, .verdict = HILUM_RETRY };

    if (t) {
        attach(r, t, offer, waits);
    } else if (waits) {
        journal_flush(r->journal);
        reader_search(r->reader, &query, settled, &s);
        if (s.offer)
            intake_answer(offer, &r->call, s.verdict, "",
                          s.verdict == HILUM_RETRY    ? kept_only
                          : s.verdict == HILUM_REJECT ? "it was refused before"
                                                      : "");
    } else {
        intake_free(offer);
    }
}

void task_commit(struct router *r, struct intake *offer)
{
    struct intake_kept kept = intake_take(offer);
    struct task       *t;

    call_begin(&r->call, NULL);
    if (kept.repeated || kept.id <= r->scanned) {
        message_unref(kept.message);
        free(kept.remarks);
        commit_seen(r, kept.id, offer, kept.waits);
        return;
    }
    t = !r->behind && r->task_count < ROUTER_TASKS ? task_new(r, kept.id) : NULL;
    if (!t) {
        r->behind = true;
        message_unref(kept.message);
        free(kept.remarks);
        if (kept.waits)
            intake_answer(offer, &r->call, HILUM_RETRY, "", kept_only);
        else
            intake_free(offer);
        return;
    }
    t->remarks  = kept.remarks;
    t->lane     = kept.lane;
    t->received = kept.received;
    t->sinks    = UINT32_MAX;
    if (r->stages.held < router_share(r)) {
        t->source = kept.message;
        r->stages.held += message_size(t->source);
    } else {
        message_unref(kept.message);
    }
    attach(r, t, offer, kept.waits);
    begin(r, t);
}

/* Where a scan of the journal is. */
struct scan {
    struct router *router;
    int64_t        after;
    size_t         count;
};

static bool is_sink(const struct router *r, const char *name, size_t *sink)
{
    for (*sink = 0; *sink < r->graph->sink_count; (*sink)++)
        if (strcmp(name, r->graph->sinks[*sink].entry->name) == 0)
            return true;
    return false;
}

/* One pending message of the journal's. */
static bool scanned(void *arg, const struct journal_message *p)
{
    struct scan   *scan = arg;
    struct router *r    = scan->router;
    struct task   *t;
    size_t         sink;

    scan->after = p->id;
    scan->count++;
    if (find(r, p->id))
        return true;
    t = r->task_count < ROUTER_TASKS ? task_new(r, p->id) : NULL;
    if (!t) {
        r->behind = true;
        return false;
    }
    if (p->id > r->scanned)
        r->scanned = p->id;
    t->lane     = p->lane;
    t->received = p->received;
    t->sinks    = UINT32_MAX;
    t->again    = true;
    for (size_t i = 0; i < p->outcome_count; i++)
        if (p->outcomes[i].verdict == HILUM_OK && p->outcomes[i].sink &&
            is_sink(r, p->outcomes[i].sink, &sink))
            t->sinks &= ~(1u << sink);
    begin(r, t);
    return true;
}

void task_scan(struct router *r)
{
    struct scan scan = { .router = r };

    /* What was answered a moment ago must not look as if it were pending. */
    r->behind = !journal_flush(r->journal);
    if (r->behind)
        return;
    do {
        scan.count = 0;
        if (!reader_pending(r->reader, r->graph->name, scan.after, ROUTER_SCAN, false,
                            scanned, &scan)) {
            log_write(LOG_ERROR, r->graph->name, "what is pending cannot be read: %s",
                      reader_why(r->reader));
            return;
        }
    } while (scan.count == ROUTER_SCAN && !r->behind);
}

/* What the journal has of a message. */
struct kept {
    struct router    *router;
    struct hilum_msg *message;
    bool              found, again;
};

/* Decodes it while the journal's views hold. */
static bool revive(void *arg, const struct journal_message *m)
{
    struct kept        *k = arg;
    struct router      *r = k->router;
    struct engine_terms terms;

    k->found = true;
    k->message =
        engine_message(r->graph->engine, &r->call, r->graph->source.codec, m->body);
    if (k->message)
        engine_terms(&r->call, r->graph->source.codec, message_doc(k->message), &terms);
    if (k->message &&
        !intake_describe(r, k->message, &terms,
                         &(struct intake_origin){ m->peer, m->labels, k->again })) {
        message_unref(k->message);
        k->message = NULL;
        call_fault(&r->call, HILUM_RETRY, "", "memory is out");
    }
    return false;
}

const struct hilum_msg *task_source(struct router *r, struct task *t, bool *never)
{
    struct journal_query query = { .id = t->id, .limit = 1, .bodies = true };
    struct kept          k     = { .router = r, .again = t->again };

    if (t->source) {
        const struct hilum_msg *kept = t->source;

        t->source = NULL;
        r->stages.held -= message_size(kept);
        return kept;
    }
    call_begin(&r->call, NULL);
    if (!reader_search(r->reader, &query, revive, &k) || !k.found) {
        log_write(LOG_ERROR, r->graph->name,
                  "message %lld cannot be read from the journal", (long long)t->id);
        return NULL;
    }
    *never = !k.message && r->call.verdict == HILUM_REJECT;
    if (!k.message)
        return NULL;
    k.message->id   = t->id;
    k.message->lane = t->lane;
    return k.message;
}

/* ---- Stopping ------------------------------------------------------------- */

void task_refuse_all(struct router *r)
{
    for (size_t i = 0; i < r->task_room; i++)
        for (struct task *t = r->tasks[i]; t; t = t->next_in_bucket)
            task_answer(r, t, HILUM_RETRY, "",
                        "the engine is stopping; the message is kept");
}

void task_free_all(struct router *r)
{
    for (size_t i = 0; i < r->task_room; i++)
        while (r->tasks[i])
            task_free(r, r->tasks[i]);
    free(r->tasks);
}
