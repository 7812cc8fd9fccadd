/* find.c -- finding records: one clause leads through its index, all are checked. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The leading clause is the one with the fewest index entries.  Its SQL may
 * answer too many records, never too few: term_match() then holds each record's
 * own list of terms against all the clauses.  So the meaning of a comparison
 * stands in one place, match.c, and an index is only a way there.
 */
#include "store.h"

#include "match.h"
#include "terms.h"

enum {
    FIND_BOUND   = 1024,  /* values of one statement */
    FIND_RECORDS = 10000, /* records of one answer */
    FIND_COUNT   = 1000,  /* index entries counted before a clause is "many" */
};

struct find_bound {
    enum { BOUND_INT, BOUND_DOUBLE, BOUND_TEXT, BOUND_MATCH, BOUND_SORT } kind;
    int64_t           integer;
    double            real;
    struct hilum_view text;
    const void       *pointer;
};

/* A statement in the making: its text, and what stands for its question marks. */
struct find_sql {
    struct hilum_buffer *text;
    struct hilum_buffer *bound; /* of struct find_bound */
};

struct find {
    struct db                 *db;
    struct hilum_call         *call;
    const struct hilum_query  *query;
    int64_t                    collection;
    struct match               match;
    struct match_sort         *sorts;
    const struct match_clause *lead;  /* or NULL */
    bool                       exact; /* the lead's SQL says it all */
};

/* ---- Writing SQL ---------------------------------------------------------- */

static struct find_sql sql_begin(struct find *f)
{
    return (struct find_sql){ buffer_begin(&f->db->text), buffer_begin(&f->db->bound) };
}

static void sql_put(struct find_sql *sql, const char *text)
{
    hilum_put_text(sql->text, text);
}

static void sql_bind(struct find_sql *sql, const char *text, struct find_bound b)
{
    sql_put(sql, text);
    hilum_put(sql->bound, &b, sizeof(b));
}

static void sql_int(struct find_sql *sql, const char *text, int64_t value)
{
    sql_bind(sql, text, (struct find_bound){ .kind = BOUND_INT, .integer = value });
}

static void sql_double(struct find_sql *sql, const char *text, double value)
{
    sql_bind(sql, text, (struct find_bound){ .kind = BOUND_DOUBLE, .real = value });
}

static void sql_text(struct find_sql *sql, const char *text, struct hilum_view value)
{
    sql_bind(sql, text, (struct find_bound){ .kind = BOUND_TEXT, .text = value });
}

static enum hilum_verdict sql_end(struct find *f, const struct find_sql *sql,
                                  sqlite3_stmt **statement)
{
    sqlite3_stmt *s;

    if (sql->bound->len > FIND_BOUND * sizeof(struct find_bound))
        return hilum_blame(f->call, HILUM_REJECT, "",
                           "the search has more than %d values", FIND_BOUND);
    if (sql->text->failed || sql->bound->failed)
        return hilum_blame(f->call, HILUM_RETRY, "", "out of memory");
    s = db_query(f->db, f->call, hilum_buffer_view(sql->text));
    for (size_t i = 0; s && i < sql->bound->len / sizeof(struct find_bound); i++) {
        const struct find_bound *b  = (const void *)(sql->bound->ptr + i * sizeof(*b));
        int                      at = (int)i + 1;

        if (b->kind == BOUND_INT)
            sqlite3_bind_int64(s, at, b->integer);
        else if (b->kind == BOUND_DOUBLE)
            sqlite3_bind_double(s, at, b->real);
        else if (b->kind == BOUND_TEXT)
            db_bind_view(s, at, b->text);
        else
            sqlite3_bind_pointer(s, at, (void *)(uintptr_t)b->pointer,
                                 b->kind == BOUND_MATCH ? MATCH_POINTER : SORT_POINTER,
                                 NULL);
    }
    *statement = s;
    return s ? HILUM_OK : HILUM_FAIL;
}

