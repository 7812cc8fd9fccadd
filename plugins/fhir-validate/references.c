/* references.c -- what a reference leads to, and whether it may. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle.h"

/* ---- Where it leads ------------------------------------------------------- */

static const struct hilum_node *contained(const struct look *l, struct hilum_view id)
{
    if (!l->container)
        return NULL;
    if (id.len == 0)
        return l->container;
    hilum_each(child, l->container)
    {
        if (child->name == HILUM_NAME("contained") &&
            hilum_same(child_text(l, child, HILUM_NAME("id")), id))
            return child;
    }
    return NULL;
}

/* The last part but one of a URL that ends in TYPE/ID, or TYPE/ID/_history/VERSION. */
static uint32_t type_in_url(const struct look *l, struct hilum_view url)
{
    struct hilum_view parts[4] = { { "", 0 } };
    size_t            count = 0, end = url.len;
    uint32_t          name;
    struct definition type;

    for (size_t at = url.len; count < 4; at--) {
        if (at > 0 && url.ptr[at - 1] != '/')
            continue;
        parts[count++] = (struct hilum_view){ url.ptr + at, end - at };
        if (at == 0)
            break;
        end = at - 1;
    }
    if (count < 2)
        return 0;
    if (count == 4 && hilum_is(parts[1], "_history"))
        parts[1] = parts[3];
    name = hilum_name(parts[1].ptr, parts[1].len);
    type = definitions_type(l->definitions, name);
    return type.pack && structure_of(type)->kind == HILUM_KIND_RESOURCE ? name : 0;
}

const struct hilum_node *references_target(struct look *l, const struct hilum_node *node,
                                           uint32_t *type)
{
    struct hilum_view        text   = child_text(l, node, HILUM_NAME("reference"));
    struct hilum_view        said   = child_text(l, node, HILUM_NAME("type"));
    const struct hilum_node *target = NULL;

    *type = said.len ? hilum_name(said.ptr, said.len) : 0;
    if (text.len == 0)
        return NULL;
    if (text.ptr[0] == '#')
        target = contained(l, (struct hilum_view){ text.ptr + 1, text.len - 1 });
    else if (l->bundle)
        target = bundle_find(l, text);
    if (target)
        *type = target->type;
    else if (*type == 0)
        *type = type_in_url(l, text);
    return target;
}

/* ---- Whether it may ------------------------------------------------------- */

static bool target_fits(struct look *l, struct definition e,
                        const struct hilum_element_type *t, uint32_t nth, uint32_t type,
                        const struct hilum_node *target)
{
    struct hilum_view url =
        text_of(e, hilum_package_list(&e.pack->package, t->targets.first + nth));
    struct definition s = definitions_find(l->definitions, HILUM_STRUCTURES, url);

    if (!s.pack)
        return true;
    if (!definitions_is(l->definitions, type, structure_of(s)->type_name))
        return false;
    return !target || !structure_of(s)->constraint || look_fits_profile(l, target, s);
}

static void check_targets(struct look *l, const struct hilum_node *node,
                          struct definition e, const struct hilum_element_type *t)
{
    uint32_t                 type;
    const struct hilum_node *target = references_target(l, node, &type);
    struct hilum_view        name;

    if (type == 0)
        return;
    for (uint32_t i = 0; i < t->targets.count; i++)
        if (target_fits(l, e, t, i, type, target))
            return;
    name = hilum_name_text(l->call, type);
    look_report(l, HILUM_PROBLEM, node, "reference",
                "it leads to a %.*s, which does not fit what may be referred to here",
                (int)name.len, name.ptr);
}

static void check_contained(struct look *l, const struct hilum_node *node,
                            struct hilum_view text)
{
    if (text.len == 0 || text.ptr[0] != '#')
        return;
    if (!contained(l, (struct hilum_view){ text.ptr + 1, text.len - 1 }))
        look_report(l, HILUM_PROBLEM, node, "reference",
                    "there is no contained resource of that id");
}

void references_check(struct look *l, const struct hilum_node *node,
                      struct definition element)
{
    struct hilum_run types = element_of(element)->types;

    if (!l->switches->references || node->type != HILUM_NAME("Reference"))
        return;
    check_contained(l, node, child_text(l, node, HILUM_NAME("reference")));
    for (uint32_t i = 0; i < types.count; i++) {
        const struct hilum_element_type *t =
            hilum_package_type(&element.pack->package, types.first + i);

        if (t->name == HILUM_NAME("Reference") && t->targets.count)
            check_targets(l, node, element, t);
    }
}
