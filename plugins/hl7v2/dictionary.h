/* dictionary.h -- what the standard says of segments and datatypes, by version. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_DICTIONARY_H
#define HL7V2_DICTIONARY_H

#include <hilum/plugin.h>

/* The tables schemas/hl7v2/segments and datatypes are mapped once.  What one
 * version says is read from them when a message of that version first comes by;
 * hospitals speak two or three. */

/* A field of a segment, or a component of a datatype. */
struct dictionary_member {
    uint32_t type;  /* the name of its datatype; 0: not known */
    uint32_t group; /* the datatype's own group, whose members are its components */
    uint32_t row;   /* where its line begins in the table; 0: none */
};

/* A segment or a datatype.  Its members stand together, by number; in the place
 * of number 0 stands the member that is not known. */
struct dictionary_group {
    uint32_t name;
    uint32_t first;
    uint32_t count;
    uint32_t row;
};

enum {
    DICTIONARY_SLOTS    = 1024, /* of each hash table; at most half are used */
    DICTIONARY_VERSIONS = 32,
    DICTIONARY_NUMBER   = 255, /* the highest number of a member */
};

/* Group 0 has no members: what is not known. */
struct dictionary_version {
    uint32_t                  number; /* 2.5.1 is 20501 */
    uint32_t                  groups, members, room;
    struct dictionary_group  *group;
    struct dictionary_member *member;
    uint16_t                  segment[DICTIONARY_SLOTS];
    uint16_t                  datatype[DICTIONARY_SLOTS];
};

struct dictionary {
    struct hilum_view          segments, datatypes;
    uint32_t                   number[DICTIONARY_VERSIONS]; /* ascending */
    struct dictionary_version *version[DICTIONARY_VERSIONS];
    uint32_t                   versions;
};

/* Maps the tables.  Close in either case. */
enum hilum_verdict dictionary_open(struct dictionary *, struct hilum_call *);
void               dictionary_close(struct dictionary *);

/* The version called text in MSH-12; where there is none, the nearest lower one,
 * where there is no such either, 2.5.1.  NULL with blame: no memory. */
const struct dictionary_version *
dictionary_version(struct dictionary *, struct hilum_call *, struct hilum_view text);

/* 2.5.1 is 20501; 0 where the text is no version. */
uint32_t dictionary_number(struct hilum_view text);

/* The standard's words for a group or a member: "Patient Identifier List". */
struct hilum_view dictionary_title(const struct dictionary *, uint32_t row,
                                   bool datatype);

static inline const struct dictionary_group *
dictionary_find(const struct dictionary_version *v, const uint16_t *slots, uint32_t name)
{
    uint32_t at = (name * 0x9e3779b1u) >> 22;

    while (slots[at] && v->group[slots[at]].name != name)
        at = (at + 1) % DICTIONARY_SLOTS;
    return &v->group[slots[at]];
}

/* Group 0 where the standard does not know the name. */
static inline const struct dictionary_group *
dictionary_segment(const struct dictionary_version *v, uint32_t name)
{
    return dictionary_find(v, v->segment, name);
}

static inline const struct dictionary_group *
dictionary_datatype(const struct dictionary_version *v, uint32_t name)
{
    return dictionary_find(v, v->datatype, name);
}

static inline const struct dictionary_member *
dictionary_member(const struct dictionary_version *v, const struct dictionary_group *g,
                  uint32_t number)
{
    return &v->member[g->first + (number <= g->count ? number : 0)];
}

#endif
