/* query.c -- a search as FHIR writes it in a URL becomes a store's query. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "query.h"

#include "terms.h"
#include "value.h"

#include <stdio.h>

/* What says how the answer looks, or that the server may ignore. */
static const char *const query_results[] = { "_count",  "_total", "_format",
                                             "_pretty", "_after", "_skip" };

/* ---- Splitting ------------------------------------------------------------ */

static int query_hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static struct hilum_view query_decode(struct hilum_call *call, struct hilum_view v)
{
    char  *to  = hilum_scratch(call, v.len + 1);
    size_t len = 0;

    for (size_t i = 0; to && i < v.len; i++) {
        char c = v.ptr[i];

        if (c == '+') {
            c = ' ';
        } else if (c == '%' && i + 2 < v.len && query_hex(v.ptr[i + 1]) >= 0 &&
                   query_hex(v.ptr[i + 2]) >= 0) {
            c = (char)(query_hex(v.ptr[i + 1]) << 4 | query_hex(v.ptr[i + 2]));
            i += 2;
        }
        to[len++] = c;
    }
    return (struct hilum_view){ to ? to : "", len };
}

enum hilum_verdict query_split(struct hilum_call *call, struct hilum_view text,
                               struct hilum_pair **pairs, size_t *count)
{
    size_t most = 1;

    for (size_t i = 0; i < text.len; i++)
        most += text.ptr[i] == '&';
    *count = 0;
    if (most > QUERY_PAIRS)
        return hilum_blame(call, HILUM_REJECT, "", "more than %d parameters",
                           QUERY_PAIRS);
    *pairs = hilum_scratch(call, most * sizeof(**pairs));
    if (!*pairs)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    while (text.len) {
        const char       *stop = memchr(text.ptr, '&', text.len);
        struct hilum_view one = { text.ptr, stop ? (size_t)(stop - text.ptr) : text.len };
        const char       *equals = one.len ? memchr(one.ptr, '=', one.len) : NULL;
        size_t            key    = equals ? (size_t)(equals - one.ptr) : one.len;

        text.ptr += one.len + (stop != NULL);
        text.len -= one.len + (stop != NULL);
        if (!one.len)
            continue;
        (*pairs)[*count].key = query_decode(call, (struct hilum_view){ one.ptr, key });
        (*pairs)[(*count)++].value =
            query_decode(call, (struct hilum_view){ one.ptr + key + (equals != NULL),
                                                    one.len - key - (equals != NULL) });
    }
    return HILUM_OK;
}

/* ---- Reading -------------------------------------------------------------- */

/* A query in the making. */
struct reading {
    const struct fhir   *f;
    struct hilum_call   *call;
    struct query        *out;
    struct hilum_clause *clauses;
    struct hilum_sort   *sorts;
    struct hilum_view   *ids;
    struct hilum_value  *updated;
    bool                 strict;
};

static const char *reading_text(struct reading *r, struct hilum_view v)
{
    char *to = hilum_scratch(r->call, v.len + 1);

    if (!to)
        return "";
    memcpy(to, v.ptr, v.len);
    to[v.len] = '\0';
    return to;
}

/* The blame of a value, at the name of its parameter. */
static enum hilum_verdict reading_blame(struct reading *r, enum hilum_verdict v,
                                        const struct hilum_pair *pair)
{
    char why[256];

    if (v != HILUM_REJECT)
        return v;
    snprintf(why, sizeof(why), "%s", hilum_why(r->call));
    return hilum_blame(r->call, v, reading_text(r, pair->key), "%s", why);
}

static uint32_t reading_kind(enum parameter_type type)
{
    switch (type) {
    case PARAMETER_STRING:
        return HILUM_STRING;
    case PARAMETER_DATE:
    case PARAMETER_QUANTITY:
    case PARAMETER_NUMBER:
        return HILUM_RANGE;
    default:
        return HILUM_TOKEN;
    }
}

