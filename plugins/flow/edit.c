/* edit.c -- a copy of a document that differs in one place. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recursion follows the path, not the document: it is PATH_STEPS deep at
 * most.
 */
#include "edit.h"

enum {
    FIELD        = 2,  /* steps to an HL7 field */
    SUBCOMPONENT = 4,  /* and at most */
    DELIMITERS   = 2,  /* MSH-1 and MSH-2 are */
    CHARSET      = 18, /* and MSH-18 says what \Xhh\ means */
};

/* ---- Finding -------------------------------------------------------------- */

/* The nth child of the step's name, or NULL and how many there are. */
static const struct hilum_node *nth_child(const struct hilum_node *n,
                                          const struct step *s, uint32_t *count)
{
    *count = 0;
    hilum_each(child, n)
    {
        if (child->name != s->name)
            continue;
        if ((*count)++ == s->nth)
            return child;
    }
    return NULL;
}

/* A leaf of HL7 from its field downwards: it is its own first component. */
static bool is_own_first(const struct edit *e, size_t depth)
{
    return e->path->hl7 && depth >= FIELD && hilum_leaf(e->chain[depth]);
}

/* Where the way ends, and how many children of the missing name there are. */
static uint32_t walk(struct edit *e)
{
    uint32_t count = 0;

    for (e->found = 0; e->found < e->path->count; e->found++) {
        const struct step       *s = &e->path->steps[e->found];
        const struct hilum_node *n = e->chain[e->found];

        count = 0;
        if (is_own_first(e, e->found))
            n = s->name == 1 ? n : NULL;
        else
            n = nth_child(n, s, &count);
        if (!n)
            return count;
        e->chain[e->found + 1] = n;
    }
    return count;
}

static enum edit_state refuse(struct edit *e, const char *why)
{
    e->why = why;
    return EDIT_REFUSE;
}

/* What has nothing but the removed below it goes with it, as an empty node would
 * mean something else; segments and resources stay. */
static void widen(struct edit *e)
{
    size_t least = e->path->hl7 ? FIELD : 1;

    while (e->end > least && (e->chain[e->end - 1] == e->chain[e->end] ||
                              e->chain[e->end - 1]->span == 1 + e->chain[e->end]->span))
        e->end--;
}

/* Levels of a node: 1 for a leaf. */
static size_t height(const struct hilum_node *n)
{
    size_t most = 0;

    hilum_each(child, n)
    {
        size_t below = 1;

        hilum_each(grandchild, child)
        {
            below = 2;
        }
        most = below > most ? below : most;
    }
    return 1 + most;
}

enum edit_state edit_find(struct edit *e)
{
    const struct path *p = e->path;
    uint32_t           siblings;

    e->end      = p->count;
    e->chain[0] = hilum_root(e->doc);
    if (p->hl7 != (e->doc.block->model == HILUM_NAME("hl7v2")))
        return refuse(e, p->hl7 ? "an HL7 path needs an HL7 v2 message"
                                : "an HL7 v2 message needs an HL7 path, such as PID-8");
    if (p->root && p->root != e->chain[0]->name)
        return refuse(e, "it is a resource of another type");
    siblings = walk(e);
    if (e->found == p->count && e->value->nothing)
        widen(e);
    if (e->found == p->count)
        ;
    else if (e->value->nothing)
        return EDIT_SAME;
    else if (p->hl7 && e->found == 0)
        return refuse(e, "there is no such segment to set something in");
    else if (!p->hl7 && e->found < p->count - 1)
        return refuse(e, "there is no such element to set something in");
    else if (p->steps[e->found].nth > siblings)
        return refuse(e, "there are not enough repetitions before it");
    if (p->hl7 && e->value->node && p->count + height(e->value->node) - 1 > SUBCOMPONENT)
        return refuse(e, "what is set there has too many levels");
    return EDIT_DONE;
}

/* ---- Copying -------------------------------------------------------------- */

/* Whether only first components follow: such a place is a leaf of its parent. */
static bool only_firsts(const struct edit *e, size_t depth)
{
    for (; depth < e->end; depth++)
        if (!e->path->hl7 || depth < FIELD || e->path->steps[depth].name != 1)
            return false;
    return true;
}

/* The value, as a node of that name.  `like` is what stood there, or NULL. */
static void put_value(struct edit *e, uint32_t name, uint32_t list,
                      const struct hilum_node *like)
{
    const struct edit_value *v     = e->value;
    struct hilum_builder    *b     = e->to;
    uint32_t                 first = b->count;
    uint32_t                 null  = e->path->hl7 && hilum_is(v->text, "\"\"");

    if (v->nothing)
        return;
    if (v->node && !hilum_leaf(v->node)) {
        hilum_build_copy_as(b, e->doc, v->node, name);
        /* On another level its parts have other separators. */
        for (uint32_t i = first; i < b->count && e->path->hl7; i++)
            if (b->nodes[i].span > 1)
                b->nodes[i].flags &= ~(uint32_t)HILUM_NODE_VALUE;
    } else {
        hilum_build_leaf(b, name, like ? like->type : v->type, null ? HILUM_NODE_NULL : 0,
                         v->text, HILUM_NO_PLACE);
    }
    if (!b->failed)
        b->nodes[first].flags =
            (b->nodes[first].flags & ~(uint32_t)HILUM_NODE_LIST) | list;
}

