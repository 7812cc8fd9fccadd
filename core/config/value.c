/* value.c -- what an option's type allows to be written, and what it means. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/value.h"

#include "base/bytes.h"

struct unit {
    const char *name;
    int64_t     worth;
};

static const struct unit millis[] = {
    { .name = "ms", .worth = 1 },
    { .name = "s", .worth = 1000 },
    { .name = "m", .worth = 60 * 1000 },
    { .name = "h", .worth = 60 * 60 * 1000 },
    { .name = "d", .worth = 24 * 60 * 60 * 1000 },
    { .name = NULL },
};

static const struct unit bytes[] = {
    { .name = "", .worth = 1 },
    { .name = "K", .worth = 1 << 10 },
    { .name = "M", .worth = 1 << 20 },
    { .name = "G", .worth = 1 << 30 },
    { .name = NULL },
};

static const char *const bools[] = { "false", "true", NULL };

static const struct {
    const char *name;
    const char *describe;
    size_t      size;
} types[] = {
    [HILUM_INT]    = { .name     = "number",
                       .describe = "a whole number",
                       .size     = sizeof(int64_t) },
    [HILUM_MILLIS] = { .name     = "time",
                       .describe = "a time such as 250ms, 30s, 5m, 1h or 7d",
                       .size     = sizeof(int64_t) },
    [HILUM_BYTES]  = { .name     = "size",
                       .describe = "a size such as 500, 64K, 10M or 1G",
                       .size     = sizeof(int64_t) },
    [HILUM_CHOICE] = { .name = "choice", .describe = NULL, .size = sizeof(int64_t) },
    [HILUM_BOOL]   = { .name     = "true or false",
                       .describe = "true or false",
                       .size     = sizeof(bool) },
    [HILUM_TEXT] = { .name = "text", .describe = "a text", .size = sizeof(const char *) },
    [HILUM_SECRET] = { .name     = "secret",
                       .describe = "a text",
                       .size     = sizeof(const char *) },
    [HILUM_STORE]  = { .name     = "store",
                       .describe = "the name of a store",
                       .size     = sizeof(const char *) },
};

enum { TYPES = sizeof types / sizeof *types };

static bool is_word(const char *const *words, struct hilum_view text, int64_t *out)
{
    for (int64_t i = 0; words && words[i]; i++) {
        if (hilum_is(text, words[i])) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* Digits and a unit, nothing between them. */
static bool is_quantity(const struct unit *units, struct hilum_view text, int64_t *out)
{
    size_t            digits = 0;
    struct hilum_view unit;
    int64_t           n;

    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    unit = (struct hilum_view){ text.ptr + digits, text.len - digits };
    if (!view_int((struct hilum_view){ text.ptr, digits }, &n))
        return false;
    /* Nothing is nothing in every unit. */
    *out = 0;
    if (n == 0 && unit.len == 0)
        return true;
    while (units->name && !hilum_is(unit, units->name))
        units++;
    if (!units->name || n > INT64_MAX / units->worth)
        return false;
    *out = n * units->worth;
    return true;
}

bool value_read(const struct hilum_option *o, struct hilum_view text, int64_t *out)
{
    *out = 0;
    switch (o->type) {
    case HILUM_INT:
        return view_int(text, out);
    case HILUM_MILLIS:
        return is_quantity(millis, text, out);
    case HILUM_BYTES:
        return is_quantity(bytes, text, out);
    case HILUM_CHOICE:
        return is_word(o->choices, text, out);
    case HILUM_BOOL:
        return is_word(bools, text, out);
    default:
        return true;
    }
}

const char *value_below(const struct hilum_option *o, int64_t n)
{
    int64_t least;

    return o->least && value_read(o, hilum_view(o->least), &least) && n < least ? o->least
                                                                                : NULL;
}

const char *value_above(const struct hilum_option *o, int64_t n)
{
    int64_t most;

    return o->most && value_read(o, hilum_view(o->most), &most) && n > most ? o->most
                                                                            : NULL;
}

bool value_has_bounds(const struct hilum_option *o)
{
    return o->type == HILUM_INT || o->type == HILUM_MILLIS || o->type == HILUM_BYTES;
}

bool value_is_text(const struct hilum_option *o)
{
    return o->type == HILUM_TEXT || o->type == HILUM_SECRET || o->type == HILUM_STORE;
}

size_t value_size(const struct hilum_option *o)
{
    return o->type < TYPES ? types[o->type].size : 0;
}

const char *value_type(const struct hilum_option *o)
{
    return o->type < TYPES ? types[o->type].name : "unknown";
}

void value_describe(const struct hilum_option *o, struct hilum_buffer *to)
{
    if (o->type != HILUM_CHOICE) {
        hilum_put_text(to, o->type < TYPES ? types[o->type].describe : "unknown");
        return;
    }
    hilum_put_text(to, "one of ");
    for (size_t i = 0; o->choices && o->choices[i]; i++) {
        if (i)
            hilum_put_text(to, ", ");
        hilum_put_text(to, o->choices[i]);
    }
}
