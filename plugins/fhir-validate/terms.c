/* terms.c -- is a code in a code system, or in a value set? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "terms.h"

#include <regex.h>
#include <stdio.h>
#include <strings.h>

enum { SETS_DEEP = 8, PARENTS = 64, PATTERN_MOST = 512 };

/* ---- Code systems --------------------------------------------------------- */

/* The concept, or concepts.count behind the first: none. */
static bool concept_of(struct definition system, struct hilum_view code, uint32_t *at)
{
    const struct hilum_package     *p   = &system.pack->package;
    const struct hilum_code_system *s   = hilum_package_code_system(p, system.index);
    uint32_t                        end = hilum_package_count(p, HILUM_CONCEPTS);

    if (s->concepts.first > end || s->concepts.count > end - s->concepts.first)
        return false;
    end = s->concepts.first + s->concepts.count;
    *at = hilum_package_find(p, HILUM_CONCEPTS, s->concepts.first, end, code);
    if (*at < end)
        return true;
    for (*at = s->concepts.first; s->ignores_case && *at < end; ++*at) {
        struct hilum_view other = text_of(system, hilum_package_concept(p, *at)->code);

        if (other.len == code.len && strncasecmp(other.ptr, code.ptr, code.len) == 0)
            return true;
    }
    return false;
}

/* Systems that are a grammar and have no list of codes: media types, languages, units.
 * Whether such a code means something is for those who know the grammar. */
static bool is_grammar(struct hilum_view system)
{
    return hilum_is(system, "urn:ietf:bcp:13") || hilum_is(system, "urn:ietf:bcp:47") ||
           hilum_is(system, "http://unitsofmeasure.org") ||
           hilum_is(system, "urn:ietf:rfc:3986");
}

enum terms_answer terms_in_system(const struct definitions *d, const struct code *code)
{
    struct definition               s;
    const struct hilum_code_system *system;
    uint32_t                        at;

    if (is_grammar(code->system))
        return TERMS_YES;
    s = definitions_find(d, HILUM_CODE_SYSTEMS, code->system);
    if (!s.pack)
        return TERMS_UNKNOWN;
    system = hilum_package_code_system(&s.pack->package, s.index);
    if (concept_of(s, code->code, &at))
        return TERMS_YES;
    return system->complete && system->supplements == 0 ? TERMS_NO : TERMS_UNKNOWN;
}

struct hilum_view terms_display(const struct definitions *d, const struct code *code)
{
    struct definition s = definitions_find(d, HILUM_CODE_SYSTEMS, code->system);
    uint32_t          at;

    if (!s.pack || !concept_of(s, code->code, &at))
        return (struct hilum_view){ "", 0 };
    return text_of(s, hilum_package_concept(&s.pack->package, at)->display);
}

/* ---- Filters -------------------------------------------------------------- */

static bool is_below(struct definition system, uint32_t at, struct hilum_view ancestor)
{
    const struct hilum_package *p = &system.pack->package;

    for (int i = 0; i < PARENTS; i++) {
        const struct hilum_concept *c = hilum_package_concept(p, at);

        for (uint32_t k = 0; k < c->properties.count; k++) {
            const struct hilum_property *q =
                hilum_package_property(p, c->properties.first + k);

            if ((hilum_is(text_of(system, q->name), "subsumedBy") ||
                 hilum_is(text_of(system, q->name), "parent")) &&
                hilum_same(text_of(system, q->value), ancestor))
                return true;
        }
        if (c->parent == 0)
            return false;
        at = c->parent - 1;
        if (hilum_same(text_of(system, hilum_package_concept(p, at)->code), ancestor))
            return true;
    }
    return false;
}