/* ---- The leading clause --------------------------------------------------- */

/* `column` begins with text: from there up to where the next text would lie.
 * The upper end is the text with its last byte raised; UTF-8 has no byte 255. */
static void lead_prefix(struct find *f, struct find_sql *sql, const char *from,
                        const char *until, struct hilum_view text)
{
    char *upper = hilum_scratch(f->call, text.len + 1);

    sql_text(sql, from, text);
    if (!upper || text.len == 0)
        return;
    memcpy(upper, text.ptr, text.len);
    upper[text.len - 1]++;
    sql_text(sql, until, (struct hilum_view){ upper, text.len });
}

static void lead_token(struct find *f, struct find_sql *sql, const struct hilum_value *v,
                       uint64_t system)
{
    if (v->compare == HILUM_EQ)
        sql_text(sql, " AND code = ?", term_cut(v->text));
    else if (v->compare == HILUM_PREFIX)
        lead_prefix(f, sql, " AND code >= ?", " AND code < ?", term_cut(v->text));
    if (!(v->flags & HILUM_ANY_SYSTEM))
        sql_int(sql, " AND system = ?", (int64_t)system);
}

static void lead_string(struct find *f, struct find_sql *sql, const struct hilum_value *v)
{
    if (v->compare == HILUM_PREFIX)
        lead_prefix(f, sql, " AND text >= ?", " AND text < ?", term_cut(v->text));
    else if (v->compare == HILUM_CONTAINS)
        sql_text(sql, " AND instr(text, ?) > 0", term_cut(v->text));
    else
        sql_text(sql, " AND text = ?", term_cut(v->text));
}

/* low <= high, so that a bound on one is a bound on the other: it helps. */
static void lead_range(struct find_sql *sql, const struct hilum_value *v)
{
    switch (v->compare) {
    case HILUM_EQ:
        sql_double(sql, " AND low >= ?", v->low);
        sql_double(sql, " AND low <= ?", v->high);
        break;
    case HILUM_OVERLAP:
        sql_double(sql, " AND low <= ?", v->high);
        sql_double(sql, " AND high >= ?", v->low);
        break;
    case HILUM_GT:
    case HILUM_GE:
        sql_double(sql, " AND high >= ?", v->compare == HILUM_GT ? v->high : v->low);
        break;
    case HILUM_LT:
    case HILUM_LE:
        sql_double(sql, " AND low <= ?", v->compare == HILUM_LT ? v->low : v->high);
        break;
    case HILUM_SA:
        sql_double(sql, " AND low > ?", v->high);
        break;
    case HILUM_EB:
        sql_double(sql, " AND low < ?", v->low);
        break;
    default:
        break;
    }
}

/* SELECT record FROM ... for each value of the clause. */
static void lead_clause(struct find *f, struct find_sql *sql,
                        const struct match_clause *m)
{
    static const char *const selects[] = {
        [HILUM_TOKEN]  = "SELECT record FROM token WHERE name = ?",
        [HILUM_STRING] = "SELECT record FROM string WHERE name = ?",
        [HILUM_RANGE]  = "SELECT record FROM range WHERE name = ?",
    };

    for (size_t i = 0; i < m->clause->count; i++) {
        const struct hilum_value *v = &m->clause->values[i];

        if (i)
            sql_put(sql, " UNION ALL ");
        sql_int(sql, selects[m->clause->kind], m->name);
        if (m->clause->kind == HILUM_TOKEN)
            lead_token(f, sql, v, m->systems[i]);
        else if (m->clause->kind == HILUM_STRING)
            lead_string(f, sql, v);
        else
            lead_range(sql, v);
    }
}

