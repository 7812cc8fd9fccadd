/* terminology.c -- CodeSystems and ValueSets, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/terminology.h"

#include "package/fields.h"

#include "base/bytes.h"

enum { PROPERTIES_MOST = 256, DEPTH = HILUM_DEPTH };

/* ---- Code systems --------------------------------------------------------- */

/* The concepts of a system while they are gathered: in the order of the document, with
 * a parent by its place in this order. */
struct gathered {
    struct hilum_concept *list;
    uint32_t              count, room;
};

static struct hilum_concept *gather(struct gathered *g)
{
    if (g->count == g->room) {
        uint32_t              room = g->room ? g->room * 2 : 256;
        struct hilum_concept *list = realloc(g->list, room * sizeof *list);

        if (!list)
            return NULL;
        g->list = list;
        g->room = room;
    }
    return &g->list[g->count++];
}

enum { CODING_MOST = 2048 };

/* A Coding is kept as filters write it: system#code. */
static uint32_t value_of(struct build *b, struct hilum_doc d,
                         const struct hilum_node *property)
{
    const struct hilum_node *value = field(property, "value");
    struct hilum_view        system, code;
    char                     text[CODING_MOST];

    if (!value || value->type != HILUM_NAME("Coding"))
        return field_keep(b, d, property, "value");
    system = field_text(d, value, "system");
    code   = field_text(d, value, "code");
    if (system.len + code.len + 1 > sizeof text)
        return 0;
    memcpy(text, system.ptr, system.len);
    text[system.len] = '#';
    memcpy(text + system.len + 1, code.ptr, code.len);
    return build_text(b, (struct hilum_view){ text, system.len + 1 + code.len });
}

static struct hilum_run properties_of(struct build *b, struct hilum_doc d,
                                      const struct hilum_node *concept)
{
    struct hilum_property list[PROPERTIES_MOST];
    uint32_t              count = 0;

    hilum_each(n, concept)
    {
        if (n->name != HILUM_NAME("property") || count == PROPERTIES_MOST)
            continue;
        list[count++] = (struct hilum_property){ .name  = field_keep(b, d, n, "code"),
                                                 .value = value_of(b, d, n) };
    }
    return build_run(b, HILUM_PROPERTIES, list, count);
}

static bool property_is(struct hilum_doc d, const struct hilum_node *concept,
                        const char *code, const char *value)
{
    hilum_each(n, concept) if (n->name == HILUM_NAME("property") &&
                               field_is(d, n, "code", code) &&
                               field_is(d, n, "value", value)) return true;
    return false;
}

/* Nodes are in pre-order and a document has a ceiling for its depth, so that a walk
 * over all of them with a stack of the open concepts is enough. */
static void concepts_of(struct build *b, struct hilum_doc d,
                        const struct hilum_node *root, struct gathered *all)
{
    const struct hilum_node *ends[DEPTH];
    uint32_t                 open[DEPTH], depth = 0;

    for (const struct hilum_node *n = root + 1; n < root + root->span; n++) {
        struct hilum_concept *c;

        while (depth && n >= ends[depth - 1])
            depth--;
        if (n->name != HILUM_NAME("concept") || depth == DEPTH)
            continue;
        c = gather(all);
        if (!c) {
            b->failed = true;
            return;
        }
        *c = (struct hilum_concept){ .code       = field_keep(b, d, n, "code"),
                                     .display    = field_keep(b, d, n, "display"),
                                     .parent     = depth ? open[depth - 1] + 1 : 0,
                                     .properties = properties_of(b, d, n) };
        if (property_is(d, n, "notSelectable", "true") ||
            property_is(d, n, "abstract", "true"))
            c->flags |= HILUM_CONCEPT_ABSTRACT;
        if (property_is(d, n, "inactive", "true") ||
            property_is(d, n, "status", "retired"))
            c->flags |= HILUM_CONCEPT_INACTIVE;
        ends[depth]   = n + n->span;
        open[depth++] = all->count - 1;
    }
}

/* Sorting moves concepts: parents are found again by their codes.  `subsumedBy` and
 * `parent` are how a flat list tells its hierarchy. */
static void link_parents(struct build *b, struct gathered *all, uint32_t first)
{
    struct table places = { 0 };

    for (uint32_t i = 0; i < all->count; i++) {
        const struct hilum_concept *c = build_at(b, HILUM_CONCEPTS, first + i);

        if (!table_set(&places, build_text_at(b, c->code),
                       (void *)((uintptr_t)first + i + 1)))
            b->failed = true;
    }
    for (uint32_t i = 0; i < all->count && !b->failed; i++) {
        struct hilum_concept *c      = build_at(b, HILUM_CONCEPTS, first + i);
        uint32_t              parent = 0;

        if (c->parent)
            parent = all->list[c->parent - 1].code;
        for (uint32_t k = 0; k < c->properties.count && !parent; k++) {
            const struct hilum_property *p =
                build_at(b, HILUM_PROPERTIES, c->properties.first + k);

            if (hilum_is(build_text_at(b, p->name), "subsumedBy") ||
                hilum_is(build_text_at(b, p->name), "parent"))
                parent = p->value;
        }
        c->parent =
            parent ? (uint32_t)(uintptr_t)table_get(&places, build_text_at(b, parent))
                   : 0;
    }
    table_free(&places);
}

