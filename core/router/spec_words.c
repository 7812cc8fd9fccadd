/* spec_words.c -- every word of a pipeline file that is not a plugin's. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/spec_words.h"

static const char *const run_choices[]     = { "thread", NULL };
static const char *const repeat_choices[]  = { "answer", "accept", NULL };
static const char *const follow_choices[]  = { "follow", "ignore", NULL };
static const char *const error_choices[]   = { "dead", "hold", "continue", NULL };
static const char *const verdict_choices[] = { "ok", "filtered", "reject", NULL };

static const struct hilum_option retry_rows[] = {
    HILUM_OPT_MILLIS(struct spec_retry, max_age, .preset = "0",
                     .help = "How long a message is tried before it lies in the dead "
                             "letters; 0: without end."),
    HILUM_OPT_INT(struct spec_retry, max_tries, .preset = "0", .least = "0",
                  .help = "How often it is tried at most; 0: without end."),
    HILUM_OPT_MILLIS(struct spec_retry, first, .preset = "1s", .least = "1ms",
                     .help = "The pause before the second try; each next one is twice as "
                             "long."),
    HILUM_OPT_MILLIS(struct spec_retry, most, .preset = "1m", .least = "1ms",
                     .help = "The longest pause between two tries."),
    HILUM_OPT_END,
};

const struct option_set spec_retry_set =
    OPTION_SET("retry", struct spec_retry, retry_rows);

static const struct hilum_option http_rows[] = {
    HILUM_OPT_TEXT(struct spec_http, listen, .preset = "127.0.0.1:8080",
                   .help = "Address and port of the HTTP service."),
    HILUM_OPT_END,
};

const struct option_set spec_http_set = OPTION_SET("http", struct spec_http, http_rows);

#define PARTS (SPEC_IN(SPEC_SOURCE) | SPEC_IN(SPEC_STEP) | SPEC_IN(SPEC_SINK))

/* A word whose value is a map or list of its own. */
#define NESTED(in, word, text)                                                           \
    {                                                                                    \
        .places = in, .nested = true, .option = {.name = word, .help = text }            \
    }

const struct spec_word spec_words[] = {
    { .places = SPEC_IN(SPEC_FILE),
      .option = HILUM_OPT_TEXT(struct spec, pipeline, .preset = "",
                               .help = "The name of the pipeline.") },
    NESTED(SPEC_IN(SPEC_FILE), "source", "Where messages come from."),
    { .places = SPEC_IN(SPEC_FILE),
      .option = HILUM_OPT_TEXT(struct spec, order_by, .preset = "",
                               .help = "An expression; messages with the same value stay "
                                       "in order.") },
    NESTED(SPEC_IN(SPEC_FILE), "steps",
           "What is done with a message, one after another."),
    NESTED(SPEC_IN(SPEC_FILE), "sinks", "Where messages go."),
    NESTED(SPEC_IN(SPEC_FILE), "stores",
           "Databases, by the names that options call them."),
    NESTED(SPEC_IN(SPEC_FILE), "serve", "What the HTTP service answers."),
    NESTED(SPEC_IN(SPEC_FILE), "http", "The HTTP service."),
    NESTED(SPEC_IN(SPEC_FILE), "tests", "Messages, and what must become of them."),

    { .places = PARTS,
      .option =
          HILUM_OPT_TEXT(struct spec_entry, name, .preset = "",
                         .help = "What this entry is called, in `from`, in logs and in "
                                 "meters; by default as its part.") },
    { .places = SPEC_IN(SPEC_STEP) | SPEC_IN(SPEC_SINK),
      .option =
          HILUM_OPT_TEXT(struct spec_entry, when, .preset = "",
                         .help = "An expression: only messages for which it is true; "
                                 "others pass by.") },
    { .places = SPEC_IN(SPEC_SOURCE) | SPEC_IN(SPEC_SINK),
      .nested = true,
      .option = HILUM_OPT_TEXT(struct spec_entry, format, .preset = "",
                               .help = "The format of what is received or sent, such as "
                                       "hl7v2 or fhir/json; with options of its codec: "
                                       "{ hl7v2/er7: { charset: 8859/1 } }.") },
    { .places = SPEC_IN(SPEC_SINK),
      .option =
          HILUM_OPT_TEXT(struct spec_entry, from, .preset = "",
                         .help = "Takes the message as it was behind this step, or as "
                                 "it came: source.") },
    { .places = SPEC_IN(SPEC_STEP),
      .option =
          HILUM_OPT_CHOICE(struct spec_entry, run, .preset = "thread",
                           .choices = run_choices, .help = "Where the step runs.") },
    { .places = SPEC_IN(SPEC_STEP) | SPEC_IN(SPEC_SINK),
      .option =
          HILUM_OPT_INT(struct spec_entry, instances, .preset = "1", .least = "1",
                        .most = "64", .help = "How many of it work side by side.") },
    { .places = SPEC_IN(SPEC_STEP) | SPEC_IN(SPEC_SINK),
      .option = HILUM_OPT_CHOICE(
          struct spec_entry, on_error, .preset = "dead", .choices = error_choices,
          .help = "What becomes of a message that it gives up on.") },
    { .places = SPEC_IN(SPEC_SOURCE),
      .option = HILUM_OPT_CHOICE(
          struct spec_entry, repeats, .preset = "answer", .choices = repeat_choices,
          .help =
              "A message that comes again, from the same sender with the same control "
              "id and content, is only answered again, and one with other content "
              "is an error; or: accept every one as new.") },
    { .places = SPEC_IN(SPEC_SOURCE),
      .option = HILUM_OPT_CHOICE(
          struct spec_entry, sequence, .preset = "follow", .choices = follow_choices,
          .help = "Where senders count their messages (MSH-13): take them in that order, "
                  "refuse what does not follow, and keep aside what starts the count (0, "
                  "-1); or ignore the numbers.") },
    NESTED(SPEC_IN(SPEC_SINK), "retry", "How a message is tried again."),

    { .places = SPEC_IN(SPEC_TEST),
      .option = HILUM_OPT_TEXT(struct spec_test, name, .help = "What the test shows.") },
    { .places = SPEC_IN(SPEC_TEST),
      .option =
          HILUM_OPT_TEXT(struct spec_test, input, .preset = "",
                         .help = "A file with the message, from this file's folder.") },
    { .places = SPEC_IN(SPEC_TEST),
      .option = HILUM_OPT_TEXT(struct spec_test, message, .preset = "",
                               .help = "The message itself, as a block of text.") },
    NESTED(SPEC_IN(SPEC_TEST), "expect",
           "Expressions that must be true of what comes out."),
    { .places = SPEC_IN(SPEC_TEST),
      .option = HILUM_OPT_CHOICE(struct spec_test, expect_verdict, .preset = "ok",
                                 .choices = verdict_choices,
                                 .help    = "What must become of the message.") },
    { .places = 0 },
};

