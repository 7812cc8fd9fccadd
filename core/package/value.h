/* value.h -- fixed values, patterns and whole resources, kept as trees. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_VALUE_H
#define CORE_PACKAGE_VALUE_H

#include "package/build.h"

/* The index of the copy of a node with all below it. */
uint32_t value_add(struct build *b, struct hilum_doc d, const struct hilum_node *n);

/* The same from another package. */
uint32_t value_copy(struct build *b, const struct hilum_package *from, uint32_t value);

/* StructureMaps, Questionnaires: a resource that is found by its URL. */
void value_resource(struct build *b, struct hilum_doc d);

#endif
