/* router.c -- a pipeline at work: its life, and its thread. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/state.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>
#include <time.h>

enum { ROUTER_MEMORY = 16 << 20, ROUTER_STAGE_FIRST = 1000, ROUTER_STAGE_MOST = 60000 };

/* ---- The thread ----------------------------------------------------------- */

static bool idle(const struct router *r)
{
    size_t flying = r->stages.in_flight;

    for (size_t i = 0; i < r->graph->sink_count; i++)
        flying += r->sinks[i].in_flight;
    return flying == 0;
}

/* Is anything of the accepted messages still on its way, and not only waiting
 * for a sink that is down? */
static bool moving(const struct router *r, int64_t now)
{
    if (!idle(r) || (r->stages.lanes.ready && r->stages.not_before <= now))
        return true;
    for (size_t i = 0; i < r->graph->sink_count; i++)
        if (r->sinks[i].lanes.ready && r->sinks[i].not_before <= now)
            return true;
    return false;
}

static int64_t dispatch_all(struct router *r, int64_t now)
{
    int64_t next, at;

    hop_wake(&r->stages, now);
    hop_dispatch(&r->stages, now);
    for (size_t i = 0; i < r->graph->sink_count; i++) {
        hop_wake(&r->sinks[i], now);
        hop_dispatch(&r->sinks[i], now);
    }
    /* A sink may have asked the stages for messages of its own. */
    hop_dispatch(&r->stages, now);
    next = hop_wake(&r->stages, now);
    for (size_t i = 0; i < r->graph->sink_count; i++) {
        at   = hop_wake(&r->sinks[i], now);
        next = at < next ? at : next;
    }
    return next;
}

/* Waits, with the lock held, until there is something to do or it is time. */
static void wait_until(struct router *r, int64_t until)
{
    struct timespec t;

    if (r->committed || r->replies || r->rescan)
        return;
    if (until == INT64_MAX) {
        pthread_cond_wait(&r->wake, &r->lock);
        return;
    }
    t.tv_sec  = (time_t)(until / 1000);
    t.tv_nsec = (long)(until % 1000) * 1000000;
    pthread_cond_timedwait(&r->wake, &r->lock, &t);
}

/* Takes what others have handed over. */
static void take_inbox(struct router *r)
{
    struct intake *committed = r->committed;
    struct batch  *replies   = NULL, *b;
    bool           rescan    = r->rescan;

    r->committed      = NULL;
    r->committed_tail = &r->committed;
    while (r->replies) { /* in the order in which they came */
        b          = r->replies;
        r->replies = b->next;
        b->next    = replies;
        replies    = b;
    }
    r->rescan = false;
    pthread_mutex_unlock(&r->lock);
    while (committed) {
        struct intake *next = intake_next(committed);

        task_commit(r, committed);
        committed = next;
    }
    while (replies) {
        b       = replies;
        replies = b->next;
        hop_settle(b, clock_ticks());
    }
    if (rescan || (r->behind && r->task_count < ROUTER_TASKS / 2))
        task_scan(r);
    pthread_mutex_lock(&r->lock);
}

