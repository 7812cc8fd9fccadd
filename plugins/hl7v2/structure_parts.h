/* structure_parts.h -- a structure as the table has it, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_STRUCTURE_PARTS_H
#define HL7V2_STRUCTURE_PARTS_H

#include "structure.h"

enum {
    STRUCTURE_PARTS = 255,                /* of one structure; the standard has 127 */
    STRUCTURE_SLOTS = 256,                /* of the hash table of its segments */
    STRUCTURE_ANY   = STRUCTURE_SEGMENTS, /* the number of "any segment" */
    STRUCTURE_NONE  = STRUCTURE_SEGMENTS + 1,
};

/* A segment or group.  Parts stand in the order of the tree: the parts of a group
 * follow it, up to `next`.  Segments have numbers, and sets of them are bits. */
struct structure_part {
    struct hilum_view name;
    uint16_t          parent, next;
    uint16_t          most;   /* 0: without limit */
    uint16_t          number; /* of a segment */
    bool              group;
    bool              choice;   /* a group of which one part is there */
    bool              required; /* and has something in it that is required */
    uint64_t          all;      /* the segments below it */
    uint64_t          easy;     /* with which it can begin, nothing required left out */
    uint64_t          lead;     /* with which it begins, nothing left out at all */
};

/* Part 0 is the message. */
struct structure {
    struct hilum_view name;
    uint32_t          from, to; /* versions: 2.5.1 is 20501 */
    uint64_t          anywhere; /* segments that are required in one of their places */
    uint32_t          parts, segments;
    struct structure_part part[STRUCTURE_PARTS];
    uint32_t              slot_name[STRUCTURE_SLOTS];
    uint8_t               slot_number[STRUCTURE_SLOTS];
};

/* The number of a segment in a structure; STRUCTURE_NONE where it has none. */
static inline uint32_t structure_number(const struct structure *s, uint32_t segment)
{
    uint32_t at = (segment * 0x9e3779b1u) >> 24;

    while (s->slot_name[at] && s->slot_name[at] != segment)
        at = (at + 1) % STRUCTURE_SLOTS;
    return s->slot_name[at] ? s->slot_number[at] : STRUCTURE_NONE;
}

/* Compiles the lines of a structure in the table's form into *s, whose name and
 * versions are set; the text is borrowed.  False: it is not of that form. */
bool structure_compile(struct structure *s, struct hilum_view lines);

#endif
