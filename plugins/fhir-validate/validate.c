/* validate.c -- the stage `validate` for FHIR: says what in a resource is not right. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

enum { REJECT_PROBLEM, REJECT_WARNING, REJECT_NEVER };

struct validate {
    const char *profile, *packages;
    int64_t     reject;
    bool        bindings, invariants, references, extensions, questionnaires;

    struct look_switches switches;
    struct definitions   definitions;
    struct look          look;
};

static const char *const rejects[] = { "problem", "warning", "never", NULL };

static const struct hilum_option options[] = {
    HILUM_OPT_TEXT(struct validate, profile, .preset = "",
                   .help = "URLs of profiles that every resource must conform to, with "
                           "commas between them; those in meta.profile count anyhow."),
    HILUM_OPT_TEXT(struct validate, packages, .preset = "all",
                   .help = "Packages besides R4: NAME#VERSION of those added with `hilum "
                           "package add`, or paths, with commas between them; all: all "
                           "that were added."),
    HILUM_OPT_CHOICE(struct validate, reject, .preset = "problem", .choices = rejects,
                     .help = "From which severity on a message is rejected."),
    HILUM_OPT_BOOL(struct validate, bindings, .preset = "true",
                   .help = "Check codes against code systems and value sets."),
    HILUM_OPT_BOOL(struct validate, invariants, .preset = "true",
                   .help = "Check the rules that are written as FHIRPath."),
    HILUM_OPT_BOOL(struct validate, references, .preset = "true",
                   .help = "Check what references lead to."),
    HILUM_OPT_BOOL(struct validate, extensions, .preset = "true",
                   .help = "Check whether extensions are known and may stand there."),
    HILUM_OPT_BOOL(struct validate, questionnaires, .preset = "true",
                   .help = "Check answers against their Questionnaire."),
    HILUM_OPT_END,
};

static enum hilum_verdict validate_open(void *state, struct hilum_call *call)
{
    struct validate *v = state;

    v->switches = (struct look_switches){ .bindings       = v->bindings,
                                          .invariants     = v->invariants,
                                          .references     = v->references,
                                          .extensions     = v->extensions,
                                          .questionnaires = v->questionnaires };
    return definitions_open(&v->definitions, call, v->packages);
}

static void validate_close(void *state)
{
    struct validate *v = state;

    definitions_close(&v->definitions);
}

/* The profiles that are asked for, besides those that the resource names. */
static void check_asked(struct validate *v, const struct hilum_node *root)
{
    struct look *l = &v->look;
    const char  *end;

    for (const char *at = v->profile; *at; at = *end ? end + 1 : end) {
        struct hilum_view url;
        struct definition s;

        at += strspn(at, " ");
        end = at + strcspn(at, ",");
        url = (struct hilum_view){ at, (size_t)(end - at) };
        if (url.len == 0)
            continue;
        s = definitions_find(l->definitions, HILUM_STRUCTURES, url);
        if (s.pack)
            look_profile(l, root, s);
        else
            look_report(l, HILUM_PROBLEM, root, "profile",
                        "the profile %.*s is not known", (int)url.len, url.ptr);
    }
}

static void look_begin(struct validate *v, struct hilum_call *call,
                       const struct hilum_msg *message, struct hilum_doc doc)
{
    struct look *l = &v->look;

    l->definitions = &v->definitions;
    l->switches    = &v->switches;
    l->call        = call;
    l->doc         = doc;
    l->source      = hilum_body(call, message);
    if (l->source.ptr != doc.source)
        l->source = (struct hilum_view){ "", 0 };
    l->resource = l->container = l->entry = l->bundle = NULL;
    l->index                                          = NULL;
    l->quiet                                          = 0;
    l->failed                                         = false;
    l->budget                                         = LOOK_BUDGET;
    l->depth                                          = 0;
    l->said_count                                     = 0;
    l->line                                           = 0;
    memset(l->count, 0, sizeof l->count);
}

static enum hilum_verdict validate_process(void *state, struct hilum_call *call,
                                           const struct hilum_msg *message)
{
    struct validate         *v    = state;
    struct look             *l    = &v->look;
    struct hilum_doc         doc  = hilum_doc(call, message);
    const struct hilum_node *root = hilum_root(doc);

    if (!root)
        return hilum_blame(call, HILUM_REJECT, "", "the message has no document");
    look_begin(v, call, message, doc);
    look_resource(l, root);
    l->resource = l->container = root;
    check_asked(v, root);
    if (l->budget == 0)
        look_report(l, HILUM_WARNING, root, "ceiling",
                    "it is too large to be checked as a whole");
    if ((v->reject <= REJECT_WARNING && l->count[HILUM_PROBLEM]) ||
        (v->reject == REJECT_WARNING && l->count[HILUM_WARNING]))
        return hilum_blame(
            call, HILUM_REJECT,
            l->first[l->count[HILUM_PROBLEM] ? HILUM_PROBLEM : HILUM_WARNING],
            "%zu problems and %zu warnings were found; this is the first of them",
            l->count[HILUM_PROBLEM], l->count[HILUM_WARNING]);
    hilum_emit(call, hilum_ref(call, message));
    return HILUM_OK;
}

static const struct hilum_part validate = HILUM_PART(
        .name = "validate",
        .summary =
            "Says what in a FHIR resource is not as the standard or a profile wants it.",
        .accepts = "fhir", .produces = "fhir", .options = options,
        .state = sizeof(struct validate), .open = validate_open, .close = validate_close,
        .process = validate_process);

HILUM_PLUGIN(.name = "fhir-validate", .version = "0.1.0",
             .parts = HILUM_PARTS(&validate));