static void *run(void *arg)
{
    struct router *r = arg;

    pthread_setname_np(pthread_self(), "router");
    pthread_mutex_lock(&r->lock);
    while (!r->stopping || !idle(r)) {
        int64_t next = INT64_MAX;

        take_inbox(r);
        pthread_mutex_unlock(&r->lock);
        if (!r->stopping)
            next = dispatch_all(r, clock_ticks());
        pthread_mutex_lock(&r->lock);
        r->resting = !moving(r, clock_ticks()) && !r->committed && !r->replies;
        if (r->resting)
            pthread_cond_broadcast(&r->rest);
        if (!r->stopping || !idle(r))
            wait_until(r, next);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

/* ---- Opening -------------------------------------------------------------- */

static bool open_stores(struct router *r)
{
    const struct graph *g = r->graph;

    r->stores = arena_zero(&r->arena, (g->store_count + 1) * sizeof *r->stores);
    for (size_t i = 0; r->stores && i < g->store_count; i++) {
        r->stores[i] = stores_take(r->graph, &g->stores[i], &r->call);
        if (!r->stores[i])
            return false;
    }
    return r->stores != NULL;
}

static bool open_services(struct router *r)
{
    const struct graph *g = r->graph;

    r->services = arena_zero(&r->arena, (g->service_count + 1) * sizeof *r->services);
    for (size_t i = 0; r->services && i < g->service_count; i++) {
        if (!graph_instance(r->graph, &g->services[i], &r->services[i]))
            return false;
        if (instance_open(&r->services[i], &r->call) != HILUM_OK) {
            graph_blame(r->graph, &g->services[i], &r->call);
            return false;
        }
    }
    return r->services != NULL;
}

static bool mount_services(struct router *r)
{
    for (size_t i = 0; i < r->graph->service_count; i++) {
        struct instance *s = &r->services[i];

        call_begin(&r->call, s);
        if (s->part->part.mount(s->state, &r->call.pub) != HILUM_OK) {
            graph_blame(r->graph, &r->graph->services[i], &r->call);
            return false;
        }
    }
    return true;
}

static size_t stage_instances(const struct graph *g)
{
    size_t most = 1;

    for (size_t i = 0; i < g->step_count; i++)
        if ((size_t)g->steps[i].entry->instances > most)
            most = (size_t)g->steps[i].entry->instances;
    return most;
}

static bool open_hops(struct router *r)
{
    const struct graph     *g       = r->graph;
    const struct spec_retry patient = { .first = ROUTER_STAGE_FIRST,
                                        .most  = ROUTER_STAGE_MOST };

    if (!hop_open(r, &r->stages, WORKER_STAGES, g->name, &patient, stage_instances(g)))
        return false;
    r->sinks = arena_zero(&r->arena, (g->sink_count + 1) * sizeof *r->sinks);
    for (size_t i = 0; r->sinks && i < g->sink_count; i++)
        if (!hop_open(r, &r->sinks[i], (int)i, g->sinks[i].name,
                      &g->sinks[i].entry->retry, (size_t)g->sinks[i].entry->instances))
            return false;
    return r->sinks != NULL;
}

static bool open_source(struct router *r)
{
    /* From the first look on, so that an alarm has something to watch. */
    static const char *const meters[] = { "accepted", "pending", "delivered",
                                          "filtered", "held",    "dead" };
    const struct graph_node *n        = &r->graph->source;
    struct problems         *problems = r->graph->spec->doc->lines.problems;

    r->reader = reader_open(r->dir, problems);
    if (!r->reader || !open_hops(r) || !graph_instance(r->graph, n, &r->source))
        return false;
    if (instance_open(&r->source, &r->call) != HILUM_OK) {
        graph_blame(r->graph, n, &r->call);
        return false;
    }
    for (size_t i = 0; i < sizeof meters / sizeof *meters; i++)
        meters_count(r->graph->engine->meters, r->graph->name, meters[i], 0);
    task_scan(r);
    if (r->task_count)
        log_write(LOG_INFO, r->graph->name, "taking up %zu pending messages",
                  r->task_count);
    r->running = pthread_create(&r->thread, NULL, run, r) == 0;
    return r->running;
}

struct router *router_open(struct graph *g, struct journal *journal, const char *dir)
{
    struct router     *r = calloc(1, sizeof *r);
    pthread_condattr_t monotonic;

    if (!r)
        return NULL;
    *r = (struct router){ .graph = g, .journal = journal, .dir = dir };
    arena_init(&r->arena, ROUTER_MEMORY);
    call_init(&r->call, g->engine);
    pthread_mutex_init(&r->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&r->wake, &monotonic);
    pthread_cond_init(&r->rest, &monotonic);
    pthread_condattr_destroy(&monotonic);
    intake_open(r);
    r->committed_tail = &r->committed;
    g->scope          = r;
    if (open_stores(r) && open_services(r) && mount_services(r) &&
        (!g->source.part || open_source(r)))
        return r;
    router_stop(r, 0);
    return NULL;
}

bool router_start(struct router *r)
{
    const struct hilum_part *part;
    struct call              own; /* the router's thread has the other one by now */

    if (!r->graph->source.part)
        return true;
    part = &r->graph->source.part->part;
    call_init(&own, r->graph->engine);
    call_begin(&own, &r->source);
    r->source_started = part->start(r->source.state, &own.pub,
                                    (struct hilum_feed *)(void *)r) == HILUM_OK;
    if (!r->source_started)
        graph_blame(r->graph, &r->graph->source, &own);
    call_free(&own);
    return r->source_started;
}

void router_rescan(struct router *r)
{
    pthread_mutex_lock(&r->lock);
    r->rescan = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
}

/* ---- Closing -------------------------------------------------------------- */

/* Waits until nothing moves any more, or the time is over. */
static void drain(struct router *r, int64_t grace)
{
    int64_t         until = clock_ticks() + grace;
    struct timespec t     = { .tv_sec  = (time_t)(until / 1000),
                              .tv_nsec = (long)(until % 1000) * 1000000 };

    journal_flush(r->journal);
    pthread_mutex_lock(&r->lock);
    r->resting = false;
    pthread_cond_signal(&r->wake);
    while (!r->resting && clock_ticks() < until)
        pthread_cond_timedwait(&r->rest, &r->lock, &t);
    r->stopping = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
}

/* Services before the stores that they use. */
static void close_services(struct router *r)
{
    const struct graph *g = r->graph;

    for (size_t i = 0; r->services && i < g->service_count; i++)
        if (r->services[i].part)
            instance_free(&r->services[i]);
    for (size_t i = 0; r->stores && i < g->store_count; i++)
        stores_give_back(r->stores[i]);
}

/* What was committed but not taken up is in the journal. */
static void abandon_committed(struct router *r)
{
    while (r->committed) {
        struct intake *i = r->committed;

        r->committed = intake_next(i);
        intake_abandon(i, &r->call);
    }
}

void router_stop(struct router *r, int64_t grace)
{
    struct graph *g = r->graph;

    /* First, so that no thread of the source's is kept waiting by an offer. */
    intake_refuse(r);
    if (r->source_started)
        r->source.part->part.stop(r->source.state);
    if (r->running)
        drain(r, grace);
    abandon_committed(r);
    task_refuse_all(r);
    if (r->source.part)
        instance_free(&r->source);
    hop_close(&r->stages);
    for (size_t i = 0; r->sinks && i < g->sink_count; i++)
        hop_close(&r->sinks[i]);
    close_services(r);
    task_free_all(r);
    reader_close(r->reader);
    intake_close(r);
    pthread_cond_destroy(&r->rest);
    pthread_cond_destroy(&r->wake);
    pthread_mutex_destroy(&r->lock);
    call_free(&r->call);
    arena_free(&r->arena);
    free(r);
}

/* ---- Services ------------------------------------------------------------- */

static const struct hilum_store *store(struct hilum_call *pub, const char *name,
                                       void **state)
{
    struct call         *c = call_of(pub);
    const struct router *r = c->instance ? c->instance->scope : NULL;

    *state = NULL;
    for (size_t i = 0; r && i < r->graph->store_count; i++) {
        if (strcmp(r->graph->stores[i].entry->name, name) == 0 && r->stores[i]) {
            const struct instance *s = stores_instance(r->stores[i]);

            *state = s->state;
            return s->part->part.store;
        }
    }
    call_fault(c, HILUM_FAIL, "", "there is no store called %s under `stores:`", name);
    return NULL;
}

void router_serve(struct engine *e)
{
    intake_serve(&e->host);
    e->host.store = store;
}
