/* functions_each.c -- functions that evaluate an argument for every item. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"
#include "expr/set.h"
#include "expr/value.h"

/* Takes the items of a body's result off the list stack but leaves them pushed. */
static void keep(struct machine *m)
{
    m->lists--;
}

bool run_where(struct machine *m, const struct call *c)
{
    for (uint32_t i = 0; i < c->in.count; i++) {
        struct frame frame = frame_for(m, list_item(m, c->in, i), i);
        struct list  result;
        enum truth   truth;

        if (!machine_body(m, c->args[0].body, &frame, &result) ||
            !list_truth(m, result, &truth))
            return false;
        machine_drop(m);
        if (truth == YES && !push(m, frame.this))
            return false;
    }
    return true;
}

bool run_select(struct machine *m, const struct call *c)
{
    for (uint32_t i = 0; i < c->in.count; i++) {
        struct frame frame = frame_for(m, list_item(m, c->in, i), i);
        struct list  result;

        if (!machine_body(m, c->args[0].body, &frame, &result))
            return false;
        keep(m);
    }
    return true;
}

/* Drops the items from `from` that were there before.  Nodes that have nodes below
 * them are the same where they are the same node, as a document is a tree. */
static bool drop_known(struct machine *m, struct set *s, uint32_t from)
{
    struct list fresh = { from, m->used - from, 0 };

    m->used = from;
    for (uint32_t i = 0; i < fresh.count; i++) {
        struct expr_item item = *list_item(m, fresh, i);
        bool             in   = false;

        if (item.kind != EXPR_NODE || hilum_leaf(item.node)) {
            if (!set_push(m, s, &item))
                return false;
            continue;
        }
        for (uint32_t j = 0; j < s->count && !in; j++)
            in = m->items[s->mark + j].kind == EXPR_NODE &&
                 m->items[s->mark + j].node == item.node;
        if (!machine_spend(m, s->count / 8) || (!in && !push(m, item)))
            return false;
        s->count += !in;
        s->others += !in;
    }
    return true;
}

bool run_repeat(struct machine *m, const struct call *c)
{
    uint32_t   mark = m->used, next = c->in.start, end = c->in.start + c->in.count;
    struct set s = set_begin(m);

    while (next < end || end != m->used) {
        struct frame frame;
        struct list  result;
        uint32_t     from = m->used;

        if (next == end) {
            /* The input is done: now what it gave, and what that gives. */
            next = end < mark ? mark : end;
            end  = m->used;
            continue;
        }
        frame = frame_for(m, &m->items[next], (int64_t)(next - c->in.start));
        next++;
        if (!machine_body(m, c->args[0].body, &frame, &result))
            return false;
        keep(m);
        if (!drop_known(m, &s, from))
            return false;
    }
    return true;
}

/* As repeat(), but what was there before is not dropped. */
bool run_repeat_all(struct machine *m, const struct call *c)
{
    uint32_t mark = m->used, next = c->in.start, end = c->in.start + c->in.count;

    while (next < end || end != m->used) {
        struct frame frame;
        struct list  result;

        if (next == end) {
            next = end < mark ? mark : end;
            end  = m->used;
            continue;
        }
        frame = frame_for(m, &m->items[next], (int64_t)(next - c->in.start));
        next++;
        if (!machine_body(m, c->args[0].body, &frame, &result))
            return false;
        keep(m);
    }
    return true;
}

/* What is meant by $this where the input as a whole is. */
static struct frame whole_frame(struct machine *m, struct list in,
                                const struct expr_item *copy)
{
    static const struct expr_item nothing = { .kind = EXPR_BOOLEAN };
    struct frame frame = frame_for(m, in.count ? copy : &nothing, m->frame->index);

    frame.nothing    = in.count == 0;
    frame.many       = in.count > 1 ? copy : NULL;
    frame.many_count = in.count;
    return frame;
}

