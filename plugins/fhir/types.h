/* types.h -- the types of FHIR and their elements, as data made from the standard. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_TYPES_H
#define FHIR_TYPES_H

#include <hilum/plugin.h>

#include "primitive.h"

/* The table schemas/fhir/r4/elements, flattened: every type lists all it has, its
 * base's elements first, and a choice such as value[x] has one entry for each of
 * its types.  Entries are found by their JSON key (reading) and by the name and
 * type of a node (writing).  Once loaded it is only read.
 */

enum fhir_flag {
    FHIR_LIST      = 1, /* may repeat: an array in JSON */
    FHIR_CHOICE    = 2, /* one entry of several for the same element */
    FHIR_ATTRIBUTE = 4, /* an XML attribute: no id and no extensions of its own */
    FHIR_REQUIRED  = 8, /* must be there */
};

/* One element in one of its types. */
struct fhir_element {
    uint64_t words[2];    /* the first bytes of its key */
    uint32_t json;        /* where `,"valueQuantity":` stands in the texts */
    uint32_t name;        /* value */
    uint32_t type;        /* Quantity; BackboneElement or Element where it has no name */
    uint16_t below;       /* the type whose elements it has, by number */
    uint8_t  json_length; /* of all of `,"valueQuantity":` */
    uint8_t  name_length; /* of value */
    uint8_t  order;       /* its place in the type, shared by all types of a choice */
    uint8_t  form;        /* enum fhir_form */
    uint8_t  flags;       /* enum fhir_flag */
};

struct fhir_type {
    struct hilum_view name;  /* Patient, or Patient.contact */
    uint32_t          key;   /* the number of its name or path */
    uint32_t          id;    /* what nodes of this type say they are */
    uint32_t          first; /* its elements stand together */
    uint32_t          slots; /* two hash tables of mask + 1 slots: by key, by name */
    uint16_t          count;
    uint16_t          base; /* FHIR_NO_TYPE at the roots */
    uint8_t           mask;
    uint8_t           form; /* enum fhir_form */
    bool              resource;
};

#define FHIR_NO_TYPE 0xffffu
#define FHIR_NO_SLOT 0xffu

/* At most this many elements may be in one type, so that a set of them is a word. */
#define FHIR_ORDERS 64

struct fhir_types {
    struct fhir_type    *types;
    struct fhir_element *elements;
    uint8_t             *slots;
    char                *texts;
    uint16_t            *named; /* hash table of FHIR_NAMED slots: types by name */
    uint32_t             type_count, element_count, slot_count, text_count;
};

/* The ceilings of these arrays, about twice what R4 needs. */
enum {
    FHIR_MOST_TYPES    = 2048,
    FHIR_MOST_ELEMENTS = 16384,
    FHIR_MOST_SLOTS    = 1 << 17,
    FHIR_MOST_TEXT     = 1 << 19,
    FHIR_NAMED         = 2 * FHIR_MOST_TYPES,
    FHIR_MOST_KEY      = UINT8_MAX, /* bytes of `,"name":` */
    FHIR_PADDING       = 16,        /* bytes readable behind each text of the table */
};

static inline uint32_t fhir_name_hash(uint32_t name)
{
    return name * 0x9e3779b1u >> 16;
}

/* Reads the table, which must live as long as the types, and makes all names in it
 * known to the engine.  On anything but OK the place is the table's line.  Free in
 * either case. */
enum hilum_verdict fhir_types_load(struct fhir_types *t, struct hilum_call *call,
                                   struct hilum_view table);
void               fhir_types_free(struct fhir_types *t);

/* A type by its name or path, or by the number of that; NULL where there is none. */
const struct fhir_type *fhir_types_find(const struct fhir_types *t,
                                        struct hilum_view        name);
const struct fhir_type *fhir_types_numbered(const struct fhir_types *t, uint32_t key);

/* An element by its key in JSON (without the underscore of an extended primitive),
 * or NULL.  Behind the key's first byte so many bytes are readable, its own among
 * them; it is faster where they are 16. */
const struct fhir_element *fhir_types_key(const struct fhir_types *t,
                                          const struct fhir_type *type, const char *key,
                                          size_t length, size_t readable);

/* An element by the name and type of its node; where the type decides nothing, it
 * is not looked at.  NULL where there is none. */
static inline const struct fhir_element *fhir_types_node(const struct fhir_types *t,
                                                         const struct fhir_type  *type,
                                                         uint32_t                 name,
                                                         uint32_t node_type)
{
    const uint8_t             *slots = t->slots + type->slots + type->mask + 1u;
    const struct fhir_element *first = t->elements + type->first, *e, *end;

    for (uint32_t at = fhir_name_hash(name);; at++) {
        uint8_t slot = slots[at & type->mask];

        if (slot == FHIR_NO_SLOT)
            return NULL;
        e = first + slot;
        if (e->name == name)
            break;
    }
    if (!(e->flags & FHIR_CHOICE))
        return e;
    for (end = first + type->count; e < end && e->name == name; e++)
        if (e->type == node_type)
            return e;
    return NULL;
}

/* The type whose elements an element has. */
static inline const struct fhir_type *fhir_types_below(const struct fhir_types   *t,
                                                       const struct fhir_element *e)
{
    return &t->types[e->below];
}

/* valueQuantity. */
static inline struct hilum_view fhir_types_json(const struct fhir_types   *t,
                                                const struct fhir_element *e)
{
    return (struct hilum_view){ t->texts + e->json + 2, e->json_length - 4u };
}

/* value. */
static inline struct hilum_view fhir_types_name(const struct fhir_types   *t,
                                                const struct fhir_element *e)
{
    return (struct hilum_view){ t->texts + e->json + 2, e->name_length };
}

#endif
