/* spec_schema.c -- the JSON Schema of a pipeline file, for editors. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "config/option_schema.h"
#include "router/spec_words.h"

struct schema {
    struct json   json;
    spec_part_fn *part;
    void         *context;
};

/* Where each kind of entry is defined, and what refers to it from where. */
static const struct {
    const char *name;
    const char *reference;
} definitions[SPEC_ENTRIES] = {
    [SPEC_SOURCE]  = { .name = "source", .reference = "#/definitions/source" },
    [SPEC_STEP]    = { .name = "step", .reference = "#/definitions/step" },
    [SPEC_SINK]    = { .name = "sink", .reference = "#/definitions/sink" },
    [SPEC_STORE]   = { .name = "store", .reference = "#/definitions/store" },
    [SPEC_SERVICE] = { .name = "service", .reference = "#/definitions/service" },
};

/* A text, or a map of one codec with its options. */
static void put_format(struct json *j, const struct spec_word *w)
{
    static const char *const types[] = { "string", "object", NULL };

    json_begin(j, w->option.name, '{');
    json_text(j, "description", w->option.help);
    json_texts(j, "type", types);
    json_int(j, "maxProperties", 1);
    json_end(j, '{');
}

/* The words that stand beside a part in this place. */
static void put_words(struct json *j, enum spec_place place)
{
    for (const struct spec_word *w = spec_words; w->option.name; w++) {
        if ((w->places & SPEC_IN(place)) && !w->nested)
            option_schema_row(j, &w->option);
    }
    if (place == SPEC_SOURCE || place == SPEC_SINK)
        put_format(j, spec_word_find(hilum_view("format"), SPEC_IN(place)));
    if (place == SPEC_SINK)
        option_schema(&spec_retry_set, j, "retry",
                      spec_word_find(hilum_view("retry"), SPEC_IN(place))->option.help);
}

/* A part without options that must be given may stand as a bare word. */
static void put_bare(struct json *j, const struct spec_part *part)
{
    json_begin(j, NULL, '{');
    json_text(j, "const", part->options.whose);
    if (part->summary)
        json_text(j, "description", part->summary);
    json_end(j, '{');
}

static void put_part(struct json *j, enum spec_place place, const struct spec_part *part)
{
    const char *const name[] = { part->options.whose, NULL };

    json_begin(j, NULL, '{');
    json_text(j, "type", "object");
    json_begin(j, "properties", '{');
    option_schema(&part->options, j, part->options.whose, part->summary);
    put_words(j, place);
    json_end(j, '{');
    json_texts(j, "required", name);
    json_bool(j, "additionalProperties", false);
    json_end(j, '{');
    if (!option_schema_required(&part->options))
        put_bare(j, part);
}

static void put_definition(struct schema *s, enum spec_place place)
{
    struct json     *j = &s->json;
    struct spec_part part;

    json_begin(j, definitions[place].name, '{');
    if (s->part(s->context, place, 0, &part)) {
        json_begin(j, "anyOf", '[');
        for (size_t i = 0; s->part(s->context, place, i, &part); i++)
            put_part(j, place, &part);
        json_end(j, '[');
    }
    json_end(j, '{');
}

static void put_list(struct json *j, const char *key, enum spec_place place, int64_t most)
{
    json_begin(j, key, '{');
    json_text(j, "description",
              spec_word_find(hilum_view(key), SPEC_IN(SPEC_FILE))->option.help);
    json_text(j, "type", "array");
    json_int(j, "maxItems", most);
    json_begin(j, "items", '{');
    json_text(j, "$ref", definitions[place].reference);
    json_end(j, '{');
    json_end(j, '{');
}

static void put_stores(struct json *j)
{
    json_begin(j, "stores", '{');
    json_text(j, "description",
              spec_word_find(hilum_view("stores"), SPEC_IN(SPEC_FILE))->option.help);
    json_text(j, "type", "object");
    json_begin(j, "additionalProperties", '{');
    json_text(j, "$ref", definitions[SPEC_STORE].reference);
    json_end(j, '{');
    json_end(j, '{');
}

static void put_tests(struct json *j)
{
    static const char *const required[] = { "name", NULL };

    json_begin(j, "tests", '{');
    json_text(j, "type", "array");
    json_begin(j, "items", '{');
    json_text(j, "type", "object");
    json_begin(j, "properties", '{');
    put_words(j, SPEC_TEST);
    json_begin(j, "expect", '{');
    json_text(j, "description",
              spec_word_find(hilum_view("expect"), SPEC_IN(SPEC_TEST))->option.help);
    json_text(j, "type", "array");
    json_begin(j, "items", '{');
    json_text(j, "type", "string");
    json_end(j, '{');
    json_end(j, '{');
    json_end(j, '{');
    json_texts(j, "required", required);
    json_bool(j, "additionalProperties", false);
    json_end(j, '{');
    json_end(j, '{');
}

/* A pipeline, or a server. */
static void put_either(struct json *j)
{
    static const char *const pipeline[] = { "pipeline", "source", "sinks", NULL };
    static const char *const server[]   = { "serve", NULL };
    const char *const *const either[]   = { pipeline, server };

    json_begin(j, "anyOf", '[');
    for (size_t i = 0; i < sizeof either / sizeof *either; i++) {
        json_begin(j, NULL, '{');
        json_texts(j, "required", either[i]);
        json_end(j, '{');
    }
    json_end(j, '[');
}

void spec_schema(struct hilum_buffer *to, spec_part_fn *part, void *context)
{
    struct schema s = { .json = { .to = to }, .part = part, .context = context };
    struct json  *j = &s.json;

    json_begin(j, NULL, '{');
    json_text(j, "$schema", "http://json-schema.org/draft-07/schema#");
    json_text(j, "title", "A Hilum pipeline");
    json_text(j, "type", "object");
    put_either(j);
    json_bool(j, "additionalProperties", false);
    json_begin(j, "properties", '{');
    put_words(j, SPEC_FILE);
    json_begin(j, "source", '{');
    json_text(j, "$ref", definitions[SPEC_SOURCE].reference);
    json_end(j, '{');
    put_list(j, "steps", SPEC_STEP, LIMIT_STEPS);
    put_list(j, "sinks", SPEC_SINK, LIMIT_SINKS);
    put_list(j, "serve", SPEC_SERVICE, SPEC_OTHERS_MOST);
    put_stores(j);
    option_schema(&spec_http_set, j, "http", "The HTTP service.");
    put_tests(j);
    json_end(j, '{');
    json_begin(j, "definitions", '{');
    for (enum spec_place place = SPEC_SOURCE; place < SPEC_ENTRIES; place++)
        put_definition(&s, place);
    json_end(j, '{');
    json_end(j, '{');
}
