/* parameters.c -- the search parameters of R4, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "parameters.h"

#include <stdlib.h>

#define PARAMETERS_FILE "fhir/r4/search-parameters"
#define PARAMETERS_TYPES "fhir/r4/elements"

enum {
    COLUMN_BASE,
    COLUMN_CODE,
    COLUMN_TYPE,
    COLUMN_EXPRESSION,
    COLUMN_TARGETS,
    COLUMNS
};

static const char *const parameter_types[] = {
    [PARAMETER_TOKEN] = "token",       [PARAMETER_STRING] = "string",
    [PARAMETER_DATE] = "date",         [PARAMETER_REFERENCE] = "reference",
    [PARAMETER_QUANTITY] = "quantity", [PARAMETER_NUMBER] = "number",
    [PARAMETER_URI] = "uri",
};

/* These are answered from the record itself, or would need more than a term:
 * composite and special parameters, and phonetic matching. */
static const char *const parameters_left[] = { "_id", "_lastUpdated", "phonetic" };

const char *parameter_type_name(enum parameter_type type)
{
    return parameter_types[type];
}

/* ---- Reading -------------------------------------------------------------- */

/* Splits a line at its tabs; columns that are not there are empty. */
static void parameter_columns(struct hilum_view line, struct hilum_view columns[COLUMNS])
{
    for (size_t i = 0; i < COLUMNS; i++) {
        const char *tab = line.len ? memchr(line.ptr, '\t', line.len) : NULL;
        size_t      len = tab ? (size_t)(tab - line.ptr) : line.len;

        columns[i] = (struct hilum_view){ line.ptr, len };
        line.ptr += len + (tab != NULL);
        line.len -= len + (tab != NULL);
    }
}

static bool parameter_is_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Collects what follows `Base.` in the expression.  exists() and the like give
 * something for nothing, so such an expression has no firsts. */
static void parameter_firsts(struct parameter *p, struct hilum_view base,
                             struct hilum_view text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;

    if (memmem(text.ptr, text.len, "exists()", 8) ||
        memmem(text.ptr, text.len, "not()", 5))
        return;
    while ((size_t)(end - at) > base.len) {
        size_t len = 0;

        if (memcmp(at, base.ptr, base.len) != 0 || at[base.len] != '.') {
            at++;
            continue;
        }
        at += base.len + 1;
        while (at + len < end && parameter_is_name(at[len]))
            len++;
        if (p->first_count == PARAMETER_FIRSTS) {
            p->first_count = 0;
            return;
        }
        p->firsts[p->first_count++] = hilum_name(at, len);
    }
}

static bool parameter_wanted(struct hilum_view code, struct hilum_view type,
                             enum parameter_type *number)
{
    for (size_t i = 0; i < sizeof(parameters_left) / sizeof(parameters_left[0]); i++)
        if (hilum_is(code, parameters_left[i]))
            return false;
    for (size_t i = 0; i < sizeof(parameter_types) / sizeof(parameter_types[0]); i++)
        if (hilum_is(type, parameter_types[i])) {
            *number = (enum parameter_type)i;
            return true;
        }
    return false;
}

/* The next line of a table that is not a comment; false at the end. */
static bool parameter_line(struct hilum_view *table, struct hilum_view columns[COLUMNS])
{
    while (table->len) {
        const char       *stop = memchr(table->ptr, '\n', table->len);
        struct hilum_view line = { table->ptr,
                                   stop ? (size_t)(stop - table->ptr) : table->len };

        table->ptr += line.len + (stop != NULL);
        table->len -= line.len + (stop != NULL);
        if (line.len && *line.ptr != '#') {
            parameter_columns(line, columns);
            return true;
        }
    }
    return false;
}

/* The resources: lines `name TAB resource TAB base`. */
static enum hilum_verdict parameters_types(struct parameters *p, struct hilum_call *call)
{
    struct hilum_view table, columns[COLUMNS];

