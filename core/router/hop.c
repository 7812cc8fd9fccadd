/* hop.c -- the steps together, or one sink: its life, and batches to its workers. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/state.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>

enum {
    HOP_BATCH_BYTES = 8 << 20,  /* of one request, about */
    HOP_REQUEST     = 64 << 20, /* of one frame of references */
    HOP_LOADS       = 64,       /* jobs of one lane loaded at a time */
    HOP_PAUSE       = 10, /* ms until a lane that could give nothing is asked again */
};

/* ---- Life ----------------------------------------------------------------- */

static bool start_workers(struct hop *h, struct arena *arena, size_t instances)
{
    h->workers = arena_zero(arena, instances * sizeof *h->workers);
    h->seats   = arena_zero(arena, instances * sizeof *h->seats);
    if (!h->workers || !h->seats)
        return false;
    while (h->worker_count < instances) {
        struct seat   *seat = seat_open(h->server);
        struct worker *w    = seat ? worker_start(h->router->graph, h->sink, seat) : NULL;

        if (!w) {
            if (seat)
                seat_close(seat);
            return false;
        }
        h->seats[h->worker_count]     = seat;
        h->workers[h->worker_count++] = w;
    }
    return true;
}

bool hop_open(struct router *r, struct hop *h, int sink, const char *name,
              const struct spec_retry *retry, size_t instances)
{
    const char    *url = arena_printf(&r->arena, "inproc://%p/%s", (void *)h, name);
    struct problem why = { 0 };

    *h = (struct hop){ .router = r,
                       .sink   = sink,
                       .name   = name,
                       .retry  = *retry,
                       /* The stages are kept busy; a sink gathers what waits. */
                       .credits = sink == WORKER_STAGES ? 2 * instances : instances };
    lanes_init(&h->lanes);
    h->server = url ? server_open(&r->arena, url, &why) : NULL;
    if (h->server && !why.what)
        h->channel = channel_open(&r->arena, url, h->credits + instances, &why);
    if (why.what)
        log_write(LOG_ERROR, name, "%s", why.what);
    return h->channel && !why.what && start_workers(h, &r->arena, instances);
}

/* [any] A worker has replied to its being told to leave. */
static void left(void *context, struct hilum_view reply)
{
    struct hop *h = context;

    (void)reply;
    pthread_mutex_lock(&h->router->lock);
    h->left++;
    pthread_cond_broadcast(&h->router->rest);
    pthread_mutex_unlock(&h->router->lock);
}

/* Sockets may be closed when the last reply has arrived, and not before. */
static void dismiss_workers(struct hop *h)
{
    size_t told = 0;

    for (size_t i = 0; i < h->worker_count; i++)
        told += channel_ask(h->channel, (struct hilum_view){ "", 0 }, left, h);
    for (size_t i = 0; i < h->worker_count; i++)
        worker_join(h->workers[i]);
    pthread_mutex_lock(&h->router->lock);
    while (h->left < told)
        pthread_cond_wait(&h->router->rest, &h->router->lock);
    pthread_mutex_unlock(&h->router->lock);
}

void hop_close(struct hop *h)
{
    struct job *j;

    if (h->channel) {
        dismiss_workers(h);
        channel_close(h->channel);
    }
    if (h->server)
        server_close(h->server);
    for (size_t i = 0; i < h->worker_count; i++)
        seat_close(h->seats[i]);
    /* What still waits is in the journal. */
    lanes_wake(&h->lanes, INT64_MAX);
    for (size_t i = 0; i < h->lanes.room; i++) {
        while (h->lanes.buckets[i]) {
            struct lane *lane = h->lanes.buckets[i];

            while (lane->head) {
                j = lane_shift(&h->lanes, lane);
                job_free(h->router, j);
            }
            lanes_release(&h->lanes, lane, 0, 0);
        }
    }
    lanes_free(&h->lanes);
}

/* ---- Loading -------------------------------------------------------------- */

/* May a job go out now? */
enum fitness {
    FIT_NOW,
    FIT_LATER, /* memory is short, or the journal cannot be read at the moment */
    FIT_NEVER, /* its message cannot be decoded any more; blame in the router's call */
};

