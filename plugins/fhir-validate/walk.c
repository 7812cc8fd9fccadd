/* walk.c -- goes through a message along the elements of its structures. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

enum {
    CHILDREN_MOST = 512,     /* elements below one, slices included */
    STRING_MOST   = 1 << 20, /* characters of a string, as FHIR has it */
};

/* ---- Children ------------------------------------------------------------- */

/* The elements below one: its own, or those that its contentReference names. */
static struct definition children_of(struct definition e)
{
    uint32_t content = element_of(e)->content;

    if (element_of(e)->span > 1 || content == 0)
        return e;
    return (struct definition){ e.pack, content - 1 };
}

/* Most messages have their elements in the order of the definition, so that the next
 * one is found at once; else the search begins again.  kids->count: there is none. */
static uint32_t seek(const struct kids *kids, uint32_t from, uint32_t name)
{
    for (uint32_t i = from; i < kids->count; i++)
        if (kids->list[i].name == name && !(kids->list[i].flags & KID_SLICE))
            return i;
    for (uint32_t i = 0; i < from; i++)
        if (kids->list[i].name == name && !(kids->list[i].flags & KID_SLICE))
            return i;
    return kids->count;
}

static void check_count(struct look *l, const struct hilum_node *node,
                        struct definition parent, const struct kid *kid, uint32_t count)
{
    struct definition child = { parent.pack, kid->index };
    struct hilum_view id    = text_of(child, element_of(child)->id);

    if (count < kid->min)
        look_report(l, HILUM_PROBLEM, node, "cardinality",
                    "%.*s must be there at least %u times, and is there %u times",
                    (int)id.len, id.ptr, kid->min, count);
    else if (count > kid->max)
        look_report(l, HILUM_PROBLEM, node, "cardinality",
                    "%.*s may be there at most %u times, and is there %u times",
                    (int)id.len, id.ptr, kid->max, count);
}

/* Has the node a child of a primitive type that nothing more is said of? */
static bool is_settled(const struct hilum_node *child, const struct kid *kid)
{
    return (kid->flags & KID_PLAIN) && child->span == 1 &&
           (child->flags & HILUM_NODE_VALUE) && child->length <= STRING_MOST;
}

static bool is_resource(struct look *l, const struct hilum_node *node)
{
    struct definition type = definitions_type(l->definitions, node->type);

    return type.pack && structure_of(type)->kind == HILUM_KIND_RESOURCE;
}

/* A resource within another begins anew, with its own type and profiles. */
static void look_child(struct look *l, const struct hilum_node *child,
                       struct definition element, bool base)
{
    if (base &&
        (child->name == HILUM_NAME("resource") ||
         child->name == HILUM_NAME("contained") ||
         child->name == HILUM_NAME("outcome")) &&
        is_resource(l, child))
        look_resource(l, child);
    else
        look_node(l, child, element, base);
}

/* `element` is what the node itself is, for the contexts of extensions. */
static void check_children(struct look *l, const struct hilum_node *node,
                           struct definition parent, struct definition element, bool base)
{
    const struct kids *kids = definitions_kids(parent);
    uint16_t           counts[CHILDREN_MOST];
    uint32_t           at = 0;

    if (!kids || kids->count > CHILDREN_MOST)
        return;
    memset(counts, 0, kids->count * sizeof *counts);
    hilum_each(child, node)
    {
        if (look_over(l))
            return;
        at = seek(kids, at, child->name);
        if (at < kids->count) {
            const struct kid *kid = &kids->list[at];

            if (++counts[at] > kid->max || counts[at] == 0)
                check_count(l, node, parent, kid, counts[at]);
            if (base && kid->form != KID_ANY && (child->flags & HILUM_NODE_VALUE))
                formats_check(l, child, kid->form);
            if (base && is_settled(child, kid))
                continue;
            if (node == l->bundle && child->name == HILUM_NAME("entry"))
                l->entry = child;
            look_child(l, child, (struct definition){ parent.pack, kid->index }, base);
        } else {
            at = 0;
        }
        if (base && child->type == HILUM_NAME("Extension") && child->span > 1)
            extensions_check(l, child, node, element);
    }
    for (uint32_t i = 0, left = kids->required; left > 0 && i < kids->count; i++) {
        const struct kid *kid = &kids->list[i];

        if ((kid->flags & KID_SLICE) || !(kid->min || (kid->flags & KID_SLICED)))
            continue;
        left--;
        if (counts[i] < kid->min)
            check_count(l, node, parent, kid, counts[i]);
        if (kid->flags & KID_SLICED)
            slices_check(l, node, (struct definition){ parent.pack, kid->index },
                         kids->end);
    }
}

/* ---- One node ------------------------------------------------------------- */

