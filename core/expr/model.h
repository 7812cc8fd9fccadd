/* model.h -- the types of a model and their elements, and expressions checked against
 * them. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model is made of the table of types that schemas/tools/fhir_r4_tables.py writes
 * (schemas/fhir/r4/elements; its first lines say what it holds).  Once loaded it is
 * only read, and lives as long as its arena.
 */
#ifndef CORE_EXPR_MODEL_H
#define CORE_EXPR_MODEL_H

#include "expr/expr.h"

struct expr_model;

/* Reads a table, which must live as long as the model.  NULL: problem has the line. */
const struct expr_model *expr_model_load(struct arena *arena, struct hilum_view table,
                                         struct problem *problem);

/* Checks an expression that will be evaluated on a node of the type ("Patient", or a
 * path such as "Patient.contact").  False: problem has the column of an element or
 * type that does not exist, or of a function that is called on what it is not for, in
 * one sentence, with the word that was probably meant.  Where the type of a value
 * cannot be told (children(), %name, a resource inside a Bundle), all is allowed.
 * The arena holds what is told of a mistake, and is used for scratch. */
bool expr_check(struct arena *arena, const struct expr *e, const struct expr_model *model,
                struct hilum_view type, struct problem *problem);

#endif
