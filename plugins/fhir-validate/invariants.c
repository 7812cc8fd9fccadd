/* invariants.c -- the rules that are written as FHIRPath. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

#include <stdio.h>

/* ---- Those that every resource or extension has, in C --------------------- */

/* ext-1: an extension has a value or extensions, not both. */
static bool ext_1(struct look *l, const struct hilum_node *node)
{
    (void)l;
    return !hilum_child(node, HILUM_NAME("extension")) !=
           !hilum_child(node, HILUM_NAME("value"));
}

static bool has_text(struct look *l, const struct hilum_node *node)
{
    const struct hilum_node *text = hilum_child(node, HILUM_NAME("text"));

    (void)l;
    return text && hilum_child(text, HILUM_NAME("div"));
}

/* Does any contained resource have an element of that name (in its meta)? */
static bool contains(const struct hilum_node *node, bool in_meta, uint32_t name)
{
    hilum_each(child, node)
    {
        const struct hilum_node *at = child;

        if (child->name != HILUM_NAME("contained"))
            continue;
        if (in_meta)
            at = hilum_child(child, HILUM_NAME("meta"));
        if (at && hilum_child(at, name))
            return true;
    }
    return false;
}

static bool dom_2(struct look *l, const struct hilum_node *node)
{
    (void)l;
    return !contains(node, false, HILUM_NAME("contained"));
}

static bool dom_4(struct look *l, const struct hilum_node *node)
{
    (void)l;
    return !contains(node, true, HILUM_NAME("versionId")) &&
           !contains(node, true, HILUM_NAME("lastUpdated"));
}

static bool dom_5(struct look *l, const struct hilum_node *node)
{
    (void)l;
    return !contains(node, true, HILUM_NAME("security"));
}

/* Is "#id" written anywhere in the resource, or in it is "#", the container itself? */
static bool referred(struct look *l, const struct hilum_node *node,
                     const struct hilum_node *contained)
{
    struct hilum_view id = child_text(l, contained, HILUM_NAME("id"));

    for (const struct hilum_node *n = node; n < node + node->span; n++) {
        struct hilum_view v = hilum_text(l->doc, n);

        if (v.len == id.len + 1 && v.ptr[0] == '#' &&
            memcmp(v.ptr + 1, id.ptr, id.len) == 0)
            return true;
        if (n > contained && n < contained + contained->span && hilum_is(v, "#"))
            return true;
    }
    return false;
}

/* dom-3: what is contained is referred to. */
static bool dom_3(struct look *l, const struct hilum_node *node)
{
    hilum_each(child, node) if (child->name == HILUM_NAME("contained") &&
                                !referred(l, node, child)) return false;
    return true;
}

/* txt-2: the narrative has text, or an image. */
static bool txt_2(struct look *l, const struct hilum_node *node)
{
    struct hilum_view v   = hilum_text(l->doc, node);
    bool              tag = false;

    for (size_t i = 0; i < v.len; i++) {
        if (v.ptr[i] == '<')
            tag = true;
        if (tag ? v.len - i > 4 && memcmp(v.ptr + i, "<img", 4) == 0
                : !strchr(" \t\r\n", v.ptr[i]))
            return true;
        if (v.ptr[i] == '>')
            tag = false;
    }
    return false;
}

/* bdl-7: bundle.c says which entry has the fullUrl of another; ref-1: references.c
 * looks for what is contained. */
static bool elsewhere(struct look *l, const struct hilum_node *node)
{
    (void)l;
    (void)node;
    return true;
}

/* FHIRPath could say all of these; they are asked of every resource. */
static const struct native {
    const char *key;
    bool (*holds)(struct look *, const struct hilum_node *);
} natives[] = {
    { .key = "ext-1", .holds = ext_1 },     { .key = "dom-2", .holds = dom_2 },
    { .key = "dom-3", .holds = dom_3 },     { .key = "dom-4", .holds = dom_4 },
    { .key = "dom-5", .holds = dom_5 },     { .key = "dom-6", .holds = has_text },
    { .key = "bdl-7", .holds = elsewhere }, { .key = "ref-1", .holds = elsewhere },
    { .key = "txt-2", .holds = txt_2 },     { .key = NULL },
};

/* ---- FHIRPath ------------------------------------------------------------- */

/* Expressions end with a NUL for the compiler. */
const struct hilum_expr *invariants_compile(struct look *l, struct hilum_view expression)
{
    char *text = hilum_scratch(l->call, expression.len + 1);

    if (!text)
        return NULL;
    memcpy(text, expression.ptr, expression.len);
    text[expression.len] = '\0';
    return hilum_expr(l->call, text, "fhir");
}

static void prepare(struct look *l, const struct hilum_node *node, struct definition e,
                    const struct hilum_invariant *i, struct rule *rule)
{
    struct hilum_view key = text_of(e, i->key);

    for (uint32_t n = 0; natives[n].key; n++) {
        if (hilum_is(key, natives[n].key)) {
            rule->state = RULE_NATIVE + n;
            return;
        }
    }
    rule->expr  = invariants_compile(l, text_of(e, i->expression));
    rule->state = rule->expr ? RULE_READY : RULE_BROKEN;
    if (rule->state == RULE_BROKEN)
        look_report(l, HILUM_NOTE, node, "invariant",
                    "%.*s is not checked: its expression cannot be compiled: %s",
                    (int)key.len, key.ptr, hilum_why(l->call));
}

/* Nothing is no offence: ref-1 and others say nothing of what is not there.  What is no
 * boolean is true where it is there. */
static bool expression_holds(struct look *l, const struct hilum_node *node,
                             const struct rule *rule, bool *erred)
{
    struct hilum_item item;
    size_t            count = hilum_eval(l->call, rule->expr, l->doc, node, &item, 1);

    *erred = count == SIZE_MAX;
    return *erred || count != 1 || !hilum_is(item.text, "false");
}

static void check(struct look *l, const struct hilum_node *node, struct definition e,
                  uint32_t index)
{
    const struct hilum_invariant *i = hilum_package_invariant(&e.pack->package, index);
    struct hilum_view             key, human;
    struct rule                  *rule;
    char                          name[64];
    bool                          erred = false, holds = true;

    if (index >= hilum_package_count(&e.pack->package, HILUM_INVARIANTS) ||
        (l->quiet && i->warning))
        return;
    rule = &e.pack->rules[index];
    if (rule->state == RULE_NEW)
        prepare(l, node, e, i, rule);
    if (rule->state >= RULE_NATIVE)
        holds = natives[rule->state - RULE_NATIVE].holds(l, node);
    else if (rule->state == RULE_READY)
        holds = expression_holds(l, node, rule, &erred);
    if (holds && !erred)
        return;
    key   = text_of(e, i->key);
    human = text_of(e, i->human);
    snprintf(name, sizeof name, "invariant %.*s", (int)key.len, key.ptr);
    if (erred)
        look_report(l, HILUM_NOTE, node, name, "it could not be evaluated: %s",
                    hilum_why(l->call));
    else
        look_report(l, i->warning ? HILUM_WARNING : HILUM_PROBLEM, node, name, "%.*s",
                    (int)human.len, human.ptr);
}

void invariants_check(struct look *l, const struct hilum_node *node,
                      struct definition element)
{
    struct hilum_run run = element_of(element)->invariants;

    if (!l->switches->invariants)
        return;
    for (uint32_t i = 0; i < run.count; i++)
        check(l, node, element,
              hilum_package_list(&element.pack->package, run.first + i));
}
