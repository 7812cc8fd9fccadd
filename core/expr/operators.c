/* operators.c -- the operators of FHIRPath: their table, and all but arithmetic. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/compare.h"
#include "expr/functions.h"
#include "expr/types.h"
#include "expr/value.h"

/* ---- Equality ------------------------------------------------------------------- */

/* Lists are equal where they have the same items in the same order. */
static bool lists_equal(struct machine *m, const struct call *c, enum truth *out)
{
    *out = UNKNOWN;
    if (c->in.count == 0 || c->args[0].count == 0)
        return true;
    *out = c->in.count == c->args[0].count ? YES : NO;
    for (uint32_t i = 0; i < c->in.count && *out != NO; i++) {
        enum truth same;

        if (!compare_equal(m, list_item(m, c->in, i), list_item(m, c->args[0], i), &same))
            return false;
        if (same != YES)
            *out = same;
    }
    return true;
}

static bool run_equal(struct machine *m, const struct call *c)
{
    enum truth same;

    return lists_equal(m, c, &same) && (same == UNKNOWN || push_boolean(m, same == YES));
}

static bool run_unequal(struct machine *m, const struct call *c)
{
    enum truth same;

    return lists_equal(m, c, &same) && (same == UNKNOWN || push_boolean(m, same == NO));
}

/* Lists are equivalent where each item has its like, whatever the order. */
static bool lists_alike(struct machine *m, const struct call *c, bool *out)
{
    uint32_t count = c->in.count;
    bool    *taken;

    *out = count == c->args[0].count;
    if (!*out || count == 0)
        return true;
    taken = machine_alloc(m, count);
    if (!taken)
        return false;
    memset(taken, 0, count);
    for (uint32_t i = 0; i < count && *out; i++) {
        enum truth same = NO;

        for (uint32_t j = 0; j < count && same != YES; j++) {
            if (taken[j])
                continue;
            if (!compare_equivalent(m, list_item(m, c->in, i),
                                    list_item(m, c->args[0], j), &same))
                return false;
            taken[j] = same == YES;
        }
        *out = same == YES;
    }
    return true;
}

static bool run_equivalent(struct machine *m, const struct call *c)
{
    bool alike;

    return lists_alike(m, c, &alike) && push_boolean(m, alike);
}

static bool run_inequivalent(struct machine *m, const struct call *c)
{
    bool alike;

    return lists_alike(m, c, &alike) && push_boolean(m, !alike);
}

/* ---- Order ---------------------------------------------------------------------- */

static bool ordered(struct machine *m, const struct call *c, int *order, bool *known)
{
    struct expr_item        left_room, right_room;
    const struct expr_item *left, *right;

    *known = false;
    if (!list_value(m, c->in, &left_room, &left) ||
        !list_value(m, c->args[0], &right_room, &right))
        return false;
    return !left || !right || compare_order(m, left, right, order, known);
}

#define ORDER(name, condition)                                                           \
    static bool name(struct machine *m, const struct call *c)                            \
    {                                                                                    \
        int  order;                                                                      \
        bool known;                                                                      \
                                                                                         \
        return ordered(m, c, &order, &known) && (!known || push_boolean(m, condition));  \
    }

ORDER(run_less, order < 0)
ORDER(run_less_or_equal, order <= 0)
ORDER(run_greater, order > 0)
ORDER(run_greater_or_equal, order >= 0)

/* ---- Truth ---------------------------------------------------------------------- */

static bool both(struct machine *m, const struct call *c, enum truth *a, enum truth *b)
{
    return list_truth(m, c->in, a) && list_truth(m, c->args[0], b);
}

static bool push_truth(struct machine *m, enum truth t)
{
    return t == UNKNOWN || push_boolean(m, t == YES);
}

static bool run_and(struct machine *m, const struct call *c)
{
    enum truth a, b;

    return both(m, c, &a, &b) && push_truth(m, a == NO || b == NO     ? NO
                                               : a == YES && b == YES ? YES
                                                                      : UNKNOWN);
}

static bool run_or(struct machine *m, const struct call *c)
{
    enum truth a, b;

    return both(m, c, &a, &b) && push_truth(m, a == YES || b == YES ? YES
                                               : a == NO && b == NO ? NO
                                                                    : UNKNOWN);
}

static bool run_xor(struct machine *m, const struct call *c)
{
    enum truth a, b;

    return both(m, c, &a, &b) && push_truth(m, a == UNKNOWN || b == UNKNOWN ? UNKNOWN
                                               : a != b                     ? YES
                                                                            : NO);
}

static bool run_implies(struct machine *m, const struct call *c)
{
    enum truth a, b;

    return both(m, c, &a, &b) && push_truth(m, a == NO || b == YES ? YES
                                               : a == YES          ? b
                                                                   : UNKNOWN);
}

