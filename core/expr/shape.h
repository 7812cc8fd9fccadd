/* shape.h -- what types the items of a list can be of, for the check of expressions. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_SHAPE_H
#define CORE_EXPR_SHAPE_H

#include "expr/model_types.h"
#include "expr/program.h"

enum { MOST_SHAPE = 64 }; /* types; of more it is said that it can be anything */

struct shape {
    uint32_t body; /* where the body begins; 0: it is a list */
    bool     any;
    bool     unordered; /* children(), descendants() */
    uint8_t  count;
    uint16_t types[MOST_SHAPE];
};

extern const struct shape shape_anything, shape_nothing;

/* One check.  The stack has room for MOST_LISTS. */
struct checker {
    struct arena            *arena;
    struct problem          *problem;
    const struct expr       *e;
    const struct expr_model *model;
    const struct shape      *start; /* %context */
    struct shape            *stack;
    uint32_t                 lists;
    uint32_t                 walked;
    int                      quiet;    /* above 0: elements may be missing */
    bool                     union_of; /* the expression has alternatives */
    const struct op         *op;       /* the one being walked over */
};

/* Records the mistake, with the place of the instruction, and returns false. */
HILUM_PRINTF(2) bool shape_complain(struct checker *c, const char *fmt, ...);

/* Adds a type, all of another shape, or a type of FHIRPath's own. */
void shape_add(struct shape *s, uint16_t type);
void shape_add_all(struct shape *to, const struct shape *from);
void shape_add_system(const struct checker *c, struct shape *s, const char *name);

/* The name of its first type; it must have one. */
const char *shape_name(const struct checker *c, const struct shape *s);

bool shape_push(struct checker *c, const struct shape *s);

/* The shape of an element of the items of a shape; false: none of them has it. */
bool shape_member(struct checker *c, const struct shape *from, uint32_t name,
                  struct shape *to);

/* The shape of the type that an EXPR_TYPE item names; false: there is none. */
bool shape_named(struct checker *c, const struct expr_item *type, struct shape *to);

/* May a function be called on a shape? */
bool shape_suits(struct checker *c, const struct function *f, const struct shape *in);

#endif
