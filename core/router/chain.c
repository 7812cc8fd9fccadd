/* chain.c -- the steps of a pipeline in a row, by plain function calls. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/chain.h"

#include "base/bytes.h"
#include "base/log.h"

#include <stdlib.h>

enum { CHAIN_MEMORY = 64 << 20, CHAIN_REMARKS = 16 << 10 };

/* The messages at one point of the pipeline, each a reference. */
struct stand {
    const struct hilum_msg **list;
    size_t                   count, room;
};

bool chain_open(struct chain *c, struct graph *g)
{
    *c = (struct chain){ .graph = g,
                         .steps = calloc(g->step_count + 1, sizeof *c->steps) };
    call_init(&c->call, g->engine);
    call_init(&c->own, g->engine);
    arena_init(&c->arena, CHAIN_MEMORY);
    buffer_init(&c->remarks, CHAIN_REMARKS);
    for (size_t i = 0; c->steps && i < g->step_count; i++) {
        if (!graph_instance(g, &g->steps[i], &c->steps[i])) {
            chain_close(c);
            return false;
        }
        if (instance_open(&c->steps[i], &c->call) != HILUM_OK) {
            graph_blame(g, &g->steps[i], &c->call);
            chain_close(c);
            return false;
        }
    }
    return c->steps != NULL;
}

void chain_close(struct chain *c)
{
    for (size_t i = 0; c->steps && i < c->graph->step_count; i++)
        if (c->steps[i].part)
            instance_free(&c->steps[i]);
    free(c->steps);
    call_free(&c->call);
    call_free(&c->own);
    arena_free(&c->arena);
    buffer_free(&c->remarks);
    *c = (struct chain){ 0 };
}

static const char *keep(struct chain *c, const char *text)
{
    const char *kept = arena_text(&c->arena, text, strlen(text));

    return kept ? kept : "";
}

static void blame(struct chain *c, struct chain_result *r, const struct graph_node *n,
                  enum hilum_verdict verdict, const struct call *from)
{
    r->verdict = verdict;
    r->step    = n->entry->name;
    r->held    = n->entry->on_error == SPEC_HOLD;
    r->place   = keep(c, from->place);
    r->reason  = keep(c, from->reason[0] ? from->reason : "no reason was given");
}

/* Does the node's condition let the message in?  False also where it erred,
 * with the blame in the result. */
static bool lets_in(struct chain *c, const struct graph_node *n,
                    const struct hilum_msg *m, struct chain_result *r)
{
    bool erred, holds;

    if (!n->when)
        return true;
    call_begin(&c->own, NULL);
    holds = engine_holds(&c->own, n->when, message_doc(m), &erred);
    if (erred)
        blame(c, r, n, HILUM_REJECT, &c->own);
    return holds;
}

static bool roomier(struct chain *c, struct stand *s, size_t count)
{
    size_t                   room = s->room ? s->room : 16;
    const struct hilum_msg **list;

    while (room < count)
        room *= 2;
    if (room == s->room)
        return true;
    list = arena_alloc(&c->arena, room * sizeof *list);
    if (!list)
        return false;
    if (s->count)
        memcpy(list, s->list, s->count * sizeof *list);
    s->list = list;
    s->room = room;
    return true;
}

/* Takes over what the step has emitted. */
static bool gather(struct chain *c, struct stand *to)
{
    if (!roomier(c, to, to->count + c->call.emitted_count))
        return false;
    if (c->call.emitted_count)
        memcpy(to->list + to->count, c->call.emitted,
               c->call.emitted_count * sizeof *to->list);
    to->count += c->call.emitted_count;
    c->call.emitted_count = 0;
    return true;
}

/* False: memory is out, with the blame in the result. */
static bool gather_one(struct chain *c, struct stand *to, const struct hilum_msg *m,
                       struct chain_result *r)
{
    if (roomier(c, to, to->count + 1)) {
        to->list[to->count++] = message_ref(m);
        return true;
    }
    r->verdict = HILUM_RETRY;
    r->reason  = "memory is out";
    return false;
}

static void note_remarks(struct chain *c)
{
    struct hilum_view more = hilum_buffer_view(&c->call.remarks);
    size_t            room = CHAIN_REMARKS - 1 - c->remarks.len;

    if (!more.len || room < 3)
        return;
    if (c->remarks.len) {
        hilum_put_text(&c->remarks, "; ");
        room -= 2;
    }
    more.len = more.len < room ? more.len : room;
    hilum_put_view(&c->remarks, more);
}

