/* router.h -- a pipeline at work. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ROUTER_ROUTER_H
#define CORE_ROUTER_ROUTER_H

#include "router/graph.h"

struct journal;
struct router;

/* [main] Opens stores, workers, sinks and services of a graph without errors,
 * and takes up what the journal in `dir` has pending of it.  NULL: problems are
 * in the spec's doc.  The journal may be NULL for a server without a source. */
struct router *router_open(struct graph *g, struct journal *journal, const char *dir);

/* [main] Lets the source begin.  False: problems are in the spec's doc. */
bool router_start(struct router *r);

/* [main] The source offers no more, and what is ready is finished as far as that
 * goes in `grace` ms; batches that workers have by then are always waited for.
 * The rest stays in the journal.  Then everything is closed and freed. */
void router_stop(struct router *r, int64_t grace);

/* [any] Looks into the journal again: somebody has replayed messages. */
void router_rescan(struct router *r);

/* [main] Puts offer, stores and feeds into the engine's table of services; once
 * an engine. */
void router_serve(struct engine *e);

#endif
