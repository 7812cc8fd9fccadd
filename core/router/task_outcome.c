/* task_outcome.c -- what becomes of messages, as the journal is told of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/state.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>

/* Outcomes wait in memory while the disk is full; when there is no more room
 * for them, so does the router. */
static void record(struct router *r, const struct journal_outcome *o)
{
    while (!journal_record(r->journal, o) && !r->stopping)
        journal_flush(r->journal);
}

static const char *text(struct router *r, struct hilum_view v)
{
    return v.len ? arena_text(&r->call.arena, v.ptr, v.len) : NULL;
}

static void count_status(struct router *r, int status)
{
    static const char *const names[JOURNAL_STATUSES] = {
        [JOURNAL_HELD]      = "held",
        [JOURNAL_DEAD]      = "dead",
        [JOURNAL_DELIVERED] = "delivered",
        [JOURNAL_FILTERED]  = "filtered",
    };

    if (status != JOURNAL_UNCHANGED && names[status])
        meters_count(r->graph->engine->meters, r->graph->name, names[status], 1);
}

void task_waits(struct router *r, struct task *t, int sink,
                const struct worker_result *result, uint32_t tries)
{
    call_begin(&r->call, NULL);
    record(r,
           &(struct journal_outcome){
               .message = t->id,
               .sink = sink == WORKER_STAGES ? NULL : r->graph->sinks[sink].entry->name,
               .verdict = (int)result->verdict,
               .tries   = (int)tries,
               .at      = clock_now(),
               .reason  = text(r, result->reason),
               .place   = text(r, result->place),
               .status  = JOURNAL_UNCHANGED,
           });
}

void task_refused(struct task *t, const char *sink, const struct worker_result *result,
                  uint32_t tries)
{
    if (t->refusal)
        return;
    t->refusal = calloc(1, sizeof *t->refusal);
    if (t->refusal)
        *t->refusal = (struct refusal){
            .sink   = sink,
            .tries  = (int)tries,
            .place  = strndup(result->place.ptr, result->place.len),
            .reason = strndup(result->reason.ptr, result->reason.len),
        };
}

/* Where another sink than the last one refused the message, its answer is the
 * one that the message's status is recorded with. */
static void conclude_refused(struct router *r, struct task *t, int status)
{
    const struct refusal  *f = t->refusal;
    struct journal_outcome o = { .message = t->id,
                                 .sink    = f->sink,
                                 .verdict = HILUM_REJECT,
                                 .tries   = f->tries,
                                 .at      = clock_now(),
                                 .reason  = f->reason,
                                 .place   = f->place,
                                 .status  = status };

    o.reply = task_prepare(r, t, HILUM_REJECT, f->place, f->reason);
    record(r, &o);
    task_send(r, t, HILUM_REJECT);
}

/* Records an answer, with the status that it leaves the message in; the task is
 * gone where it was the last. */
static void conclude(struct router *r, struct task *t, const char *sink, int status,
                     const struct worker_result *result, uint32_t tries)
{
    bool other = status != JOURNAL_UNCHANGED && t->refusal && result->verdict == HILUM_OK;
    struct journal_outcome o = { .message = t->id,
                                 .sink    = sink,
                                 .verdict = (int)result->verdict,
                                 .tries   = (int)tries,
                                 .at      = clock_now(),
                                 .reason  = text(r, result->reason),
                                 .place   = text(r, result->place),
                                 .remark  = t->remarks,
                                 .status  = other ? JOURNAL_UNCHANGED : status };

    enum hilum_verdict verdict = t->dead || t->held ? HILUM_REJECT : HILUM_OK;

    if (status != JOURNAL_UNCHANGED && !other)
        o.reply = task_prepare(r, t, verdict, o.place, o.reason);
    record(r, &o);
    free(t->remarks);
    t->remarks = NULL;
    count_status(r, status);
    if (status == JOURNAL_UNCHANGED)
        return;
    if (other)
        conclude_refused(r, t, status);
    else
        task_send(r, t, verdict);
    task_free(r, t);
}

/* Behind those of the codec. */
static void add_remarks(struct task *t, struct hilum_view more)
{
    size_t had = t->remarks ? strlen(t->remarks) : 0;
    char  *to  = realloc(t->remarks, had + more.len + 3);

    if (!to)
        return;
    if (had)
        memcpy(to + had, "; ", 2);
    had += had ? 2 : 0;
    memcpy(to + had, more.ptr, more.len);
    to[had + more.len] = '\0';
    t->remarks         = to;
}

void task_staged(struct router *r, struct task *t, const struct worker_result *result)
{
    int status = JOURNAL_UNCHANGED;

    call_begin(&r->call, NULL);
    if (result->remarks.len)
        add_remarks(t, result->remarks);
    t->held = result->verdict != HILUM_OK && result->held;
    t->dead = result->verdict != HILUM_OK && !t->held;
    if (t->dead || t->held)
        log_write(LOG_WARN, r->graph->name, "message %lld is %s, by %.*s at %.*s: %.*s",
                  (long long)t->id, t->held ? "held" : "dead", (int)result->by.len,
                  result->by.ptr, (int)result->place.len, result->place.ptr,
                  (int)result->reason.len, result->reason.ptr);
    if (t->held)
        status = JOURNAL_HELD;
    else if (t->dead)
        status = JOURNAL_DEAD;
    else if (t->open == 0)
        status = t->sinks == UINT32_MAX ? JOURNAL_FILTERED : JOURNAL_DELIVERED;
    if (status != JOURNAL_UNCHANGED)
        conclude(r, t, NULL, status, result, 1);
}

void task_answered(struct router *r, struct task *t, int sink,
                   const struct worker_result *result, uint32_t tries)
{
    const struct spec_entry *e      = r->graph->sinks[sink].entry;
    int                      status = JOURNAL_UNCHANGED;

    call_begin(&r->call, NULL);
    t->open &= ~(1u << sink);
    if (result->verdict != HILUM_OK) {
        log_write(LOG_WARN, r->sinks[sink].name, "message %lld was refused at %.*s: %.*s",
                  (long long)t->id, (int)result->place.len, result->place.ptr,
                  (int)result->reason.len, result->reason.ptr);
        t->held |= e->on_error == SPEC_HOLD;
        t->dead |= e->on_error == SPEC_DEAD;
        if (e->on_error != SPEC_CONTINUE)
            task_refused(t, e->name, result, tries);
    }
    if (t->open == 0)
        status = t->dead ? JOURNAL_DEAD : t->held ? JOURNAL_HELD : JOURNAL_DELIVERED;
    conclude(r, t, e->name, status, result, tries);
}
