/* worker.c -- threads that run steps, or a sink, for the router. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/worker.h"

#include "base/bytes.h"
#include "base/log.h"

#include <stdlib.h>

enum { WORKER_REPLY = 256 << 20 };

struct worker {
    pthread_t           thread;
    struct graph       *graph;
    int                 sink; /* or WORKER_STAGES */
    struct seat        *seat;
    struct chain        chain;    /* of the stages */
    struct instance     instance; /* of the sink */
    struct call         call;     /* of the sink */
    struct call         own;      /* of the engine, for encoding */
    struct hilum_buffer reply;
};

/* A batch for a sink: the messages of its jobs, one after the other. */
struct load {
    const struct hilum_msg **messages;
    size_t                  *counts; /* messages of each job */
    size_t                   jobs, total;
};

/* ---- Replies -------------------------------------------------------------- */

static void put_result(struct hilum_buffer *to, const struct chain_result *r)
{
    frame_put_number(to, r->verdict);
    frame_put_text(to, hilum_view(r->step ? r->step : ""));
    frame_put_text(to, hilum_view(r->place));
    frame_put_text(to, hilum_view(r->reason));
    frame_put_text(to, hilum_view(r->remarks));
    frame_put_number(to, r->held);
    frame_put_number(to, r->count);
    for (size_t i = 0; i < r->count; i++) {
        frame_put_number(to, r->outputs[i].sink);
        frame_put_message(to, FRAME_REFERENCES, r->outputs[i].message);
    }
}

void worker_read_result(struct frame *f, struct worker_result *out)
{
    uint64_t verdict = frame_number(f);

    out->verdict = verdict <= HILUM_FAIL ? (enum hilum_verdict)verdict : HILUM_FAIL;
    out->by      = frame_text(f);
    out->place   = frame_text(f);
    out->reason  = frame_text(f);
    out->remarks = frame_text(f);
    out->held    = frame_number(f) != 0;
    out->count   = (size_t)frame_number(f);
    if (f->bad) {
        *out = (struct worker_result){ .verdict = HILUM_RETRY,
                                       .reason =
                                           HILUM_VIEW("the worker's reply was cut off") };
    }
}

/* ---- Stages --------------------------------------------------------------- */

/* Lanes of one batch in which a message waits: what follows it waits, too. */
struct waiting {
    uint64_t lanes[LIMIT_BATCH];
    size_t   count;
};

static bool waits(const struct waiting *w, uint64_t lane)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->lanes[i] == lane)
            return true;
    return false;
}

static void run_stages(struct worker *w, struct frame *request)
{
    uint64_t       jobs    = frame_number(request);
    struct waiting waiting = { .count = 0 };

    for (uint64_t i = 0; i < jobs && !request->bad; i++) {
        uint32_t                sinks = (uint32_t)frame_number(request);
        uint64_t                count = frame_number(request);
        const struct hilum_msg *m     = count == 1 ? frame_message(request) : NULL;
        struct chain_result     r;

        if (!m)
            return;
        if (waits(&waiting, m->lane))
            r = (struct chain_result){ .verdict = HILUM_RETRY,
                                       .place   = "",
                                       .reason  = "an earlier message waits",
                                       .remarks = "" };
        else
            chain_run(&w->chain, m, sinks, &r);
        if (worker_again(r.verdict) && waiting.count < LIMIT_BATCH)
            waiting.lanes[waiting.count++] = m->lane;
        put_result(&w->reply, &r);
        chain_release(&r);
        message_unref(m);
    }
}

/* ---- Sinks ---------------------------------------------------------------- */

/* The same message with bytes; NULL with blame in `own`. */
static const struct hilum_msg *encoded(struct worker *w, const struct hilum_msg *m)
{
    const struct graph_node *n = &w->graph->sinks[w->sink];
    struct hilum_buffer     *bytes;
    struct hilum_doc         doc = message_doc(m);

    call_begin(&w->own, NULL);
    bytes = call_buffer(&w->own.pub);
    if (!bytes || !doc.block ||
        !engine_encode(w->graph->engine, &w->own, n->codec, doc, hilum_root(doc), bytes))
        return NULL;
    return message_new(
        &(struct message_parts){ .format      = codec_part(n->codec)->part.accepts,
                                 .id          = m->id,
                                 .lane        = m->lane,
                                 .body        = hilum_buffer_view(bytes),
                                 .has_body    = true,
                                 .labels      = m->labels,
                                 .label_count = m->label_count });
}

