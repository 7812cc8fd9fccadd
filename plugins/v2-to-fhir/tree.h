/* tree.h -- the resources of one message while they are being made. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TREE_H
#define TREE_H

#include "element.h"

/*
 * Rows arrive in the order of the message; elements are written in the order of their
 * definition.  So a message's resources are trees first: children are kept sorted by
 * order and key, and the same path always leads to the same node.
 *
 * A place is a path from another place, not walked yet.  It becomes nodes when the first
 * text is written below it: what the message does not say leaves no empty element.
 */
struct out {
    const struct element *element; /* NULL: the root of a resource */
    uint64_t              rank;    /* how children are sorted */
    struct out           *first, *last, *next;
    struct hilum_view     text;     /* ptr NULL: none */
    struct resource      *to;       /* what a reference means */
    bool                  required; /* written by resources.map */
};

struct resource {
    const struct type *type;
    struct out         root;
    struct resource   *next;    /* in the order of making */
    struct resource   *sibling; /* beside it behind the same reference, by number */
    uint32_t           sub;
    uint32_t           segment; /* from which it was made */
    uint32_t           number;  /* in the order of making, from 1 */
    struct resource   *patient; /* of whom the message spoke then */
    /* Set by identity.c. */
    struct resource   *chain; /* of those whose hash begins alike */
    struct resource   *same;  /* another of the same identity, written in its stead */
    uint8_t            hash[16];
    char               uuid[37];
    struct hilum_view  query; /* of the request, empty: by id */
    bool               known, busy;
};

struct tree {
    struct resource *patient; /* that the rows at hand speak of; NULL: none */
    struct pool     *pool;
    struct out      *fresh, *fresh_end; /* nodes of the pool that are still free */
    struct resource *first, *last;
    uint32_t         segment; /* at hand */
    uint32_t         count;   /* of resources */
    bool             failed;  /* out of memory */
};

struct place {
    struct place      *up;   /* NULL: a resource */
    const struct path *path; /* from there; NULL with up: the same place */
    struct resource   *resource;
    uint32_t           repetition, ordinal; /* of source and segment */
    struct out        *node;                /* once walked */
};

struct resource *tree_resource(struct tree *, const struct type *);

/* The node of a place, made where it is not there yet.  NULL: out of memory, or the place
 * does not exist: a sibling where nothing repeats, a resource of another type. */
struct out *place_walk(struct tree *, struct place *);

static inline struct out *place_node(struct tree *t, struct place *p)
{
    return p->node ? p->node : place_walk(t, p);
}

/* What is behind a reference: a resource of that type, made where there is none. */
struct resource *tree_enter(struct tree *, struct out *reference, const struct type *,
                            uint32_t sub);

/* The child of that rank, made where it is not there yet. */
struct out *out_child(struct tree *, struct out *, const struct element *, uint64_t rank);

/* A child that is there, or NULL.  Key 0: the first. */
struct out *out_find(const struct out *, uint32_t name, uint32_t key);

/* Children are in the order of their rank: of the element, then of the key. */
static inline uint64_t out_rank(const struct element *e, uint32_t key)
{
    return (uint64_t)e->order << 32 | key;
}

static inline uint32_t out_order(const struct out *o)
{
    return (uint32_t)(o->rank >> 32);
}

/* Keys: slot and repetition of a list's element, and its number beside itself. */
static inline uint32_t out_key(uint32_t slot, uint32_t repetition, uint32_t sub)
{
    return slot << 16 | (repetition & 0xfff) << 4 | (sub & 15);
}

enum { MOST_REPETITIONS = 4096 };

#endif /* TREE_H */