    if (!hilum_schema(call, PARAMETERS_TYPES, &table))
        return HILUM_FAIL;
    p->any.name = HILUM_VIEW("Resource");
    while (parameter_line(&table, columns)) {
        struct hilum_view name = columns[0];

        if (!name.len || !hilum_is(columns[1], "resource"))
            continue;
        if (p->base_count == PARAMETER_BASES)
            return hilum_blame(call, HILUM_FAIL, PARAMETERS_TYPES,
                               "it has too many types");
        p->bases[p->base_count++] =
            (struct parameter_base){ .name = name, .id = hilum_name(name.ptr, name.len) };
    }
    return HILUM_OK;
}

/* The base of a line; lines of one base stand together. */
static struct parameter_base *parameters_of(struct parameters *p, struct hilum_view name)
{
    struct parameter_base *base =
        hilum_is(name, "Resource")
            ? &p->any
            : (struct parameter_base *)(uintptr_t)parameters_base(p, name);

    if (base && !base->first)
        base->first = p->all + p->count;
    return base;
}

static enum hilum_verdict parameter_read(struct parameters *p, struct hilum_call *call,
                                         const struct hilum_view columns[COLUMNS])
{
    struct hilum_view      expression = columns[COLUMN_EXPRESSION];
    struct parameter_base *base       = parameters_of(p, columns[COLUMN_BASE]);
    struct parameter       read       = { .code    = columns[COLUMN_CODE],
                                          .targets = columns[COLUMN_TARGETS] };
    char                  *text;

    if (!base ||
        !parameter_wanted(columns[COLUMN_CODE], columns[COLUMN_TYPE], &read.type))
        return HILUM_OK;
    if (p->count == PARAMETER_MOST)
        return hilum_blame(call, HILUM_FAIL, PARAMETERS_FILE, "it has too many lines");
    text = hilum_scratch(call, expression.len + 1);
    if (!text)
        return hilum_blame(call, HILUM_FAIL, "", "out of memory");
    memcpy(text, expression.ptr, expression.len);
    text[expression.len] = '\0';
    read.expr            = hilum_expr(call, text, "fhir");
    if (!read.expr)
        return HILUM_FAIL;
    parameter_firsts(&read, base->name, expression);
    p->all[p->count++] = read;
    base->count++;
    return HILUM_OK;
}

enum hilum_verdict parameters_load(struct parameters *p, struct hilum_call *call)
{
    struct hilum_view  table, columns[COLUMNS];
    enum hilum_verdict v = parameters_types(p, call);

    if (v != HILUM_OK || !hilum_schema(call, PARAMETERS_FILE, &table))
        return HILUM_FAIL;
    p->all = calloc(PARAMETER_MOST, sizeof(*p->all));
    if (!p->all)
        return hilum_blame(call, HILUM_FAIL, "", "out of memory");
    while (v == HILUM_OK && parameter_line(&table, columns))
        v = parameter_read(p, call, columns);
    return v;
}

void parameters_free(struct parameters *p)
{
    free(p->all);
    *p = (struct parameters){ 0 };
}

/* ---- Looking up ----------------------------------------------------------- */

const struct parameter_base *parameters_base(const struct parameters *p,
                                             struct hilum_view        type)
{
    uint32_t id = hilum_name(type.ptr, type.len);

    for (size_t i = 0; i < p->base_count; i++)
        if (p->bases[i].id == id && hilum_same(p->bases[i].name, type))
            return &p->bases[i];
    return NULL;
}

const struct parameter *parameters_find(const struct parameters     *p,
                                        const struct parameter_base *base,
                                        struct hilum_view            code)
{
    for (size_t i = 0; i < base->count; i++)
        if (hilum_same(base->first[i].code, code))
            return &base->first[i];
    for (size_t i = 0; i < p->any.count; i++)
        if (hilum_same(p->any.first[i].code, code))
            return &p->any.first[i];
    return NULL;
}

bool parameter_targets(const struct parameter *p, struct hilum_view type)
{
    struct hilum_view left = p->targets;

    while (left.len) {
        const char       *stop = memchr(left.ptr, ' ', left.len);
        struct hilum_view one = { left.ptr, stop ? (size_t)(stop - left.ptr) : left.len };

        if (hilum_same(one, type) || hilum_is(one, "Resource"))
            return true;
        left.ptr += one.len + (stop != NULL);
        left.len -= one.len + (stop != NULL);
    }
    return false;
}