static bool regex_holds(struct hilum_view pattern, struct hilum_view text)
{
    char    expression[PATTERN_MOST + 8], value[PATTERN_MOST];
    regex_t re;
    bool    holds;

    if (pattern.len >= PATTERN_MOST || text.len >= sizeof value)
        return false;
    snprintf(expression, sizeof expression, "^(%.*s)$", (int)pattern.len, pattern.ptr);
    snprintf(value, sizeof value, "%.*s", (int)text.len, text.ptr);
    if (regcomp(&re, expression, REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    holds = regexec(&re, value, 0, NULL, 0) == 0;
    regfree(&re);
    return holds;
}

/* Is it one of those between the commas? */
static bool is_among(struct hilum_view list, struct hilum_view one)
{
    while (list.len) {
        const char       *comma = memchr(list.ptr, ',', list.len);
        struct hilum_view part  = { list.ptr,
                                   comma ? (size_t)(comma - list.ptr) : list.len };

        if (hilum_same(part, one))
            return true;
        if (!comma)
            return false;
        list.ptr = comma + 1;
        list.len -= part.len + 1;
    }
    return false;
}

static bool property_holds(struct hilum_view op, struct hilum_view wanted,
                           struct hilum_view is)
{
    if (hilum_is(op, "="))
        return hilum_same(wanted, is);
    if (hilum_is(op, "in"))
        return is_among(wanted, is);
    return hilum_is(op, "regex") && regex_holds(wanted, is);
}

/* Does a concept have a property for which the operation holds? */
static bool has_property(struct definition system, uint32_t at, struct hilum_view name,
                         struct hilum_view op, struct hilum_view wanted)
{
    const struct hilum_package *p = &system.pack->package;
    const struct hilum_concept *c = hilum_package_concept(p, at);

    if (hilum_is(name, "code") || hilum_is(name, "concept"))
        return property_holds(op, wanted, text_of(system, c->code));
    if (hilum_is(name, "display"))
        return property_holds(op, wanted, text_of(system, c->display));
    for (uint32_t i = 0; i < c->properties.count; i++) {
        const struct hilum_property *q =
            hilum_package_property(p, c->properties.first + i);

        if (hilum_same(text_of(system, q->name), name) &&
            (hilum_is(op, "exists") ||
             property_holds(op, wanted, text_of(system, q->value))))
            return true;
    }
    return false;
}

static enum terms_answer filter_holds(struct definition system, uint32_t at,
                                      struct definition set, const struct hilum_filter *f)
{
    struct hilum_view op = text_of(set, f->op), value = text_of(set, f->value);
    struct hilum_view name = text_of(set, f->property);
    struct hilum_view code =
        text_of(system, hilum_package_concept(&system.pack->package, at)->code);
    bool is = hilum_same(value, code);
    bool holds;

    if (hilum_is(op, "is-a"))
        holds = is || is_below(system, at, value);
    else if (hilum_is(op, "descendent-of"))
        holds = !is && is_below(system, at, value);
    else if (hilum_is(op, "is-not-a"))
        holds = !is && !is_below(system, at, value);
    else if (hilum_is(op, "exists"))
        holds = has_property(system, at, name, op, value) == hilum_is(value, "true");
    else if (hilum_is(op, "not-in"))
        holds = !has_property(system, at, name, HILUM_VIEW("in"), value);
    else if (hilum_is(op, "=") || hilum_is(op, "in") || hilum_is(op, "regex"))
        holds = has_property(system, at, name, op, value);
    else
        return TERMS_UNKNOWN;
    return holds ? TERMS_YES : TERMS_NO;
}

/* ---- Value sets ----------------------------------------------------------- */

static enum terms_answer in_set(const struct definitions *d, struct definition set,
                                const struct code *code, int depth);

static enum terms_answer in_imports(const struct definitions *d, struct definition set,
                                    const struct hilum_include *i,
                                    const struct code *code, int depth)
{
    enum terms_answer all = TERMS_YES;

    for (uint32_t k = 0; k < i->value_sets.count; k++) {
        struct hilum_view url =
            text_of(set, hilum_package_list(&set.pack->package, i->value_sets.first + k));
        struct definition other = definitions_find(d, HILUM_VALUE_SETS, url);
        enum terms_answer one =
            other.pack ? in_set(d, other, code, depth - 1) : TERMS_UNKNOWN;

        if (one == TERMS_NO)
            return TERMS_NO;
        if (one == TERMS_UNKNOWN)
            all = TERMS_UNKNOWN;
    }
    return all;
}

static enum terms_answer in_filters(const struct definitions *d, struct definition set,
                                    const struct hilum_include *i,
                                    const struct code          *code)
{
    struct definition system =
        definitions_find(d, HILUM_CODE_SYSTEMS, text_of(set, i->system));
    enum terms_answer all = TERMS_YES;
    uint32_t          at;

    if (!system.pack)
        return TERMS_UNKNOWN;
    if (!concept_of(system, code->code, &at))
        return hilum_package_code_system(&system.pack->package, system.index)->complete
                   ? TERMS_NO
                   : TERMS_UNKNOWN;
    for (uint32_t k = 0; k < i->filters.count; k++) {
        enum terms_answer one =
            filter_holds(system, at, set,
                         hilum_package_filter(&set.pack->package, i->filters.first + k));

        if (one == TERMS_NO)
            return TERMS_NO;
        if (one == TERMS_UNKNOWN)
            all = TERMS_UNKNOWN;
    }
    return all;
}

static enum terms_answer in_include(const struct definitions *d, struct definition set,
                                    const struct hilum_include *i,
                                    const struct code *code, int depth)
{
    const struct hilum_package *p      = &set.pack->package;
    struct hilum_view           system = text_of(set, i->system);
    enum terms_answer           imports;

    if (system.len && !code->any_system && !hilum_same(system, code->system))
        return TERMS_NO;
    imports = in_imports(d, set, i, code, depth);
    if (imports == TERMS_NO || system.len == 0)
        return imports;
    if (i->concepts.count) {
        uint32_t end = i->concepts.first + i->concepts.count;

        return hilum_package_find(p, HILUM_LISTS, i->concepts.first, end, code->code) <
                       end
                   ? imports
                   : TERMS_NO;
    }
    if (i->filters.count) {
        enum terms_answer filters = in_filters(d, set, i, code);

        return filters == TERMS_YES ? imports : filters;
    } else {
        struct code       own = { .system = system, .code = code->code };
        enum terms_answer all = terms_in_system(d, &own);

        return all == TERMS_YES ? imports : all;
    }
}

static bool in_members(struct definition set, const struct hilum_value_set *s,
                       const struct code *code)
{
    const struct hilum_package *p   = &set.pack->package;
    uint32_t                    end = s->members.first + s->members.count;
    uint32_t at = hilum_package_find(p, HILUM_MEMBERS, s->members.first, end, code->code);

    for (; at < end; at++) {
        const struct hilum_member *m = hilum_package_member(p, at);

        if (!hilum_same(text_of(set, m->code), code->code))
            return false;
        if (code->any_system || hilum_same(text_of(set, m->system), code->system))
            return true;
    }
    return false;
}

static enum terms_answer in_runs(const struct definitions *d, struct definition set,
                                 struct hilum_run run, const struct code *code, int depth)
{
    enum terms_answer any = TERMS_NO;

    for (uint32_t k = 0; k < run.count; k++) {
        enum terms_answer one =
            in_include(d, set, hilum_package_include(&set.pack->package, run.first + k),
                       code, depth);

        if (one == TERMS_YES)
            return TERMS_YES;
        if (one == TERMS_UNKNOWN)
            any = TERMS_UNKNOWN;
    }
    return any;
}

static enum terms_answer in_set(const struct definitions *d, struct definition set,
                                const struct code *code, int depth)
{
    const struct hilum_value_set *s =
        hilum_package_value_set(&set.pack->package, set.index);
    enum terms_answer in, out;

    if (depth == 0)
        return TERMS_UNKNOWN;
    if (in_members(set, s, code))
        return TERMS_YES;
    if (s->expanded && s->members.count)
        return TERMS_NO;
    if (s->includes.count == 0)
        return TERMS_UNKNOWN;
    in = in_runs(d, set, s->includes, code, depth);
    if (in == TERMS_NO)
        return TERMS_NO;
    out = in_runs(d, set, s->excludes, code, depth);
    return out == TERMS_YES ? TERMS_NO : out == TERMS_UNKNOWN ? TERMS_UNKNOWN : in;
}

enum terms_answer terms_in_set(const struct definitions *d, struct definition set,
                               const struct code *code)
{
    return in_set(d, set, code, SETS_DEEP);
}

bool terms_selects(const struct definitions *d, struct hilum_view system,
                   struct hilum_view property, struct hilum_view value)
{
    struct definition               s = definitions_find(d, HILUM_CODE_SYSTEMS, system);
    const struct hilum_code_system *c;
    bool                            coded = false;

    if (!s.pack)
        return true;
    c = hilum_package_code_system(&s.pack->package, s.index);
    for (uint32_t i = 0; i < c->concepts.count; i++) {
        const struct hilum_concept *k =
            hilum_package_concept(&s.pack->package, c->concepts.first + i);

        for (uint32_t n = 0; n < k->properties.count; n++) {
            const struct hilum_property *q =
                hilum_package_property(&s.pack->package, k->properties.first + n);
            struct hilum_view is = text_of(s, q->value);

            if (!hilum_same(text_of(s, q->name), property))
                continue;
            if (hilum_same(is, value))
                return true;
            coded |= is.len && memchr(is.ptr, '#', is.len);
        }
    }
    return !coded || !c->complete;
}
