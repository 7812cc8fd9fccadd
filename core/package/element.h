/* element.h -- one element of a StructureDefinition, while it is being compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_ELEMENT_H
#define CORE_PACKAGE_ELEMENT_H

#include "package/build.h"

/* Texts are those of the package that is being made. */
struct draft {
    struct hilum_element element;
    uint32_t             refers; /* text: the id its contentReference names; 0: none */
};

/* The elements of one structure, in pre-order. */
enum { DRAFTS_MOST = 20000 };
struct drafts {
    struct draft *list;
    uint32_t      count, room;
};

/* Makes room for one before position i and gives it, zeroed; NULL: there is none. */
struct draft *drafts_insert(struct drafts *all, uint32_t i);
void          drafts_free(struct drafts *all);

/* The index of an id, or `count`. */
uint32_t drafts_find(const struct drafts *all, struct build *b, struct hilum_view id);

/* What an ElementDefinition says, over what is known already.  Its id is set by
 * the caller. */
void element_overlay(struct build *b, struct draft *to, struct hilum_doc d,
                     const struct hilum_node *definition);

/* An element of another package, in the words of this one. */
void element_copy(struct build *b, struct draft *to, const struct hilum_package *from,
                  const struct hilum_element *e);

/* The id of an ElementDefinition; where it has none, its path and slice. */
uint32_t element_id(struct build *b, struct hilum_doc d,
                    const struct hilum_node *definition);

/* Sets name, choice and slice from the id. */
void element_name(struct build *b, struct draft *to);

/* Adds the elements to the package: spans and references become indexes. */
struct hilum_run drafts_add(struct drafts *all, struct build *b);

#endif
