/* snapshot.h -- all elements of a profile: its base, and what it says of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_SNAPSHOT_H
#define CORE_PACKAGE_SNAPSHOT_H

#include "package/element.h"

/* Where definitions are looked up: in the package being made, then in the others. */
struct origins {
    struct build               *build;
    const struct hilum_package *others;
    size_t                      count;
};

/* Reads all elements of a structure; false where there is no such structure. */
bool origins_load(const struct origins *o, struct hilum_view url, struct drafts *out);

/* The elements of the base with what the differential says.  Children of an element
 * that only the differential names are taken from the element's type, and only these:
 * the rest of the type is checked as the type is.  False: the base is not known, or
 * *why says what does not fit. */
bool snapshot_make(const struct origins *o, struct hilum_doc d, struct drafts *out,
                   struct hilum_view *why);

#endif
