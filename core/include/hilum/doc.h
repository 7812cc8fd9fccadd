/* hilum/doc.h -- the document: a parsed message as one contiguous block. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every format decodes into the same thing.  A document is a header, a vector
 * of nodes and a heap of text, in one block without pointers: it crosses a
 * thread as a pointer and a process as bytes.  Text that stands in the source
 * message is borrowed from there, not copied.  It is built once, with the
 * builder below, and never written again.
 *
 * Nodes lie in the order of the document (pre-order).  A node and all that is
 * below it are the `span` nodes that begin with it, so its first child, where
 * it has one, is the next node, and its next sibling lies `span` further on.
 *
 * Shapes.
 *   fhir   The root is the resource: name and type are its type's name.  A
 *          child is named by its element and typed by its FHIR type; a choice
 *          such as valueQuantity is named `value` with the type Quantity.  A
 *          resource inside another (`resource`, `contained`) has the type of
 *          that resource.  An element that may repeat is one node per
 *          repetition, flagged LIST.  A primitive has text as it was written,
 *          and children where it has an id or extensions.
 *   hl7v2  The root is named `message`; its type is 0 (there is none).  Its
 *          children are the segments in the order of the message,
 *          named and typed by their three letters.  Below them fields, components and
 *          subcomponents, named by their number; repetitions of a field are
 *          siblings of the same name.  What is empty has no node.  A field or
 *          component that has no separators in it is a leaf, and is its own
 *          first component.  The text of a leaf is decoded; the text of a node
 *          with children is as it stands in the message.  `""` is flagged NULL
 *          and has no text.  An empty repetition before another keeps its place as
 *          a leaf without VALUE.  Fields are typed by their datatypes.
 *          All text is UTF-8, except the root's: that is the message as it came,
 *          byte for byte.  A leaf whose text was written with escape sequences
 *          keeps these as well, as RAW.  So whoever copies nodes into a message
 *          with other separators copies leaves by their text.
 */
#ifndef HILUM_DOC_H
#define HILUM_DOC_H

#include <hilum/view.h>

enum {
    HILUM_DEPTH     = 64,          /* nesting of a document, at most */
    HILUM_MOST_TEXT = 1 << 30,     /* bytes of a source or heap, at most */
};
#define HILUM_NO_PLACE UINT32_MAX

/* ---- Names ---------------------------------------------------------------- */

/* Names and types are compared as integers.  1 to 65,535 are positions (HL7
 * fields); a name of up to three bytes is packed, a longer one hashed.  They
 * mean the same in every process.  Codecs make their names known with
 * hilum_name_add(), which refuses two names of the same hash. */
enum { HILUM_NAME_PACKED = 0x40000000 };
#define HILUM_NAME_HASHED 0x80000000u

static inline uint32_t hilum_name(const char *ptr, size_t len)
{
    uint32_t hash = 0x811c9dc5u;

    if (len <= 3) {
        uint32_t packed = 0;

        for (size_t i = 0; i < len; i++)
            packed |= (uint32_t)(unsigned char)ptr[i] << (16 - 8 * i);
        return packed | HILUM_NAME_PACKED;
    }
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)ptr[i]) * 0x01000193u;
    return hash | HILUM_NAME_HASHED;
}

#define HILUM_NAME(literal) hilum_name("" literal, sizeof(literal) - 1)

/* ---- Nodes ---------------------------------------------------------------- */

enum hilum_node_flags {
    HILUM_NODE_VALUE    = 1,  /* it has text of its own, perhaps empty */
    HILUM_NODE_BORROWED = 2,  /* its text is in the source, else in the heap */
    HILUM_NODE_LIST     = 4,  /* one of a list, even where it is alone */
    HILUM_NODE_NULL     = 8,  /* said to be nothing: "" in HL7 v2 */
    HILUM_NODE_RAW      = 16, /* what was written for it follows its text in the heap:
                               * four bytes of length, then the bytes */
};

struct hilum_node {
    uint32_t name;
    uint32_t type;
    uint32_t text;   /* where its text begins, in source or heap */
    uint32_t length; /* of the text, in bytes */
    uint32_t span;   /* nodes of this subtree, itself included */
    uint32_t place;  /* byte in the source where it stands; HILUM_NO_PLACE */
    uint32_t flags;
};

/* The head of the block.  Nodes follow it at once, then the heap. */
struct hilum_block {
    uint32_t size;  /* of the whole block, in bytes */
    uint32_t model; /* the name of "hl7v2", "fhir", ... */
    uint32_t nodes; /* how many; at least 1 */
    uint32_t heap;  /* where the heap begins, in bytes from here */
};