/* ---- Lists and types ------------------------------------------------------------ */

static bool contained(struct machine *m, struct list item, struct list in)
{
    bool found;

    if (item.count == 0)
        return true;
    if (item.count > 1)
        return machine_fail(m, "%u items stand where one is needed", item.count);
    return compare_in(m, list_item(m, item, 0), in, &found) && push_boolean(m, found);
}

static bool run_in(struct machine *m, const struct call *c)
{
    return contained(m, c->in, c->args[0]);
}

static bool run_contains(struct machine *m, const struct call *c)
{
    return contained(m, c->args[0], c->in);
}

static bool run_index(struct machine *m, const struct call *c)
{
    int64_t at;
    bool    empty;

    if (!list_integer(m, c->args[0], &at, &empty))
        return false;
    return empty || at < 0 || at >= c->in.count ||
           push(m, *list_item(m, c->in, (uint32_t)at));
}

bool run_is(struct machine *m, const struct call *c)
{
    if (c->in.count == 0)
        return true;
    if (c->in.count > 1)
        return machine_fail(m, "%u items stand where one is needed", c->in.count);
    return push_boolean(
        m, type_is(m->ctx, list_item(m, c->in, 0), list_item(m, c->args[0], 0)));
}

/* Of primitives only those of the very type are chosen: a code is a string, but
 * as(string) does not give it. */
bool run_of_type(struct machine *m, const struct call *c)
{
    const struct expr_item *type   = list_item(m, c->args[0], 0);
    const uint32_t          wanted = (uint32_t)type->number;
    const bool              base   = type->zone == TYPE_BASE;

    for (uint32_t i = 0; i < c->in.count; i++) {
        const struct expr_item *item = list_item(m, c->in, i);

        if (item->kind == EXPR_NODE && item->node->type && item->node->type != wanted &&
            (!base || (item->node->flags & HILUM_NODE_VALUE)))
            continue;
        if (type_is(m->ctx, item, list_item(m, c->args[0], 0)) && !push(m, *item))
            return false;
    }
    return machine_spend(m, c->in.count);
}

/* Ranks as in the standard's grammar; an index is written in brackets. */
const struct operation expr_operators[] = {
    { "implies", 1, OP_IMPLIES, false, GIVES_BOOLEAN, run_implies },
    { "or", 2, OP_OR, false, GIVES_BOOLEAN, run_or },
    { "xor", 2, OP_OPERATOR, false, GIVES_BOOLEAN, run_xor },
    { "and", 3, OP_AND, false, GIVES_BOOLEAN, run_and },
    { "in", 4, OP_OPERATOR, false, GIVES_BOOLEAN, run_in },
    { "contains", 4, OP_OPERATOR, false, GIVES_BOOLEAN, run_contains },
    { "=", 5, OP_OPERATOR, false, GIVES_BOOLEAN, run_equal },
    { "!=", 5, OP_OPERATOR, false, GIVES_BOOLEAN, run_unequal },
    { "~", 5, OP_OPERATOR, false, GIVES_BOOLEAN, run_equivalent },
    { "!~", 5, OP_OPERATOR, false, GIVES_BOOLEAN, run_inequivalent },
    { "<", 6, OP_OPERATOR, false, GIVES_BOOLEAN, run_less },
    { "<=", 6, OP_OPERATOR, false, GIVES_BOOLEAN, run_less_or_equal },
    { ">", 6, OP_OPERATOR, false, GIVES_BOOLEAN, run_greater },
    { ">=", 6, OP_OPERATOR, false, GIVES_BOOLEAN, run_greater_or_equal },
    { "|", 7, OP_OPERATOR, false, GIVES_BOTH, run_union },
    { "is", 8, OP_OPERATOR, true, GIVES_BOOLEAN, run_is },
    { "as", 8, OP_OPERATOR, true, GIVES_TYPE, run_of_type },
    { "+", 9, OP_OPERATOR, false, GIVES_ANY, run_add },
    { "-", 9, OP_OPERATOR, false, GIVES_ANY, run_subtract },
    { "&", 9, OP_OPERATOR, false, GIVES_STRING, run_join },
    { "*", 10, OP_OPERATOR, false, GIVES_ANY, run_multiply },
    { "/", 10, OP_OPERATOR, false, GIVES_ANY, run_divide },
    { "div", 10, OP_OPERATOR, false, GIVES_INTEGER, run_div },
    { "mod", 10, OP_OPERATOR, false, GIVES_ANY, run_mod },
    { "[", 0, OP_OPERATOR, false, GIVES_INPUT, run_index },
    { NULL, 0, 0, false, 0, NULL },
};