/* A job at the stages gets its source message back. */
static enum fitness load_source(struct hop *h, struct job *j)
{
    struct router *r     = h->router;
    bool           never = false;

    if (!j->messages)
        j->messages = malloc(sizeof *j->messages);
    if (!j->messages)
        return FIT_LATER;
    j->messages[0] = task_source(r, j->task, &never);
    if (!j->messages[0])
        return never ? FIT_NEVER : FIT_LATER;
    j->count = 1;
    j->bytes = message_size(j->messages[0]);
    job_loaded(r, j);
    return FIT_NOW;
}

/* The first jobs of a sink's lane go through the stages once more, each in a
 * lane of its own there. */
static void reload(struct hop *h, struct lane *lane)
{
    struct router *r     = h->router;
    size_t         count = 0;

    for (struct job *j = lane->head; j && count < HOP_LOADS; j = j->next, count++) {
        struct job *load;

        if (j->state != JOB_UNLOADED || r->reloads >= ROUTER_RELOADS)
            continue;
        load = job_new(j->task, WORKER_STAGES);
        if (!load)
            return;
        load->reload = j;
        j->state     = JOB_LOADING;
        r->reloads++;
        if (!hop_push(&r->stages,
                      (uint64_t)(uintptr_t)load ^ UINT64_C(0x5bd1e995cc9e2d51), load)) {
            j->state = JOB_UNLOADED;
            r->reloads--;
            free(load);
            return;
        }
    }
}

/* Is there a sink that has room for what the stages would make?  One whose share
 * is full does not hold the others up: its jobs are unloaded. */
static bool wanted(const struct router *r)
{
    bool any = r->graph->sink_count == 0;

    for (size_t i = 0; i < r->graph->sink_count; i++)
        any |= r->sinks[i].held < router_share(r);
    return any;
}

static enum fitness fit(struct hop *h, struct job *j)
{
    if (j->state == JOB_READY)
        return FIT_NOW;
    if (h->sink == WORKER_STAGES && (j->reload || wanted(h->router)))
        return load_source(h, j);
    return FIT_LATER;
}

/* ---- Out ------------------------------------------------------------------ */

bool hop_push(struct hop *h, uint64_t lane, struct job *j)
{
    return lanes_push(&h->lanes, lane, j);
}

/* A job whose message cannot be decoded any more: it is dead, as if the stages
 * had said so. */
static void bury(struct hop *h, struct job *j)
{
    struct router       *r      = h->router;
    char                *place  = strdup(r->call.place);
    char                *reason = strdup(r->call.reason);
    struct worker_result result = { .verdict = HILUM_REJECT,
                                    .by      = HILUM_VIEW("decoding"),
                                    .place   = hilum_view(place),
                                    .reason  = hilum_view(reason) };
    struct frame         none   = { .bad = true };

    if (j->reload)
        hop_hand_back(r, j, &result, &none, clock_ticks());
    else
        task_staged(r, j->task, &result);
    job_free(r, j);
    free(place);
    free(reason);
}

/* A job that was tried in vain goes out alone: whose fault it was is known then, and
 * no other is counted as tried for it. */
static bool goes_alone(const struct job *j)
{
    return j && j->tries > 0;
}

/* Takes jobs from the front of a lane into the batch.  The lane is let go of
 * where it gives none. */
static size_t take_jobs(struct hop *h, struct lane *lane, struct batch *b, size_t bytes)
{
    size_t       before = b->count;
    enum fitness fitness;

    while (b->count < LIMIT_BATCH && bytes < HOP_BATCH_BYTES && lane->head) {
        fitness = fit(h, lane->head);
        if (fitness == FIT_LATER)
            break;
        if (fitness == FIT_NEVER) {
            bury(h, lane_shift(&h->lanes, lane));
            continue;
        }
        bytes += lane->head->bytes;
        b->jobs[b->count++] = lane_shift(&h->lanes, lane);
        if (goes_alone(b->jobs[b->count - 1]))
            break;
    }
    if (b->count > before)
        return bytes;
    if (lane->head && lane->head->state == JOB_UNLOADED && h->sink != WORKER_STAGES)
        reload(h, lane);
    if (lane->head && lane->head->state == JOB_LOADING)
        lanes_suspend(lane);
    else
        lanes_release(&h->lanes, lane, clock_ticks() + HOP_PAUSE, clock_ticks());
    return bytes;
}