void terminology_code_system(struct build *b, struct hilum_doc d)
{
    const struct hilum_node *root = hilum_root(d);
    struct gathered          all  = { 0 };
    struct hilum_code_system s    = {
           .url          = field_keep(b, d, root, "url"),
           .version      = field_keep(b, d, root, "version"),
           .value_set    = field_keep(b, d, root, "valueSet"),
           .supplements  = field_keep(b, d, root, "supplements"),
           .complete     = field_is(d, root, "content", "complete"),
           .ignores_case = field_is(d, root, "caseSensitive", "false"),
    };

    if (s.url == 0)
        return;
    concepts_of(b, d, root, &all);
    if (!b->failed) {
        s.concepts.first = build_add(b, HILUM_CONCEPTS, all.list, all.count);
        s.concepts.count = all.count;
        build_sort(b, HILUM_CONCEPTS, s.concepts.first, all.count);
        link_parents(b, &all, s.concepts.first);
        build_add(b, HILUM_CODE_SYSTEMS, &s, 1);
    }
    free(all.list);
}

/* ---- Value sets ----------------------------------------------------------- */

static struct hilum_run filters_of(struct build *b, struct hilum_doc d,
                                   const struct hilum_node *include)
{
    struct hilum_filter list[PROPERTIES_MOST];
    uint32_t            count = 0;

    hilum_each(n, include)
    {
        if (n->name != HILUM_NAME("filter") || count == PROPERTIES_MOST)
            continue;
        list[count++] =
            (struct hilum_filter){ .property = field_keep(b, d, n, "property"),
                                   .op       = field_keep(b, d, n, "op"),
                                   .value    = field_keep(b, d, n, "value") };
    }
    return build_run(b, HILUM_FILTERS, list, count);
}

static struct hilum_run codes_of(struct build *b, struct hilum_doc d,
                                 const struct hilum_node *include)
{
    struct hilum_run run = { build_count(b, HILUM_LISTS), 0 };

    hilum_each(n, include)
    {
        uint32_t code;

        if (n->name != HILUM_NAME("concept"))
            continue;
        code = field_keep(b, d, n, "code");
        build_add(b, HILUM_LISTS, &code, 1);
        run.count++;
    }
    build_sort(b, HILUM_LISTS, run.first, run.count);
    return run;
}

static struct hilum_run canonicals_of(struct build *b, struct hilum_doc d,
                                      const struct hilum_node *include)
{
    uint32_t list[PROPERTIES_MOST], count = 0;

    hilum_each(n,
               include) if (n->name == HILUM_NAME("valueSet") && count < PROPERTIES_MOST)
        list[count++] = build_text(b, hilum_text(d, n));
    return build_run(b, HILUM_LISTS, list, count);
}

static struct hilum_run includes_of(struct build *b, struct hilum_doc d,
                                    const struct hilum_node *compose, const char *name)
{
    struct hilum_include list[PROPERTIES_MOST];
    uint32_t             count = 0, wanted = field_name(name);

    hilum_each(n, compose)
    {
        if (n->name != wanted || count == PROPERTIES_MOST)
            continue;
        list[count++] = (struct hilum_include){ .system  = field_keep(b, d, n, "system"),
                                                .version = field_keep(b, d, n, "version"),
                                                .concepts   = codes_of(b, d, n),
                                                .filters    = filters_of(b, d, n),
                                                .value_sets = canonicals_of(b, d, n) };
    }
    return (struct hilum_run){ build_add(b, HILUM_INCLUDES, list, count), count };
}

/* The codes of an expansion, whatever their hierarchy; abstract ones are no codes. */
static struct hilum_run members_of(struct build *b, struct hilum_doc d,
                                   const struct hilum_node *expansion)
{
    struct hilum_run run = { build_count(b, HILUM_MEMBERS), 0 };

    for (const struct hilum_node *n = expansion + 1; n < expansion + expansion->span;
         n++) {
        struct hilum_member m;

        if (n->name != HILUM_NAME("contains") || field_is(d, n, "abstract", "true"))
            continue;
        m = (struct hilum_member){ .code    = field_keep(b, d, n, "code"),
                                   .system  = field_keep(b, d, n, "system"),
                                   .display = field_keep(b, d, n, "display") };
        if (m.code == 0)
            continue;
        build_add(b, HILUM_MEMBERS, &m, 1);
        run.count++;
    }
    build_sort(b, HILUM_MEMBERS, run.first, run.count);
    return run;
}

/* An expansion that was cut to a page, or has a parameter that says so, is none. */
static bool whole(struct hilum_doc d, const struct hilum_node *expansion, uint32_t count)
{
    return field_number(d, expansion, "total", count) <= count &&
           field_number(d, expansion, "offset", 0) == 0;
}

void terminology_value_set(struct build *b, struct hilum_doc d)
{
    const struct hilum_node *root = hilum_root(d), *compose, *expansion;
    struct hilum_value_set   s    = { .url     = field_keep(b, d, root, "url"),
                                      .version = field_keep(b, d, root, "version") };

    if (s.url == 0)
        return;
    compose   = field(root, "compose");
    expansion = field(root, "expansion");
    if (compose) {
        s.includes = includes_of(b, d, compose, "include");
        s.excludes = includes_of(b, d, compose, "exclude");
    }
    if (expansion) {
        s.members  = members_of(b, d, expansion);
        s.expanded = whole(d, expansion, s.members.count);
    }
    build_add(b, HILUM_VALUE_SETS, &s, 1);
}
