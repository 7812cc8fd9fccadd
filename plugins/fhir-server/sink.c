/* sink.c -- fhir-store: Bundles and resources of a pipeline go into a store. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "sink.h"

#include "bundle.h"

static enum hilum_verdict sink_open(void *state, struct hilum_call *call)
{
    struct sink *s = state;

    return fhir_open(&s->fhir, call, s->store);
}

static void sink_close(void *state)
{
    struct sink *s = state;

    fhir_close(&s->fhir);
}

static void sink_count(struct hilum_call *call, const struct bundle *b)
{
    int64_t written = 0, kept = 0;

    for (size_t i = 0; i < b->count; i++) {
        bool keep = b->entries[i].action == ENTRY_KEEP;

        kept += keep;
        written += !keep && b->entries[i].action != ENTRY_READ;
    }
    hilum_count(call, "resources_written", written);
    hilum_count(call, "resources_unchanged", kept);
}

static enum hilum_verdict sink_store(struct sink *s, struct hilum_call *call,
                                     struct hilum_change    *change,
                                     struct hilum_buffer    *bodies,
                                     const struct hilum_msg *m)
{
    struct bundle      b   = { .f             = &s->fhir,
                               .call          = call,
                               .change        = change,
                               .bodies        = bodies,
                               .by_identifier = s->upsert == SINK_BY_IDENTIFIER,
                               .source        = hilum_label(call, m, "pipeline"),
                               .seed          = hilum_id(call, m) };
    struct hilum_doc   doc = hilum_doc(call, m);
    enum hilum_verdict v;

    if (!doc.block)
        return hilum_blame(call, HILUM_REJECT, "", "the message has no document");
    bodies->len = 0;
    v           = bundle_read(&b, doc);
    if (v == HILUM_OK)
        v = bundle_store(&b);
    if (v == HILUM_OK)
        sink_count(call, &b);
    bundle_end(&b);
    return v;
}

/* One transaction for all messages: a commit waits for the disk.  A message that
 * is refused has written nothing, so that the others need not be undone. */
static enum hilum_verdict sink_deliver(void *state, struct hilum_call *call,
                                       const struct hilum_msg *const *messages,
                                       size_t                         count)
{
    struct sink              *s      = state;
    const struct hilum_store *store  = s->fhir.store;
    struct hilum_buffer      *bodies = hilum_buffer(call);
    struct hilum_change      *change;
    enum hilum_verdict        v;

    if (!bodies)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    v = store->begin(s->fhir.state, call, &change);
    if (v != HILUM_OK)
        return v;
    for (size_t i = 0; i < count; i++) {
        v = sink_store(s, call, change, bodies, messages[i]);
        if (v == HILUM_REJECT) {
            hilum_settle(call, i, v, hilum_where(call), "%s", hilum_why(call));
        } else if (v != HILUM_OK) {
            store->rollback(s->fhir.state, change);
            return v;
        }
    }
    return store->commit(s->fhir.state, call, change);
}

static const char *const sink_upserts[] = {
    [SINK_BY_IDENTIFIER] = "identifier", [SINK_BY_ID] = "id", NULL
};

static const struct hilum_option sink_options[] = {
    HILUM_OPT_STORE(struct sink, store, .help = "The store of this pipeline to write to."),
    HILUM_OPT_CHOICE(struct sink, upsert, .choices = sink_upserts, .preset = "identifier",
                     .help = "How a resource without a request of its own finds the one "
                             "it replaces."),
    HILUM_OPT_END
};

const struct hilum_part sink_part = HILUM_PART(
        .name = "fhir-store",
        .summary =
            "Stores FHIR Bundles and resources, each of them as a whole or not at all.",
        .accepts = "fhir", .options = sink_options, .state = sizeof(struct sink),
        .open = sink_open, .close = sink_close, .deliver = sink_deliver, );
