/* findings.c -- what the part `validate` of a model finds in messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings.h"

#include "base/bytes.h"

struct yaml *findings_options(struct arena *arena, const char *profile,
                              struct problems *problems)
{
    struct hilum_buffer text;
    struct yaml        *doc;

    buffer_init(&text, LIMIT_REASON + 2 * strlen(profile ? profile : ""));
    hilum_put_byte(&text, '{');
    if (profile) {
        hilum_put_text(&text, "\"profile\": \"");
        for (const char *at = profile; *at; at++) {
            if (*at == '"' || *at == '\\')
                hilum_put_byte(&text, '\\');
            hilum_put_byte(&text, *at);
        }
        hilum_put_byte(&text, '"');
    }
    hilum_put_byte(&text, '}');
    doc = text.failed
              ? NULL
              : yaml_bytes(arena, "--profile", hilum_buffer_view(&text), problems);
    buffer_free(&text);
    return doc;
}

bool findings_open(struct findings *f, struct engine *e, struct hilum_view model,
                   const char *profile)
{
    struct arena    arena;
    struct problems problems = { .arena = &arena };
    struct yaml    *doc;
    bool            ok = true;

    *f = (struct findings){ .part = registry_stage(&e->registry, HILUM_VIEW("validate"),
                                                   model) };
    call_init(&f->call, e);
    if (!f->part)
        return true;
    arena_init(&arena, LIMIT_SCRATCH);
    doc = findings_options(&arena, profile, &problems);
    if (!doc || !instance_init(&f->instance, f->part, "validate", doc, doc->root,
                               doc->root->at)) {
        cli_failed("%s", problems.count ? problems.list[0].what : "memory is out");
        ok = false;
    } else if (instance_open(&f->instance, &f->call) != HILUM_OK) {
        cli_failed("%s%s%s", f->call.place, f->call.place[0] ? ": " : "", f->call.reason);
        ok = false;
    }
    arena_free(&arena);
    return ok;
}

void findings_close(struct findings *f)
{
    call_begin(&f->call, NULL);
    if (f->instance.part)
        instance_free(&f->instance);
    call_free(&f->call);
    if (f->message)
        message_unref(f->message);
}

/* What the codec has reported is a finding as well. */
static void report_again(struct findings *f, const struct call *decoding)
{
    for (size_t i = 0; i < decoding->report_count; i++) {
        const struct call_report *r = &decoding->reports[i];

        hilum_report(&f->call.pub, r->severity, r->place, r->rule, "%s", r->text);
    }
}

bool findings_run(struct findings *f, struct cli_message *m)
{
    struct message_parts parts = { .format   = codec_part(m->codec)->part.accepts,
                                   .body     = m->bytes,
                                   .has_body = true };
    struct hilum_msg    *msg   = message_new(&parts);

    if (f->message)
        message_unref(f->message);
    f->message = msg;
    memset(f->count, 0, sizeof f->count);
    if (!msg) {
        cli_failed("memory is out");
        return false;
    }
    message_decoded(msg, m->block);
    m->block = NULL;
    if (!f->part)
        return true;
    call_begin(&f->call, &f->instance);
    report_again(f, &m->call);
    if (f->part->part.process(f->instance.state, &f->call.pub, msg) >= HILUM_FAIL) {
        cli_failed("%s: %s", f->call.place, f->call.reason);
        return false;
    }
    for (size_t i = 0; i < f->call.report_count; i++)
        f->count[f->call.reports[i].severity]++;
    return true;
}

struct hilum_doc findings_doc(const struct findings *f)
{
    return message_doc(f->message);
}

const char *findings_colour(enum hilum_severity severity)
{
    return severity == HILUM_PROBLEM   ? "\033[31m"
           : severity == HILUM_WARNING ? "\033[33m"
                                       : "\033[2m";
}
