/* flow.c -- stages that any pipeline needs: drop, keep and set. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "set.h"

/* What drop and keep have in common. */
struct gate {
    const char              *where;
    const struct hilum_expr *expr; /* NULL: every message */
};

static enum hilum_verdict gate_open(void *state, struct hilum_call *call)
{
    struct gate *g = state;

    if (*g->where == '\0')
        return HILUM_OK;
    g->expr = hilum_expr(call, g->where, "*");
    return g->expr ? HILUM_OK : HILUM_FAIL;
}

/* As in FHIRPath: nothing does not hold, and one item holds unless it is false.
 * OK, or REJECT with blame. */
static enum hilum_verdict gate_holds(const struct gate *g, struct hilum_call *call,
                                     const struct hilum_msg *msg, bool *holds)
{
    struct hilum_doc  doc = hilum_doc(call, msg);
    struct hilum_item item;
    size_t            count;

    *holds = true;
    if (!g->expr)
        return HILUM_OK;
    if (!doc.block)
        return hilum_blame(call, HILUM_REJECT, "", "the message has not been decoded");
    count = hilum_eval(call, g->expr, doc, hilum_root(doc), &item, 1);
    if (count == SIZE_MAX)
        return HILUM_REJECT;
    if (count > 1)
        return hilum_blame(call, HILUM_REJECT, "where",
                           "the condition gives %zu items, not one", count);
    *holds = count == 1 &&
             !(hilum_is(item.text, "false") && (item.type == HILUM_NAME("Boolean") ||
                                                item.type == HILUM_NAME("boolean")));
    return HILUM_OK;
}

static enum hilum_verdict drop_process(void *state, struct hilum_call *call,
                                       const struct hilum_msg *msg)
{
    bool               holds;
    enum hilum_verdict v = gate_holds(state, call, msg, &holds);

    if (v == HILUM_OK && !holds)
        hilum_emit(call, hilum_ref(call, msg));
    return v;
}

static enum hilum_verdict keep_process(void *state, struct hilum_call *call,
                                       const struct hilum_msg *msg)
{
    bool               holds;
    enum hilum_verdict v = gate_holds(state, call, msg, &holds);

    if (v == HILUM_OK && holds)
        hilum_emit(call, hilum_ref(call, msg));
    return v;
}

static const struct hilum_option drop_options[] = {
    HILUM_OPT_TEXT(struct gate, where, .preset = "",
                   .help = "FHIRPath: drop the messages for which it holds; empty: all "
                           "that the step's when lets through."),
    HILUM_OPT_END,
};

static const struct hilum_option keep_options[] = {
    HILUM_OPT_TEXT(struct gate, where,
                   .help = "FHIRPath: keep the messages for which it holds, drop the "
                           "rest."),
    HILUM_OPT_END,
};

static const struct hilum_part drop = HILUM_PART(
    .name     = "drop",
    .summary  = "Ends the way of messages here.",
    .accepts  = "*",
    .produces = "*",
    .options  = drop_options,
    .state    = sizeof(struct gate),
    .open     = gate_open,
    .process  = drop_process,
);

static const struct hilum_part keep = HILUM_PART(
    .name     = "keep",
    .summary  = "Lets only some messages go on.",
    .accepts  = "*",
    .produces = "*",
    .options  = keep_options,
    .state    = sizeof(struct gate),
    .open     = gate_open,
    .process  = keep_process,
);

HILUM_PLUGIN(.name = "flow", .version = "0.1.0",
             .parts = HILUM_PARTS(&drop, &keep, &flow_set));