/* How many index entries a clause leads through; FIND_COUNT: that many or more. */
static enum hilum_verdict lead_weigh(struct find *f, const struct match_clause *m,
                                     int64_t *weight)
{
    struct find_sql    sql = sql_begin(f);
    sqlite3_stmt      *s;
    enum hilum_verdict v;
    int                result;

    sql_put(&sql, "SELECT count(*) FROM (SELECT 1 FROM (");
    lead_clause(f, &sql, m);
    sql_int(&sql, ") LIMIT ?)", FIND_COUNT);
    v = sql_end(f, &sql, &s);
    if (v != HILUM_OK)
        return v;
    result  = sqlite3_step(s);
    *weight = sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    return result == SQLITE_ROW ? HILUM_OK : db_blame(f->db, f->call, result);
}

static bool lead_able(const struct match_clause *m)
{
    return m->name != 0 && m->clause->flags == 0 && m->clause->count > 0;
}

/* One value of a token with its system is the whole truth and at most one entry
 * of a record: nothing is left to check. */
static bool lead_is_exact(const struct match_clause *m)
{
    return m->clause->kind == HILUM_TOKEN && m->clause->count == 1 &&
           m->clause->values[0].compare == HILUM_EQ &&
           !(m->clause->values[0].flags & HILUM_ANY_SYSTEM) &&
           m->clause->values[0].text.len <= TERM_TEXT;
}

static enum hilum_verdict lead_choose(struct find *f)
{
    int64_t least = INT64_MAX;

    if (f->match.count == 1) {
        f->lead  = lead_able(f->match.clauses) ? f->match.clauses : NULL;
        f->exact = f->lead && lead_is_exact(f->lead);
        return HILUM_OK;
    }
    for (size_t i = 0; i < f->match.count && f->query->id_count == 0; i++) {
        int64_t            weight;
        enum hilum_verdict v;

        if (!lead_able(&f->match.clauses[i]))
            continue;
        v = lead_weigh(f, &f->match.clauses[i], &weight);
        if (v != HILUM_OK)
            return v;
        if (weight < least) {
            least   = weight;
            f->lead = &f->match.clauses[i];
        }
    }
    return HILUM_OK;
}

/* ---- The statement -------------------------------------------------------- */

static void find_updated(struct find_sql *sql, const struct hilum_value *v)
{
    switch (v->compare) {
    case HILUM_NE:
        sql_double(sql, " AND (r.updated < ?", v->low);
        sql_double(sql, " OR r.updated > ?)", v->high);
        break;
    case HILUM_GT:
    case HILUM_SA:
        sql_double(sql, " AND r.updated > ?", v->high);
        break;
    case HILUM_GE:
        sql_double(sql, " AND r.updated >= ?", v->low);
        break;
    case HILUM_LT:
    case HILUM_EB:
        sql_double(sql, " AND r.updated < ?", v->low);
        break;
    case HILUM_LE:
        sql_double(sql, " AND r.updated <= ?", v->high);
        break;
    default:
        sql_double(sql, " AND r.updated >= ?", v->low);
        sql_double(sql, " AND r.updated <= ?", v->high);
        break;
    }
}

static void find_where(struct find *f, struct find_sql *sql)
{
    const struct hilum_query *q = f->query;

    /* A plus sign keeps SQLite from going through all of the collection in the
     * order of ids, where the lead is the way. */
    sql_int(sql,
            f->lead ? " FROM record r WHERE +r.collection = ?"
                    : " FROM record r WHERE r.collection = ?",
            f->collection);
    sql_put(sql, " AND r.deleted = 0");
    if (f->lead) {
        sql_put(sql, " AND r.key IN (");
        lead_clause(f, sql, f->lead);
        sql_put(sql, ")");
    }
    for (size_t i = 0; i < q->id_count; i++)
        sql_text(sql, i ? ", ?" : " AND r.id IN (?", q->ids[i]);
    if (q->id_count)
        sql_put(sql, ")");
    for (size_t i = 0; i < q->updated_count; i++)
        find_updated(sql, &q->updated[i]);
    if (f->match.count && !f->exact)
        sql_bind(sql, " AND term_match(r.terms, ?)",
                 (struct find_bound){ .kind = BOUND_MATCH, .pointer = &f->match });
}