/* What is missing from this step on. */
static void put_new(struct edit *e, size_t depth)
{
    const struct step *s = &e->path->steps[depth];

    if (only_firsts(e, depth + 1)) {
        put_value(e, s->name, !e->path->hl7 && s->listed ? HILUM_NODE_LIST : 0, NULL);
        return;
    }
    hilum_build_open(e->to, s->name, 0, 0, HILUM_NO_PLACE);
    put_new(e, depth + 1);
    hilum_build_close(e->to);
}

static void open_like(struct edit *e, const struct hilum_node *n, uint32_t name)
{
    hilum_build_open(e->to, name, n->type, n->flags & HILUM_NODE_LIST, n->place);
    /* The text of an HL7 node with children would no longer be true. */
    if (!e->path->hl7 && n->flags & HILUM_NODE_VALUE)
        hilum_build_text(e->to, hilum_text(e->doc, n));
}

static void copy_edited(struct edit *e, size_t depth, uint32_t name);

/* An HL7 leaf becomes the first component of what it was. */
static void split_leaf(struct edit *e, size_t depth)
{
    const struct hilum_node *n = e->chain[depth];

    if (e->path->steps[depth].name == 1) {
        copy_edited(e, depth + 1, 1);
        return;
    }
    if (n->flags & (HILUM_NODE_VALUE | HILUM_NODE_NULL))
        hilum_build_copy_as(e->to, e->doc, n, 1);
    put_new(e, depth);
}

/* Copies the children, with the place among them.  HL7's go by number; a FHIR
 * element goes behind its like. */
static void copy_children(struct edit *e, size_t depth)
{
    const struct hilum_node *n       = e->chain[depth];
    const struct step       *s       = &e->path->steps[depth];
    bool                     missing = e->found == depth;

    hilum_each(child, n)
    {
        if (e->found > depth && child == e->chain[depth + 1]) {
            copy_edited(e, depth + 1, child->name);
            continue;
        }
        if (missing && e->path->hl7 && child->name > s->name) {
            put_new(e, depth);
            missing = false;
        }
        hilum_build_copy(e->to, e->doc, child);
        if (missing && !e->path->hl7 && child->name == s->name &&
            !hilum_again(n, child)) {
            put_new(e, depth);
            missing = false;
        }
    }
    if (missing)
        put_new(e, depth);
}

static void copy_edited(struct edit *e, size_t depth, uint32_t name)
{
    const struct hilum_node *n = e->chain[depth];

    if (depth == e->end || (is_own_first(e, depth) && only_firsts(e, depth))) {
        put_value(e, name, n->flags & HILUM_NODE_LIST, n);
        return;
    }
    open_like(e, n, name);
    if (is_own_first(e, depth))
        split_leaf(e, depth);
    else
        copy_children(e, depth);
    hilum_build_close(e->to);
}

/* ---- HL7's separators ----------------------------------------------------- */

/* Does this, as it stands in the message, mean the same after the edit? */
static bool is_true(const struct edit *e, struct hilum_view written)
{
    const struct hilum_node *msh   = e->chain[1];
    const struct hilum_node *msh_2 = hilum_child(msh, DELIMITERS);
    struct hilum_view encoding     = msh_2 ? hilum_text(e->doc, msh_2) : HILUM_VIEW("");
    char              escape       = encoding.len > 2 ? encoding.ptr[2] : '\\';

    if (e->path->steps[1].name <= DELIMITERS)
        return false;
    for (size_t i = 0; i + 1 < written.len; i++)
        if (written.ptr[i] == escape && written.ptr[i + 1] == 'X')
            return false;
    return true;
}

/* Where the delimiters or the character set are others now, what was written no longer
 * says what it did; the parts and the decoded texts do. */
static void drop_written(struct edit *e)
{
    struct hilum_builder *b = e->to;

    for (uint32_t i = 0; i < b->count; i++) {
        struct hilum_node *n   = &b->nodes[i];
        const char       *base = n->flags & HILUM_NODE_BORROWED ? b->source.ptr : b->heap;
        struct hilum_view text = { base + n->text, n->length };
        uint32_t          length;

        if (n->span > 1 && n->flags & HILUM_NODE_VALUE && !is_true(e, text))
            n->flags &= ~(uint32_t)HILUM_NODE_VALUE;
        if (!(n->flags & HILUM_NODE_RAW))
            continue;
        memcpy(&length, text.ptr + text.len, sizeof length);
        text = (struct hilum_view){ text.ptr + text.len + sizeof length, length };
        if (!is_true(e, text))
            n->flags &= ~(uint32_t)HILUM_NODE_RAW;
    }
}

void edit_copy(struct edit *e)
{
    const struct step *s = e->path->steps;

    copy_edited(e, 0, e->chain[0]->name);
    if (e->path->hl7 && s[0].name == HILUM_NAME("MSH") && !e->to->failed &&
        (s[1].name <= DELIMITERS || s[1].name == CHARSET))
        drop_written(e);
}
