/* hl7path.c -- what an HL7 path leads to in a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/program.h"

#include "expr/value.h"

/* The component and subcomponent of a field, as far as the path names them. */
static bool push_component(struct machine *m, const struct hl7_path *p,
                           const struct hilum_node *n)
{
    if (p->component)
        n = hilum_component(n, p->component);
    if (n && p->subcomponent)
        n = hilum_component(n, p->subcomponent);
    return !n || push(m, item_node(n));
}

static bool push_field(struct machine *m, const struct hl7_path *p,
                       const struct hilum_node *segment)
{
    const struct hilum_node *n   = hilum_child(segment, p->field);
    uint32_t                 nth = 1;

    for (; n; n = hilum_again(segment, n), nth++) {
        if (p->repetition && nth != p->repetition)
            continue;
        if (!push_component(m, p, n))
            return false;
        if (p->repetition)
            return true;
    }
    return true;
}

/* The nearest $this that is a segment of that name, or NULL. */
static const struct hilum_node *own_segment(const struct machine *m, uint32_t name)
{
    for (const struct frame *f = m->frame; f; f = f->outer)
        if (!f->nothing && f->this.kind == EXPR_NODE && f->this.node->name == name)
            return f->this.node;
    return NULL;
}

bool push_path(struct machine *m, const struct hl7_path *p)
{
    const struct hilum_node *own = own_segment(m, p->segment);
    const struct hilum_node *root =
        m->ctx->resource ? m->ctx->resource : hilum_root(m->ctx->doc);
    uint32_t nth = 0;

    if (own && !p->segment_repetition)
        return machine_spend(m, 1 + own->span / 4) && push_field(m, p, own);
    if (!root)
        return true;
    if (!machine_spend(m, 1 + root->span / 4))
        return false;
    hilum_each(segment, root)
    {
        if (segment->name != p->segment)
            continue;
        if (p->segment_repetition && ++nth != p->segment_repetition)
            continue;
        if (!push_field(m, p, segment))
            return false;
        if (p->segment_repetition)
            return true;
    }
    return true;
}