static struct batch *gather(struct hop *h)
{
    struct batch *b;
    size_t        bytes = 0;
    struct lane  *lane;

    if (h->sink == WORKER_STAGES && !h->router->reloads && !wanted(h->router))
        return NULL;
    b = h->lanes.ready ? malloc(sizeof *b) : NULL;
    if (!b)
        return NULL;
    b->hop   = h;
    b->count = 0;
    while (b->count < LIMIT_BATCH && bytes < HOP_BATCH_BYTES) {
        if (b->count && h->lanes.ready && goes_alone(h->lanes.ready->head))
            break;
        lane = lanes_take(&h->lanes);
        if (!lane)
            break;
        bytes = take_jobs(h, lane, b, bytes);
        if (b->count && goes_alone(b->jobs[b->count - 1]))
            break;
    }
    if (b->count)
        return b;
    free(b);
    return NULL;
}

/* [any] nng's thread hands the reply over. */
static void answered(void *context, struct hilum_view reply)
{
    struct batch  *b = context;
    struct router *r = b->hop->router;

    b->reply     = reply.ptr ? malloc(reply.len + 1) : NULL;
    b->reply_len = b->reply ? reply.len : 0;
    if (b->reply)
        memcpy(b->reply, reply.ptr, reply.len);
    pthread_mutex_lock(&r->lock);
    b->next    = r->replies;
    r->replies = b;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
}

/* Bytes of the request: numbers of eight bytes, references as well. */
static size_t request_size(const struct batch *b)
{
    size_t numbers = 1;

    for (size_t i = 0; i < b->count; i++)
        numbers += 2 + b->jobs[i]->count;
    return numbers * sizeof(uint64_t);
}

static bool send_batch(struct hop *h, struct batch *b)
{
    struct hilum_buffer frame;
    bool                sent;

    buffer_init(&frame, HOP_REQUEST);
    /* With room for all of it, nothing below can fail half way. */
    if (!hilum_room(&frame, request_size(b))) {
        buffer_free(&frame);
        return false;
    }
    frame_put_number(&frame, b->count);
    for (size_t i = 0; i < b->count; i++) {
        const struct job *j = b->jobs[i];

        frame_put_number(&frame, j->reload ? 1u << j->reload->sink : j->task->sinks);
        frame_put_number(&frame, j->count);
        for (size_t k = 0; k < j->count; k++)
            frame_put_message(&frame, FRAME_REFERENCES, j->messages[k]);
    }
    sent = channel_ask(h->channel, hilum_buffer_view(&frame), answered, b);
    for (size_t i = 0; !sent && i < b->count; i++)
        for (size_t k = 0; k < b->jobs[i]->count; k++)
            message_unref(b->jobs[i]->messages[k]);
    buffer_free(&frame);
    return sent;
}

void hop_dispatch(struct hop *h, int64_t now)
{
    while (h->in_flight < h->credits && now >= h->not_before) {
        struct batch *b = gather(h);

        if (!b)
            return;
        if (!send_batch(h, b)) {
            for (size_t i = b->count; i-- > 0;)
                lane_unshift(&h->lanes, b->jobs[i]->lane, b->jobs[i]);
            for (size_t i = 0; i < b->count; i++)
                if (b->jobs[i]->lane->busy)
                    lanes_release(&h->lanes, b->jobs[i]->lane, now + HOP_PAUSE, now);
            free(b);
            return;
        }
        h->in_flight++;
        /* A hop that was down is tried with one batch. */
        if (h->failures)
            return;
    }
}

int64_t hop_wake(struct hop *h, int64_t now)
{
    int64_t next = lanes_wake(&h->lanes, now);

    if (h->lanes.ready && h->in_flight < h->credits && h->not_before > now &&
        h->not_before < next)
        next = h->not_before;
    return next;
}
