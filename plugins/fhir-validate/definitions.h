/* definitions.h -- the packages a validator knows, and finding things in them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_VALIDATE_DEFINITIONS_H
#define FHIR_VALIDATE_DEFINITIONS_H

#include <hilum/package.h>
#include <hilum/plugin.h>

enum {
    PACKS_MOST = 32,   /* packages of one validator */
    TYPE_SLOTS = 1024, /* a hash table: R4 has some 210 types */
};

/* Something of a package: its index in the section that is meant. */
struct definition {
    const struct pack *pack; /* NULL: there is none */
    uint32_t           index;
};

/* An expression, compiled when it is first needed.  From RULE_NATIVE on it is one of
 * the invariants that are written in C. */
enum rule_state { RULE_NEW, RULE_READY, RULE_BROKEN, RULE_NATIVE };
struct rule {
    const struct hilum_expr *expr;
    uint32_t                 state;
};

/* The elements below one, as a walk needs them: made when they are first needed. */
enum kid_flag {
    KID_SLICED = 1, /* slices follow it */
    KID_SLICE  = 2,
    KID_PLAIN = 4, /* a primitive's value is all there is to it, and the codec knows it */
};
enum kid_form {
    KID_ANY,
    KID_ID,
    KID_CODE,
    KID_URI,
    KID_URL,
    KID_CANON,
    KID_OID,
    KID_UUID,
    KID_BASE64,
    KID_BY_NODE /* the node's own type says: Resource.id has none */
};
struct kid {
    uint32_t name, index; /* of the element */
    uint32_t min, max;
    uint16_t flags;
    uint16_t form; /* of its one primitive type: enum kid_form */
};

/* formats.c: how values of a type are written that the codec takes as any text. */
enum kid_form formats_of(uint32_t type);
struct kids {
    uint32_t   count, end; /* end: behind the last element */
    uint32_t   required;   /* kids, slices apart, that must be there or are sliced */
    struct kid list[];
};

/* A package, and what has been found out about it: the caches are of the instance. */
struct pack {
    struct hilum_package package;
    struct hilum_view    bytes;  /* mapped by this plugin; empty: by the engine */
    struct rule         *rules;  /* one for each invariant */
    struct rule         *places; /* one for each context of an extension */
    struct definition   *bound;  /* one for each element: its value set */
    uint8_t             *looked; /* one for each element: `bound` has been found */
    struct kids        **kids;   /* one for each element */
};

/* What was found last, by URL. */
enum { FOUND_SLOTS = 1024 };
struct found {
    enum hilum_package_section section;
    struct definition          what;
};

struct definitions {
    struct pack packs[PACKS_MOST];
    size_t      count;
    struct {
        uint32_t          name;
        struct definition structure;
    } types[TYPE_SLOTS];
    struct found *found;
};

/* R4 itself, then the packages that are named: NAME#VERSION among those that were
 * added, or the path of a file, with commas between them; "all": all that were
 * added.  Anything but OK is blame. */
enum hilum_verdict definitions_open(struct definitions *d, struct hilum_call *call,
                                    const char *packages);
void               definitions_close(struct definitions *d);

/* Finds by canonical; behind a | stands a version, which must begin as that of what is
 * found.  An added package counts before R4. */
struct definition definitions_find(const struct definitions  *d,
                                   enum hilum_package_section s, struct hilum_view url);

/* The elements below one; NULL: memory is out. */
const struct kids *definitions_kids(struct definition e);

/* The structure of a type, such as Patient or HumanName, by the name of nodes of it. */
struct definition definitions_type(const struct definitions *d, uint32_t name);

/* Is one type the other, or derived from it? */
bool definitions_is(const struct definitions *d, uint32_t name, uint32_t base);

/* Shorthands. */
static inline const struct hilum_structure *structure_of(struct definition s)
{
    return hilum_package_structure(&s.pack->package, s.index);
}

static inline const struct hilum_element *element_of(struct definition e)
{
    return hilum_package_element(&e.pack->package, e.index);
}

/* The root element of a structure. */
static inline struct definition root_of(struct definition s)
{
    return (struct definition){ s.pack, structure_of(s)->elements.first };
}

static inline struct hilum_view text_of(struct definition d, uint32_t text)
{
    return hilum_package_text(&d.pack->package, text);
}

/* for each child (a struct definition) of an element: slices follow what they slice. */
#define each_child(child, parent)                                                        \
    for (struct definition child       = { (parent).pack, (parent).index + 1 },          \
                           child##_end = { (parent).pack, element_end(parent) };         \
         child.index < child##_end.index;                                                \
         child.index = hilum_package_after(child.index, element_of(child)->span,         \
                                           child##_end.index))

/* Behind the last element of the subtree. */
static inline uint32_t element_end(struct definition e)
{
    return hilum_package_after(e.index, element_of(e)->span,
                               hilum_package_count(&e.pack->package, HILUM_ELEMENTS));
}

#endif