/* Every element has a value or children besides its id; a resource may have nothing. */
static void check_content(struct look *l, const struct hilum_node *node)
{
    if ((node->flags & HILUM_NODE_VALUE) || node == l->resource)
        return;
    hilum_each(child, node) if (child->name != HILUM_NAME("id")) return;
    look_report(l, HILUM_PROBLEM, node, "invariant ele-1",
                "All FHIR elements must have a @value or children");
}

static bool in_run(const struct definition e, struct hilum_run run, uint32_t name)
{
    for (uint32_t i = 0; i < run.count; i++) {
        const struct hilum_element_type *t =
            hilum_package_type(&e.pack->package, run.first + i);

        if (t->name == name || t->text == 0)
            return true;
    }
    return run.count == 0;
}

/* Types that stand for any resource, or any element. */
static bool in_abstract(struct look *l, struct definition e, uint32_t name)
{
    return in_run(e, element_of(e)->types, HILUM_NAME("Resource")) ||
           in_run(e, element_of(e)->types, HILUM_NAME("Element")) ||
           (in_run(e, element_of(e)->types, HILUM_NAME("DomainResource")) &&
            definitions_is(l->definitions, name, HILUM_NAME("DomainResource")));
}

static void check_type(struct look *l, const struct hilum_node *node, struct definition e)
{
    struct hilum_view type;

    if (in_run(e, element_of(e)->types, node->type) || in_abstract(l, e, node->type))
        return;
    type = hilum_name_text(l->call, node->type);
    look_report(l, HILUM_PROBLEM, node, "type", "it is a %.*s, which is not allowed here",
                (int)type.len, type.ptr);
}

/* The profiles that a type of the element wants: one of them must fit. */
static void check_type_profiles(struct look *l, const struct hilum_node *node,
                                struct definition e, struct hilum_run profiles)
{
    struct definition only  = { NULL, 0 };
    uint32_t          known = 0;

    for (uint32_t i = 0; i < profiles.count; i++) {
        struct hilum_view url =
            text_of(e, hilum_package_list(&e.pack->package, profiles.first + i));
        struct definition s = definitions_find(l->definitions, HILUM_STRUCTURES, url);

        if (!s.pack) {
            look_report(l, HILUM_WARNING, node, "profile",
                        "the profile %.*s is not known", (int)url.len, url.ptr);
            return;
        }
        only = s;
        known++;
        if (profiles.count > 1 && look_fits_profile(l, node, s))
            return;
    }
    if (known == 1)
        look_profile(l, node, only);
    else
        look_report(l, HILUM_PROBLEM, node, "profile",
                    "it fits none of the %u profiles that are allowed here", known);
}

static void check_types(struct look *l, const struct hilum_node *node,
                        struct definition e, bool base)
{
    struct hilum_run types = element_of(e)->types;

    if (!base)
        check_type(l, node, e);
    for (uint32_t i = 0; i < types.count; i++) {
        const struct hilum_element_type *t =
            hilum_package_type(&e.pack->package, types.first + i);

        if (t->profiles.count &&
            (t->name == node->type || t->name == HILUM_NAME("Resource")))
            check_type_profiles(l, node, e, t->profiles);
    }
}

/* The base pass goes on in the structure of the node's type. */
static void check_below(struct look *l, const struct hilum_node *node,
                        struct definition e)
{
    struct definition children = children_of(e), type;

    if (element_of(children)->span > 1) {
        check_children(l, node, children, e, true);
        return;
    }
    type = definitions_type(l->definitions, node->type);
    if (!type.pack)
        return;
    type = root_of(type);
    invariants_check(l, node, type);
    check_children(l, node, type, e, true);
}

static void check_base(struct look *l, const struct hilum_node *node, struct definition e)
{
    check_content(l, node);
    if (node->length > STRING_MOST && node->type == HILUM_NAME("string"))
        look_report(l, HILUM_PROBLEM, node, "length",
                    "a string may have at most 1,048,576 characters");
    if (node->span == 1)
        return;
    if (node->type == HILUM_NAME("Coding"))
        bindings_coding(l, node);
    check_below(l, node, e);
}

void look_node(struct look *l, const struct hilum_node *node, struct definition element,
               bool base)
{
    const struct hilum_element *e = element_of(element);

    if (look_over(l))
        return;
    l->budget--;
    if (e->fixed | e->pattern | e->least | e->most | e->max_length)
        values_check(l, node, element);
    if (e->strength >= HILUM_BOUND_EXTENSIBLE)
        bindings_check(l, node, element);
    if (e->invariants.count)
        invariants_check(l, node, element);
    if (e->types.count)
        check_types(l, node, element, base);
    if (node->type == HILUM_NAME("Reference") || node->type == HILUM_NAME("canonical"))
        references_check(l, node, element);
    if (base)
        check_base(l, node, element);
    else if (e->span > 1) /* not what contentReference names: a profile is of one place */
        check_children(l, node, element, element, false);
}

