/* describe.c -- the standard's names for the nodes of a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "describe.h"

/* The text of MSH-12, or of its first component. */
static struct hilum_view version_text(struct hilum_doc doc)
{
    const struct hilum_node *msh = hilum_child(hilum_root(doc), HILUM_NAME("MSH"));
    const struct hilum_node *n   = msh ? hilum_child(msh, 12) : NULL;

    n = n ? hilum_component(n, 1) : NULL;
    return n ? hilum_text(doc, n) : HILUM_VIEW("");
}

/* The node that this one is a child of; NULL for the root. */
static const struct hilum_node *parent_of(struct hilum_doc         doc,
                                          const struct hilum_node *node)
{
    const struct hilum_node *at = hilum_root(doc), *parent = NULL;

    while (at != node) {
        const struct hilum_node *next = NULL;

        hilum_each(child, at) if (node >= child && node < child + child->span) next =
            child;
        if (!next)
            return NULL;
        parent = at;
        at     = next;
    }
    return parent;
}

struct hilum_view describe_node(struct dictionary *d, struct hilum_call *call,
                                struct hilum_doc doc, const struct hilum_node *node)
{
    const struct hilum_node         *parent = parent_of(doc, node);
    const struct dictionary_version *v;
    const struct dictionary_group   *g;

    if (!parent)
        return HILUM_VIEW("");
    v = dictionary_version(d, call, version_text(doc));
    if (!v)
        return HILUM_VIEW("");
    if (parent == hilum_root(doc))
        return dictionary_title(d, dictionary_segment(v, node->name)->row, false);
    if (parent->name > UINT16_MAX) {
        g = dictionary_segment(v, parent->name);
        return dictionary_title(d, dictionary_member(v, g, node->name)->row, false);
    }
    g = dictionary_datatype(v, parent->type);
    return dictionary_title(d, dictionary_member(v, g, node->name)->row, true);
}