/* A document as it is passed around, by value.  No document: block is NULL. */
struct hilum_doc {
    const struct hilum_block *block;
    const char               *source;
};

static inline const struct hilum_node *hilum_root(struct hilum_doc d)
{
    return d.block ? (const struct hilum_node *)(d.block + 1) : NULL;
}

/* for each child of node (a pointer that is not NULL). */
#define hilum_each(child, node)                                                       \
    for (const struct hilum_node *child = (node) + 1,                                 \
                                 *child##_end = (node) + (node)->span;                \
         child < child##_end; child += child->span)

/* The first child of that name, or NULL. */
static inline const struct hilum_node *hilum_child(const struct hilum_node *n, uint32_t name)
{
    hilum_each(child, n) if (child->name == name) return child;
    return NULL;
}

/* The next sibling of the same name below the same parent, or NULL. */
static inline const struct hilum_node *hilum_again(const struct hilum_node *parent,
                                                   const struct hilum_node *n)
{
    const struct hilum_node *end = parent + parent->span;

    for (const struct hilum_node *at = n + n->span; at < end; at += at->span)
        if (at->name == n->name)
            return at;
    return NULL;
}

static inline bool hilum_leaf(const struct hilum_node *n)
{
    return n->span == 1;
}

/* Its own text; empty where it has none. */
static inline struct hilum_view hilum_text(struct hilum_doc d, const struct hilum_node *n)
{
    const char *base = n->flags & HILUM_NODE_BORROWED
                           ? d.source
                           : (const char *)d.block + d.block->heap;

    if (!(n->flags & HILUM_NODE_VALUE))
        return (struct hilum_view){ "", 0 };
    return (struct hilum_view){ base + n->text, n->length };
}

/* What was written for it in the message: its text, where nothing else is kept. */
static inline struct hilum_view hilum_raw(struct hilum_doc d, const struct hilum_node *n)
{
    const char *behind = (const char *)d.block;
    uint32_t    length;

    if (!(n->flags & HILUM_NODE_RAW))
        return hilum_text(d, n);
    behind += d.block->heap + n->text + n->length;
    memcpy(&length, behind, sizeof length);
    return (struct hilum_view){ behind + sizeof length, length };
}

/* HL7 v2: the component (or subcomponent) at a position.  A leaf is its own
 * first component.  NULL: empty. */
static inline const struct hilum_node *hilum_component(const struct hilum_node *n,
                                                       uint32_t position)
{
    if (hilum_leaf(n))
        return position == 1 ? n : NULL;
    return hilum_child(n, position);
}

/* ---- Builder -------------------------------------------------------------- */

/* A document in the making.  The engine hands it out empty and seals it; a
 * codec or stage fills it in document order.  Nothing is checked on the way:
 * where something does not fit, `failed` is set, later calls do nothing, and
 * sealing gives no document. */
struct hilum_builder {
    struct hilum_node *nodes;
    uint32_t           count, room;
    char              *heap;
    uint32_t           used, heap_room;
    struct hilum_view  source; /* text inside it is borrowed */
    uint32_t           model;
    uint32_t           depth;
    uint32_t           open[HILUM_DEPTH];
    bool               failed;
    bool (*grow)(struct hilum_builder *, uint32_t nodes, uint32_t heap);
};

/* Adds a leaf without text.  The pointer is good until the next call. */
static inline struct hilum_node *hilum_build_node(struct hilum_builder *b, uint32_t name,
                                                  uint32_t type, uint32_t flags,
                                                  uint32_t place)
{
    struct hilum_node *n;

    if (b->failed)
        return NULL;
    if (b->count == b->room && !b->grow(b, 1, 0)) {
        b->failed = true;
        return NULL;
    }
    n  = &b->nodes[b->count++];
    *n = (struct hilum_node){
        .name = name, .type = type, .span = 1, .place = place, .flags = flags
    };
    return n;
}

/* Room for need bytes in the heap, or NULL.  What was written there is used up
 * by hilum_build_heap_text(). */
static inline char *hilum_build_heap(struct hilum_builder *b, size_t need)
{
    if (b->failed)
        return NULL;
    if (need > b->heap_room - b->used &&
        (need > HILUM_MOST_TEXT || !b->grow(b, 0, (uint32_t)need))) {
        b->failed = true;
        return NULL;
    }
    return b->heap + b->used;
}

/* The last node's text is the next len bytes of the heap. */
static inline void hilum_build_heap_text(struct hilum_builder *b, size_t len)
{
    struct hilum_node *n;

    if (b->failed || b->count == 0)
        return;
    n         = &b->nodes[b->count - 1];
    n->text   = b->used;
    n->length = (uint32_t)len;
    n->flags  = (n->flags & ~(uint32_t)HILUM_NODE_BORROWED) | HILUM_NODE_VALUE;
    b->used += (uint32_t)len;
}

/* The last node's text is the next len bytes of the heap, and raw what was written
 * for it; raw must not lie in this heap. */
static inline void hilum_build_heap_raw(struct hilum_builder *b, size_t len,
                                        struct hilum_view raw)
{
    uint32_t length = (uint32_t)raw.len;
    char    *to     = hilum_build_heap(b, len + sizeof length + raw.len);

    if (!to || b->count == 0)
        return;
    memcpy(to + len, &length, sizeof length);
    if (raw.len)
        memcpy(to + len + sizeof length, raw.ptr, raw.len);
    hilum_build_heap_text(b, len);
    b->nodes[b->count - 1].flags |= HILUM_NODE_RAW;
    b->used += (uint32_t)(sizeof length + raw.len);
}

/* Gives the last node added or opened its text: borrowed where it lies inside
 * the source, else copied. */
static inline void hilum_build_text(struct hilum_builder *b, struct hilum_view v)
{
    uintptr_t at = (uintptr_t)v.ptr, from = (uintptr_t)b->source.ptr;
    char     *to;

    if (b->failed || b->count == 0)
        return;
    if (v.len && b->source.len && at >= from && at + v.len <= from + b->source.len) {
        struct hilum_node *n = &b->nodes[b->count - 1];

        n->text   = (uint32_t)(at - from);
        n->length = (uint32_t)v.len;
        n->flags |= HILUM_NODE_VALUE | HILUM_NODE_BORROWED;
        return;
    }
    to = hilum_build_heap(b, v.len);
    if (to && v.len)
        memcpy(to, v.ptr, v.len);
    hilum_build_heap_text(b, v.len);
}

/* Gives the last node a text, and what was written for it; both are copied. */
static inline void hilum_build_both(struct hilum_builder *b, struct hilum_view text,
                                    struct hilum_view raw)
{
    char *to = hilum_build_heap(b, text.len);

    if (to && text.len)
        memcpy(to, text.ptr, text.len);
    hilum_build_heap_raw(b, text.len, raw);
}

static inline void hilum_build_leaf(struct hilum_builder *b, uint32_t name, uint32_t type,
                                    uint32_t flags, struct hilum_view text, uint32_t place)
{
    if (hilum_build_node(b, name, type, flags, place))
        hilum_build_text(b, text);
}

/* What follows, up to the matching close, lies below this node. */
static inline void hilum_build_open(struct hilum_builder *b, uint32_t name, uint32_t type,
                                    uint32_t flags, uint32_t place)
{
    if (b->depth == HILUM_DEPTH) {
        b->failed = true;
        return;
    }
    if (hilum_build_node(b, name, type, flags, place))
        b->open[b->depth++] = b->count - 1;
}

static inline void hilum_build_close(struct hilum_builder *b)
{
    if (b->failed)
        return;
    if (b->depth == 0) {
        b->failed = true;
        return;
    }
    b->depth--;
    b->nodes[b->open[b->depth]].span = b->count - b->open[b->depth];
}

/* Copies a node with all below it, under another name.  Places still count in the
 * other document's source. */
static inline void hilum_build_copy_as(struct hilum_builder *b, struct hilum_doc from,
                                       const struct hilum_node *n, uint32_t name)
{
    uint32_t ends[HILUM_DEPTH], depth = 0; /* of the copied nodes that are open */

    for (uint32_t i = 0; i < n->span && !b->failed; i++) {
        struct hilum_node *to;

        while (depth && i == ends[depth - 1])
            depth--;
        if (n[i].span > 1 && b->depth + depth == HILUM_DEPTH) {
            b->failed = true;
            return;
        }
        if (n[i].span > 1)
            ends[depth++] = i + n[i].span;
        to = hilum_build_node(
            b, i ? n[i].name : name, n[i].type,
            n[i].flags & (HILUM_NODE_LIST | HILUM_NODE_NULL), n[i].place);

        if (!to)
            return;
        to->span = n[i].span;
        if (n[i].flags & HILUM_NODE_RAW)
            hilum_build_both(b, hilum_text(from, &n[i]), hilum_raw(from, &n[i]));
        else if (n[i].flags & HILUM_NODE_VALUE)
            hilum_build_text(b, hilum_text(from, &n[i]));
    }
}

static inline void hilum_build_copy(struct hilum_builder *b, struct hilum_doc from,
                                    const struct hilum_node *n)
{
    hilum_build_copy_as(b, from, n, n->name);
}

#endif /* HILUM_DOC_H */
