/* extensions.c -- whether an extension is known, and may stand where it stands. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

/* ---- Contexts ------------------------------------------------------------- */

/* The type at the front of a path, or all of it. */
static struct hilum_view first_part(struct hilum_view path)
{
    const char *point = path.len ? memchr(path.ptr, '.', path.len) : NULL;

    if (point)
        path.len = (size_t)(point - path.ptr);
    return path;
}

/* Is the path of the context that of the element?  Ids have slices (:name) in them,
 * paths have not; a path begins with the element's type or one that this derives from. */
static bool same_path(struct look *l, struct hilum_view id, struct hilum_view path)
{
    struct hilum_view type = first_part(id), other = first_part(path);
    size_t            i, k;

    if (!hilum_same(type, other) &&
        !definitions_is(l->definitions, hilum_name(type.ptr, type.len),
                        hilum_name(other.ptr, other.len)))
        return false;
    for (i = type.len, k = other.len; i < id.len; i++) {
        if (id.ptr[i] == ':') {
            while (i + 1 < id.len && id.ptr[i + 1] != '.')
                i++;
            continue;
        }
        if (k == path.len || id.ptr[i] != path.ptr[k++])
            return false;
    }
    return k == path.len;
}

/* A context names a type, or a path in one; the element may be of the type, or be the
 * path. */
static bool in_element(struct look *l, const struct hilum_node *parent,
                       struct definition element, struct hilum_view context)
{
    uint32_t name = hilum_name(context.ptr, context.len);

    if (hilum_is(context, "Element"))
        return true;
    if (definitions_is(l->definitions, parent->type, name))
        return true;
    if (hilum_is(context, "CanonicalResource") || hilum_is(context, "MetadataResource"))
        return hilum_child(parent, HILUM_NAME("url"));
    if (same_path(l, text_of(element, element_of(element)->id), context))
        return true;
    if (element_of(element)->content) /* it has the elements of another */
        element.index = element_of(element)->content - 1;
    return same_path(l, text_of(element, element_of(element)->id), context);
}

/* Is the parent among what an expression selects of the resource? */
static bool in_selection(struct look *l, const struct hilum_node *parent,
                         struct definition s, uint32_t context, struct hilum_view text)
{
    enum { ITEMS = 64 };
    struct hilum_item items[ITEMS];
    struct rule      *rule = &s.pack->places[context];
    size_t            count;

    if (rule->state == RULE_NEW) {
        rule->expr  = invariants_compile(l, text);
        rule->state = rule->expr ? RULE_READY : RULE_BROKEN;
    }
    if (rule->state == RULE_BROKEN)
        return true;
    count = hilum_eval(l->call, rule->expr, l->doc, l->resource, items, ITEMS);
    if (count > ITEMS) /* too many to see them all, or it erred */
        return true;
    for (size_t i = 0; i < count; i++)
        if (items[i].node == parent)
            return true;
    return false;
}

static bool in_context(struct look *l, const struct hilum_node *parent,
                       struct definition element, struct definition s, uint32_t context)
{
    const struct hilum_context *c    = hilum_package_context(&s.pack->package, context);
    struct hilum_view           text = text_of(s, c->expression);

    switch (c->kind) {
    case HILUM_CONTEXT_ELEMENT:
        return in_element(l, parent, element, text);
    case HILUM_CONTEXT_EXTENSION:
        return parent->type == HILUM_NAME("Extension") &&
               hilum_same(child_text(l, parent, HILUM_NAME("url")), text);
    case HILUM_CONTEXT_FHIRPATH:
        return in_selection(l, parent, s, context, text);
    default:
        return false;
    }
}

static void check_context(struct look *l, const struct hilum_node *extension,
                          const struct hilum_node *parent, struct definition element,
                          struct definition s)
{
    struct hilum_run run   = structure_of(s)->contexts;
    uint32_t         where = 0;

    for (uint32_t i = 0; i < run.count; i++) {
        const struct hilum_context *c =
            hilum_package_context(&s.pack->package, run.first + i);

        where += c->kind != HILUM_CONTEXT_INVARIANT;
        if (in_context(l, parent, element, s, run.first + i))
            return;
    }
    if (where)
        look_report(l, HILUM_PROBLEM, extension, "extension",
                    "the extension %.*s may not stand here",
                    (int)text_of(s, structure_of(s)->url).len,
                    text_of(s, structure_of(s)->url).ptr);
}

/* ---- One extension -------------------------------------------------------- */

/* Inside a complex extension the URLs are short, and say nothing by themselves. */
static bool is_relative(struct hilum_view url)
{
    return url.len && !memchr(url.ptr, ':', url.len) && !memchr(url.ptr, '/', url.len);
}

/* Does the definition of an extension know of one inside it with that URL? */
static bool has_part(struct look *l, struct definition s, struct hilum_view url)
{
    bool any = false;

    each_child(part, root_of(s))
    {
        if (element_of(part)->name != HILUM_NAME("extension") ||
            !(element_of(part)->flags & HILUM_ELEMENT_SLICE))
            continue;
        any = true;
        if (hilum_same(text_of(part, element_of(part)->slice), url) ||
            slices_url_is(l, part, url))
            return true;
    }
    return !any;
}

/* An extension inside another, which says what it means. */
static void check_part(struct look *l, const struct hilum_node *extension,
                       const struct hilum_node *parent, struct hilum_view url)
{
    struct definition s;

    if (parent->type != HILUM_NAME("Extension")) {
        look_report(l, HILUM_PROBLEM, extension, "extension", "its url is not absolute");
        return;
    }
    s = definitions_find(l->definitions, HILUM_STRUCTURES,
                         child_text(l, parent, HILUM_NAME("url")));
    if (s.pack && !has_part(l, s, url))
        look_report(l, HILUM_PROBLEM, extension, "extension",
                    "the extension that it is in has no such part");
}

void extensions_check(struct look *l, const struct hilum_node *extension,
                      const struct hilum_node *parent, struct definition element)
{
    struct hilum_view url = child_text(l, extension, HILUM_NAME("url"));
    struct definition s;

    if (!l->switches->extensions)
        return;
    if (is_relative(url)) {
        check_part(l, extension, parent, url);
        return;
    }
    s = definitions_find(l->definitions, HILUM_STRUCTURES, url);
    if (s.pack) {
        check_context(l, extension, parent, element, s);
        look_profile(l, extension, s);
    } else if (extension->name == HILUM_NAME("modifierExtension")) {
        look_report(l, HILUM_PROBLEM, extension, "extension",
                    "the modifier extension %.*s is not known", (int)url.len, url.ptr);
    } else { /* HL7 adds to its own between releases: a package may have it */
        bool own = starts(url, "http://hl7.org/fhir/StructureDefinition/");

        look_report(l, own ? HILUM_WARNING : HILUM_NOTE, extension, "extension",
                    "the extension %.*s is not known", (int)url.len, url.ptr);
    }
}
