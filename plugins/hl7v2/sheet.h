/* sheet.h -- all that a version, and a profile, demand of segments and datatypes. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sheet is made once for a version and a profile, and read for every message:
 * what the tables below schemas/hl7v2 say is resolved to numbers in arrays.
 */
#ifndef HL7V2_SHEET_H
#define HL7V2_SHEET_H

#include "dictionary.h"
#include "rules.h"
#include "tables.h"
#include "validate_type.h"

enum {
    SHEET_GROUPS = DICTIONARY_SLOTS / 2, /* of a sheet */
    SHEET_NUMBER = DICTIONARY_NUMBER,    /* the highest number of a member */
    SHEET_WORDS  = SHEET_NUMBER / 64 + 1,
};

/* What a table binds. */
enum sheet_binding {
    SHEET_NO_TABLE,
    SHEET_HL7_TABLE,   /* every value (ID): HL7 defines the codes */
    SHEET_USER_TABLE,  /* every value (IS): HL7 suggests codes */
    SHEET_CODED_TABLE, /* the first component, where no other coding system is named */
    SHEET_SITE_TABLE,  /* every value, as a profile says */
};

/* Datatypes that have conditions of their own. */
enum sheet_kind {
    SHEET_PLAIN,
    SHEET_CODED,
    SHEET_EI,
    SHEET_HD,
    SHEET_CX,
    SHEET_SN,
    SHEET_ED
};

struct sheet_member {
    uint32_t          type;   /* the name of its datatype; 0: not known */
    uint32_t          group;  /* the datatype's own group, with its components */
    uint32_t          length; /* characters at most; 0: without limit */
    uint32_t          row;    /* in the dictionary; 0: none */
    struct hilum_view title;  /* a profile's; empty: the dictionary's */
    uint16_t          most;   /* repetitions; 0: without limit */
    uint16_t          table;
    uint8_t           binding;   /* enum sheet_binding */
    uint8_t           check;     /* enum validate_type */
    bool              varies;    /* another field says what it is */
    bool              primitive; /* its datatype has no components */
    bool              withdrawn;
    bool              forbidden; /* by a profile */
};

/* A segment or datatype; its members stand together, and in the place of number 0
 * stands the one that is not known. */
struct sheet_group {
    uint32_t            name;
    uint32_t            first, count, row;
    uint8_t             kind;       /* enum sheet_kind */
    bool                free_leaf;  /* a datatype: its first component alone is right */
    uint8_t             separators; /* its first fields that are none: MSH-1 and MSH-2 */
    bool                open; /* a profile's segment, of which fields are not known */
    uint64_t            required[SHEET_WORDS];
    const struct rule **rules;
    uint32_t            rule_count;
};

struct sheet {
    uint32_t             version;
    uint32_t             groups, members, room;
    struct sheet_group  *group; /* [0] is what is not known */
    struct sheet_member *member;
    const struct rule  **rules; /* of all segments */
    uint32_t             rule_count;
    struct tables        tables;
    uint16_t             segment[DICTIONARY_SLOTS];
    uint16_t             datatype[DICTIONARY_SLOTS];
};

/* Where the tables are. */
struct sheet_source {
    const struct dictionary *dictionary;
    struct hilum_view        limits, tables;
};

/* A sheet is opened, changed as a profile says, and finished; then it is read only.
 * NULL: no memory. */
struct sheet *sheet_open(const struct sheet_source *, const struct dictionary_version *);
void          sheet_close(struct sheet *);

/* Adds a segment that the standard does not have, and gives the one that it has;
 * NULL: there are too many. */
struct sheet_group *sheet_add_segment(struct sheet *, struct hilum_view name);

/* The field of a number, which is added where it is not known; NULL: no memory. */
struct sheet_member *sheet_add_member(struct sheet *, struct sheet_group *,
                                      uint32_t number);

void sheet_set_type(struct sheet *, struct sheet_member *, uint32_t type);
void sheet_set_required(struct sheet_group *, uint32_t number, bool required);

/* Gives every segment its rules of this version, those of the standard and, where
 * there are any, those of a profile.  False: no memory. */
bool sheet_finish(struct sheet *, const struct rules *standard, const struct rules *own);

static inline const struct sheet_group *sheet_find(const struct sheet *s,
                                                   const uint16_t *slots, uint32_t name)
{
    uint32_t at = (name * 0x9e3779b1u) >> 22;

    while (slots[at] && s->group[slots[at]].name != name)
        at = (at + 1) % DICTIONARY_SLOTS;
    return &s->group[slots[at]];
}

/* Group 0 where the name is not known. */
static inline const struct sheet_group *sheet_segment(const struct sheet *s,
                                                      uint32_t            name)
{
    return sheet_find(s, s->segment, name);
}

static inline const struct sheet_group *sheet_datatype(const struct sheet *s,
                                                       uint32_t            name)
{
    return sheet_find(s, s->datatype, name);
}

static inline const struct sheet_member *
sheet_member(const struct sheet *s, const struct sheet_group *g, uint32_t number)
{
    return &s->member[g->first + (number <= g->count ? number : 0)];
}

#endif
