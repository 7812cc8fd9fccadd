/* slices.c -- which slice an element belongs to, and how many there may be. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

enum { SLICES_MOST = 256, NODES_MOST = 64 };

/* ---- Discriminators: a path, followed in the message and in the definition -- */

struct trail {
    const struct hilum_node *nodes[NODES_MOST];
    uint32_t                 count;
    struct definition        element; /* pack NULL: the definition says nothing of it */
    uint32_t                 type;    /* of a target that is elsewhere; 0: none */
    const struct pack       *values;  /* a fixed value or pattern further up has this */
    uint32_t                 value;   /* value: of these, and 1; 0: it has none */
};

static struct definition nothing(void)
{
    return (struct definition){ NULL, 0 };
}

/* The structure that says more of an element: of its profile, or else of its type. */
static struct definition structure_below(struct look *l, struct definition e)
{
    const struct hilum_package      *p = &e.pack->package;
    const struct hilum_element_type *t =
        hilum_package_type(p, element_of(e)->types.first);
    struct definition s = nothing();

    if (element_of(e)->types.count == 0)
        return s;
    if (t->profiles.count)
        s = definitions_find(l->definitions, HILUM_STRUCTURES,
                             text_of(e, hilum_package_list(p, t->profiles.first)));
    return s.pack ? s : definitions_type(l->definitions, t->name);
}

/* Where a choice has one slice, for one of its types, this says what the others do. */
static struct definition child_named(struct definition parent, uint32_t name)
{
    struct definition found = nothing(), slice = nothing();
    uint32_t          slices = 0;

    each_child(child, parent)
    {
        if (element_of(child)->name != name)
            continue;
        if (!found.pack)
            found = child;
        if (element_of(child)->flags & HILUM_ELEMENT_SLICE) {
            slice = child;
            slices++;
        }
    }
    return slices == 1 && (element_of(found)->flags & HILUM_ELEMENT_CHOICE) ? slice
                                                                            : found;
}

/* The element of that name below one, or in the structure of its type. */
static struct definition element_below(struct look *l, struct definition e, uint32_t name)
{
    struct definition found = nothing(), s;

    if (!e.pack)
        return found;
    if (element_of(e)->span > 1)
        found = child_named(e, name);
    if (found.pack)
        return found;
    s = structure_below(l, e);
    return s.pack ? child_named(root_of(s), name) : nothing();
}

/* The child of a value that is fixed as a whole; 0: there is none. */
static uint32_t value_below(const struct pack *p, uint32_t value, uint32_t name)
{
    uint32_t all = hilum_package_count(&p->package, HILUM_VALUES), end;

    end = hilum_package_after(value - 1,
                              hilum_package_value(&p->package, value - 1)->span, all);
    for (uint32_t at = value; at < end;
         at = hilum_package_after(at, hilum_package_value(&p->package, at)->span, end))
        if (hilum_package_value(&p->package, at)->name == name)
            return at + 1;
    return 0;
}

static void go_child(struct look *l, struct trail *t, struct hilum_view word)
{
    uint32_t     name  = hilum_name(word.ptr, word.len);
    struct trail to    = { .element = element_below(l, t->element, name) };
    uint32_t     whole = 0;

    if (t->element.pack)
        whole = element_of(t->element)->fixed ? element_of(t->element)->fixed
                                              : element_of(t->element)->pattern;
    to.values = whole ? t->element.pack : t->values;
    whole     = whole ? whole : t->value;
    to.value  = whole ? value_below(to.values, whole, name) : 0;

    for (uint32_t i = 0; i < t->count; i++) {
        hilum_each(child, t->nodes[i])
        {
            if (child->name == name && to.count < NODES_MOST)
                to.nodes[to.count++] = child;
        }
    }
    *t = to;
}

/* Is an element the slice of extensions with that URL? */
static bool is_extension(struct look *l, struct definition e, struct hilum_view url)
{
    struct definition s = structure_below(l, e);

    return s.pack && hilum_same(text_of(s, structure_of(s)->url), url);
}

static void go_extension(struct look *l, struct trail *t, struct hilum_view url)
{
    struct trail to = { .element = nothing() };

    if (t->element.pack && element_of(t->element)->span > 1) {
        each_child(child, t->element)
        {
            if (element_of(child)->name == HILUM_NAME("extension") &&
                (element_of(child)->flags & HILUM_ELEMENT_SLICE) &&
                is_extension(l, child, url))
                to.element = child;
        }
    }
    for (uint32_t i = 0; i < t->count; i++) {
        hilum_each(child, t->nodes[i])
        {
            if (child->name == HILUM_NAME("extension") && to.count < NODES_MOST &&
                hilum_same(child_text(l, child, HILUM_NAME("url")), url))
                to.nodes[to.count++] = child;
        }
    }
    *t = to;
}

