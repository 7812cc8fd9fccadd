/* stores.h -- the stores of a process: one, however many pipelines name it. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two pipelines that declare a store of the same part with the same options
 * share one instance: there is one writer to a database, and it is opened once.
 */
#ifndef CORE_ROUTER_STORES_H
#define CORE_ROUTER_STORES_H

#include "router/graph.h"

struct shared_store;

/* [main] The instance for a node of a graph, opened.  NULL: problems are in the
 * spec's doc. */
struct shared_store *stores_take(struct graph *g, const struct graph_node *node,
                                 struct call *call);

/* [main] Closes it when nobody has it any more.  NULL is fine. */
void stores_give_back(struct shared_store *s);

struct instance *stores_instance(struct shared_store *s);

#endif
