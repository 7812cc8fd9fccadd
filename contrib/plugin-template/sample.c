/* sample.c -- a stage that leaves one kind of segment out of HL7 v2 messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <hilum/plugin.h>

/* One step of a pipeline.  The engine has set `segment` before open is called. */
struct without {
    const char *segment;
    uint32_t    name; /* the same as a number, as names are compared */
};

static enum hilum_verdict without_open(void *state, struct hilum_call *call)
{
    struct without *w = state;

    if (strlen(w->segment) != 3 || strcmp(w->segment, "MSH") == 0)
        return hilum_blame(call, HILUM_FAIL, "segment",
                           "a segment has three letters, and MSH must stay");
    w->name = hilum_name(w->segment, 3);
    return HILUM_OK;
}

static enum hilum_verdict without_process(void *state, struct hilum_call *call,
                                          const struct hilum_msg *msg)
{
    const struct without    *w    = state;
    struct hilum_doc         doc  = hilum_doc(call, msg);
    const struct hilum_node *root = hilum_root(doc);
    struct hilum_draft      *draft;
    struct hilum_builder    *to;

    if (!root)
        return hilum_blame(call, HILUM_REJECT, "", "the message has no document");
    draft = hilum_draft(call, "hl7v2", msg);
    if (!draft)
        return hilum_blame(call, HILUM_FAIL, "", "out of memory");
    to = hilum_build(call, draft);
    hilum_build_open(to, root->name, root->type, root->flags, root->place);
    hilum_each(segment, root)
    {
        if (segment->name == w->name)
            hilum_count(call, "left_out", 1);
        else
            hilum_build_copy(to, doc, segment);
    }
    hilum_build_close(to);
    hilum_emit(call, hilum_seal(call, draft));
    return HILUM_OK;
}

static const struct hilum_option without_options[] = {
    HILUM_OPT_TEXT(struct without, segment, .preset = "NK1",
                   .help = "Which segments are left out, such as NK1."),
    HILUM_OPT_END,
};

static const struct hilum_part without = HILUM_PART(
    .name     = "without",
    .summary  = "Leaves one kind of segment out of HL7 v2 messages.",
    .accepts  = "hl7v2",
    .produces = "hl7v2",
    .options  = without_options,
    .state    = sizeof(struct without),
    .open     = without_open,
    .process  = without_process,
);

HILUM_PLUGIN(.name = "sample", .version = "0.1.0", .parts = HILUM_PARTS(&without));
