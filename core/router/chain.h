/* chain.h -- the steps of a pipeline in a row, by plain function calls. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ROUTER_CHAIN_H
#define CORE_ROUTER_CHAIN_H

#include "router/graph.h"

enum { CHAIN_MESSAGES = 4096 }; /* that one message may become, at most */

/* What reaches a sink. */
struct chain_output {
    size_t                  sink;
    const struct hilum_msg *message; /* a reference */
};

/* What became of one message.  Texts live until the next run. */
struct chain_result {
    enum hilum_verdict   verdict; /* OK with no outputs: it was filtered */
    const char          *step;    /* the one that blamed; NULL */
    const char          *place, *reason, *remarks;
    bool                 held; /* on_error: hold */
    struct chain_output *outputs;
    size_t               count;
};

/* One worker's own instances of the steps.  One thread at a time. */
struct chain {
    struct graph       *graph;
    struct call         call; /* of the step at work */
    struct call         own;  /* of the engine: conditions */
    struct instance    *steps;
    struct arena        arena; /* of one result */
    struct hilum_buffer remarks;
};

/* [main] False: the problems are in the spec's doc; the chain is closed. */
bool chain_open(struct chain *c, struct graph *g);
void chain_close(struct chain *c);

/* [serial] Runs a decoded message through; `sinks` has a bit for each sink that
 * is still to have it.  chain_release() gives up the outputs. */
void chain_run(struct chain *c, const struct hilum_msg *m, uint32_t sinks,
               struct chain_result *out);
void chain_release(struct chain_result *r);

#endif
