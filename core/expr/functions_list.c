/* functions_list.c -- existence, subsetting and combining of lists. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/compare.h"
#include "expr/functions.h"
#include "expr/value.h"

/* ---- Existence --------------------------------------------------------------- */

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
    bool in = true;

    for (uint32_t i = 0; i < part.count && in; i++)
        if (!compare_in(m, list_item(m, part, i), whole, &in))
            return false;
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

/* Pushes the items of a list that are not among those pushed since `mark`. */
static bool push_new(struct machine *m, struct list l, uint32_t mark)
{
    for (uint32_t i = 0; i < l.count; i++) {
        struct list pushed = { mark, m->used - mark, 0 };
        bool        known;

        if (!compare_in(m, list_item(m, l, i), pushed, &known) ||
            (!known && !push(m, *list_item(m, l, i))))
            return false;
    }
    return true;
}

bool run_distinct(struct machine *m, const struct call *c)
{
    return push_new(m, c->in, m->used);
}

bool run_is_distinct(struct machine *m, const struct call *c)
{
    uint32_t mark = m->used;

    if (!push_new(m, c->in, mark))
        return false;
    {
        bool distinct = m->used - mark == c->in.count;

        m->used = mark;
        return push_boolean(m, distinct);
    }
}

bool run_union(struct machine *m, const struct call *c)
{
    uint32_t mark = m->used;

    return push_new(m, c->in, mark) && push_new(m, c->args[0], mark);
}

bool run_combine(struct machine *m, const struct call *c)
{
    return push_list(m, c->in) && push_list(m, c->args[0]);
}

bool run_intersect(struct machine *m, const struct call *c)
{
    uint32_t mark = m->used;

    for (uint32_t i = 0; i < c->in.count; i++) {
        const struct expr_item *item   = list_item(m, c->in, i);
        struct list             pushed = { mark, m->used - mark, 0 };
        bool                    in, known;

        if (!compare_in(m, item, c->args[0], &in) ||
            !compare_in(m, item, pushed, &known) || (in && !known && !push(m, *item)))
            return false;
    }
    return true;
}

bool run_exclude(struct machine *m, const struct call *c)
{
    for (uint32_t i = 0; i < c->in.count; i++) {
        bool in;

        if (!compare_in(m, list_item(m, c->in, i), c->args[0], &in) ||
            (!in && !push(m, *list_item(m, c->in, i))))
            return false;
    }
    return true;
}

/* ---- Subsetting -------------------------------------------------------------------- */

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
