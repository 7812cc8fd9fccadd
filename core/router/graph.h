/* graph.h -- a pipeline whose parts are found and whose links fit. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The points of a pipeline are numbered: 0 is what the source gave, n what has
 * passed n steps.  A sink takes messages at one point.
 */
#ifndef CORE_ROUTER_GRAPH_H
#define CORE_ROUTER_GRAPH_H

#include "plugin/codec.h"
#include "router/spec.h"

struct graph_node {
    const struct spec_entry *entry;
    const struct part       *part;
    const struct expr       *when;  /* NULL: always */
    const char              *name;  /* "adt-to-fhir.v2-to-fhir": for meters and logs */
    struct codec            *codec; /* source: decodes; sink: encodes, NULL: not needed */
    size_t                   point; /* sink: where it takes messages */
};

struct graph {
    struct engine     *engine;
    struct spec       *spec;
    const char        *name;
    void              *scope;    /* of the instances made from here on; the router's */
    const struct expr *order_by; /* NULL: all in one lane */
    struct graph_node  source;   /* part is NULL in a server */
    struct graph_node *steps, *sinks, *stores, *services;
    size_t             step_count, sink_count, store_count, service_count;
};

/* [main] Looks every part up, compiles every expression, checks every option
 * and link.  NULL where memory is out; problems are in the spec's doc, and with
 * any error among them the graph must not run. */
struct graph *graph_build(struct engine *engine, struct spec *spec, struct arena *arena);

/* [main] An instance of a node, with its options; problems as above. */
bool graph_instance(struct graph *g, const struct graph_node *node, struct instance *out);

/* [main] Opens what a check may open: stages, which touch nothing outside. */
void graph_try(struct graph *g);

/* Reports at an entry what a plugin has blamed. */
void graph_blame(struct graph *g, const struct graph_node *node, const struct call *c);

#endif