/* Splits at commas into values. */
static enum hilum_verdict reading_values(struct reading *r, const struct parameter *p,
                                         enum modifier modifier, struct hilum_view type,
                                         const struct hilum_pair *pair,
                                         struct hilum_clause     *clause)
{
    struct hilum_view   left = pair->value, one;
    size_t              room = 1;
    struct hilum_value *values;

    for (size_t i = 0; i < left.len; i++)
        room += left.ptr[i] == ',';
    if (room > QUERY_VALUES)
        return hilum_blame(r->call, HILUM_REJECT, reading_text(r, pair->key),
                           "more than %d alternatives", QUERY_VALUES);
    values = hilum_scratch(r->call, room * sizeof(*values));
    if (!values)
        return hilum_blame(r->call, HILUM_RETRY, "", "out of memory");
    clause->values = values;
    clause->count  = 0;
    while (value_next(r->call, &left, ',', false, &one)) {
        enum hilum_verdict v;

        if (!one.len)
            continue;
        v = value_read(r->call, p->type, modifier, type, one, &values[clause->count++]);
        if (v != HILUM_OK)
            return reading_blame(r, v, pair);
    }
    if (clause->count == 0)
        return hilum_blame(r->call, HILUM_REJECT, reading_text(r, pair->key),
                           "the parameter has no value");
    return HILUM_OK;
}

static enum hilum_verdict reading_missing(struct reading          *r,
                                          const struct hilum_pair *pair,
                                          struct hilum_clause     *clause)
{
    if (!hilum_is(pair->value, "true") && !hilum_is(pair->value, "false"))
        return hilum_blame(r->call, HILUM_REJECT, reading_text(r, pair->key),
                           "the value of :missing is true or false");
    clause->flags = HILUM_MISSING | (hilum_is(pair->value, "true") ? 0 : HILUM_NOT);
    return HILUM_OK;
}

/* A parameter that is indexed.  *known is false where there is none of the name,
 * or none with this modifier. */
static enum hilum_verdict reading_clause(struct reading *r, const struct hilum_pair *pair,
                                         bool *known)
{
    const char             *colon = memchr(pair->key.ptr, ':', pair->key.len);
    size_t                  len = colon ? (size_t)(colon - pair->key.ptr) : pair->key.len;
    struct hilum_view       code   = { pair->key.ptr, len };
    struct hilum_view       name   = { pair->key.ptr + len + (colon != NULL),
                                       pair->key.len - len - (colon != NULL) };
    struct hilum_clause    *clause = &r->clauses[r->out->q.clause_count];
    const struct parameter *p = parameters_find(&r->f->parameters, r->out->base, code);
    enum modifier           modifier;
    enum hilum_verdict      v;

    *known = p != NULL;
    if (!*known)
        return HILUM_OK;
    if (!modifier_read(r->f, p, name, &modifier))
        return hilum_blame(r->call, HILUM_REJECT, "",
                           "the modifier is not supported for this parameter");
    *clause = (struct hilum_clause){ .kind = reading_kind(p->type), .name = code };
    if (modifier == MODIFIER_IDENTIFIER) {
        clause->kind = HILUM_TOKEN;
        clause->name = pair->key;
    } else if (modifier == MODIFIER_NOT) {
        clause->flags = HILUM_NOT;
    }
    if (modifier == MODIFIER_MISSING)
        v = reading_missing(r, pair, clause);
    else
        v = reading_values(r, p, modifier,
                           modifier == MODIFIER_TYPE ? name
                                                     : (struct hilum_view){ "", 0 },
                           pair, clause);
    r->out->q.clause_count += v == HILUM_OK;
    return v;
}

static enum hilum_verdict reading_ids(struct reading *r, const struct hilum_pair *pair)
{
    struct hilum_view left = pair->value, one;

    if (r->out->q.id_count)
        return hilum_blame(r->call, HILUM_REJECT, "_id", "_id is given twice");
    r->ids = hilum_scratch(r->call, QUERY_VALUES * sizeof(*r->ids));
    if (!r->ids)
        return hilum_blame(r->call, HILUM_RETRY, "", "out of memory");
    while (value_next(r->call, &left, ',', true, &one)) {
        if (r->out->q.id_count == QUERY_VALUES)
            return hilum_blame(r->call, HILUM_REJECT, "_id", "more than %d alternatives",
                               QUERY_VALUES);
        r->ids[r->out->q.id_count++] = one;
    }
    return HILUM_OK;
}

