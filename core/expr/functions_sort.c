/* functions_sort.c -- sort(), and what adds up lists: sum(), min(), max(), avg(). */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/compare.h"
#include "expr/functions.h"
#include "expr/value.h"

/* ---- Sorting -------------------------------------------------------------------- */

/* What items are sorted by: as many keys for each as there are arguments, at least
 * one.  A key of the kind EXPR_NODE is an empty one. */
struct sorting {
    struct machine   *m;
    struct expr_item *keys;
    uint32_t          count; /* of keys for an item */
    bool              descending[MOST_ARGUMENTS];
};

/* Does the body of an argument end with the mark of descending order? */
static bool is_descending(const struct machine *m, uint32_t body)
{
    const struct op *ops = m->expr->ops;

    return ops[ops[body - 1].a - 2].code == OP_DESCENDING;
}

/* The value of a list that is a key. */
static bool key(struct machine *m, struct list l, struct expr_item *out)
{
    const struct expr_item *value;

    if (!list_value(m, l, out, &value))
        return false;
    if (value && value->kind == EXPR_NODE)
        return machine_fail(m, "this has no order to be sorted by");
    if (!value)
        *out = (struct expr_item){ .kind = EXPR_NODE };
    return true;
}

static bool read_keys(struct sorting *s, const struct call *c)
{
    struct machine *m = s->m;

    for (uint32_t i = 0; i < c->in.count; i++) {
        struct expr_item *to = s->keys + (size_t)i * s->count;

        if (c->count == 0 &&
            !key(m, (struct list){ .start = c->in.start + i, .count = 1 }, to))
            return false;
        for (uint32_t k = 0; k < c->count; k++) {
            struct frame frame = frame_for(m, list_item(m, c->in, i), i);
            struct list  result;

            if (!machine_body(m, c->args[k].body, &frame, &result) ||
                !key(m, result, to + k))
                return false;
            machine_drop(m);
        }
    }
    return true;
}

/* Does item b come before item a?  Items without a key come first, in either order. */
static bool before(struct sorting *s, uint32_t a, uint32_t b, bool *out)
{
    const struct expr_item *x = s->keys + (size_t)a * s->count;
    const struct expr_item *y = s->keys + (size_t)b * s->count;

    *out = false;
    for (uint32_t k = 0; k < s->count; k++) {
        bool none_x = x[k].kind == EXPR_NODE, none_y = y[k].kind == EXPR_NODE, known;
        int  order;

        if (none_x && none_y)
            continue;
        if (none_x || none_y) {
            *out = none_y;
            return true;
        }
        if (!compare_order(s->m, &x[k], &y[k], &order, &known))
            return false;
        if (!known || order == 0)
            continue;
        *out = s->descending[k] ? order < 0 : order > 0;
        return true;
    }
    return true;
}

/* Merges two neighbouring sorted runs. */
static bool merge(struct sorting *s, const uint32_t *from, uint32_t *to, uint32_t first,
                  uint32_t middle, uint32_t end)
{
    uint32_t a = first, b = middle;

    if (!machine_spend(s->m, end - first))
        return false;
    for (uint32_t i = first; i < end; i++) {
        bool second = a == middle;

        if (!second && b < end && !before(s, from[a], from[b], &second))
            return false;
        to[i] = second ? from[b++] : from[a++];
    }
    return true;
}

bool run_sort(struct machine *m, const struct call *c)
{
    struct sorting s     = { .m = m, .count = c->count ? c->count : 1 };
    uint32_t       count = c->in.count, *order, *other;

    s.keys = machine_alloc(m, (size_t)count * s.count * sizeof *s.keys + 1);
    order  = machine_alloc(m, 2 * (size_t)count * sizeof *order + 1);
    if (!s.keys || !order || !read_keys(&s, c))
        return false;
    other = order + count;
    for (uint32_t k = 0; k < c->count; k++)
        s.descending[k] = is_descending(m, c->args[k].body);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t run = 1; run < count; run *= 2) {
        uint32_t *sorted = other;

        for (uint32_t i = 0; i < count; i += 2 * run) {
            uint32_t middle = i + run < count ? i + run : count;
            uint32_t end    = i + 2 * run < count ? i + 2 * run : count;

            if (!merge(&s, order, other, i, middle, end))
                return false;
        }
        other = order;
        order = sorted;
    }
    for (uint32_t i = 0; i < count; i++)
        if (!push(m, *list_item(m, c->in, order[i])))
            return false;
    return true;
}

/* ---- Adding up ------------------------------------------------------------------ */

/* Replaces the item at the top by what an operator makes of it and an item of a
 * list. */
static bool apply(struct machine *m, run_function *operator, struct list l, uint32_t nth)
{
    uint32_t    top = m->used - 1;
    struct call c   = { .in    = { .start = top, .count = 1 },
                        .args  = { { .start = l.start + nth, .count = 1 } },
                        .count = 1 };

    if (!operator(m, &c))
        return false;
    if (m->used == top + 1)
        m->used--; /* nothing: the sum cannot be told */
    else
        m->items[top] = m->items[--m->used];
    return true;
}

/* Pushes the sum of a list; nothing where it is empty or cannot be told. */
static bool push_sum(struct machine *m, struct list l)
{
    uint32_t mark = m->used;

    if (l.count == 0)
        return true;
    if (!push(m, item_value(m->ctx->doc, list_item(m, l, 0))))
        return false;
    for (uint32_t i = 1; i < l.count && m->used > mark; i++)
        if (!apply(m, run_add, l, i))
            return false;
    return machine_spend(m, l.count);
}

bool run_sum(struct machine *m, const struct call *c)
{
    return push_sum(m, c->in);
}

bool run_avg(struct machine *m, const struct call *c)
{
    uint32_t         mark  = m->used;
    struct expr_item count = item_integer(c->in.count), result;
    struct call      by    = { .in    = { .start = mark, .count = 1 },
                               .args  = { { .start = mark + 1, .count = 1 } },
                               .count = 1 };

    if (!push_sum(m, c->in))
        return false;
    if (m->used == mark)
        return true;
    if (!push(m, count) || !run_divide(m, &by))
        return false;
    if (m->used == mark + 2) {
        m->used = mark;
        return true;
    }
    result  = m->items[m->used - 1];
    m->used = mark;
    return push(m, result);
}

/* The least or the greatest. */
static bool extreme(struct machine *m, struct list l, int wanted)
{
    struct expr_item best = { .kind = EXPR_NODE };

    for (uint32_t i = 0; i < l.count; i++) {
        struct expr_item next = item_value(m->ctx->doc, list_item(m, l, i));
        bool             known;
        int              order;

        if (next.kind == EXPR_NODE)
            return true; /* it has no value */
        if (i == 0) {
            best = next;
            continue;
        }
        if (!compare_order(m, &next, &best, &order, &known))
            return false;
        if (!known)
            return true;
        if (order * wanted > 0)
            best = next;
    }
    return l.count == 0 || (machine_spend(m, l.count) && push(m, best));
}

bool run_min(struct machine *m, const struct call *c)
{
    return extreme(m, c->in, -1);
}

bool run_max(struct machine *m, const struct call *c)
{
    return extreme(m, c->in, 1);
}