/* One message through one step.  False: the result says why not. */
static bool step(struct chain *c, size_t nth, const struct hilum_msg *m, struct stand *to,
                 struct chain_result *r)
{
    const struct graph_node *n = &c->graph->steps[nth];
    struct instance         *i = &c->steps[nth];
    enum hilum_verdict       verdict;

    if (!lets_in(c, n, m, r)) {
        return r->verdict == HILUM_OK && gather_one(c, to, m, r);
    }
    if (!instance_usable(i, &c->call)) {
        blame(c, r, n, HILUM_RETRY, &c->call);
        return false;
    }
    call_begin(&c->call, i);
    verdict = n->part->part.process(i->state, &c->call.pub, m);
    if (verdict == HILUM_OK && to->count + c->call.emitted_count > CHAIN_MESSAGES)
        verdict = call_fault(&c->call, HILUM_REJECT, "",
                             "the step made more than %d messages of it", CHAIN_MESSAGES);
    if (verdict == HILUM_OK && (c->call.emit_failed || !gather(c, to)))
        verdict = call_fault(&c->call, HILUM_RETRY, "",
                             "what the step made is too much for the memory there is");
    call_remark_reports(&c->call);
    note_remarks(c);
    if (verdict == HILUM_OK)
        return true;
    if (n->entry->on_error == SPEC_CONTINUE && verdict == HILUM_REJECT) {
        return gather_one(c, to, m, r);
    }
    blame(c, r, n, verdict, &c->call);
    if (verdict == HILUM_FAIL) {
        log_write(LOG_ERROR, i->name, "restarted after: %s", c->call.reason);
        instance_restart(i, &c->call);
    }
    return false;
}

static void drop(struct stand *s)
{
    for (size_t i = 0; i < s->count; i++)
        message_unref(s->list[i]);
    s->count = 0;
}

/* Adds what stands at the sinks' points to the outputs. */
static bool tap(struct chain *c, size_t point, uint32_t sinks, const struct stand *at,
                struct chain_result *r)
{
    const struct graph *g = c->graph;

    for (size_t s = 0; s < g->sink_count; s++) {
        if (g->sinks[s].point != point || !(sinks >> s & 1))
            continue;
        for (size_t i = 0; i < at->count; i++) {
            if (lets_in(c, &g->sinks[s], at->list[i], r))
                r->outputs[r->count++] =
                    (struct chain_output){ s, message_ref(at->list[i]) };
            else if (r->verdict != HILUM_OK)
                return false;
        }
    }
    return true;
}

/* Room for what the sinks of a point may take. */
static bool make_room(struct chain *c, size_t more, struct chain_result *r)
{
    struct chain_output *to = arena_alloc(&c->arena, (r->count + more) * sizeof *to);

    if (to && r->count)
        memcpy(to, r->outputs, r->count * sizeof *to);
    r->outputs = to;
    return to != NULL;
}

void chain_run(struct chain *c, const struct hilum_msg *m, uint32_t sinks,
               struct chain_result *r)
{
    const struct graph *g   = c->graph;
    struct stand        now = { 0 };

    arena_reset(&c->arena);
    buffer_reset(&c->remarks);
    *r = (struct chain_result){ .place = "", .reason = "", .remarks = "" };
    gather_one(c, &now, m, r);
    for (size_t point = 0; r->verdict == HILUM_OK; point++) {
        struct stand next = { 0 };

        if (!make_room(c, g->sink_count * now.count + 1, r)) {
            r->verdict = HILUM_RETRY;
            r->reason  = "memory is out";
            break;
        }
        if (!tap(c, point, sinks, &now, r))
            break;
        if (point == g->step_count)
            break;
        for (size_t i = 0; i < now.count; i++)
            if (!step(c, point, now.list[i], &next, r))
                break;
        drop(&now);
        now = next;
    }
    drop(&now);
    if (r->verdict != HILUM_OK)
        chain_release(r);
    if (c->remarks.len)
        r->remarks = buffer_text(&c->remarks);
}

void chain_release(struct chain_result *r)
{
    for (size_t i = 0; i < r->count; i++)
        message_unref(r->outputs[i].message);
    r->count = 0;
}
