/* spec_entry.h -- one entry of a pipeline file: a part and the words beside it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ROUTER_SPEC_ENTRY_H
#define CORE_ROUTER_SPEC_ENTRY_H

#include "router/spec.h"

/* Reads one.  False where no part can be made out; other mistakes are reported
 * and the entry is still worth looking at. */
bool spec_entry_read(struct spec_entry *e, enum spec_place place, struct yaml *doc,
                     const struct yaml_node *node, struct arena *arena);

/* A name stands in file names, meters and logs: letters, digits, '.', '_' and
 * '-'.  Reports it if it does not hold. */
bool spec_name_check(struct yaml *doc, const struct yaml_node *node, const char *what);

#endif
