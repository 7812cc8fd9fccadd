/* structure.h -- a message's segments, grouped as the standard groups them. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A structure is a tree of groups and segments, each with how often it may be
 * there.  Segments are placed one after the other, greedily and without going
 * back: further in the innermost open group, in a new repetition of it, or the
 * same in the groups around it.  A place is preferred that leaves out nothing that
 * is required, and among these one where the segment begins a group.  What is
 * required is left out only where it does not come later; else the segment is a
 * stray, changes nothing, and the next one is looked at.  So one segment out of
 * order is one stray.
 *
 * A choice in the standard ("OBR or RXO or ...") is no group of its own: it has no
 * step.
 */
#ifndef HL7V2_STRUCTURE_H
#define HL7V2_STRUCTURE_H

#include <hilum/plugin.h>

/* The table schemas/hl7v2/structures is mapped once; a structure is read from it
 * when a message first needs it, and kept. */
struct structures;

struct structure;

enum {
    STRUCTURE_DEPTH    = 12, /* groups inside each other; the standard has 8 */
    STRUCTURE_SEGMENTS = 63, /* different segments of one structure; it has 49 */
};

/* A group that a segment is in: its name without that of the message
 * ("ORDER_OBSERVATION"), and which repetition of it, from 1. */
struct structure_step {
    struct hilum_view name;
    uint32_t          nth;
};

/* Where a segment belongs, outermost group first. */
struct structure_place {
    const struct hilum_node *segment;
    struct structure_step    step[STRUCTURE_DEPTH];
    uint32_t                 depth;
    bool                     stray; /* no place for it: in the group it was found in */
};

/* NULL with blame. */
struct structures *structures_open(struct hilum_call *);
void               structures_close(struct structures *);

/* The structure of a message, from MSH-9.3, or else from MSH-9.1 and MSH-9.2, in
 * the version of MSH-12 or the nearest that has it.  NULL: the standard has none. */
const struct structure *structure_of(struct structures *, struct hilum_doc);

/* Its name: "ORU_R01". */
struct hilum_view structure_name(const struct structure *);

/* Gives every segment its place, in the order of the message; a structure of NULL
 * has no groups and no strays.  Returns how many segments there are, perhaps more
 * than room.  Segments that begin with Z have a place anywhere. */
size_t structure_match(const struct structure *, struct hilum_doc,
                       struct structure_place *out, size_t room);

/* ---- Segment by segment --------------------------------------------------- */

enum structure_found {
    STRUCTURE_PLACED,
    STRUCTURE_FREE,   /* a Z segment: anywhere */
    STRUCTURE_STRAY,  /* no place for it here */
    STRUCTURE_EXCESS, /* it was there as often as it may be */
};

/* An open group: [0] is the message. */
struct structure_frame {
    uint64_t seen;      /* which segments stand in it, not in groups of it */
    uint16_t group, at; /* a part; the part of it that was last found */
    uint32_t nth;       /* which repetition of the group */
    uint32_t count;     /* how often the part was found, where it is a segment */
};

/* Told of what is required and not there: a segment or group of an open group. */
typedef void structure_missing(void *context, struct hilum_view name,
                               struct hilum_view group, uint32_t nth);

struct structure_walk {
    const struct structure *of;
    structure_missing      *missing; /* may be NULL */
    void                   *context;
    uint64_t                coming; /* segments that come later in the message */
    uint64_t                strays; /* segments of which one was out of place */
    uint32_t                left[STRUCTURE_SEGMENTS + 1];
    uint32_t                depth;
    struct structure_frame  frame[STRUCTURE_DEPTH + 1];
};

void structure_begin(struct structure_walk *, const struct structure *, struct hilum_doc,
                     structure_missing *, void *context);
enum structure_found structure_next(struct structure_walk *, uint32_t segment);
void                 structure_end(struct structure_walk *);

/* The groups that are open, outermost first: that of the last segment. */
uint32_t structure_steps(const struct structure_walk *, struct structure_step *);

#endif
