/* enable.c -- whether an item of a Questionnaire is asked, from the other answers. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "questionnaire.h"

/* Does an answer meet the condition? */
static bool meets(struct thing given, struct hilum_view operator, struct thing wanted)
{
    int order;

    if (!thing_is(given) || !answer_compare(given, wanted, &order))
        return false;
    if (hilum_is(operator, "="))
        return order == 0;
    if (hilum_is(operator, "!="))
        return order != 0;
    if (hilum_is(operator, ">"))
        return order > 0;
    if (hilum_is(operator, "<"))
        return order < 0;
    if (hilum_is(operator, ">="))
        return order >= 0;
    return hilum_is(operator, "<=") && order <= 0;
}

/* One of the answers to an item is enough. */
static bool any_meets(const struct asked *a, const struct hilum_node *item,
                      struct thing condition)
{
    struct hilum_view operator= thing_child_text(condition, HILUM_NAME("operator"));
    struct thing      wanted = thing_child(condition, HILUM_NAME("answer"));
    bool              exists = hilum_child(item, HILUM_NAME("answer"));

    if (hilum_is(operator, "exists"))
        return exists == hilum_is(thing_text(wanted), "true");
    hilum_each(child, item)
    {
        const struct hilum_node *value = hilum_child(child, HILUM_NAME("value"));

        if (child->name == HILUM_NAME("answer") && value &&
            meets((struct thing){ .doc = a->look->doc, .node = value }, operator, wanted))
            return true;
    }
    return false;
}

static bool is_item(const struct asked *a, const struct hilum_node *n,
                    struct hilum_view id)
{
    return n->name == HILUM_NAME("item") &&
           hilum_same(child_text(a->look, n, HILUM_NAME("linkId")), id);
}

/* In groups that repeat, the item asked for is the one of the same group: it is looked
 * for below the nearest parent first. */
static bool holds(const struct asked *a, struct thing condition)
{
    struct hilum_view id = thing_child_text(condition, HILUM_NAME("question"));

    for (uint32_t depth = a->depth; depth-- > 0;) {
        const struct hilum_node *scope = a->parents[depth];
        bool                     found = false;

        for (const struct hilum_node *n = scope + 1; n < scope + scope->span; n++) {
            if (!is_item(a, n, id))
                continue;
            found = true;
            if (any_meets(a, n, condition))
                return true;
        }
        if (found)
            return false;
    }
    return hilum_is(thing_child_text(condition, HILUM_NAME("operator")), "exists") &&
           hilum_is(thing_child_text(condition, HILUM_NAME("answer")), "false");
}

bool enable_is(const struct asked *a, struct thing item)
{
    bool all = hilum_is(thing_child_text(item, HILUM_NAME("enableBehavior")), "all");
    bool any = false, one;

    thing_each(condition, item, HILUM_NAME("enableWhen"))
    {
        one = holds(a, condition);
        if (one != all)
            return one;
        any = true;
    }
    return all || !any;
}