static void go_target(struct look *l, struct trail *t)
{
    struct trail to = { .element = nothing() };

    if (t->element.pack && element_of(t->element)->types.count) {
        const struct hilum_package      *p = &t->element.pack->package;
        const struct hilum_element_type *type =
            hilum_package_type(p, element_of(t->element)->types.first);
        struct definition s = nothing();

        if (type->targets.count)
            s = definitions_find(
                l->definitions, HILUM_STRUCTURES,
                text_of(t->element, hilum_package_list(p, type->targets.first)));
        if (s.pack)
            to.element = root_of(s);
    }
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t                 type;
        const struct hilum_node *target = references_target(l, t->nodes[i], &type);

        if (target && to.count < NODES_MOST)
            to.nodes[to.count++] = target;
        else
            to.type = type;
    }
    *t = to;
}

static void go_type(struct trail *t, struct hilum_view word)
{
    uint32_t type = hilum_name(word.ptr, word.len), kept = 0;

    for (uint32_t i = 0; i < t->count; i++)
        if (t->nodes[i]->type == type)
            t->nodes[kept++] = t->nodes[i];
    t->count = kept;
}

/* What stands in the brackets of a function, without quotes; empty: it is another. */
static struct hilum_view argument(struct hilum_view word, const char *function)
{
    size_t len = strlen(function);

    if (word.len < len + 2 || memcmp(word.ptr, function, len) != 0 ||
        word.ptr[len] != '(')
        return (struct hilum_view){ "", 0 };
    word.ptr += len + 1;
    word.len -= len + 2;
    if (word.len >= 2 && word.ptr[0] == '\'') {
        word.ptr++;
        word.len -= 2;
    }
    return word;
}

/* The next word of a path: points in brackets are not its end. */
static struct hilum_view next_word(struct hilum_view *path)
{
    struct hilum_view word = { path->ptr, 0 };
    bool              in   = false;

    while (word.len < path->len && (in || path->ptr[word.len] != '.')) {
        in = path->ptr[word.len] == '(' || (in && path->ptr[word.len] != ')');
        word.len++;
    }
    path->ptr += word.len + (word.len < path->len);
    path->len -= word.len + (word.len < path->len);
    return word;
}

static void follow(struct look *l, struct trail *t, struct hilum_view path)
{
    while (path.len) {
        struct hilum_view word = next_word(&path);

        if (hilum_is(word, "$this"))
            continue;
        if (hilum_is(word, "resolve()"))
            go_target(l, t);
        else if (argument(word, "extension").len)
            go_extension(l, t, argument(word, "extension"));
        else if (argument(word, "ofType").len)
            go_type(t, argument(word, "ofType"));
        else if (argument(word, "as").len)
            go_type(t, argument(word, "as"));
        else
            go_child(l, t, word);
    }
}

bool slices_url_is(struct look *l, struct definition slice, struct hilum_view url)
{
    struct definition e = element_below(l, slice, HILUM_NAME("url"));

    return e.pack && element_of(e)->fixed &&
           hilum_same(
               text_of(
                   e,
                   hilum_package_value(&e.pack->package, element_of(e)->fixed - 1)->text),
               url);
}

/* ---- Does a node belong to a slice? --------------------------------------- */

static bool says_something(struct definition e)
{
    const struct hilum_element *x = element_of(e);

    if (x->fixed || x->pattern || x->strength == HILUM_BOUND_REQUIRED || x->span > 1)
        return true;
    for (uint32_t i = 0; i < x->types.count; i++)
        if (hilum_package_type(&e.pack->package, x->types.first + i)->profiles.count)
            return true;
    return false;
}

static bool by_value(struct look *l, const struct trail *t)
{
    bool own = t->element.pack && says_something(t->element);

    if (t->element.pack && element_of(t->element)->max == 0)
        return t->count == 0;
    for (uint32_t i = 0; i < t->count; i++) {
        if (own ? look_fits(l, t->nodes[i], t->element)
                : t->value && values_same(l->doc, t->nodes[i], &t->values->package,
                                          t->value - 1, true))
            return true;
    }
    return false;
}

static bool has_type(const struct trail *t, uint32_t type)
{
    struct hilum_run types = element_of(t->element)->types;

    for (uint32_t i = 0; i < types.count; i++)
        if (hilum_package_type(&t->element.pack->package, types.first + i)->name == type)
            return true;
    return types.count == 0;
}

static bool by_type(const struct trail *t)
{
    if (!t->element.pack)
        return false;
    for (uint32_t i = 0; i < t->count; i++)
        if (has_type(t, t->nodes[i]->type))
            return true;
    return t->type && has_type(t, t->type);
}

static bool by_profile(struct look *l, const struct trail *t)
{
    if (!t->element.pack)
        return false;
    for (uint32_t i = 0; i < t->count; i++)
        if (look_fits(l, t->nodes[i], t->element))
            return true;
    return false;
}

