/* bindings.c -- the codes of a message against code systems and value sets. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"
#include "terms.h"

/* The value set an element is bound to, found once. */
static struct definition bound(struct look *l, struct definition element)
{
    const struct pack *p = element.pack;

    if (!p->looked[element.index]) {
        p->looked[element.index] = 1;
        p->bound[element.index] =
            definitions_find(l->definitions, HILUM_VALUE_SETS,
                             text_of(element, element_of(element)->value_set));
    }
    return p->bound[element.index];
}

static enum terms_answer coding_in(struct look *l, const struct hilum_node *coding,
                                   struct definition set)
{
    struct code c = { .system = child_text(l, coding, HILUM_NAME("system")),
                      .code   = child_text(l, coding, HILUM_NAME("code")) };

    return c.code.len ? terms_in_set(l->definitions, set, &c) : TERMS_NO;
}

/* One coding that is in the set is enough. */
static enum terms_answer concept_in(struct look      *l, const struct hilum_node *concept,
                                    struct definition set)
{
    enum terms_answer any = TERMS_NO;

    hilum_each(child, concept)
    {
        enum terms_answer one;

        if (child->name != HILUM_NAME("coding"))
            continue;
        one = coding_in(l, child, set);
        if (one == TERMS_YES)
            return TERMS_YES;
        if (one == TERMS_UNKNOWN)
            any = TERMS_UNKNOWN;
    }
    return any;
}

/* False: nothing of it can be bound. */
static bool answer_for(struct look *l, const struct hilum_node *node,
                       struct definition set, enum terms_answer *answer)
{
    if (node->type == HILUM_NAME("CodeableConcept")) {
        *answer = concept_in(l, node, set);
    } else if (node->type == HILUM_NAME("Coding") ||
               node->type == HILUM_NAME("Quantity")) {
        if (!hilum_child(node, HILUM_NAME("code")))
            return false;
        *answer = coding_in(l, node, set);
    } else if (node->flags & HILUM_NODE_VALUE) {
        struct code c = { .code = hilum_text(l->doc, node), .any_system = true };

        *answer = terms_in_set(l->definitions, set, &c);
    } else {
        return false;
    }
    return true;
}

static bool has_codes(const struct hilum_node *node)
{
    return node->type != HILUM_NAME("CodeableConcept") ||
           hilum_child(node, HILUM_NAME("coding"));
}

void bindings_check(struct look *l, const struct hilum_node *node,
                    struct definition element)
{
    const struct hilum_element *e        = element_of(element);
    struct hilum_view           url      = text_of(element, e->value_set);
    bool                        required = e->strength == HILUM_BOUND_REQUIRED;
    struct definition           set;
    enum terms_answer           answer;

    if (!l->switches->bindings || url.len == 0)
        return;
    set = bound(l, element);
    if (!set.pack) {
        look_report(l, HILUM_WARNING, node, "binding", "the value set %.*s is not known",
                    (int)url.len, url.ptr);
        return;
    }
    if (!answer_for(l, node, set, &answer) || answer == TERMS_YES)
        return;
    if (answer == TERMS_UNKNOWN) {
        if (required)
            look_report(l, HILUM_WARNING, node, "binding",
                        "whether it is in the value set %.*s cannot be said without a "
                        "terminology server",
                        (int)url.len, url.ptr);
    } else if (required || has_codes(node)) {
        look_report(l, required ? HILUM_PROBLEM : HILUM_WARNING, node, "binding",
                    "it is not in the value set %.*s", (int)url.len, url.ptr);
    }
}

void bindings_coding(struct look *l, const struct hilum_node *coding)
{
    struct code c = { .system = child_text(l, coding, HILUM_NAME("system")),
                      .code   = child_text(l, coding, HILUM_NAME("code")) };

    if (!l->switches->bindings || c.code.len == 0 || c.system.len == 0)
        return;
    if (terms_in_system(l->definitions, &c) == TERMS_NO)
        look_report(l, HILUM_PROBLEM, coding, "code",
                    "the code system %.*s has no such code", (int)c.system.len,
                    c.system.ptr);
}
