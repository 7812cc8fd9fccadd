/* er7_where.h -- the place of a node, as people write it: PID-3[2].4.1. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_WHERE_H
#define HL7V2_ER7_WHERE_H

#include <hilum/plugin.h>

enum { ER7_WHERE = 48 }; /* bytes of a place, with the NUL */

/* The innermost node of a message that begins at or before a byte; places rise with
 * the nodes. */
uint32_t er7_where_node(const struct hilum_node *nodes, size_t at);

/* Writes the place of a node of a message, whose first node is the root; "" for the
 * root itself. */
void er7_where(const struct hilum_node *nodes, uint32_t node, char out[static ER7_WHERE]);

#endif
