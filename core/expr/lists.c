/* lists.c -- lists on the machine's stack: pushed, and read as single values. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/program.h"

#include "expr/types.h"
#include "expr/value.h"

bool push_list(struct machine *m, struct list l)
{
    if (!machine_spend(m, l.count))
        return false;
    for (uint32_t i = 0; i < l.count; i++)
        if (!push(m, m->items[l.start + i]))
            return false;
    return true;
}

bool push_children(struct machine *m, const struct hilum_node *node, uint32_t name)
{
    const struct hilum_node *end    = node + node->span;
    uint32_t                 looked = 4;

    if (!name) {
        hilum_each(child, node) if (!push(m, item_node(child))) return false;
        return machine_spend(m, 1 + node->span / 4);
    }
    for (const struct hilum_node *child = list_child(node + 1, end, name, &looked); child;
         child = list_child(child + child->span, end, name, &looked)) {
        if (!push(m, item_node(child)))
            return false;
        if (list_only_one(m, child))
            break;
    }
    return machine_spend(m, looked / 4);
}

bool list_has_value(const struct expr_item *item)
{
    return item->kind != EXPR_NODE || (item->node->flags & HILUM_NODE_VALUE) ||
           type_value(item->node->type) == EXPR_NODE ||
           type_value(item->node->type) == EXPR_QUANTITY;
}

bool list_truth(struct machine *m, struct list l, enum truth *out)
{
    const struct expr_item *item = &m->items[l.start];

    *out = UNKNOWN;
    if (l.count == 0)
        return true;
    if (l.count > 1)
        return machine_fail(m, "%u items stand where one boolean is needed", l.count);
    *out = YES;
    if (item->kind == EXPR_BOOLEAN)
        *out = item->number ? YES : NO;
    else if (!list_has_value(item))
        *out = UNKNOWN;
    else if (item->kind == EXPR_NODE && type_value(item->node->type) == EXPR_BOOLEAN)
        *out = hilum_is(hilum_text(m->ctx->doc, item->node), "false") ? NO : YES;
    return true;
}

bool list_value(struct machine *m, struct list l, struct expr_item *room,
                const struct expr_item **out)
{
    *out = NULL;
    if (l.count == 0)
        return true;
    if (l.count > 1)
        return machine_fail(m, "%u items stand where one is needed", l.count);
    *room = item_value(m->ctx->doc, &m->items[l.start]);
    if (list_has_value(room))
        *out = room;
    return true;
}

bool list_string(struct machine *m, struct list l, struct hilum_view *out, bool *empty)
{
    *empty = l.count == 0;
    *out   = (struct hilum_view){ "", 0 };
    if (l.count == 0)
        return true;
    if (l.count > 1)
        return machine_fail(m, "%u items stand where one string is needed", l.count);
    if (item_text(m->ctx->doc, &m->items[l.start], out))
        return machine_spend(m, out->len / 64);
    *empty = !list_has_value(&m->items[l.start]);
    return *empty || machine_fail(m, "this is not a string");
}

bool list_integer(struct machine *m, struct list l, int64_t *out, bool *empty)
{
    struct expr_item        room;
    const struct expr_item *value;

    *empty = false;
    *out   = 0;
    if (!list_value(m, l, &room, &value))
        return false;
    if (value && value->kind != EXPR_INTEGER)
        return machine_fail(m, "this is not an integer");
    *empty = !value;
    if (value)
        *out = value->number;
    return true;
}