static void find_order(struct find *f, struct find_sql *sql)
{
    const struct hilum_query *q = f->query;

    sql_put(sql, " ORDER BY ");
    for (size_t i = 0; i < q->sort_count; i++) {
        if (q->sorts[i].kind == 0)
            sql_put(sql, "r.updated");
        else
            sql_bind(sql, "term_sort(r.terms, ?)",
                     (struct find_bound){ .kind = BOUND_SORT, .pointer = &f->sorts[i] });
        sql_put(sql, q->sorts[i].descending ? " DESC NULLS LAST, " : " ASC NULLS LAST, ");
    }
    sql_int(sql, "r.id LIMIT ?", (int64_t)q->limit);
    sql_int(sql, " OFFSET ?", q->skip > INT64_MAX ? INT64_MAX : (int64_t)q->skip);
}

/* The way of conditional updates, taken for every resource of every message: one
 * statement instead of two, and nothing to check or sort. */
static enum hilum_verdict find_exact(struct find *f, hilum_record_each *each,
                                     void *context)
{
    const struct match_clause *m = f->lead;
    sqlite3_stmt              *s = db_statement(f->db, f->call, DB_HEAD_BY_TOKEN);
    enum hilum_verdict         v = HILUM_OK;

    if (!s)
        return HILUM_FAIL;
    sqlite3_bind_int64(s, 1, m->name);
    db_bind_view(s, 2, m->clause->values[0].text);
    sqlite3_bind_int64(s, 3, (int64_t)m->systems[0]);
    sqlite3_bind_int64(s, 4, (int64_t)f->query->limit);
    v = record_each(f->db, f->call, s, f->query->collection, HILUM_HEADS, each, context);
    sqlite3_reset(s);
    return v;
}

static bool find_is_exact(const struct find *f)
{
    const struct hilum_query *q = f->query;

    return f->exact && q->flags == HILUM_HEADS && !q->id_count && !q->updated_count &&
           !q->sort_count && !q->after.len && !q->skip;
}

/* The keys first, then each record: sorting must not carry bodies around. */
static enum hilum_verdict find_page(struct find *f, hilum_record_each *each,
                                    void *context)
{
    struct hilum_buffer *keys = buffer_begin(&f->db->keys);
    struct find_sql      sql  = sql_begin(f);
    sqlite3_stmt        *s;
    int                  result;
    bool                 more = true;
    enum hilum_verdict   v;

    sql_put(&sql, "SELECT r.key");
    find_where(f, &sql);
    if (f->query->after.len)
        sql_text(&sql, " AND r.id > ?", f->query->after);
    find_order(f, &sql);
    v = sql_end(f, &sql, &s);
    if (v != HILUM_OK)
        return v;
    for (result = sqlite3_step(s); result == SQLITE_ROW; result = sqlite3_step(s)) {
        int64_t key = sqlite3_column_int64(s, 0);

        hilum_put(keys, &key, sizeof(key));
    }
    sqlite3_reset(s);
    if (result != SQLITE_DONE)
        return db_blame(f->db, f->call, result);
    if (keys->failed)
        return hilum_blame(f->call, HILUM_RETRY, "", "out of memory");
    for (size_t at = 0; v == HILUM_OK && more && at < keys->len; at += sizeof(int64_t)) {
        int64_t key;

        memcpy(&key, keys->ptr + at, sizeof(key));
        v = record_by_key(f->db, f->call, f->query->collection, key, f->query->flags,
                          each, context, &more);
    }
    return v;
}

static enum hilum_verdict find_total(struct find *f, uint64_t *total)
{
    struct find_sql    sql = sql_begin(f);
    sqlite3_stmt      *s;
    enum hilum_verdict v;
    int                result;

