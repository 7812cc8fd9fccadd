/* queue.c -- what waits in front of the writer. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/queue.h"

#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

enum {
    GROUP_OUTCOMES = 4 * JOURNAL_GROUP,
    PATIENCE       = 10,   /* ms that outcomes wait for a message to share its sync */
    ENOUGH         = 1024, /* outcomes that are worth a sync of their own */
    RETRY_AFTER    = 1000  /* ms until outcomes that found no room are tried again */
};

bool queue_init(struct queue *q)
{
    pthread_condattr_t steady;

    *q              = (struct queue){ .stuck = false };
    q->entries_end  = &q->entries;
    q->outcomes_end = &q->outcomes;
    if (pthread_condattr_init(&steady) != 0)
        return false;
    /* Setting back the wall clock must not prolong a sleep. */
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->wake, &steady);
    pthread_cond_init(&q->settled, NULL);
    pthread_condattr_destroy(&steady);
    return true;
}

void queue_free(struct queue *q)
{
    while (q->outcomes) {
        struct queue_outcome *copy = q->outcomes;

        q->outcomes = copy->next;
        free(copy);
    }
    pthread_cond_destroy(&q->settled);
    pthread_cond_destroy(&q->wake);
    pthread_mutex_destroy(&q->lock);
}

/* With the lock. */
static void wake_writer(struct queue *q)
{
    if (q->sleeping) {
        q->sleeping = false;
        pthread_cond_signal(&q->wake);
    }
}

void queue_offer(struct queue *q, struct journal_entry *entry)
{
    entry->next    = NULL;
    entry->refusal = NULL;
    pthread_mutex_lock(&q->lock);
    *q->entries_end = entry;
    q->entries_end  = &entry->next;
    q->offered++;
    wake_writer(q);
    pthread_mutex_unlock(&q->lock);
}

