/* v2_to_fhir.c -- a stage that makes FHIR R4 Bundles of HL7 v2 messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle.h"
#include "coverage.h"
#include "identity.h"

#include <hilum/plugin.h>

enum {
    MOST_MAPS     = 64,
    MOST_TRIGGERS = 512,
    MOST_RULES    = 64 << 20,  /* bytes of compiled maps */
    MOST_WORK     = 256 << 20, /* bytes while one message is worked on */
    MOST_NODES    = 1 << 22,
};

struct trigger {
    struct hilum_view       name; /* ADT^A01 */
    const struct structure *structure;
};

struct v2_to_fhir {
    const char         *zone; /* option */
    struct zone         default_zone;
    struct pool         rules, work;
    struct rulebook    *book;
    struct identities   identities;
    struct housekeeping housekeeping;
    struct trigger      triggers[MOST_TRIGGERS];
    uint32_t            trigger_count;
    char                known[512]; /* the triggers, for a sentence */
};

static const struct hilum_option options[] = {
    HILUM_OPT_TEXT(struct v2_to_fhir, zone, .preset = "",
                   .help = "The zone of times that have none and whose message (MSH-7) "
                           "has none: +01:00 or Z. "
                           "Without it such times are written as days."),
    HILUM_OPT_END,
};

static bool message_line(struct v2_to_fhir *v, struct load *load, struct hilum_view line)
{
    struct hilum_view       name, trigger;
    const struct structure *structure;

    if (!load_word(&line, &name))
        return load_fail(load, "message MAP TRIGGER...");
    structure = structure_load(load, v->book, name);
    while (structure && load_word(&line, &trigger)) {
        size_t len = strlen(v->known);

        if (v->trigger_count == MOST_TRIGGERS)
            return load_fail(load, "there are at most %d triggers", MOST_TRIGGERS);
        v->triggers[v->trigger_count++] = (struct trigger){ trigger, structure };
        if (len + trigger.len + 3 < sizeof v->known) {
            memcpy(v->known + len, ", ", len ? 2 : 0);
            len += len ? 2 : 0;
            memcpy(v->known + len, trigger.ptr, trigger.len);
            v->known[len + trigger.len] = '\0';
        }
    }
    return structure != NULL;
}

static bool index_load(struct v2_to_fhir *v, struct load *load)
{
    struct hilum_view line, word;

    if (!load_file(load, "index.map"))
        return false;
    while (load_line(load, &line)) {
        load_word(&line, &word);
        if (hilum_is(word, "message")) {
            if (!message_line(v, load, line))
                return false;
            continue;
        }
        if (!hilum_is(word, "read"))
            return load_fail(load, "what is %.*s?", VIEW_ARG(word));
        while (load_word(&line, &word)) {
            struct hl7_path path;

            if (!hl7_path_compile(load, word, &path))
                return false;
            if (!housekeeping_add(&v->housekeeping, &path))
                return load_fail(load, "there are at most %d segments to read",
                                 MOST_HOUSEKEPT);
        }
    }
    return !load->failed;
}

