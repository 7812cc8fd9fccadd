/* model_types.h -- the types of a model, as a check of an expression sees them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_MODEL_TYPES_H
#define CORE_EXPR_MODEL_TYPES_H

#include "expr/model.h"

#define MODEL_NO_TYPE UINT16_MAX

enum model_kind {
    MODEL_ABSTRACT, /* Resource, Element: what is meant is one of the types built on it */
    MODEL_PRIMITIVE,
    MODEL_COMPLEX,
    MODEL_RESOURCE,
    MODEL_BACKBONE,
    MODEL_SYSTEM, /* of FHIRPath itself */
};

struct model_element {
    struct hilum_view name;
    uint32_t          id;
    uint32_t          first; /* its types, among the model's uses */
    uint16_t          count;
    bool              many; /* it may repeat */
};

struct model_type {
    struct hilum_view name; /* Patient, or Patient.contact */
    uint32_t          id;
    uint8_t           kind;  /* enum model_kind */
    uint16_t          base;  /* MODEL_NO_TYPE at the roots */
    uint32_t          first; /* its own elements */
    uint16_t          count;
};

struct expr_model {
    struct model_type    *types;
    struct model_element *elements;
    uint16_t             *uses;  /* types of elements, by number */
    uint16_t             *order; /* the types, ascending by id */
    uint32_t              type_count, element_count, use_count;
};

/* A type by the id of its name; system: among FHIRPath's own.  MODEL_NO_TYPE: none. */
uint16_t model_find(const struct expr_model *m, uint32_t id, bool system);

/* An element of a type or of one of its bases, or NULL. */
const struct model_element *model_element(const struct expr_model *m, uint16_t type,
                                          uint32_t id);

/* Is a type another one, or built on it? */
bool model_is(const struct expr_model *m, uint16_t type, uint16_t base);

/* The names of the elements of a type, or, of MODEL_NO_TYPE, of all types that have
 * elements or are primitive; ended with NULL, for problem_nearest(). */
const char *const *model_names(const struct expr_model *m, struct arena *arena,
                               uint16_t type);

#endif
