/* option_schema.c -- a table of options as JSON Schema, for editors. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/option_schema.h"

#include "base/bytes.h"
#include "config/value.h"

/* Whatever its type, a value may come from the environment or a file. */
#define EXPANDED "\\$\\{"

static const char *pattern_of(const struct hilum_option *o)
{
    switch (o->type) {
    case HILUM_INT:
        return "^[-+]?[0-9]+$|" EXPANDED;
    case HILUM_MILLIS:
        return "^(0|[0-9]+(ms|s|m|h|d))$|" EXPANDED;
    case HILUM_BYTES:
        return "^[0-9]+[KMG]?$|" EXPANDED;
    case HILUM_BOOL:
        return "^(true|false)$|" EXPANDED;
    default:
        return NULL;
    }
}

static const char *const *kinds_of(const struct hilum_option *o)
{
    static const char *const number[] = { "integer", "string", NULL };
    static const char *const flag[]   = { "boolean", "string", NULL };
    static const char *const text[]   = { "string", "number", NULL };

    if (value_has_bounds(o))
        return number;
    return o->type == HILUM_BOOL ? flag : text;
}

/* A number is compared by editors only where it is written as one. */
static void put_bounds(struct json *j, const struct hilum_option *o)
{
    int64_t n;

    if (o->type == HILUM_MILLIS) {
        json_int(j, "minimum", 0);
        json_int(j, "maximum", 0); /* without a unit there is only 0 */
        return;
    }
    if (o->least && value_read(o, hilum_view(o->least), &n))
        json_int(j, "minimum", n);
    else if (o->type == HILUM_BYTES)
        json_int(j, "minimum", 0);
    if (o->most && value_read(o, hilum_view(o->most), &n))
        json_int(j, "maximum", n);
}

static void put_preset(struct json *j, const struct hilum_option *o)
{
    int64_t n;

    if (!o->preset)
        return;
    if (o->type == HILUM_INT && value_read(o, hilum_view(o->preset), &n))
        json_int(j, "default", n);
    else if (o->type == HILUM_BOOL && value_read(o, hilum_view(o->preset), &n))
        json_bool(j, "default", n != 0);
    else if (*o->preset)
        json_text(j, "default", o->preset);
}

void option_schema_row(struct json *j, const struct hilum_option *o)
{
    json_begin(j, o->name, '{');
    json_text(j, "description", o->help);
    if (o->type == HILUM_CHOICE) {
        json_begin(j, "anyOf", '[');
        json_begin(j, NULL, '{');
        json_texts(j, "enum", o->choices);
        json_end(j, '{');
        json_begin(j, NULL, '{');
        json_text(j, "type", "string");
        json_text(j, "pattern", EXPANDED);
        json_end(j, '{');
        json_end(j, '[');
    } else {
        json_texts(j, "type", kinds_of(o));
        if (value_has_bounds(o))
            put_bounds(j, o);
        if (pattern_of(o))
            json_text(j, "pattern", pattern_of(o));
    }
    put_preset(j, o);
    json_end(j, '{');
}

bool option_schema_required(const struct option_set *set)
{
    struct hilum_option o;

    for (size_t i = 0; option_row(set, i, &o); i++) {
        if (!o.preset)
            return true;
    }
    return false;
}

void option_schema(const struct option_set *set, struct json *j, const char *key,
                   const char *summary)
{
    static const char *const map[]     = { "object", NULL };
    static const char *const perhaps[] = { "object", "null", NULL };
    bool                     must      = option_schema_required(set);
    struct hilum_option      o;

    json_begin(j, key, '{');
    if (summary)
        json_text(j, "description", summary);
    json_texts(j, "type", must ? map : perhaps);
    json_begin(j, "properties", '{');
    for (size_t i = 0; option_row(set, i, &o); i++)
        option_schema_row(j, &o);
    json_end(j, '{');
    if (must) {
        json_begin(j, "required", '[');
        for (size_t i = 0; option_row(set, i, &o); i++) {
            if (!o.preset)
                json_text(j, NULL, o.name);
        }
        json_end(j, '[');
    }
    json_bool(j, "additionalProperties", false);
    json_end(j, '{');
}