static enum hilum_verdict reading_sort(struct reading *r, const struct hilum_pair *pair)
{
    struct hilum_view left = pair->value, one;

    if (!r->sorts)
        r->sorts = hilum_scratch(r->call, QUERY_SORTS * sizeof(*r->sorts));
    if (!r->sorts)
        return hilum_blame(r->call, HILUM_RETRY, "", "out of memory");
    while (value_next(r->call, &left, ',', true, &one)) {
        bool                    down = one.len && *one.ptr == '-';
        struct hilum_view       code = { one.ptr + down, one.len - down };
        const struct parameter *p =
            parameters_find(&r->f->parameters, r->out->base, code);

        if (hilum_is(code, "_id") && !down)
            break; /* nothing can come after it */
        if (!p && !hilum_is(code, "_lastUpdated"))
            return hilum_blame(r->call, HILUM_REJECT, "_sort",
                               "there is no such parameter to sort by: %s",
                               reading_text(r, code));
        if (r->out->q.sort_count == QUERY_SORTS)
            return hilum_blame(r->call, HILUM_REJECT, "_sort", "too many to sort by");
        r->sorts[r->out->q.sort_count++] = (struct hilum_sort){
            .kind = p ? reading_kind(p->type) : 0, .descending = down, .name = code
        };
    }
    return HILUM_OK;
}

static enum hilum_verdict reading_pair(struct reading *r, const struct hilum_pair *pair,
                                       bool *known)
{
    enum hilum_verdict v;

    *known = true;
    for (size_t i = 0; i < sizeof(query_results) / sizeof(query_results[0]); i++)
        if (hilum_is(pair->key, query_results[i])) {
            *known = false; /* not echoed here; the answer's maker knows it */
            return HILUM_OK;
        }
    if (hilum_is(pair->key, "_id"))
        return reading_ids(r, pair);
    if (hilum_is(pair->key, "_sort"))
        return reading_sort(r, pair);
    if (hilum_is(pair->key, "_lastUpdated")) {
        v = value_read(r->call, PARAMETER_DATE, MODIFIER_NONE, pair->value, pair->value,
                       &r->updated[r->out->q.updated_count]);
        r->out->q.updated_count += v == HILUM_OK;
        return reading_blame(r, v, pair);
    }
    v = reading_clause(r, pair, known);
    if (v == HILUM_OK && !*known && r->strict)
        return hilum_blame(r->call, HILUM_REJECT, reading_text(r, pair->key),
                           "the server does not support this search parameter");
    return v;
}

enum hilum_verdict query_read(const struct fhir *f, struct hilum_call *call,
                              const struct parameter_base *base,
                              const struct hilum_pair *pairs, size_t count, bool strict,
                              struct query *out)
{
    struct reading     r = { .f = f, .call = call, .out = out, .strict = strict };
    enum hilum_verdict v = HILUM_OK;

    *out = (struct query){ .q    = { .size = sizeof(out->q), .collection = base->name },
                           .base = base };
    if (count > QUERY_PAIRS)
        return hilum_blame(call, HILUM_REJECT, "", "more than %d parameters",
                           QUERY_PAIRS);
    r.clauses = hilum_scratch(call, (count + 1) * sizeof(*r.clauses));
    r.updated = hilum_scratch(call, (count + 1) * sizeof(*r.updated));
    if (!r.clauses || !r.updated)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    for (size_t i = 0; v == HILUM_OK && i < count; i++) {
        bool known;

        v = reading_pair(&r, &pairs[i], &known);
        if (known)
            out->used[out->used_count++] = &pairs[i];
    }
    out->q.clauses = r.clauses;
    out->q.updated = r.updated;
    out->q.sorts   = r.sorts;
    out->q.ids     = r.ids;
    return v;
}
