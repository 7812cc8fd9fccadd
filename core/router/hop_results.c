/* hop_results.c -- what workers say of a batch, and what becomes of its jobs. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/state.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>

/* After the nth failure: first, twice that, ... most; a fifth more or less, so
 * that many do not come back together. */
static int64_t backoff(const struct spec_retry *retry, unsigned tries)
{
    static _Thread_local unsigned seed = 1;
    int64_t                       wait = retry->first;

    while (tries-- > 1 && wait < retry->most)
        wait *= 2;
    if (wait > retry->most)
        wait = retry->most;
    return wait * 4 / 5 + rand_r(&seed) % (wait * 2 / 5 + 1);
}

static bool given_up(const struct hop *h, const struct job *j)
{
    const struct spec_retry *retry = &h->retry;

    return (retry->max_tries && j->tries >= retry->max_tries) ||
           (retry->max_age && clock_now() - j->task->received >= retry->max_age);
}

/* Gives the outputs of a job at the stages to the sinks' hops.  The same lane
 * there keeps the order. */
static void hand_on(struct router *r, struct task *t, struct frame *f, size_t count)
{
    struct job *jobs[LIMIT_SINKS] = { NULL };

    for (size_t i = 0; i < count && !f->bad; i++) {
        uint64_t                sink = frame_number(f);
        const struct hilum_msg *m    = frame_message(f), **list;
        struct job             *j;

        if (!m)
            return;
        if (sink < r->graph->sink_count && !jobs[sink])
            jobs[sink] = job_new(t, (int)sink);
        j    = sink < r->graph->sink_count ? jobs[sink] : NULL;
        list = j ? realloc(j->messages, (j->count + 1) * sizeof *list) : NULL;
        if (!list) {
            message_unref(m);
            continue;
        }
        j->messages             = list;
        j->messages[j->count++] = m;
        j->bytes += message_size(m);
        j->state = JOB_READY;
    }
    for (size_t s = 0; s < r->graph->sink_count; s++) {
        if (!jobs[s])
            continue;
        r->held += jobs[s]->bytes;
        t->open |= 1u << s;
        /* Out of memory: the message stays pending in the journal, and a later
         * engine takes it up again. */
        if (!hop_push(&r->sinks[s], t->lane, jobs[s]))
            job_free(r, jobs[s]);
        else if (r->held > ROUTER_HELD)
            job_unload(r, jobs[s]);
    }
}

void hop_hand_back(struct router *r, struct job *load, const struct worker_result *result,
                   struct frame *f, int64_t now)
{
    struct job *j    = load->reload;
    struct hop *to   = &r->sinks[j->sink];
    bool        wait = result->verdict == HILUM_RETRY || result->verdict == HILUM_FAIL;

    r->reloads--;
    j->messages = result->count ? malloc(result->count * sizeof *j->messages) : NULL;
    for (size_t i = 0; i < result->count && !f->bad; i++) {
        const struct hilum_msg *m;

        frame_number(f);
        m = frame_message(f);
        if (!m || !j->messages) {
            message_unref(m);
            wait = true;
            continue;
        }
        j->messages[j->count++] = m;
        j->bytes += message_size(m);
    }
    r->held += j->bytes;
    j->state = JOB_READY;
    if (result->verdict == HILUM_REJECT)
        task_refused(j->task, r->graph->sinks[j->sink].entry->name, result, j->tries);
    if (wait)
        job_unload(r, j);
    if (j->lane->head == j && !j->lane->busy && !j->lane->queued)
        lanes_release(&to->lanes, j->lane, wait ? now + to->retry.first : 0, now);
}

static bool again(enum hilum_verdict v)
{
    return v == HILUM_RETRY || v == HILUM_FAIL;
}

/* One job's result.  True: it is to be tried again.  Behind one that was tried in
 * vain, the others of its lane were not tried at all. */
static bool settle(struct hop *h, struct job *j, struct frame *f, struct lane **tried,
                   int64_t now)
{
    struct router       *r = h->router;
    struct worker_result result;

    worker_read_result(f, &result);
    if (j->reload) {
        hop_hand_back(r, j, &result, f, now);
        job_free(r, j);
        return false;
    }
    if (again(result.verdict) && *tried == j->lane)
        return true;
    j->tries++;
    if (again(result.verdict)) {
        *tried = j->lane;
        if (j->tries == 1 && h->failures == 0)
            log_write(LOG_WARN, h->name, "message %lld will be tried again: %.*s",
                      (long long)j->task->id, (int)result.reason.len, result.reason.ptr);
        if (!given_up(h, j))
            return true;
        result.verdict = HILUM_REJECT;
    }
    if (h->sink == WORKER_STAGES) {
        if (result.verdict == HILUM_OK)
            hand_on(r, j->task, f, result.count);
        task_staged(r, j->task, &result);
    } else {
        task_answered(r, j->task, h->sink, &result, j->tries);
    }
    job_free(r, j);
    return false;
}

/* Parked lanes keep few messages in memory. */
static void unload_lane(struct router *r, struct lane *lane)
{
    for (struct job *j = lane->head; j && r->held > ROUTER_HELD / 2; j = j->next)
        job_unload(r, j);
}

void hop_settle(struct batch *b, int64_t now)
{
    struct hop  *h = b->hop;
    struct frame f = { .at  = b->reply,
                       .end = b->reply ? b->reply + b->reply_len : NULL,
                       .bad = !b->reply };
    struct lane *lanes[LIMIT_BATCH], *tried = NULL;
    struct job  *retry[LIMIT_BATCH];
    size_t       lane_count = 0, retries = 0;
    bool         down;

    h->in_flight--;
    for (size_t i = 0; i < b->count; i++) {
        struct job *j = b->jobs[i];

        if (lane_count == 0 || lanes[lane_count - 1] != j->lane)
            lanes[lane_count++] = j->lane;
        if (settle(h, j, &f, &tried, now))
            retry[retries++] = j;
    }
    h->failures = retries == b->count ? h->failures + 1 : 0;
    /* One lane may be at fault itself; several are the hop. */
    down = h->failures &&
           (lane_count > 1 || (h->failures > 1 && lanes[0]->key != h->failed));
    if (h->failures && lane_count)
        h->failed = lanes[0]->key;
    if (down)
        h->not_before = now + backoff(&h->retry, h->failures);
    for (size_t i = retries; i-- > 0;)
        lane_unshift(&h->lanes, retry[i]->lane, retry[i]);
    for (size_t i = 0; i < lane_count; i++) {
        struct lane *lane  = lanes[i];
        unsigned     tries = lane->head ? lane->head->tries : 0;

        if (tries)
            unload_lane(h->router, lane);
        lanes_release(&h->lanes, lane,
                      tries && !down ? now + backoff(&h->retry, tries) : 0, now);
    }
    free(b->reply);
    free(b);
}
