/* functions_tree.c -- functions on the document and on types. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"

#include "expr/types.h"
#include "expr/value.h"

/* ---- The tree ------------------------------------------------------------------- */

bool run_children(struct machine *m, const struct call *c)
{
    for (uint32_t i = 0; i < c->in.count; i++) {
        const struct expr_item *item = list_item(m, c->in, i);

        if (item->kind == EXPR_NODE && !push_children(m, item->node, 0))
            return false;
    }
    return true;
}

/* In document order: what lies below a node stands behind it. */
bool run_descendants(struct machine *m, const struct call *c)
{
    for (uint32_t i = 0; i < c->in.count; i++) {
        const struct expr_item  *item = list_item(m, c->in, i);
        const struct hilum_node *top  = item->node;

        if (item->kind != EXPR_NODE)
            continue;
        if (!machine_spend(m, top->span))
            return false;
        for (uint32_t n = 1; n < top->span; n++)
            if (!push(m, item_node(top + n)))
                return false;
    }
    return true;
}

static bool push_extensions(struct machine *m, const struct hilum_node *node,
                            struct hilum_view url)
{
    hilum_each(child, node)
    {
        const struct hilum_node *own;

        if (child->name != HILUM_NAME("extension"))
            continue;
        own = hilum_child(child, HILUM_NAME("url"));
        if (own && hilum_same(hilum_text(m->ctx->doc, own), url) &&
            !push(m, item_node(child)))
            return false;
    }
    return machine_spend(m, 1 + node->span / 8);
}

bool run_extension(struct machine *m, const struct call *c)
{
    struct hilum_view url;
    bool              empty;

    if (!list_string(m, c->args[0], &url, &empty))
        return false;
    for (uint32_t i = 0; i < c->in.count && !empty; i++) {
        const struct expr_item *item = list_item(m, c->in, i);

        if (item->kind == EXPR_NODE && !push_extensions(m, item->node, url))
            return false;
    }
    return true;
}

bool run_has_extension(struct machine *m, const struct call *c)
{
    uint32_t mark = m->used;

    if (!run_extension(m, c))
        return false;
    {
        bool has = m->used > mark;

        m->used = mark;
        return push_boolean(m, has);
    }
}

/* ---- Values --------------------------------------------------------------------- */

static bool has_value(const struct expr_item *item)
{
    if (item->kind != EXPR_NODE)
        return item->kind < EXPR_QUANTITY;
    return (item->node->flags & HILUM_NODE_VALUE) &&
           !(item->node->flags & HILUM_NODE_NULL);
}

bool run_has_value(struct machine *m, const struct call *c)
{
    return push_boolean(m, c->in.count == 1 && has_value(list_item(m, c->in, 0)));
}

bool run_get_value(struct machine *m, const struct call *c)
{
    if (c->in.count != 1 || !has_value(list_item(m, c->in, 0)))
        return true;
    return push(m, item_value(m->ctx->doc, list_item(m, c->in, 0)));
}

bool run_type(struct machine *m, const struct call *c)
{
    for (uint32_t i = 0; i < c->in.count; i++)
        if (!push(m, type_of(m->ctx, list_item(m, c->in, i))))
            return false;
    return true;
}

/* ---- References ----------------------------------------------------------------- */

/* The resource that holds the contained one with this id, or NULL. */
static const struct hilum_node *
contained_in(struct machine *m, const struct hilum_node *resource, struct hilum_view id)
{
    if (!resource)
        return NULL;
    hilum_each(child, resource)
    {
        const struct hilum_node *own;

        if (child->name != HILUM_NAME("contained"))
            continue;
        own = hilum_child(child, HILUM_NAME("id"));
        if (own && hilum_same(hilum_text(m->ctx->doc, own), id))
            return child;
    }
    return NULL;
}

/* A contained resource means its siblings, which its container has. */
static const struct hilum_node *find_contained(struct machine *m, struct hilum_view id)
{
    const struct hilum_node *found = contained_in(m, machine_resource(m), id);

    return found ? found : contained_in(m, hilum_root(m->ctx->doc), id);
}

/* The resource of the Bundle's entry with this fullUrl, or NULL. */
static const struct hilum_node *find_entry(struct machine *m, struct hilum_view reference)
{
    const struct hilum_node *root = hilum_root(m->ctx->doc);

    if (!root || root->type != HILUM_NAME("Bundle"))
        return NULL;
    hilum_each(entry, root)
    {
        const struct hilum_node *url;
        struct hilum_view        text;

        if (entry->name != HILUM_NAME("entry"))
            continue;
        url = hilum_child(entry, HILUM_NAME("fullUrl"));
        if (!url)
            continue;
        text = hilum_text(m->ctx->doc, url);
        if (text.len > reference.len && text.ptr[text.len - reference.len - 1] == '/')
            text =
                (struct hilum_view){ text.ptr + text.len - reference.len, reference.len };
        if (hilum_same(text, reference))
            return hilum_child(entry, HILUM_NAME("resource"));
    }
    return NULL;
}

/* The type in a reference such as http://host/fhir/Patient/1/_history/2: the
 * last but one part of the path.  Empty: it does not say. */
static struct hilum_view reference_type(struct hilum_view v)
{
    static const char history[] = "/_history/";
    size_t            end       = v.len, from;

    for (size_t i = 0; i + sizeof history - 1 < v.len; i++)
        if (memcmp(v.ptr + i, history, sizeof history - 1) == 0)
            end = i;
    while (end > 0 && v.ptr[end - 1] != '/')
        end--;
    if (end == 0)
        return (struct hilum_view){ "", 0 };
    end--;
    from = end;
    while (from > 0 && v.ptr[from - 1] != '/')
        from--;
    if (from == end || v.ptr[from] < 'A' || v.ptr[from] > 'Z')
        return (struct hilum_view){ "", 0 };
    return (struct hilum_view){ v.ptr + from, end - from };
}

static bool push_target(struct machine *m, const struct expr_item *item)
{
    const struct hilum_node *reference = NULL, *type = NULL, *found = NULL;
    struct hilum_view        text = { "", 0 }, target;

    if (!item_text(m->ctx->doc, item, &text) && item->kind == EXPR_NODE) {
        reference = hilum_child(item->node, HILUM_NAME("reference"));
        type      = hilum_child(item->node, HILUM_NAME("type"));
        if (reference)
            text = hilum_text(m->ctx->doc, reference);
    }
    if (text.len > 1 && text.ptr[0] == '#')
        found = find_contained(m, (struct hilum_view){ text.ptr + 1, text.len - 1 });
    else if (text.len)
        found = find_entry(m, text);
    if (found)
        return push(m, item_node(found));
    target = reference_type(text);
    if (target.len == 0 && type)
        target = hilum_text(m->ctx->doc, type);
    if (target.len == 0)
        return true;
    return push(m, (struct expr_item){ .kind   = EXPR_TARGET,
                                       .scale  = EXPR_OF_FHIR,
                                       .length = (uint32_t)target.len,
                                       .number = hilum_name(target.ptr, target.len),
                                       .text   = target.ptr });
}

bool run_resolve(struct machine *m, const struct call *c)
{
    const struct hilum_node *root = hilum_root(m->ctx->doc);

    for (uint32_t i = 0; i < c->in.count; i++) {
        struct expr_item item = *list_item(m, c->in, i);

        if (!push_target(m, &item) || !machine_spend(m, root ? root->span / 8 : 1))
            return false;
    }
    return true;
}