/* Gives every message of the batch bytes, where the sink wants them.  Those that
 * cannot be encoded are settled. */
static void encode_all(struct worker *w, struct load *l)
{
    const struct codec *codec = w->graph->sinks[w->sink].codec;

    for (size_t i = 0; codec && i < l->total; i++) {
        const struct hilum_msg *m = l->messages[i], *as;

        if (m->has_body && codec_plain(codec) &&
            strcmp(m->format, codec_part(codec)->part.accepts) == 0)
            continue;
        as = encoded(w, m);
        if (as) {
            message_unref(m);
            l->messages[i] = as;
        } else {
            w->call.results[i] = (struct call_result){
                .verdict = w->own.verdict == HILUM_REJECT ? HILUM_REJECT : HILUM_RETRY,
                .settled = true,
                .place   = arena_text(&w->call.arena, w->own.place, strlen(w->own.place)),
                .reason =
                    arena_text(&w->call.arena, w->own.reason, strlen(w->own.reason)),
            };
        }
    }
}

static bool load_read(struct worker *w, struct frame *f, struct load *l)
{
    struct arena *a     = &w->call.arena;
    size_t        bound = (size_t)(f->end - f->at) / sizeof(uint64_t);

    l->jobs     = (size_t)frame_number(f);
    l->messages = arena_alloc(a, (bound + 1) * sizeof *l->messages);
    l->counts   = arena_alloc(a, (bound + 1) * sizeof *l->counts);
    if (!l->messages || !l->counts || l->jobs > bound)
        return false;
    for (size_t i = 0; i < l->jobs; i++) {
        frame_number(f);
        l->counts[i] = (size_t)frame_number(f);
        for (size_t k = 0; k < l->counts[i] && !f->bad; k++) {
            const struct hilum_msg *m = frame_message(f);

            if (m)
                l->messages[l->total++] = m;
        }
    }
    return !f->bad;
}

/* Delivers; what the sink has not settled one by one gets its verdict on all. */
static void deliver(struct worker *w, struct load *l)
{
    struct call             *c       = &w->call;
    const struct hilum_part *part    = &w->instance.part->part;
    enum hilum_verdict       verdict = HILUM_RETRY;

    if (w->instance.ready)
        verdict = part->deliver(w->instance.state, &c->pub, l->messages, l->total);
    for (size_t i = 0; i < l->total; i++)
        if (!c->results[i].settled)
            c->results[i] = (struct call_result){ .verdict = verdict,
                                                  .place   = c->place,
                                                  .reason  = c->reason };
}

/* Where nothing may be delivered that could not be encoded, the batch falls
 * apart: each message goes by itself. */
static void deliver_each(struct worker *w, struct load *l)
{
    struct call        *c    = &w->call;
    struct call_result *all  = c->results;
    bool                stop = false;

    for (size_t i = 0; i < l->total; i++) {
        struct load one = { .messages = &l->messages[i], .total = 1 };

        if (all[i].settled)
            continue;
        c->results      = &all[i];
        c->result_count = 1;
        if (stop) {
            all[i] = (struct call_result){ .verdict = HILUM_RETRY,
                                           .place   = "",
                                           .reason  = "an earlier message waits" };
            continue;
        }
        c->place[0] = c->reason[0] = '\0';
        deliver(w, &one);
        all[i].place  = arena_text(&c->arena, all[i].place, strlen(all[i].place));
        all[i].reason = arena_text(&c->arena, all[i].reason, strlen(all[i].reason));
        stop          = worker_again(all[i].verdict);
    }
    c->results = all;
}

