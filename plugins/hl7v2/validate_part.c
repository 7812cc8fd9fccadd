/* validate_part.c -- the stage `validate` of HL7 v2. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "validate_part.h"

#include "profile.h"
#include "validate.h"

enum reject { REJECT_PROBLEM, REJECT_WARNING, REJECT_NEVER };

struct stage {
    const char         *profile;
    int64_t             reject; /* enum reject */
    struct dictionary   dictionary;
    struct structures  *structures;
    struct rules        rules;
    struct sheet_source source;
    struct profiles     profiles;

    /* By profile, those without one last; made when a message first needs it. */
    struct sheet *sheet[PROFILES_MOST + 1][DICTIONARY_VERSIONS];
};

static const char *const reject_words[] = { [REJECT_PROBLEM] = "problem",
                                            [REJECT_WARNING] = "warning",
                                            [REJECT_NEVER]   = "never",
                                            NULL };

static const struct hilum_option options[] = {
    HILUM_OPT_TEXT(struct stage, profile, .preset = "",
                   .help = "YAML files, or folders of them, of what a site's feeds have "
                           "besides the standard; commas between them."),
    HILUM_OPT_CHOICE(struct stage, reject, .preset = "problem", .choices = reject_words,
                     .help = "What it takes to reject a message; all that is found is "
                             "reported in any case."),
    HILUM_OPT_END,
};

static enum hilum_verdict stage_open(void *state, struct hilum_call *call)
{
    struct stage      *s = state;
    enum hilum_verdict v = dictionary_open(&s->dictionary, call);

    if (v != HILUM_OK)
        return v;
    s->source.dictionary = &s->dictionary;
    if (!hilum_schema(call, "hl7v2/limits", &s->source.limits) ||
        !hilum_schema(call, "hl7v2/tables", &s->source.tables))
        return hilum_blame(call, HILUM_FAIL, "schemas/hl7v2",
                           "the tables limits and tables cannot be read");
    s->structures = structures_open(call);
    if (!s->structures || !rules_open(&s->rules, call) ||
        !profiles_open(&s->profiles, call, &s->dictionary, s->profile))
        return HILUM_FAIL;
    return HILUM_OK;
}

static void stage_close(void *state)
{
    struct stage *s = state;

    for (size_t p = 0; p <= PROFILES_MOST; p++)
        for (size_t v = 0; v < DICTIONARY_VERSIONS; v++)
            sheet_close(s->sheet[p][v]);
    profiles_close(&s->profiles);
    rules_close(&s->rules);
    structures_close(s->structures);
    dictionary_close(&s->dictionary);
}

static struct hilum_view version_text(struct hilum_doc doc)
{
    const struct hilum_node *msh = hilum_child(hilum_root(doc), HILUM_NAME("MSH"));
    const struct hilum_node *n   = msh ? hilum_child(msh, 12) : NULL;

    n = n ? hilum_component(n, 1) : NULL;
    return n ? hilum_text(doc, n) : HILUM_VIEW("");
}

static struct sheet *make_sheet(struct stage *s, struct hilum_call *call,
                                const struct dictionary_version *version,
                                const struct profile            *profile)
{
    struct sheet *made = sheet_open(&s->source, version);

    if (made && (!profile || profile_apply(profile, call, made)) &&
        sheet_finish(made, &s->rules, profile ? &profile->rules : NULL))
        return made;
    sheet_close(made);
    return NULL;
}

static const struct sheet *sheet_of(struct stage *s, struct hilum_call *call,
                                    struct hilum_doc doc, uint32_t profile)
{
    const struct dictionary_version *version =
        dictionary_version(&s->dictionary, call, version_text(doc));
    bool     own = profile < s->profiles.count;
    uint32_t row = own ? profile : PROFILES_MOST;
    uint32_t at  = 0;

    if (!version)
        return NULL;
    while (s->dictionary.version[at] != version)
        at++;
    if (!s->sheet[row][at])
        s->sheet[row][at] =
            make_sheet(s, call, version, own ? s->profiles.list[profile] : NULL);
    return s->sheet[row][at];
}

static enum hilum_verdict process(void *state, struct hilum_call *call,
                                  const struct hilum_msg *msg)
{
    struct stage    *s      = state;
    struct hilum_doc doc    = hilum_doc(call, msg);
    uint32_t         number = profiles_choose(&s->profiles, doc);
    struct profile  *profile =
        number < s->profiles.count ? s->profiles.list[number] : NULL;
    const struct sheet *sheet = sheet_of(s, call, doc, number);
    struct validate     v;

    if (!sheet)
        return hilum_blame(call, HILUM_RETRY, "MSH-12",
                           "no memory for the tables of a version");
    v = (struct validate){ .sheet      = sheet,
                           .dictionary = &s->dictionary,
                           .structure  = structure_of(s->structures, doc) };
    if (profile)
        v.structure = profile_structure(profile, call, v.structure);
    v.report = (struct report){ .call   = call,
                                .doc    = doc,
                                .levels = profile ? &profile->levels : NULL,
                                .least  = s->reject == REJECT_WARNING ? HILUM_WARNING
                                                                      : HILUM_PROBLEM };
    validate_message(&v);
    if (s->reject != REJECT_NEVER && v.report.why[0])
        return hilum_blame(call, HILUM_REJECT, v.report.where, "%s", v.report.why);
    hilum_emit(call, hilum_ref(call, msg));
    return HILUM_OK;
}

const struct hilum_part validate_part =
    HILUM_PART(.name = "validate",
               .summary =
                   "Checks HL7 v2 messages against the standard, and a site's profiles.",
               .accepts = "hl7v2", .produces = "hl7v2", .options = options,
               .state = sizeof(struct stage), .open = stage_open, .close = stage_close,
               .process = process, );
