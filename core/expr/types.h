/* types.h -- the types an item can be of, and which type is which. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_TYPES_H
#define CORE_EXPR_TYPES_H

#include "expr/expr.h"

/* The kind of value that a primitive of this type has; EXPR_NODE: none. */
enum expr_kind type_value(uint32_t type);

/* The type above; 0: none is known. */
uint32_t type_base(uint32_t type);

/* What the .zone of a type that an expression names says: others are built on it. */
enum { TYPE_BASE = 1 };

/* Is a type the base of another one? */
bool type_is_base(uint32_t type);

/* The name of one of the types above; empty where it is another. */
struct hilum_view type_text(uint32_t type);

/* Is the item of the type that an EXPR_TYPE item says? */
bool type_is(const struct expr_context *ctx, const struct expr_item *item,
             const struct expr_item *type);

/* The name and namespace of its type, as an EXPR_TYPE item. */
struct expr_item type_of(const struct expr_context *ctx, const struct expr_item *item);

/* Is the node a resource? */
bool type_resource(struct hilum_doc doc, const struct hilum_node *node);

#endif