/* ---- Quietly -------------------------------------------------------------- */

bool look_fits(struct look *l, const struct hilum_node *node, struct definition element)
{
    bool before = l->failed, fits;

    l->failed = false;
    l->quiet++;
    look_node(l, node, element, false);
    l->quiet--;
    fits      = !l->failed;
    l->failed = before;
    return fits;
}

bool look_fits_profile(struct look *l, const struct hilum_node *node,
                       struct definition structure)
{
    bool before = l->failed, fits;

    l->failed = false;
    l->quiet++;
    look_profile(l, node, structure);
    l->quiet--;
    fits      = !l->failed;
    l->failed = before;
    return fits;
}

/* ---- Structures ----------------------------------------------------------- */

/* Profiles lead back to themselves, through references and slices: what is under way
 * is taken to fit. */
static bool under_way(const struct look *l, const struct hilum_node *node,
                      struct definition structure)
{
    for (uint32_t i = 0; i < l->depth; i++)
        if (l->active[i].node == node && l->active[i].structure.pack == structure.pack &&
            l->active[i].structure.index == structure.index)
            return true;
    return l->depth == LOOK_DEPTH;
}

/* Where a look is: what references are resolved in. */
struct where {
    const struct hilum_node *resource, *container, *entry;
};

static bool is_in(const struct hilum_node *outer, const struct hilum_node *node)
{
    return outer && node > outer && node < outer + outer->span;
}

/* The entry of the Bundle that a resource is in. */
static const struct hilum_node *entry_of(const struct look       *l,
                                         const struct hilum_node *resource)
{
    hilum_each(child, l->bundle) if (is_in(child, resource)) return child;
    return NULL;
}

static struct where enter(struct look *l, const struct hilum_node *node)
{
    struct where before = { l->resource, l->container, l->entry };

    if (!is_resource(l, node))
        return before;
    l->resource = node;
    if (node->name != HILUM_NAME("contained") || !l->container)
        l->container = node;
    if (l->bundle && node->name == HILUM_NAME("resource") && !is_in(l->entry, node))
        l->entry = entry_of(l, node);
    return before;
}

static void leave(struct look *l, struct where before)
{
    l->resource  = before.resource;
    l->container = before.container;
    l->entry     = before.entry;
}

void look_profile(struct look *l, const struct hilum_node *node,
                  struct definition structure)
{
    const struct hilum_structure *s = structure_of(structure);
    struct where                  before;

    if (look_over(l) || under_way(l, node, structure))
        return;
    if (!definitions_is(l->definitions, node->type, s->type_name)) {
        struct hilum_view url  = text_of(structure, s->url),
                          type = text_of(structure, s->type);

        look_report(l, HILUM_PROBLEM, node, "profile", "%.*s is a profile for %.*s",
                    (int)url.len, url.ptr, (int)type.len, type.ptr);
        return;
    }
    if (!s->constraint)
        return;
    l->active[l->depth].node        = node;
    l->active[l->depth++].structure = structure;
    before                          = enter(l, node);
    look_node(l, node, root_of(structure), false);
    leave(l, before);
    l->depth--;
}

/* Those that the resource says it conforms to. */
static void check_meta(struct look *l, const struct hilum_node *node)
{
    const struct hilum_node *meta = hilum_child(node, HILUM_NAME("meta"));

    if (!meta)
        return;
    hilum_each(child, meta)
    {
        struct hilum_view url;
        struct definition s;

        if (child->name != HILUM_NAME("profile"))
            continue;
        url = hilum_text(l->doc, child);
        s   = definitions_find(l->definitions, HILUM_STRUCTURES, url);
        if (s.pack)
            look_profile(l, node, s);
        else
            look_report(l, HILUM_WARNING, child, "profile",
                        "the profile %.*s is not known", (int)url.len, url.ptr);
    }
}

void look_resource(struct look *l, const struct hilum_node *node)
{
    const struct hilum_node *bundle = l->bundle;
    struct bundle_index     *index  = l->index;
    struct definition        type   = definitions_type(l->definitions, node->type);
    struct where             before;

    if (!type.pack || l->depth == LOOK_DEPTH)
        return;
    before                          = enter(l, node);
    l->active[l->depth].node        = node;
    l->active[l->depth++].structure = type;
    if (node->type == HILUM_NAME("Bundle"))
        bundle_check(l, node);
    look_node(l, node, root_of(type), true);
    check_meta(l, node);
    if (node->type == HILUM_NAME("ValueSet"))
        value_set_check(l, node);
    if (node->type == HILUM_NAME("QuestionnaireResponse") && l->switches->questionnaires)
        questionnaire_check(l, node);
    l->depth--;
    leave(l, before);
    if (before.resource) { /* else profiles that were asked for still follow */
        l->bundle = bundle;
        l->index  = index;
    }
}
