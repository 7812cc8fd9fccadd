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

/* Sorts the outputs of a job at the stages by their sinks.  False: not all could
 * be taken, and all are to be given up. */
static bool sort_outputs(struct router *r, struct task *t, struct frame *f, size_t count,
                         struct job *jobs[static LIMIT_SINKS])
{
    bool all = true;

    for (size_t i = 0; i < count; i++) {
        uint64_t                sink = frame_number(f);
        const struct hilum_msg *m    = frame_message(f), **list;
        struct job             *j;

        if (!m || sink >= r->graph->sink_count) {
            message_unref(m);
            return false;
        }
        if (!jobs[sink])
            jobs[sink] = job_new(t, (int)sink);
        j    = jobs[sink];
        list = j ? realloc(j->messages, (j->count + 1) * sizeof *list) : NULL;
        if (!list) {
            message_unref(m);
            all = false;
            continue;
        }
        j->messages             = list;
        j->messages[j->count++] = m;
        j->bytes += message_size(m);
    }
    return all;
}

/* Gives the outputs to the sinks' hops, where the same lane keeps the order.
 * False: nothing was given, and the stages must be asked again. */
static bool hand_on(struct router *r, struct task *t, struct frame *f, size_t count)
{
    struct job *jobs[LIMIT_SINKS] = { NULL };
    bool        all               = sort_outputs(r, t, f, count, jobs);

    for (size_t s = 0; s < r->graph->sink_count; s++) {
        if (!jobs[s])
            continue;
        if (!all) {
            job_free(r, jobs[s]);
            continue;
        }
        t->open |= 1u << s;
        job_loaded(r, jobs[s]);
        /* Where memory is out, the sink's bit stays: the message is not concluded
         * here, and a later engine finds it pending. */
        if (!hop_push(&r->sinks[s], t->lane, jobs[s]))
            job_free(r, jobs[s]);
        else if (r->sinks[s].held > router_share(r) * 3 / 2)
            job_unload(r, jobs[s]);
    }
    return all;
}

void hop_hand_back(struct router *r, struct job *load, const struct worker_result *result,
                   struct frame *f, int64_t now)
{
    struct job *j    = load->reload;
    struct hop *to   = &r->sinks[j->sink];
    bool        wait = worker_again(result->verdict);

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
    job_loaded(r, j);
    j->task->dead |= result->verdict == HILUM_REJECT;
    if (result->verdict == HILUM_REJECT)
        task_refused(j->task, r->graph->sinks[j->sink].entry->name, result, j->tries);
    if (wait)
        job_unload(r, j);
    if (j->lane->head == j && !j->lane->busy && !j->lane->queued)
        lanes_release(&to->lanes, j->lane, wait ? now + to->retry.first : 0, now);
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
    if (worker_again(result.verdict) && *tried == j->lane)
        return true;
    j->tries++;
    if (worker_again(result.verdict)) {
        *tried = j->lane;
        if (j->tries == 1 && h->failures == 0)
            log_write(LOG_WARN, h->name, "message %lld will be tried again: %.*s",
                      (long long)j->task->id, (int)result.reason.len, result.reason.ptr);
        if (!given_up(h, j)) {
            task_waits(r, j->task, h->sink, &result, j->tries);
            return true;
        }
        result.verdict = HILUM_REJECT;
    }
    if (h->sink == WORKER_STAGES) {
        if (result.verdict == HILUM_OK && !hand_on(r, j->task, f, result.count))
            return true;
        task_staged(r, j->task, &result);
    } else {
        task_answered(r, j->task, h->sink, &result, j->tries);
    }
    job_free(r, j);
    return false;
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
    if (h->failures && retries < b->count)
        log_write(LOG_INFO, h->name, "it works again, after %u attempts", h->failures);
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

        lanes_release(&h->lanes, lane,
                      tries && !down ? now + backoff(&h->retry, tries) : 0, now);
    }
    free(b->reply);
    free(b);
}