static bool by_exists(const struct trail *t)
{
    return (t->element.pack && element_of(t->element)->max == 0) == (t->count == 0);
}

static bool discriminates(struct look *l, const struct hilum_node *node,
                          struct definition slice, const struct hilum_discriminator *d,
                          struct hilum_view path)
{
    struct trail t = { .nodes = { node }, .count = 1, .element = slice };

    follow(l, &t, path);
    switch (d->kind) {
    case HILUM_BY_VALUE:
    case HILUM_BY_PATTERN:
        return by_value(l, &t);
    case HILUM_BY_TYPE:
        return by_type(&t);
    case HILUM_BY_PROFILE:
        return by_profile(l, &t);
    case HILUM_BY_EXISTS:
        return by_exists(&t);
    default:
        return false;
    }
}

/* Without discriminators: extensions go by their URL, choices by their type, and
 * others by whether they fit. */
static bool belongs_anyhow(struct look *l, const struct hilum_node *node,
                           struct definition group, struct definition slice)
{
    static const struct hilum_discriminator by_url = { .kind = HILUM_BY_VALUE };
    struct trail t = { .nodes = { node }, .count = 1, .element = slice };

    if (node->type == HILUM_NAME("Extension"))
        return discriminates(l, node, slice, &by_url, HILUM_VIEW("url"));
    if (element_of(group)->flags & HILUM_ELEMENT_CHOICE)
        return by_type(&t);
    return look_fits(l, node, slice);
}

static bool belongs(struct look *l, const struct hilum_node *node,
                    struct definition group, struct definition slice)
{
    struct hilum_run run = element_of(group)->discriminators;

    for (uint32_t i = 0; i < run.count; i++) {
        const struct hilum_discriminator *d =
            hilum_package_discriminator(&group.pack->package, run.first + i);

        if (!discriminates(l, node, slice, d, text_of(group, d->path)))
            return false;
    }
    return run.count || belongs_anyhow(l, node, group, slice);
}

/* ---- The slices of one element -------------------------------------------- */

struct slices {
    struct definition list[SLICES_MOST];
    uint32_t          counts[SLICES_MOST];
    uint32_t          count, last; /* last: the slice of the node before */
    bool              rest;        /* a node in no slice has come */
};

static void collect(struct definition group, uint32_t end, struct slices *s)
{
    struct definition at = group;

    for (;;) {
        at.index = hilum_package_after(at.index, element_of(at)->span, end);
        if (at.index >= end || !(element_of(at)->flags & HILUM_ELEMENT_SLICE) ||
            element_of(at)->name != element_of(group)->name || s->count == SLICES_MOST)
            return;
        s->list[s->count++] = at;
    }
}

static void assign(struct look *l, const struct hilum_node *node, struct definition group,
                   struct slices *s)
{
    uint32_t flags = element_of(group)->flags, at = 0;

    while (at < s->count && !belongs(l, node, group, s->list[at]))
        at++;
    if (at == s->count) {
        s->rest = true;
        if (flags & HILUM_ELEMENT_CLOSED)
            look_report(l, HILUM_PROBLEM, node, "slicing",
                        "it is in no slice of %.*s, which allows no others",
                        (int)text_of(group, element_of(group)->id).len,
                        text_of(group, element_of(group)->id).ptr);
        return;
    }
    if ((flags & HILUM_ELEMENT_ORDERED) && at < s->last)
        look_report(l, HILUM_PROBLEM, node, "slicing",
                    "it is not in the order of the slices");
    if ((flags & HILUM_ELEMENT_AT_END) && s->rest)
        look_report(l, HILUM_PROBLEM, node, "slicing",
                    "it comes after what is in no slice, which must come last");
    s->counts[at]++;
    s->last = at;
    look_node(l, node, s->list[at], false);
}

void slices_check(struct look *l, const struct hilum_node *parent,
                  struct definition group, uint32_t end)
{
    struct slices s = { .count = 0 };

    collect(group, end, &s);
    hilum_each(child, parent)
    {
        if (child->name == element_of(group)->name && !look_over(l))
            assign(l, child, group, &s);
    }
    for (uint32_t i = 0; i < s.count; i++) {
        const struct hilum_element *e  = element_of(s.list[i]);
        struct hilum_view           id = text_of(s.list[i], e->id);

        if (s.counts[i] < e->min || s.counts[i] > e->max)
            look_report(l, HILUM_PROBLEM, parent, "cardinality",
                        "the slice %.*s must be there %s %u times, and is there %u times",
                        (int)id.len, id.ptr,
                        s.counts[i] < e->min ? "at least" : "at most",
                        s.counts[i] < e->min ? e->min : e->max, s.counts[i]);
    }
}