static size_t text_size(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

/* Points a text at its copy. */
static void move_text(const char **text, char **to)
{
    size_t size = text_size(*text);

    if (size == 0)
        return;
    memcpy(*to, *text, size);
    *text = *to;
    *to += size;
}

static struct queue_outcome *copy_outcome(const struct journal_outcome *o)
{
    struct queue_outcome *copy;
    char                 *to;
    size_t size = text_size(o->sink) + text_size(o->reason) + text_size(o->place) +
                  text_size(o->remark) + o->reply.len;

    copy = malloc(sizeof *copy + size);
    if (!copy)
        return NULL;
    copy->outcome = *o;
    copy->next    = NULL;
    to            = copy->texts;
    move_text(&copy->outcome.sink, &to);
    move_text(&copy->outcome.reason, &to);
    move_text(&copy->outcome.place, &to);
    move_text(&copy->outcome.remark, &to);
    if (o->reply.len)
        memcpy(to, o->reply.ptr, o->reply.len);
    copy->outcome.reply.ptr = to;
    return copy;
}

bool queue_record(struct queue *q, const struct journal_outcome *outcome)
{
    struct queue_outcome *copy = copy_outcome(outcome);
    bool                  taken;

    if (!copy)
        return false;
    pthread_mutex_lock(&q->lock);
    taken = q->recorded - q->written < JOURNAL_OUTCOMES;
    if (taken) {
        bool first = !q->outcomes;

        *q->outcomes_end = copy;
        q->outcomes_end  = &copy->next;
        q->recorded++;
        if (first)
            q->since = clock_ticks();
        /* Nobody waits for an outcome: losing one means asking a sink again. */
        if (first || q->recorded - q->written >= ENOUGH)
            wake_writer(q);
    }
    pthread_mutex_unlock(&q->lock);
    if (!taken)
        free(copy);
    return taken;
}

bool queue_flush(struct queue *q)
{
    int64_t offered, recorded, failed;
    bool    out;

    pthread_mutex_lock(&q->lock);
    offered  = q->offered;
    recorded = q->recorded;
    failed   = q->failed;
    q->hurry = true;
    wake_writer(q);
    while (q->answered < offered || (q->written < recorded && q->failed == failed))
        pthread_cond_wait(&q->settled, &q->lock);
    out = q->written >= recorded;
    pthread_mutex_unlock(&q->lock);
    return out;
}

void queue_stop(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->stopping = true;
    q->hurry    = true;
    wake_writer(q);
    pthread_mutex_unlock(&q->lock);
}

int64_t queue_waiting(struct queue *q)
{
    int64_t count;

    pthread_mutex_lock(&q->lock);
    count = q->offered - q->answered + q->recorded - q->written;
    pthread_mutex_unlock(&q->lock);
    return count;
}

/* With the lock: at least one entry, however large. */
static void take_entries(struct queue *q, struct queue_group *g)
{
    struct journal_entry **at = &q->entries;

    while (*at && g->entry_count < JOURNAL_GROUP) {
        int64_t bytes = g->bytes + (int64_t)(*at)->body.len;

        if (g->entry_count && bytes > JOURNAL_GROUP_BYTES)
            break;
        g->bytes = bytes;
        g->entry_count++;
        at = &(*at)->next;
    }
    if (g->entry_count == 0)
        return;
    g->entries = q->entries;
    q->entries = *at;
    *at        = NULL;
    if (!q->entries)
        q->entries_end = &q->entries;
}

/* With the lock: when the outcomes are to be written.  Those that found no room
 * wait for their time, others a moment for the company of messages. */
static int64_t outcomes_due(const struct queue *q)
{
    if (q->stuck)
        return q->retry_at;
    return q->recorded - q->written >= ENOUGH ? 0 : q->since + PATIENCE;
}

static bool may_take_outcomes(const struct queue *q, bool company)
{
    return q->outcomes &&
           (q->hurry || (company && !q->stuck) || clock_ticks() >= outcomes_due(q));
}

static void take_outcomes(struct queue *q, struct queue_group *g)
{
    struct queue_outcome **at = &q->outcomes;

    for (; *at && g->outcome_count < GROUP_OUTCOMES; at = &(*at)->next)
        g->outcome_count++;
    g->outcomes = q->outcomes;
    q->outcomes = *at;
    *at         = NULL;
    if (!q->outcomes)
        q->outcomes_end = &q->outcomes;
}

bool queue_take(struct queue *q, struct queue_group *group)
{
    *group = (struct queue_group){ .bytes = 0 };
    pthread_mutex_lock(&q->lock);
    take_entries(q, group);
    if (may_take_outcomes(q, group->entries || q->stopping))
        take_outcomes(q, group);
    q->hurry = false;
    pthread_mutex_unlock(&q->lock);
    return group->entries || group->outcomes;
}

void queue_answer(struct queue *q, struct queue_group *group, const char *refusal)
{
    while (group->entries) {
        struct journal_entry *entry = group->entries;

        group->entries = entry->next;
        entry->refusal = refusal;
        entry->done(entry, !refusal);
    }
    pthread_mutex_lock(&q->lock);
    q->answered += group->entry_count;
    pthread_cond_broadcast(&q->settled);
    pthread_mutex_unlock(&q->lock);
    group->entry_count = 0;
}

void queue_drop(struct queue *q, struct queue_group *group)
{
    while (group->outcomes) {
        struct queue_outcome *copy = group->outcomes;

        group->outcomes = copy->next;
        free(copy);
    }
    pthread_mutex_lock(&q->lock);
    q->written += group->outcome_count;
    q->stuck = false;
    pthread_cond_broadcast(&q->settled);
    pthread_mutex_unlock(&q->lock);
    group->outcome_count = 0;
}

void queue_put_back(struct queue *q, struct queue_group *group)
{
    struct queue_outcome **end = &group->outcomes;

    while (*end)
        end = &(*end)->next;
    pthread_mutex_lock(&q->lock);
    *end = q->outcomes;
    if (!q->outcomes)
        q->outcomes_end = end;
    q->outcomes = group->outcomes;
    q->stuck    = true;
    q->retry_at = clock_ticks() + RETRY_AFTER;
    q->failed++;
    pthread_cond_broadcast(&q->settled);
    pthread_mutex_unlock(&q->lock);
    *group = (struct queue_group){ .bytes = 0 };
}

/* With the lock; ms, or until the outcomes are due where that is sooner. */
static void wait_for_work(struct queue *q, int64_t ms)
{
    struct timespec until;

    if (q->outcomes) {
        int64_t due = outcomes_due(q) - clock_ticks();

        due = due < 1 ? 1 : due;
        ms  = ms < 0 || ms > due ? due : ms;
    }
    if (ms < 0) {
        pthread_cond_wait(&q->wake, &q->lock);
        return;
    }
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(ms / 1000);
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_cond_timedwait(&q->wake, &q->lock, &until);
}

bool queue_sleep(struct queue *q, int64_t ms)
{
    bool go_on;

    pthread_mutex_lock(&q->lock);
    if (ms != 0 && !q->entries && !may_take_outcomes(q, false) && !q->stopping) {
        q->sleeping = true;
        wait_for_work(q, ms);
        q->sleeping = false;
    }
    go_on = q->entries || may_take_outcomes(q, q->stopping) || !q->stopping;
    pthread_mutex_unlock(&q->lock);
    return go_on;
}
