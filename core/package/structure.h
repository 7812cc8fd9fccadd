/* structure.h -- StructureDefinitions and SearchParameters, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_STRUCTURE_H
#define CORE_PACKAGE_STRUCTURE_H

#include "package/snapshot.h"

/* Adds a StructureDefinition.  False: it has no snapshot, and none could be made:
 * *why is the URL of its base, or the path that does not fit. */
bool structure_add(const struct origins *o, struct hilum_doc d, struct hilum_view *why);

void structure_search(struct build *b, struct hilum_doc d);

#endif