/* A copy of a list that lasts as long as the result. */
static const struct expr_item *copy_of(struct machine *m, struct list l)
{
    struct expr_item *copy = machine_alloc(m, (l.count + 1) * sizeof *copy);

    if (copy && l.count)
        memcpy(copy, list_item(m, l, 0), l.count * sizeof *copy);
    return copy && machine_spend(m, l.count) ? copy : NULL;
}

bool run_define_variable(struct machine *m, const struct call *c)
{
    struct hilum_view       name;
    bool                    empty;
    const struct expr_item *value = copy_of(m, c->in);
    uint32_t                count = c->in.count;

    if (!value || !list_string(m, c->args[0], &name, &empty))
        return false;
    if (empty)
        return machine_fail(m, "a variable needs a name");
    if (c->count > 1) {
        struct frame frame = whole_frame(m, c->in, value);
        struct list  result;

        if (!machine_body(m, c->args[1].body, &frame, &result))
            return false;
        count = result.count;
        value = copy_of(m, result);
        machine_drop(m);
        if (!value)
            return false;
    }
    return machine_define(m, name, value, count) && push_list(m, c->in);
}

/* The first of the arguments that is not empty. */
bool run_coalesce(struct machine *m, const struct call *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (c->args[i].count > 0)
            return push_list(m, c->args[i]);
    return true;
}

/* The frame of an argument that is evaluated once, on the input as a whole. */
static bool input_frame(struct machine *m, struct list in, struct frame *out)
{
    static const struct expr_item nothing = { .kind = EXPR_BOOLEAN };

    if (in.count > 1)
        return machine_fail(m, "iif() is asked on %u items", in.count);
    *out = frame_for(m, in.count ? list_item(m, in, 0) : &nothing, m->frame->index);
    out->nothing = in.count == 0;
    return true;
}

bool run_iif(struct machine *m, const struct call *c)
{
    struct frame frame;
    struct list  result;
    enum truth   truth;
    uint32_t     chosen;

    if (!input_frame(m, c->in, &frame) ||
        !machine_body(m, c->args[0].body, &frame, &result) ||
        !list_truth(m, result, &truth))
        return false;
    if (result.count && list_item(m, result, 0)->kind > EXPR_BOOLEAN)
        return machine_fail(m, "the condition of iif() is not a boolean");
    machine_drop(m);
    chosen = truth == YES ? 1 : 2;
    if (chosen == c->count)
        return true;
    if (!machine_body(m, c->args[chosen].body, &frame, &result))
        return false;
    keep(m);
    return true;
}

bool run_aggregate(struct machine *m, const struct call *c)
{
    struct list total = { 0, 0, 0 };
    uint32_t    mark  = m->used;

    if (c->count > 1)
        total = c->args[1];
    for (uint32_t i = 0; i < c->in.count; i++) {
        struct frame      frame = frame_for(m, list_item(m, c->in, i), i);
        struct expr_item *kept  = NULL;
        struct list       result;

        if (total.count) {
            /* The stack may move while the body runs. */
            kept = machine_alloc(m, total.count * sizeof *kept);
            if (!kept)
                return false;
            memcpy(kept, list_item(m, total, 0), total.count * sizeof *kept);
        }
        frame.total       = kept;
        frame.total_count = total.count;
        m->used           = mark;
        if (!machine_body(m, c->args[0].body, &frame, &result))
            return false;
        keep(m);
        total = result;
    }
    return c->in.count > 0 || push_list(m, total);
}

bool run_trace(struct machine *m, const struct call *c)
{
    const struct expr_context *ctx = m->ctx;
    struct hilum_view          name;
    bool                       empty;
    uint32_t                   mark = m->used;

    if (!list_string(m, c->args[0], &name, &empty))
        return false;
    if (c->count == 1) {
        if (ctx->trace)
            ctx->trace(ctx->user, name, m->items + c->in.start, c->in.count);
        return push_list(m, c->in);
    }
    {
        struct call body = { .in = c->in, .args = { c->args[1] }, .count = 1 };

        if (!run_select(m, &body))
            return false;
    }
    if (ctx->trace)
        ctx->trace(ctx->user, name, m->items + mark, m->used - mark);
    m->used = mark;
    return push_list(m, c->in);
}
