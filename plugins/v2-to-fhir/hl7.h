/* hl7.h -- HL7 paths and conditions over one message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7_H
#define HL7_H

#include "codes.h"

/* Notation of conditions, in all map files (FHIRPath's words, HL7's paths):
 *
 *     PID-11          field 11 of PID: of the segment at hand where it is a PID, else of
 *                     the PID nearest in the same group
 *     PID-11.9.1      its component and subcomponent.  Where the row's source is PID-11
 *                     this means the repetition at hand, else the first
 *     XAD.9           in the map of a datatype: the component of the value at hand
 *     ORC             the segment itself
 *
 *     PATH.exists()  PATH.empty()     has a value; "" counts as none
 *     PATH = "x"     PATH != "x"      also against another PATH; != holds of an empty one
 *     PATH in ("x", "y")
 *     PATH.count() > 1                repetitions of a field; = != < <= > >=
 *     PATH.length() > 8               bytes of the text
 *     PATH.known()                    systems.map has this assigner
 *     PATH.convertsToDecimal()
 *     not X   X and Y   X or Y   (X)  `and` binds closer than `or`
 */
enum {
    MOST_COMPONENTS  = 32,
    MOST_PATH        = 3,
    MOST_FIELDS      = 128,
    MOST_SEGMENTS    = 8192,
    MOST_GROUP_DEPTH = 8
};

/* A compiled HL7 path.  segment 0: relative to the value at hand. */
struct hl7_path {
    uint32_t segment; /* its name */
    uint16_t field;   /* 0: the segment itself, or the value itself */
    uint16_t count;   /* of parts */
    uint16_t part[MOST_PATH];
};

struct condition;

bool hl7_path_compile(struct load *, struct hilum_view text, struct hl7_path *);
struct condition *condition_compile(struct load *, struct hilum_view text);

/* ---- One message, as rules see it ----------------------------------------- */

struct segment {
    const struct hilum_node *node;
    uint32_t                 ordinal;  /* among those of its name, from 0 */
    uint16_t                 position; /* in the message map; NO_POSITION */
    uint16_t                 instance[MOST_GROUP_DEPTH];
};

enum { NO_POSITION = UINT16_MAX };

struct message {
    struct hilum_doc         doc;
    const struct hilum_node *root;
    struct segment          *segments;
    uint32_t                 count;
    uint8_t                 *seen; /* one per node: a rule has consumed it */
    const struct systems    *systems;
    struct pool             *pool;
    struct {
        uint32_t                 at, name;
        const struct hilum_node *node;
    } found[64]; /* what segment_find() has answered */
    /* Of the message map: how deep two positions are in the same groups; how deep at most
     * a position is with one of that name. */
    uint32_t (*shared)(const void *map, uint32_t a, uint32_t b);
    uint32_t (*closest)(const void *map, uint32_t position, uint32_t name);
    const void *map;
};

/* What a row is looking at. */
struct scope {
    struct message           *message;
    uint32_t                  at;         /* the segment at hand */
    uint32_t                  ordinal;    /* of it */
    const struct hilum_node **fields;     /* of that segment, by number; may be NULL */
    uint32_t                  field;      /* the row's source */
    const struct hilum_node  *rep;        /* its repetition at hand */
    const struct hilum_node  *value;      /* in the map of a datatype */
    uint64_t                  present;    /* which components have a value, by bit */
    const struct hilum_node **components; /* of value, by number; [0] is itself */
    const struct codes       *via;        /* the table of the row that called the map */
    uint32_t                  depth;      /* of maps within maps */
};

/* The node of a path; NULL where it has no value. */
const struct hilum_node *hl7_find(const struct scope *, const struct hl7_path *);
bool                     condition_holds(const struct scope *, const struct condition *);

bool hl7_valued_below(const struct hilum_node *);

/* Has it a value, anywhere below? */
static inline bool hl7_valued(const struct hilum_node *n)
{
    return hilum_leaf(n) ? n->length > 0 && !(n->flags & HILUM_NODE_NULL)
                         : hl7_valued_below(n);
}

/* A component, where it is present. */
static inline const struct hilum_node *hl7_component(const struct scope *s,
                                                     uint16_t            number)
{
    return s->present >> number & 1 ? s->components[number] : NULL;
}

/* The leaf that a text is taken from: of a composite, its first component.  May be NULL.
 */
static inline const struct hilum_node *hl7_first(const struct hilum_node *n)
{
    while (n && !hilum_leaf(n))
        n = hilum_child(n, 1);
    return n;
}

/* The text of that leaf; empty where there is none. */
static inline struct hilum_view hl7_text(const struct message    *m,
                                         const struct hilum_node *n)
{
    n = hl7_first(n);
    if (!n || n->flags & HILUM_NODE_NULL)
        return (struct hilum_view){ NULL, 0 };
    return hilum_text(m->doc, n);
}

/* A rule has consumed it. */
static inline void hl7_consume(const struct message *m, const struct hilum_node *n)
{
    m->seen[n - m->root] = 1;
}

void hl7_consume_all(const struct message *, const struct hilum_node *);

#endif /* HL7_H */
