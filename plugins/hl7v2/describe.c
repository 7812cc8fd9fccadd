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

/* The segment that a node is in, which may be itself; the root for the root.  Only
 * these have names that are no numbers, so that the way back is short. */
static const struct hilum_node *segment_of(const struct hilum_node *node)
{
    while (node->name <= UINT16_MAX)
        node--;
    return node;
}

/* The node that this one is a child of, within a segment. */
static const struct hilum_node *parent_of(const struct hilum_node *segment,
                                          const struct hilum_node *node)
{
    const struct hilum_node *at = segment, *parent = segment;

    while (at != node) {
        parent = at;
        at++;
        while (node >= at + at->span)
            at += at->span;
    }
    return parent;
}

struct hilum_view describe_own(const struct profiles *profiles, struct hilum_call *call,
                               struct hilum_doc doc, const struct hilum_node *node)
{
    const struct hilum_node *segment = segment_of(node);
    uint32_t                 number  = profiles->count;

    if (profiles->count && node != hilum_root(doc) && parent_of(segment, node) == segment)
        number = profiles_choose(profiles, doc);
    if (number == profiles->count)
        return HILUM_VIEW("");
    return profile_title(profiles->list[number], call, segment->name,
                         node == segment ? 0 : node->name);
}

struct hilum_view describe_node(struct dictionary *d, struct hilum_call *call,
                                struct hilum_doc doc, const struct hilum_node *node)
{
    const struct hilum_node         *segment = segment_of(node), *parent;
    const struct dictionary_version *v;
    const struct dictionary_group   *g;

    if (node == hilum_root(doc))
        return HILUM_VIEW("");
    v = dictionary_version(d, call, version_text(doc));
    if (!v)
        return HILUM_VIEW("");
    if (node == segment)
        return dictionary_title(d, dictionary_segment(v, node->name)->row, false);
    parent = parent_of(segment, node);
    if (parent == segment) {
        g = dictionary_segment(v, parent->name);
        return dictionary_title(d, dictionary_member(v, g, node->name)->row, false);
    }
    g = dictionary_datatype(v, parent->type);
    return dictionary_title(d, dictionary_member(v, g, node->name)->row, true);
}