/* The verdict on a job is the worst of those on its messages. */
static void put_job(struct worker *w, const struct call_result *results, size_t count)
{
    static const int badness[] = {
        [HILUM_OK] = 0, [HILUM_REJECT] = 1, [HILUM_RETRY] = 2, [HILUM_FAIL] = 3
    };
    const struct graph_node *n     = &w->graph->sinks[w->sink];
    struct call_result       worst = { .verdict = HILUM_OK };

    for (size_t i = 0; i < count; i++)
        if (badness[results[i].verdict & 3] > badness[worst.verdict])
            worst = results[i];
    put_result(&w->reply, &(struct chain_result){
                              .verdict = worst.verdict,
                              .step    = n->entry->name,
                              .place   = worst.place ? worst.place : "",
                              .reason  = worst.reason ? worst.reason : "",
                              .remarks = "",
                              .held    = n->entry->on_error == SPEC_HOLD,
                          });
}

static void run_sink(struct worker *w, struct frame *request)
{
    struct load l     = { 0 };
    bool        apart = false, failed = false;
    size_t      at = 0;

    /* Where it does not open again, its blame is that of the whole batch. */
    if (instance_usable(&w->instance, &w->call))
        call_begin(&w->call, &w->instance);
    if (!load_read(w, request, &l))
        return;
    w->call.results = arena_zero(&w->call.arena, (l.total + 1) * sizeof *w->call.results);
    w->call.result_count = l.total;
    if (!w->call.results)
        return;
    encode_all(w, &l);
    for (size_t i = 0; i < l.total; i++)
        apart |= w->call.results[i].settled;
    if (apart)
        deliver_each(w, &l);
    else if (l.total)
        deliver(w, &l);
    for (size_t i = 0; i < l.jobs; at += l.counts[i++])
        put_job(w, &w->call.results[at], l.counts[i]);
    for (size_t i = 0; i < l.total; i++) {
        failed |= w->call.results[i].verdict == HILUM_FAIL;
        message_unref(l.messages[i]);
    }
    if (failed) {
        log_write(LOG_ERROR, w->instance.name, "restarted after: %s", w->call.reason);
        instance_restart(&w->instance, &w->call);
    }
}

/* ---- Life ----------------------------------------------------------------- */

static void *work(void *arg)
{
    struct worker *w = arg;

    pthread_setname_np(pthread_self(), w->sink == WORKER_STAGES ? "steps" : "sink");
    for (;;) {
        struct hilum_view request = seat_receive(w->seat);
        struct frame      f = { .at = request.ptr, .end = request.ptr + request.len };

        buffer_reset(&w->reply);
        if (request.len && w->sink == WORKER_STAGES)
            run_stages(w, &f);
        else if (request.len)
            run_sink(w, &f);
        seat_reply(w->seat, hilum_buffer_view(&w->reply));
        if (!request.len)
            return NULL;
    }
}

static bool worker_open(struct worker *w)
{
    struct graph            *g = w->graph;
    const struct graph_node *n;

    if (w->sink == WORKER_STAGES)
        return chain_open(&w->chain, g);
    n = &g->sinks[w->sink];
    if (!graph_instance(g, n, &w->instance))
        return false;
    if (instance_open(&w->instance, &w->call) == HILUM_OK)
        return true;
    graph_blame(g, n, &w->call);
    return false;
}

static void worker_free(struct worker *w)
{
    if (w->instance.part)
        instance_free(&w->instance);
    if (w->chain.graph)
        chain_close(&w->chain);
    call_free(&w->call);
    call_free(&w->own);
    buffer_free(&w->reply);
    free(w);
}

struct worker *worker_start(struct graph *g, int sink, struct seat *seat)
{
    struct worker *w = calloc(1, sizeof *w);

    if (!w)
        return NULL;
    *w = (struct worker){ .graph = g, .sink = sink, .seat = seat };
    call_init(&w->call, g->engine);
    call_init(&w->own, g->engine);
    buffer_init(&w->reply, WORKER_REPLY);
    if (worker_open(w) && pthread_create(&w->thread, NULL, work, w) == 0)
        return w;
    worker_free(w);
    return NULL;
}

void worker_join(struct worker *w)
{
    pthread_join(w->thread, NULL);
    worker_free(w);
}
