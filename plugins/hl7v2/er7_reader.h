/* er7_reader.h -- what reading a message has and needs, and the nodes it makes. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_READER_H
#define HL7V2_ER7_READER_H

#include "dictionary.h"
#include "er7_charset.h"
#include "er7_scan.h"

/* What happens at almost every separator is in er7_decode.c; what is rare is here. */

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

/* A message that is being read.  While its separators are taken one by one, count, token
 * and odd are right only where a function of this header is called. */
struct er7_reader {
    const char        *text;
    struct hilum_node *nodes;
    uint32_t           count, room;

    uint32_t token; /* where the part being read begins */
    bool     odd;   /* it holds an escape character or a quote */

    uint32_t nth_segment, segment; /* its node */
    uint32_t skipped;              /* empty repetitions since the last full one */

    uint32_t                 known;        /* the last segment's name, ... */
    uint32_t                 segment_type; /* ... type ... */
    struct members           fields;       /* ... and fields */
    struct dictionary_member varied;       /* OBX-5, of this segment */
    uint32_t                 varies, obx;  /* names */

    const struct dictionary_version *version;
    struct er7_delimiters            delimiters;
    struct er7_written              *written; /* for \Xhh..\ */
    struct hilum_builder            *builder;
    struct er7_fault                 fault;
    uint32_t                         fault_segment;
};

/* Notes the first fault; place "" stands for the segment being read.  False. */
bool er7_reader_refuse(struct er7_reader *, const char *place, const char *reason);

/* REJECT, with the first fault and its place; without one there was no room. */
enum hilum_verdict er7_reader_blame(const struct er7_reader *, struct hilum_call *);

/* Makes room for nodes.  The builder's own count is right only while it is called. */
bool er7_reader_room(struct er7_reader *, uint32_t nodes);

/* A leaf that may be `""` or need decoding; it is the node after the last. */
void er7_reader_odd(struct er7_reader *, uint32_t end);

/* What a field is whose datatype varies: OBX-2 names that of OBX-5. */
const struct dictionary_member *er7_reader_varied(struct er7_reader *);

/* The empty repetitions before one that is not get their nodes, in front of its first. */
void er7_reader_skipped(struct er7_reader *, uint32_t first);

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

#endif