/* Names that the Bundle needs beside those of elements.map. */
static void names_add(struct hilum_call *call)
{
    static const char *const names[] = { "Bundle",   "entry",     "fullUrl",
                                         "resource", "request",   "method",
                                         "url",      "timestamp", "reference" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        hilum_name_add(call, names[i], strlen(names[i]));
}

static enum hilum_verdict v2_open(void *state, struct hilum_call *call)
{
    struct v2_to_fhir *v    = state;
    struct load        load = { .call = call, .pool = &v->rules };

    v->rules.most = MOST_RULES;
    v->work.most  = MOST_WORK;
    if (v->zone && v->zone[0] && !zone_read(hilum_view(v->zone), &v->default_zone))
        return hilum_blame(call, HILUM_FAIL, "zone", "a zone is written +01:00 or Z");
    names_add(call);
    v->book = pool_get(&v->rules, sizeof *v->book);
    if (!v->book)
        return hilum_blame(call, HILUM_FAIL, "", "out of memory");
    if (!elements_load(&v->book->elements, &load) ||
        !systems_load(&v->book->systems, &load) || !index_load(v, &load) ||
        !identities_load(&v->identities, &load, v->book))
        return HILUM_FAIL;
    return HILUM_OK;
}

static void v2_close(void *state)
{
    struct v2_to_fhir *v = state;

    pool_free(&v->rules);
    pool_free(&v->work);
}

/* ---- One message ---------------------------------------------------------- */

static struct hilum_view field_text(struct hilum_doc doc, const struct hilum_node *msh,
                                    uint32_t field, uint32_t component)
{
    const struct hilum_node *n = msh ? hilum_child(msh, field) : NULL;

    n = n ? hilum_component(n, component) : NULL;
    return n && hilum_leaf(n) ? hilum_text(doc, n) : (struct hilum_view){ "", 0 };
}

static const struct structure *structure_find(const struct v2_to_fhir *v,
                                              struct hilum_view        code,
                                              struct hilum_view        event)
{
    for (uint32_t i = 0; i < v->trigger_count; i++) {
        struct hilum_view name = v->triggers[i].name;

        if (name.len == code.len + 1 + event.len && name.ptr[code.len] == '^' &&
            memcmp(name.ptr, code.ptr, code.len) == 0 &&
            memcmp(name.ptr + code.len + 1, event.ptr, event.len) == 0)
            return v->triggers[i].structure;
    }
    return NULL;
}

static bool message_open(struct v2_to_fhir *v, struct run *run, struct hilum_doc doc)
{
    struct message *m = &run->message;

    *m      = (struct message){ .doc     = doc,
                                .root    = hilum_root(doc),
                                .systems = &v->book->systems,
                                .pool    = &v->work,
                                .shared  = structure_shared,
                                .closest = structure_closest,
                                .map     = run->structure };
    m->seen = pool_get(&v->work, m->root->span);
    hilum_each(child, m->root) m->count++;
    if (m->count > MOST_SEGMENTS)
        return false;
    m->segments = pool_get(&v->work, m->count * sizeof *m->segments);
    if (!m->seen || !m->segments)
        return false;
    m->count                                                = 0;
    hilum_each(child, m->root) m->segments[m->count++].node = child;
    return true;
}

static void remarks(struct v2_to_fhir *v, struct hilum_call *call, struct run *run)
{
    struct hilum_buffer *text = hilum_buffer(call);

    if (text) {
        coverage_write(&run->message, &v->housekeeping, text);
        if (text->len)
            hilum_remark(call, "unmapped", hilum_buffer_view(text));
    }
    if (run->day_only)
        hilum_remark(
            call, "zone",
            HILUM_VIEW("times without a zone were written as days; see option zone"));
}

static enum hilum_verdict bundle_emit(struct hilum_call      *call,
                                      const struct hilum_msg *msg, struct run *run,
                                      struct hilum_view timestamp)
{
    struct hilum_draft     *draft = hilum_draft(call, "fhir", msg);
    const struct hilum_msg *made;

    if (!draft)
        return hilum_blame(call, HILUM_FAIL, "", "out of memory");
    bundle_write(run, timestamp, hilum_build(call, draft));
    made = hilum_seal(call, draft);
    if (!made)
        return hilum_blame(call, HILUM_REJECT, "MSH",
                           "the Bundle is too large to be held");
    hilum_emit(call, made);
    return HILUM_OK;
}

static enum hilum_verdict v2_process(void *state, struct hilum_call *call,
                                     const struct hilum_msg *msg)
{
    struct v2_to_fhir       *v   = state;
    struct hilum_doc         doc = hilum_doc(call, msg);
    const struct hilum_node *msh =
        doc.block ? hilum_child(hilum_root(doc), HILUM_NAME("MSH")) : NULL;
    struct hilum_view code  = field_text(doc, msh, 9, 1),
                      event = field_text(doc, msh, 9, 2);
    struct hilum_view time = field_text(doc, msh, 7, 1), zone = time;
    struct run run = { .book = v->book, .structure = structure_find(v, code, event) };

    if (!run.structure)
        return hilum_blame(
            call, HILUM_REJECT, "MSH-9",
            "there is no map for this type of message; there are maps for %s", v->known);
    pool_reset(&v->work);
    run.tree.pool = &v->work;
    run.zone      = v->default_zone;
    while (zone.len && zone.ptr[0] != '+' && zone.ptr[0] != '-') {
        zone.ptr++;
        zone.len--;
    }
    if (zone.len)
        zone_read(zone, &run.zone);
    if (hilum_root(doc)->span > MOST_NODES || !message_open(v, &run, doc))
        return hilum_blame(call, HILUM_REJECT, "MSH",
                           "the message has too many segments or parts");
    if (!run_message(&run))
        return hilum_blame(call, HILUM_REJECT, "MSH",
                           "the message's resources are too large to be held");
    identities_settle(&v->identities, &run);
    if (run.tree.failed)
        return hilum_blame(call, HILUM_REJECT, "MSH",
                           "the message's resources are too large to be held");
    remarks(v, call, &run);
    return bundle_emit(call, msg, &run,
                       value_convert(&v->work, KIND_INSTANT, time, &run.zone));
}

static const struct hilum_part part = HILUM_PART(
        .name = "v2-to-fhir",
        .summary =
            "Makes FHIR R4 transaction Bundles of HL7 v2 messages, by HL7's own maps.",
        .accepts = "hl7v2", .produces = "fhir", .options = options,
        .state = sizeof(struct v2_to_fhir), .open = v2_open, .close = v2_close,
        .process = v2_process, );

HILUM_PLUGIN(.name = "v2-to-fhir", .version = "0.1.0", .parts = HILUM_PARTS(&part));
