/* expand.h -- ${NAME}, ${NAME:-default} and ${file:path} in the values of a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CONFIG_EXPAND_H
#define CORE_CONFIG_EXPAND_H

#include "config/yaml.h"

/* Replaces them in a text node.  $${ stands for a plain ${.  A variable that is
 * empty or not set takes its default; without one it must be set.  The contents
 * of a file lose the newline at their end.  Each mistake is reported where it
 * stands, and the node is broken. */
void expand_node(struct yaml *doc, struct yaml_node *node);

#endif
