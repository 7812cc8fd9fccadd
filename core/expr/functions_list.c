/* functions_list.c -- existence, subsetting and combining of lists. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/compare.h"
#include "expr/functions.h"
#include "expr/set.h"
#include "expr/value.h"

/* ---- Existence ------------------------------------------------------------------ */

bool run_empty(struct machine *m, const struct call *c)
{
    return push_boolean(m, c->in.count == 0);
}

/* Does the body hold for an item? */
static bool holds(struct machine *m, uint32_t body, struct list in, uint32_t nth,
                  bool *out)
{
    struct frame frame = frame_for(m, list_item(m, in, nth), nth);
    struct list  result;
    enum truth   truth;

    if (!machine_body(m, body, &frame, &result) || !list_truth(m, result, &truth))
        return false;
    machine_drop(m);
    *out = truth == YES;
    return true;
}

bool run_exists(struct machine *m, const struct call *c)
{
    bool found = false;

    if (c->count == 0)
        return push_boolean(m, c->in.count > 0);
    for (uint32_t i = 0; i < c->in.count && !found; i++)
        if (!holds(m, c->args[0].body, c->in, i, &found))
            return false;
    return push_boolean(m, found);
}

bool run_all(struct machine *m, const struct call *c)
{
    bool all = true;

    for (uint32_t i = 0; i < c->in.count && all; i++)
        if (!holds(m, c->args[0].body, c->in, i, &all))
            return false;
    return push_boolean(m, all);
}

bool run_not(struct machine *m, const struct call *c)
{
    enum truth truth;

    if (!list_truth(m, c->in, &truth))
        return false;
    return truth == UNKNOWN || push_boolean(m, truth == NO);
}

bool run_count(struct machine *m, const struct call *c)
{
    return push(m, item_integer(c->in.count));
}

/* How many items are true, and how many false; anything else is an error. */
static bool tally(struct machine *m, struct list l, uint32_t *yes, uint32_t *no)
{
    *yes = *no = 0;
    for (uint32_t i = 0; i < l.count; i++) {
        struct expr_item value = item_value(m->ctx->doc, list_item(m, l, i));

        if (value.kind != EXPR_BOOLEAN)
            return machine_fail(m, "not all items are booleans");
        *yes += value.number != 0;
        *no += value.number == 0;
    }
    return machine_spend(m, l.count);
}

bool run_all_true(struct machine *m, const struct call *c)
{
    uint32_t yes, no;

    return tally(m, c->in, &yes, &no) && push_boolean(m, no == 0);
}

bool run_any_true(struct machine *m, const struct call *c)
{
    uint32_t yes, no;

    return tally(m, c->in, &yes, &no) && push_boolean(m, yes > 0);
}

bool run_all_false(struct machine *m, const struct call *c)
{
    uint32_t yes, no;

    return tally(m, c->in, &yes, &no) && push_boolean(m, yes == 0);
}

bool run_any_false(struct machine *m, const struct call *c)
{
    uint32_t yes, no;

    return tally(m, c->in, &yes, &no) && push_boolean(m, no > 0);
}

/* Is each item of one list in the other? */
static bool covered(struct machine *m, struct list part, struct list whole)
{
    struct set s  = set_begin(m);
    bool       in = true;

    if (!set_push_list(m, &s, whole))
        return false;
    for (uint32_t i = 0; i < part.count && in; i++)
        if (!set_has(m, &s, list_item(m, part, i), &in))
            return false;
    m->used = s.mark;
    return push_boolean(m, in);
}

bool run_subset_of(struct machine *m, const struct call *c)
{
    return covered(m, c->in, c->args[0]);
}

bool run_superset_of(struct machine *m, const struct call *c)
{
    return covered(m, c->args[0], c->in);
}

/* ---- Combining ------------------------------------------------------------------ */

bool run_distinct(struct machine *m, const struct call *c)
{
    struct set s = set_begin(m);

    return set_push_list(m, &s, c->in);
}

bool run_is_distinct(struct machine *m, const struct call *c)
{
    struct set s = set_begin(m);

    if (!set_push_list(m, &s, c->in))
        return false;
    m->used = s.mark;
    return push_boolean(m, s.count == c->in.count);
}

bool run_union(struct machine *m, const struct call *c)
{
    struct set s = set_begin(m);

    return set_push_list(m, &s, c->in) && set_push_list(m, &s, c->args[0]);
}

bool run_combine(struct machine *m, const struct call *c)
{
    return push_list(m, c->in) && push_list(m, c->args[0]);
}

/* Puts the items of a list into a set above the stack's top, where they are looked up
 * until the result is pushed in their place. */
static bool look_up(struct machine *m, struct list in, struct list what, bool wanted)
{
    struct set s    = set_begin(m);
    uint32_t   kept = in.start;

    if (!set_push_list(m, &s, what))
        return false;
    for (uint32_t i = 0; i < in.count; i++) {
        struct expr_item item = *list_item(m, in, i);
        bool             has;

        if (!set_has(m, &s, &item, &has))
            return false;
        if (has == wanted)
            m->items[kept++] = item;
    }
    m->used = s.mark;
    return push_list(m, (struct list){ in.start, kept - in.start, 0 });
}

bool run_intersect(struct machine *m, const struct call *c)
{
    uint32_t   mark = m->used;
    struct set s    = set_begin(m);

    if (!look_up(m, c->in, c->args[0], true))
        return false;
    {
        struct list both = { mark, m->used - mark, 0 };

        /* Each only once: what is kept moves down over what is not. */
        m->used = mark;
        for (uint32_t i = 0; i < both.count; i++)
            if (!set_push(m, &s, list_item(m, both, i)))
                return false;
    }
    return true;
}

bool run_exclude(struct machine *m, const struct call *c)
{
    return look_up(m, c->in, c->args[0], false);
}

/* ---- Subsetting ----------------------------------------------------------------- */

/* Pushes the items from one position up to another, as far as there are any. */
static bool push_part(struct machine *m, struct list l, int64_t from, int64_t to)
{
    uint32_t first = from < 0 ? 0 : from > l.count ? l.count : (uint32_t)from;
    uint32_t last  = to < first ? first : to > l.count ? l.count : (uint32_t)to;

    return push_list(m, (struct list){ l.start + first, last - first, 0 });
}

bool run_single(struct machine *m, const struct call *c)
{
    if (c->in.count > 1)
        return machine_fail(m, "%u items stand where a single one is asked for",
                            c->in.count);
    return push_list(m, c->in);
}

bool run_first(struct machine *m, const struct call *c)
{
    return push_part(m, c->in, 0, 1);
}

bool run_last(struct machine *m, const struct call *c)
{
    return push_part(m, c->in, (int64_t)c->in.count - 1, c->in.count);
}

bool run_tail(struct machine *m, const struct call *c)
{
    return push_part(m, c->in, 1, c->in.count);
}

bool run_skip(struct machine *m, const struct call *c)
{
    int64_t n;
    bool    empty;

    return list_integer(m, c->args[0], &n, &empty) &&
           (empty || push_part(m, c->in, n, c->in.count));
}

bool run_take(struct machine *m, const struct call *c)
{
    int64_t n;
    bool    empty;

    return list_integer(m, c->args[0], &n, &empty) &&
           (empty || push_part(m, c->in, 0, n));
}
