/* structure.h -- message maps: where segments stand, and what is made of them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STRUCTURE_H
#define STRUCTURE_H

#include "rule.h"

/*
 * A message map, as the standard draws the message:
 *
 *     group NAME [repeats] ... end        nested
 *     segment NAME [repeats]
 *       map ID  RESOURCE  MAP  [with LINK, LINK...]  [if CONDITION]
 *
 * RESOURCE is a variable such as Observation[2]: a resource that several maps fill.  It
 * lives as long as one repetition of the innermost group (or repeating segment) in which
 * all maps that fill it stand.  A LINK such as `Observation[2].subject = Patient[1]` is
 * made once the map has run, where both are there.
 *
 * Senders differ from the standard's order: a segment belongs to the next place of its
 * name within its group, else to the next repetition of the group, outwards; one that
 * fits nowhere there belongs to the first place of its name.
 */
enum {
    MOST_POSITIONS = 256,
    MOST_GROUPS    = 64,
    MOST_VARIABLES = 96,
    MOST_LINKS     = 8,
};

struct link {
    uint32_t    from, to; /* variables */
    struct path path;
};

struct mapping {
    uint32_t                variable;
    const struct rules     *rules;
    const struct condition *condition;
    struct link            *links;
    uint32_t                count;
};

struct position {
    uint32_t        name;
    uint32_t        group;
    bool            repeats;
    struct mapping *mappings;
    uint32_t        count;
};

struct group {
    uint32_t parent; /* of 0, the message, 0 */
    uint32_t depth;  /* of the message, 0 */
    uint32_t begin, end;
    bool     repeats;
};

struct variable {
    struct hilum_view  name; /* Patient[1] */
    const struct type *type;
    bool               filled;
    uint32_t           group;    /* that holds all maps filling it */
    uint32_t           position; /* the only one, where it is filled once per segment */
};

struct structure {
    struct hilum_view name;
    struct position   positions[MOST_POSITIONS];
    struct group      groups[MOST_GROUPS];
    struct variable   variables[MOST_VARIABLES];
    uint32_t          position_count, group_count, variable_count;
};

struct structure *structure_load(struct load *, struct rulebook *,
                                 struct hilum_view name);

/* Where a segment of that name stands after the position before, NO_POSITION at first.
 * *restarts is the group that it begins anew, 0 for none. */
uint32_t structure_next(const struct structure *, uint32_t before, uint32_t name,
                        uint32_t *restarts);

/* How many groups two positions have in common. */
uint32_t structure_shared(const void *structure, uint32_t a, uint32_t b);

/* How many a position has in common with the nearest place of that name. */
uint32_t structure_closest(const void *structure, uint32_t position, uint32_t name);

/* Is a group the other, or inside it? */
bool structure_inside(const struct structure *, uint32_t group, uint32_t outer);

#endif /* STRUCTURE_H */
