/* er7_reader.h -- where the reading of a message stands, and the nodes it makes. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_READER_H
#define HL7V2_ER7_READER_H

#include "dictionary.h"
#include "er7_delimiters.h"
#include "er7_scan.h"

/* What happens at almost every separator is inline here and in er7_decode.c; what
 * is rare is in er7_reader.c. */

#if defined(__GNUC__)
#define RARELY(x) __builtin_expect(!!(x), 0)
#else
#define RARELY(x) (x)
#endif

enum {
    READER_TEXT  = HILUM_NODE_VALUE | HILUM_NODE_BORROWED,
    READER_SPARE = 3 * ER7_BLOCK, /* nodes of one block: field, component, leaf */
    READER_MOST  = 0xffff,        /* the highest number of a field or component */
};

/* What the standard says of the parts of something: as many as count, and at [0]
 * of those that it does not know. */
struct members {
    const struct dictionary_member *at;
    uint32_t                        count;
};

/* Where reading stands.  Numbers count from 1.  The node of number 0 is the root,
 * so that 0 says "none open". */
struct er7_reader {
    const char        *text;
    struct hilum_node *nodes;
    uint32_t           count, room;

    uint32_t token;  /* where the part being read begins */
    bool     odd;    /* it holds an escape character or a quote */
    bool     high;   /* an escape sequence gave a byte above 0x7f */
    bool     inside; /* a separator was seen in this repetition */

    uint32_t segment, repetition, component; /* their nodes */
    uint32_t repetition_at, component_at;    /* where they begin */
    uint32_t nth_segment, nth_field, nth_component, nth_sub;
    uint32_t skipped; /* empty repetitions since the last full one */

    struct members           fields, components, subs; /* of what is open */
    struct dictionary_member varied;                   /* OBX-5, of this segment */
    uint32_t                 known;                    /* the segment of `fields`, ... */
    uint32_t                 segment_type;             /* ... and its type */
    uint32_t                 varies, obx;              /* names */

    const struct dictionary_version *version;
    struct er7_delimiters            delimiters;
    struct hilum_builder            *builder;
    struct er7_fault                 fault;
    uint32_t                         fault_segment;
};

/* Notes the first fault; place "" stands for the segment being read.  False. */
bool er7_reader_refuse(struct er7_reader *, const char *place, const char *reason);

/* Makes room for nodes.  The builder's own count is right only while it is called. */
bool er7_reader_room(struct er7_reader *, uint32_t nodes);

/* A leaf that may be `""` or need decoding; it is the node after the last. */
void er7_reader_odd(struct er7_reader *, uint32_t end);

/* What OBX-5 is: OBX-2 names its datatype. */
const struct dictionary_member *er7_reader_varied(struct er7_reader *);

/* The empty repetitions before one that is not get their nodes. */
void er7_reader_skipped(struct er7_reader *, const struct dictionary_member *);

/* Looks a segment up, which need not be done where one follows another of its kind. */
void er7_reader_know(struct er7_reader *, uint32_t name);

static inline struct members members_of(const struct er7_reader       *r,
                                        const struct dictionary_group *g)
{
    return (struct members){ &r->version->member[g->first], g->count };
}

static inline const struct dictionary_member *member(struct members m, uint32_t number)
{
    return &m.at[number <= m.count ? number : 0];
}

static inline uint32_t open_node(struct er7_reader *r, uint32_t name, uint32_t type,
                                 uint32_t at)
{
    r->nodes[r->count] = (struct hilum_node){ .name  = name,
                                              .type  = type,
                                              .text  = at,
                                              .span  = 1,
                                              .place = at,
                                              .flags = READER_TEXT };
    return r->count++;
}

static inline void close_node(struct er7_reader *r, uint32_t node, uint32_t end)
{
    r->nodes[node].span   = r->count - node;
    r->nodes[node].length = end - r->nodes[node].text;
}

/* Closes a field or component.  One with a first part only, such as `A^`, is a leaf
 * after all: separators at the end say nothing. */
static inline void close_part(struct er7_reader *r, uint32_t node, uint32_t end)
{
    struct hilum_node *n = &r->nodes[node];

    if (RARELY(r->count - node == 2 && n[1].name == 1)) {
        n->text   = n[1].text;
        n->length = n[1].length;
        n->flags  = n[1].flags;
        r->count--;
        return;
    }
    close_node(r, node, end);
}

/* The part that ends here, where it is not empty: the node is written either
 * way, and counts or does not. */
static inline void leaf(struct er7_reader *r, uint32_t name, uint32_t type, uint32_t end)
{
    r->nodes[r->count] = (struct hilum_node){
        .name   = name,
        .type   = type,
        .text   = r->token,
        .length = end - r->token,
        .span   = 1,
        .place  = r->token,
        .flags  = READER_TEXT,
    };
    if (RARELY(r->odd))
        er7_reader_odd(r, end);
    r->count += end != r->token;
}

static inline const struct dictionary_member *field_member(struct er7_reader *r)
{
    const struct dictionary_member *m = member(r->fields, r->nth_field);

    return RARELY(m->type == r->varies) ? er7_reader_varied(r) : m;
}

#endif
