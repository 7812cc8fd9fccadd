/* bundle.h -- writes the tree of a message as a transaction Bundle. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BUNDLE_H
#define BUNDLE_H

#include "run.h"

/* Resources in the order of making, elements in that of their definition.  timestamp may
 * be empty.  Whether it fits, the builder knows. */
void bundle_write(const struct run *, struct hilum_view timestamp,
                  struct hilum_builder *);

#endif /* BUNDLE_H */
