/* json_extended.h -- primitives with an id or extensions: "birthDate" and "_birthDate".
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_JSON_EXTENDED_H
#define FHIR_JSON_EXTENDED_H

#include "types.h"

/* JSON tells a primitive in two places, which may lie apart, in either order, each
 * perhaps an array with gaps.  While an object is read, what stands behind _name is
 * built as a node of its own, marked and listed here; when the object ends, the two
 * are made one node. */

/* Marks of nodes that never leave the decoder. */
enum {
    JSON_NODE_UNDERSCORE = 1 << 29, /* it came from behind _name */
    JSON_NODE_JOINED     = 1 << 30, /* it has been joined; its span tells with whom */
};

struct json_underscore {
    const struct fhir_element *element;
    uint32_t                   node;
    uint32_t                   index; /* in the array; 0 where there is none */
};

struct json_extended {
    struct json_underscore *list;
    uint32_t                count, room;
    struct hilum_node      *scratch;
    uint32_t                scratch_room;
    const char             *why;   /* after a false: the reason */
    uint32_t                place; /* and where */
};

/* Lists a node; false where memory is out. */
bool json_extended_add(struct json_extended *x, const struct fhir_element *element,
                       uint32_t node, uint32_t index);

/* Joins what is listed from `first` on with its siblings below `parent`, the node
 * that is being built, and forgets it. */
bool json_extended_join(struct json_extended *x, struct hilum_builder *b, uint32_t parent,
                        uint32_t first);
void json_extended_free(struct json_extended *x);

#endif
