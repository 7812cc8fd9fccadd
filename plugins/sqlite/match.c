/* match.c -- does a record's list of terms satisfy a query? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "match.h"

#include "terms.h"

static bool view_begins(struct hilum_view v, struct hilum_view with)
{
    return with.len <= v.len && (with.len == 0 || memcmp(v.ptr, with.ptr, with.len) == 0);
}

static bool view_holds(struct hilum_view v, struct hilum_view what)
{
    return what.len == 0 || (v.len && memmem(v.ptr, v.len, what.ptr, what.len) != NULL);
}

static bool match_token(const struct term *t, const struct hilum_value *v,
                        uint64_t system)
{
    if (!(v->flags & HILUM_ANY_SYSTEM) && t->system != system)
        return false;
    switch (v->compare) {
    case HILUM_EQ:
        return hilum_same(t->text, term_cut(v->text));
    case HILUM_PREFIX:
        return view_begins(t->text, term_cut(v->text));
    default:
        return v->compare == HILUM_SYSTEM;
    }
}

static bool match_string(const struct term *t, const struct hilum_value *v)
{
    struct hilum_view text = term_cut(v->text);

    switch (v->compare) {
    case HILUM_EQ:
        return hilum_same(t->text, text);
    case HILUM_EXACT:
        return hilum_same(t->text, text) && hilum_same(t->written, term_cut(v->beside));
    case HILUM_PREFIX:
        return view_begins(t->text, text);
    default:
        return v->compare == HILUM_CONTAINS && view_holds(t->text, text);
    }
}

static bool match_bounds(double low, double high, const struct hilum_value *v)
{
    bool within = low >= v->low && high <= v->high;

    switch (v->compare) {
    case HILUM_EQ:
        return within;
    case HILUM_NE:
        return !within;
    case HILUM_GT:
        return high > v->high;
    case HILUM_GE:
        return high > v->high || within;
    case HILUM_LT:
        return low < v->low;
    case HILUM_LE:
        return low < v->low || within;
    case HILUM_SA:
        return low > v->high;
    case HILUM_EB:
        return high < v->low;
    default:
        return v->compare == HILUM_OVERLAP && low <= v->high && high >= v->low;
    }
}

static bool match_range(const struct term *t, const struct hilum_value *v,
                        uint64_t system)
{
    if (!(v->flags & HILUM_ANY_SYSTEM) && t->system != system)
        return false;
    if (!(v->flags & HILUM_ANY_UNIT) && !hilum_same(t->text, term_cut(v->text)))
        return false;
    return match_bounds(t->low, t->high, v);
}

static bool match_value(const struct term *t, const struct match_clause *m)
{
    for (size_t i = 0; i < m->clause->count; i++) {
        const struct hilum_value *v = &m->clause->values[i];
        bool                      is;

        if (t->kind == HILUM_TOKEN)
            is = match_token(t, v, m->systems[i]);
        else if (t->kind == HILUM_STRING)
            is = match_string(t, v);
        else
            is = match_range(t, v, m->systems[i]);
        if (is)
            return true;
    }
    return false;
}

static bool match_clause(struct hilum_view list, const struct match_clause *m)
{
    bool        negate = m->clause->flags & HILUM_NOT;
    struct term t;

    while (term_next(&list, &t)) {
        if (t.name != m->name)
            continue;
        if (m->clause->flags & HILUM_MISSING)
            return negate;
        if (t.kind == m->clause->kind && match_value(&t, m))
            return !negate;
    }
    return m->clause->flags & HILUM_MISSING ? !negate : negate;
}

static struct hilum_view match_list(sqlite3_value *value)
{
    const char *ptr = sqlite3_value_blob(value);

    return (struct hilum_view){ ptr, (size_t)sqlite3_value_bytes(value) };
}

static void match_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct match *m    = sqlite3_value_pointer(values[1], MATCH_POINTER);
    struct hilum_view   list = match_list(values[0]);

    (void)count;
    for (size_t i = 0; m && i < m->count; i++)
        if (!match_clause(list, &m->clauses[i])) {
            sqlite3_result_int(context, 0);
            return;
        }
    sqlite3_result_int(context, m != NULL);
}

/* Is a to stand before b? */
static bool sort_before(const struct term *a, const struct term *b, bool descending)
{
    if (a->kind == HILUM_RANGE)
        return descending ? a->high > b->high : a->low < b->low;
    if (descending) {
        const struct term *swap = a;

        a = b;
        b = swap;
    }
    for (size_t i = 0; i < a->text.len && i < b->text.len; i++)
        if (a->text.ptr[i] != b->text.ptr[i])
            return (unsigned char)a->text.ptr[i] < (unsigned char)b->text.ptr[i];
    return a->text.len < b->text.len;
}

static void sort_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct match_sort *s    = sqlite3_value_pointer(values[1], SORT_POINTER);
    struct hilum_view        list = match_list(values[0]);
    struct term              t, best = { 0 };

    (void)count;
    while (s && term_next(&list, &t))
        if (t.name == s->name && t.kind == s->kind &&
            (!best.kind || sort_before(&t, &best, s->descending)))
            best = t;
    if (!best.kind)
        sqlite3_result_null(context);
    else if (best.kind == HILUM_RANGE)
        sqlite3_result_double(context, s->descending ? best.high : best.low);
    else
        sqlite3_result_text(context, best.text.ptr, (int)best.text.len, SQLITE_TRANSIENT);
}

bool match_register(sqlite3 *handle)
{
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

    return sqlite3_create_function(handle, "term_match", 2, flags, NULL, match_function,
                                   NULL, NULL) == SQLITE_OK &&
           sqlite3_create_function(handle, "term_sort", 2, flags, NULL, sort_function,
                                   NULL, NULL) == SQLITE_OK;
}
