/* option.c -- a plugin's settings: from a table and a YAML map into its state. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/option.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "config/value.h"

enum {
    ROWS_MOST  = 256, /* options of one part; more is a table without an end */
    SHOWN_MOST = 60,  /* bytes of a wrong value that are shown */
};

bool option_row(const struct option_set *set, size_t i, struct hilum_option *out)
{
    const char *row = (const char *)set->rows;
    size_t      len = set->stride < sizeof *out ? set->stride : sizeof *out;

    *out = (struct hilum_option){ .name = NULL };
    if (row && i < ROWS_MOST)
        memcpy(out, row + i * set->stride, len);
    return out->name != NULL;
}

/* ---- Filling -------------------------------------------------------------- */

static void write_number(const struct hilum_option *o, void *state, int64_t n)
{
    char *to   = (char *)state + o->offset;
    bool  flag = n != 0;

    if (o->type == HILUM_BOOL)
        memcpy(to, &flag, sizeof flag);
    else
        memcpy(to, &n, sizeof n);
}

static bool write_value(const struct hilum_option *o, void *state, struct hilum_view text,
                        struct arena *arena)
{
    const char *copy;
    int64_t     n;

    if (!value_is_text(o)) {
        value_read(o, text, &n);
        write_number(o, state, n);
        return true;
    }
    copy = arena_text(arena, text.ptr, text.len);
    memcpy((char *)state + o->offset, &copy, sizeof copy);
    return copy != NULL;
}

bool option_preset(const struct hilum_option *o, void *state, struct arena *arena)
{
    return write_value(o, state, hilum_view(o->preset), arena);
}

/* "'ack' must be one of stored, processed, not 'store' (did you mean ...?)".
 * What came from outside the file is not shown. */
static void blame_type(const struct hilum_option *o, struct yaml *doc,
                       const struct yaml_node *value)
{
    const char         *hint = "";
    size_t              len  = value->written.len;
    struct hilum_view   cut = { value->written.ptr, len < SHOWN_MOST ? len : SHOWN_MOST };
    struct hilum_buffer wants;
    const char         *text;

    buffer_init(&wants, LIMIT_REASON);
    value_describe(o, &wants);
    text = buffer_text(&wants);
    if (o->type == HILUM_CHOICE && !value->expanded)
        hint = lines_hint(&doc->lines, value->text, o->choices);
    cut.len = utf8_valid(cut);
    lines_blame(&doc->lines, value->at, "'%s' must be %s, not %.*s%s%s", o->name,
                text ? text : value_type(o), (int)cut.len, cut.ptr,
                cut.len < len ? "..." : "", hint);
    buffer_free(&wants);
}

bool option_set_one(const struct hilum_option *o, void *state, struct yaml *doc,
                    const struct yaml_node *value, struct arena *arena)
{
    struct lines *l = &doc->lines;
    const char   *bound;
    int64_t       n;

    if (value->broken)
        return false;
    if (yaml_nothing(value)) {
        lines_blame(l, value->key_at, "'%s' has no value%s", o->name,
                    value_is_text(o) ? "; an empty text is written \"\"" : "");
    } else if (value->kind != YAML_TEXT) {
        lines_blame(l, value->at, "'%s' must be one value, not %s", o->name,
                    yaml_says(value));
    } else if (memchr(value->text.ptr, '\0', value->text.len)) {
        lines_blame(l, value->at, "'%s' has a zero byte in it", o->name);
    } else if (!value_read(o, value->text, &n)) {
        blame_type(o, doc, value);
    } else if (value_below(o, n) || value_above(o, n)) {
        bound = value_below(o, n);
        lines_blame(l, value->at, "'%s' must be at %s %s", o->name,
                    bound ? "least" : "most", bound ? bound : value_above(o, n));
    } else if (!write_value(o, state, value->text, arena)) {
        lines_blame(l, value->at, "memory is out");
    } else {
        return true;
    }
    return false;
}

/* Says which options there are, or which was probably meant. */
static void blame_unknown(const struct option_set *set, struct yaml *doc,
                          const struct yaml_node *value)
{
    const char         *names[ROWS_MOST + 1] = { NULL };
    struct hilum_buffer all;
    struct hilum_option o;
    struct hilum_view   key = value->key;
    const char         *text;
    const char         *hint;

    buffer_init(&all, LIMIT_REASON);
    for (size_t i = 0; option_row(set, i, &o); i++) {
        names[i] = o.name;
        buffer_printf(&all, "%s%s", i ? ", " : "", o.name);
    }
    text = buffer_text(&all);
    hint = lines_hint(&doc->lines, key, names);
    if (*hint)
        lines_blame(&doc->lines, value->key_at, "%s has no option '%.*s'%s", set->whose,
                    (int)key.len, key.ptr, hint);
    else
        lines_blame(&doc->lines, value->key_at, "%s has no option '%.*s'; it has %s",
                    set->whose, (int)key.len, key.ptr,
                    text && *text ? text : "no options at all");
    buffer_free(&all);
}

