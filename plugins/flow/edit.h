/* edit.h -- a copy of a document that differs in one place. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FLOW_EDIT_H
#define FLOW_EDIT_H

#include "path.h"

/* What stands in the place: a node of the document with all below it, a text, or
 * nothing. */
struct edit_value {
    const struct hilum_node *node;
    uint32_t                 type; /* of a FHIR element that is added */
    struct hilum_view        text;
    bool                     nothing;
};

enum edit_state {
    EDIT_DONE,
    EDIT_SAME,   /* nothing was to be removed: the document stays as it is */
    EDIT_REFUSE, /* there is no such place; `why` says so */
};

struct edit {
    const struct path       *path;
    const struct edit_value *value;
    struct hilum_doc         doc;
    struct hilum_builder    *to;
    const char              *why;

    /* The nodes on the way, from the root; `found` steps lead to one that is
     * there.  An HL7 leaf is its own first component, and stands here twice. */
    const struct hilum_node *chain[PATH_STEPS + 1];
    size_t                   found;
    size_t                   end; /* the step whose node is replaced or removed */
};

/* Finds the place.  The document, path and value are borrowed until the copy is
 * made. */
enum edit_state edit_find(struct edit *e);

/* Writes the copy into `to`, after EDIT_DONE. */
void edit_copy(struct edit *e);

#endif
