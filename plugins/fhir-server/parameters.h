/* parameters.h -- the search parameters of R4, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_PARAMETERS_H
#define FHIR_PARAMETERS_H

#include <hilum/plugin.h>

enum parameter_type {
    PARAMETER_TOKEN,
    PARAMETER_STRING,
    PARAMETER_DATE,
    PARAMETER_REFERENCE,
    PARAMETER_QUANTITY,
    PARAMETER_NUMBER,
    PARAMETER_URI,
};

enum {
    PARAMETER_BASES  = 256,  /* resource types, at most */
    PARAMETER_MOST   = 4096, /* parameters, at most */
    PARAMETER_FIRSTS = 6,    /* elements that an expression begins with, at most */
};

struct parameter {
    struct hilum_view        code;
    enum parameter_type      type;
    const struct hilum_expr *expr;
    struct hilum_view        targets; /* types, a space between; of a reference */

    /* Without one of these children of the root the expression gives nothing. */
    uint32_t firsts[PARAMETER_FIRSTS];
    size_t   first_count; /* 0: it must be evaluated */
};

/* The parameters of a resource type. */
struct parameter_base {
    struct hilum_view       name;
    uint32_t                id;    /* the number of the name */
    const struct parameter *first; /* its own, by code */
    size_t                  count;
};

struct parameters {
    struct parameter     *all;
    size_t                count;
    struct parameter_base bases[PARAMETER_BASES];
    size_t                base_count;
    struct parameter_base any; /* those of Resource */
};

/* [main] Reads schemas/fhir/r4/search-parameters. */
enum hilum_verdict parameters_load(struct parameters *p, struct hilum_call *call);
void               parameters_free(struct parameters *p);

/* The parameters of a type; NULL: R4 has no such resource. */
const struct parameter_base *parameters_base(const struct parameters *p,
                                             struct hilum_view        type);

/* One of a type, or of every Resource; NULL: there is none. */
const struct parameter *parameters_find(const struct parameters     *p,
                                        const struct parameter_base *base,
                                        struct hilum_view            code);

/* "token", "string", ... */
const char *parameter_type_name(enum parameter_type type);

/* Is the type named among the targets? */
bool parameter_targets(const struct parameter *p, struct hilum_view type);

#endif