static const struct {
    const char *name;
    const char *plural;
} places[] = {
    [SPEC_SOURCE]  = { .name = "a source", .plural = "sources" },
    [SPEC_STEP]    = { .name = "a step", .plural = "steps" },
    [SPEC_SINK]    = { .name = "a sink", .plural = "sinks" },
    [SPEC_STORE]   = { .name = "a store", .plural = "stores" },
    [SPEC_SERVICE] = { .name = "a service", .plural = "services" },
    [SPEC_TEST]    = { .name = "a test", .plural = "tests" },
    [SPEC_FILE]    = { .name = "a pipeline file", .plural = "pipeline files" },
};

const char *spec_place_name(enum spec_place place)
{
    return places[place].name;
}

const char *spec_place_plural(enum spec_place place)
{
    return places[place].plural;
}

const struct spec_word *spec_word_find(struct hilum_view name, unsigned in)
{
    for (const struct spec_word *w = spec_words; w->option.name; w++) {
        if ((w->places & in) && hilum_is(name, w->option.name))
            return w;
    }
    return NULL;
}

void spec_word_names(unsigned in, const char *out[static SPEC_WORDS_MOST])
{
    size_t n = 0;

    for (const struct spec_word *w = spec_words; w->option.name; w++) {
        if ((w->places & in) && n + 1 < SPEC_WORDS_MOST)
            out[n++] = w->option.name;
    }
    out[n] = NULL;
}

/* Words that are known but cannot be had yet deserve better than "wrong". */
static bool not_yet(const struct hilum_option *o, struct yaml *doc,
                    const struct yaml_node *value)
{
    if (o->choices != run_choices || value->kind != YAML_TEXT ||
        !(hilum_is(value->text, "process") ||
          memmem(value->text.ptr, value->text.len, "://", 3)))
        return false;
    lines_blame(
        &doc->lines, value->at,
        "run: %.*s is not available in this version; leave it out to run in a thread",
        (int)value->written.len, value->written.ptr);
    return true;
}

static bool fill_word(const struct hilum_option *o, void *state, struct yaml *doc,
                      const struct yaml_node *value, struct arena *arena)
{
    if (not_yet(o, doc, value) || !option_set_one(o, state, doc, value, arena))
        return false;
    if (o->type == HILUM_TEXT && value->text.len == 0) {
        lines_blame(&doc->lines, value->at,
                    "'%s' is empty: say something, or leave it out", o->name);
        return false;
    }
    return true;
}

bool spec_words_fill(enum spec_place place, void *state, struct yaml *doc,
                     const struct yaml_node *map, struct arena *arena)
{
    bool ok = true;

    for (const struct spec_word *w = spec_words; w->option.name; w++) {
        const struct hilum_option *o     = &w->option;
        const struct yaml_node    *value = yaml_get(map, o->name);

        if (w->nested || !(w->places & SPEC_IN(place)))
            continue;
        if (value) {
            ok = fill_word(o, state, doc, value, arena) && ok;
        } else if (o->preset) {
            ok = option_preset(o, state, arena) && ok;
        } else {
            lines_blame(&doc->lines, map->at, "%s needs '%s': %s", spec_place_name(place),
                        o->name, o->help);
            ok = false;
        }
    }
    return ok;
}