    sql_put(&sql, "SELECT count(*)");
    find_where(f, &sql);
    v = sql_end(f, &sql, &s);
    if (v != HILUM_OK)
        return v;
    result = sqlite3_step(s);
    *total = (uint64_t)sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    return result == SQLITE_ROW ? HILUM_OK : db_blame(f->db, f->call, result);
}

/* ---- The operation -------------------------------------------------------- */

static enum hilum_verdict find_clauses(struct find *f)
{
    const struct hilum_query *q = f->query;
    struct match_clause      *all =
        hilum_scratch(f->call, (q->clause_count + 1) * sizeof(*all));
    enum hilum_verdict v = HILUM_OK;

    for (size_t i = 0; all && v == HILUM_OK && i < q->clause_count; i++) {
        const struct hilum_clause *c = &q->clauses[i];
        uint64_t *systems = hilum_scratch(f->call, (c->count + 1) * sizeof(*systems));

        if (!systems)
            return hilum_blame(f->call, HILUM_RETRY, "", "out of memory");
        if (c->kind < HILUM_TOKEN || c->kind > HILUM_RANGE)
            return hilum_blame(f->call, HILUM_REJECT, "",
                               "a search clause without sense");
        for (size_t n = 0; n < c->count; n++)
            systems[n] = term_system(c->values[n].beside);
        all[i] = (struct match_clause){ .clause = c, .systems = systems };
        v      = db_name(f->db, f->call, q->collection, c->name, false, &all[i].name);
    }
    f->match = (struct match){ .clauses = all, .count = q->clause_count };
    return all ? v : hilum_blame(f->call, HILUM_RETRY, "", "out of memory");
}

static enum hilum_verdict find_sorts(struct find *f)
{
    const struct hilum_query *q = f->query;
    enum hilum_verdict        v = HILUM_OK;

    f->sorts = hilum_scratch(f->call, (q->sort_count + 1) * sizeof(*f->sorts));
    if (!f->sorts)
        return hilum_blame(f->call, HILUM_RETRY, "", "out of memory");
    for (size_t i = 0; v == HILUM_OK && i < q->sort_count; i++) {
        f->sorts[i] = (struct match_sort){ .kind       = q->sorts[i].kind,
                                           .descending = q->sorts[i].descending != 0 };
        v           = db_name(f->db, f->call, q->collection, q->sorts[i].name, false,
                              &f->sorts[i].name);
    }
    return v;
}

static enum hilum_verdict find_within(struct find *f, hilum_record_each *each,
                                      void *context, uint64_t *total)
{
    const struct hilum_query *q = f->query;
    enum hilum_verdict        v;

    v = db_name(f->db, f->call, q->collection, HILUM_VIEW(""), false, &f->collection);
    if (v != HILUM_OK || f->collection == 0)
        return v;
    v = find_clauses(f);
    if (v == HILUM_OK)
        v = find_sorts(f);
    if (v == HILUM_OK)
        v = lead_choose(f);
    if (v == HILUM_OK && q->flags & HILUM_TOTAL)
        v = find_total(f, total);
    if (v == HILUM_OK && find_is_exact(f))
        v = find_exact(f, each, context);
    else if (v == HILUM_OK && q->limit)
        v = find_page(f, each, context);
    return v;
}

enum hilum_verdict find_records(void *state, struct hilum_call *call,
                                struct hilum_change      *change,
                                const struct hilum_query *query, hilum_record_each *each,
                                void *context, uint64_t *total)
{
    struct find        f = { .call = call, .query = query };
    enum hilum_verdict v;

    if (total)
        *total = 0;
    if (query->limit > FIND_RECORDS)
        return hilum_blame(call, HILUM_REJECT, "", "more than %d records at once",
                           FIND_RECORDS);
    f.db = store_borrow(state, call, change);
    if (!f.db)
        return HILUM_RETRY;
    v = find_within(&f, each, context, total);
    store_return(state, f.db);
    return v;
}