static bool known(const struct option_set *set, struct hilum_view name)
{
    struct hilum_option o;

    for (size_t i = 0; option_row(set, i, &o); i++) {
        if (hilum_is(name, o.name))
            return true;
    }
    return false;
}

/* Before anything is reported: no line that is shown may hold a secret. */
static void hide_secrets(const struct option_set *set, struct yaml *doc,
                         const struct yaml_node *given)
{
    struct hilum_option o;

    for (size_t i = 0; option_row(set, i, &o); i++) {
        const struct yaml_node *value = yaml_get(given, o.name);

        if (value && o.type == HILUM_SECRET && value->written.len && !value->expanded)
            lines_hide(&doc->lines, value->written);
    }
}

static bool fill_row(const struct option_set *set, const struct hilum_option *o,
                     void *state, struct yaml *doc, const struct yaml_node *given,
                     struct place at, struct arena *arena)
{
    const struct yaml_node *value = yaml_get(given, o->name);

    if (value)
        return option_set_one(o, state, doc, value, arena);
    if (o->preset)
        return option_preset(o, state, arena);
    lines_blame(&doc->lines, at, "%s needs the option '%s': %s", set->whose, o->name,
                o->help ? o->help : value_type(o));
    return false;
}

bool option_fill(const struct option_set *set, void *state, struct yaml *doc,
                 const struct yaml_node *given, struct place at, struct arena *arena)
{
    struct hilum_option o;
    bool                ok = true;

    if (given && given->broken)
        return false;
    if (given && yaml_nothing(given))
        given = NULL;
    if (given && given->kind != YAML_MAP) {
        option_row(set, 0, &o);
        lines_blame(&doc->lines, given->at, "the options of %s are a map%s%s%s, not %s",
                    set->whose, o.name ? ", such as { " : "", o.name ? o.name : "",
                    o.name ? ": ... }" : "", yaml_says(given));
        return false;
    }
    hide_secrets(set, doc, given);
    for (const struct yaml_node *v = given ? given->first : NULL; v; v = v->next) {
        if (!known(set, v->key)) {
            blame_unknown(set, doc, v);
            ok = false;
        }
    }
    for (size_t i = 0; option_row(set, i, &o); i++)
        ok = fill_row(set, &o, state, doc, given, at, arena) && ok;
    return ok;
}

/* ---- Checking a table ----------------------------------------------------- */

static bool good_name(const char *name)
{
    size_t i = 0;

    while ((name[i] >= 'a' && name[i] <= 'z') || name[i] == '_' ||
           (i && name[i] >= '0' && name[i] <= '9'))
        i++;
    return i > 0 && !name[i];
}

/* A value of the table itself, which may be absent. */
static bool good_value(const struct hilum_option *o, const char *text)
{
    int64_t n;

    return !text || value_read(o, hilum_view(text), &n);
}

static const char *row_fault(const struct option_set *set, const struct hilum_option *o)
{
    size_t  size   = value_size(o);
    int64_t preset = 0, least = 0;

    if (!good_name(o->name))
        return "its name is not made of a-z, 0-9 and _";
    if (!o->help || !*o->help)
        return "it has no help";
    if (!size)
        return "its type is unknown to this engine";
    if (size > set->state || o->offset > set->state - size)
        return "its offset lies outside the state";
    if ((o->type == HILUM_CHOICE) != (o->choices && o->choices[0]))
        return "choices go with HILUM_CHOICE, and with nothing else";
    if ((o->least || o->most) && !value_has_bounds(o))
        return "only numbers, times and sizes have bounds";
    if (!good_value(o, o->preset) || !good_value(o, o->least) || !good_value(o, o->most))
        return "its preset or a bound is not of its type";
    if (o->least && value_read(o, hilum_view(o->least), &least) && value_above(o, least))
        return "its least is above its most";
    if (o->preset && value_read(o, hilum_view(o->preset), &preset) &&
        (value_below(o, preset) || value_above(o, preset)))
        return "its preset is out of its own bounds";
    return NULL;
}

/* What a newer plugin says in members that this engine does not know. */
static bool says_more(const struct option_set *set, size_t i)
{
    const char *row = (const char *)set->rows + i * set->stride;

    for (size_t at = sizeof(struct hilum_option); at < set->stride; at++) {
        if (row[at])
            return true;
    }
    return false;
}

const char *option_check(const struct option_set *set, struct arena *arena)
{
    struct hilum_option o, other;
    size_t              i;

    if (!set->rows)
        return NULL;
    if (set->stride < offsetof(struct hilum_option, type) + sizeof o.type)
        return "the options are smaller than in any version of the contract";
    for (i = 0; option_row(set, i, &o); i++) {
        const char *fault = row_fault(set, &o);

        if (!fault && says_more(set, i))
            fault = "it says more than this engine understands";
        for (size_t k = 0; !fault && k < i && option_row(set, k, &other); k++) {
            if (strcmp(other.name, o.name) == 0)
                fault = "it is there twice";
        }
        if (fault)
            return arena_printf(arena, "the option '%s' of %s: %s", o.name, set->whose,
                                fault);
    }
    return i < ROWS_MOST ? NULL : "the table of options has no end";
}
