/* reader.c -- finding messages in a journal. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/reader.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "journal/schema.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LIMIT_PRESET = 100,
    MOST_OUTCOMES =
        2 * LIMIT_SINKS, /* of one message; sinks are renamed over the years */
    MOST_SQL = 2048
};

struct journal_reader {
    struct db           *db;
    struct db_statement *outcomes;
    struct db_statement *pending[2]; /* without and with bodies */
    struct db_statement *counts;
    struct arena         arena; /* outcomes of the message being visited */
    char                 why[LIMIT_REASON];
};

#define COLUMNS                                                                          \
    "SELECT m.id, m.received, m.status, m.lane, m.pipeline, m.format, m.control_id,"     \
    " m.type, m.patient, m.peer, m.reason, m.place, m.sender, m.labels, "
#define BODY                                                                             \
    "(SELECT bytes FROM body WHERE message = m.id),"                                     \
    " (SELECT reply FROM body WHERE message = m.id)"
#define NO_BODY "NULL, NULL"
/* The index `open` is used where a query repeats its condition. */
#define OPEN " FROM message m INDEXED BY open WHERE m.status < 3"
#define NEXT_PENDING                                                                     \
    OPEN " AND m.pipeline = ?1 AND m.status = 0 AND m.id > ?2 ORDER BY m.id LIMIT ?3"

struct journal_reader *reader_open(const char *dir, struct problems *problems)
{
    struct journal_reader *r = calloc(1, sizeof *r);

    if (!r) {
        problems_add(problems, &(struct problem){ .file = dir }, "out of memory");
        return NULL;
    }
    arena_init(&r->arena, LIMIT_SCRATCH);
    r->db = schema_open(dir, DB_READER, problems);
    if (!r->db) {
        reader_close(r);
        return NULL;
    }
    r->outcomes =
        db_prepare(r->db, "SELECT sink, verdict, tries, at, reason, place, remark"
                          " FROM outcome WHERE message = ?1 ORDER BY sink");
    r->pending[false] = db_prepare(r->db, COLUMNS NO_BODY NEXT_PENDING);
    r->pending[true]  = db_prepare(r->db, COLUMNS BODY NEXT_PENDING);
    r->counts         = db_prepare(r->db, "SELECT pipeline, status, messages FROM tally"
                                                  " WHERE messages <> 0");
    if (db_state(r->db) == DB_FINE)
        return r;
    problems_add(problems, &(struct problem){ .file = dir },
                 "the journal cannot be read: %s", db_why(r->db));
    reader_close(r);
    return NULL;
}

void reader_close(struct journal_reader *r)
{
    if (!r)
        return;
    db_close(r->db);
    arena_free(&r->arena);
    free(r);
}

const char *reader_why(const struct journal_reader *r)
{
    return r->why;
}

/* Ends every call: gives the moment back, and says whether all went well. */
static bool finish(struct journal_reader *r)
{
    bool fine = db_state(r->db) == DB_FINE;

    snprintf(r->why, sizeof r->why, "%s", db_why(r->db));
    db_rollback(r->db);
    return fine;
}

/* A copy that outlives the row; NULL for SQL's NULL, and where memory is out. */
static const char *keep_text(struct journal_reader *r, int column)
{
    struct hilum_view text = db_text(r->outcomes, column);

    return text.ptr ? arena_text(&r->arena, text.ptr, text.len) : NULL;
}

static void read_outcomes(struct journal_reader *r, struct journal_message *m)
{
    struct db_statement    *s    = r->outcomes;
    struct journal_outcome *list = NULL;

    arena_reset(&r->arena);
    db_set_int(s, 1, m->id);
    while (db_step(s)) {
        if (!list)
            list = arena_alloc(&r->arena, MOST_OUTCOMES * sizeof *list);
        if (!list || m->outcome_count == MOST_OUTCOMES) {
            db_reset(s);
            break;
        }
        list[m->outcome_count++] = (struct journal_outcome){
            .message = m->id,
            .sink    = db_text(s, 0).len ? keep_text(r, 0) : NULL,
            .verdict = (int)db_int(s, 1),
            .tries   = (int)db_int(s, 2),
            .at      = db_int(s, 3),
            .reason  = keep_text(r, 4),
            .place   = keep_text(r, 5),
            .remark  = keep_text(r, 6),
            .status  = JOURNAL_UNCHANGED,
        };
    }
    m->outcomes = list;
}

/* Shows the rows of a statement made with COLUMNS; false if the visitor has seen
 * enough. */
static bool show(struct journal_reader *r, struct db_statement *s, size_t *left,
                 reader_visit *visit, void *arg)
{
    while (*left && db_step(s)) {
        struct journal_message m = {
            .id         = db_int(s, 0),
            .received   = db_int(s, 1),
            .status     = (enum journal_status)db_int(s, 2),
            .lane       = (uint64_t)db_int(s, 3),
            .pipeline   = db_text(s, 4),
            .format     = db_text(s, 5),
            .control_id = db_text(s, 6),
            .type       = db_text(s, 7),
            .patient    = db_text(s, 8),
            .peer       = db_text(s, 9),
            .reason     = db_text(s, 10),
            .place      = db_text(s, 11),
            .sender     = db_text(s, 12),
            .labels     = db_text(s, 13),
            .body       = db_text(s, 14),
            .reply      = db_text(s, 15),
        };

        read_outcomes(r, &m);
        (*left)--;
        if (db_state(r->db) != DB_FINE || !visit(arg, &m)) {
            db_reset(s);
            return false;
        }
    }
    db_reset(s);
    return true;
}

bool reader_pending(struct journal_reader *r, const char *pipeline, int64_t after,
                    size_t limit, bool bodies, reader_visit *visit, void *arg)
{
    struct db_statement *s = r->pending[bodies];

    db_begin_reading(r->db);
    db_set_text(s, 1, hilum_view(pipeline));
    db_set_int(s, 2, after);
    db_set_int(s, 3, (int64_t)limit);
    show(r, s, &limit, visit, arg);
    return finish(r);
}

bool reader_counts(struct journal_reader *r, reader_count *visit, void *arg)
{
    while (db_step(r->counts))
        visit(arg, db_text(r->counts, 0).ptr, (enum journal_status)db_int(r->counts, 1),
              db_int(r->counts, 2));
    return finish(r);
}

/* ---- search ---- */

/* Parameters keep their numbers in every shape of the search. */
enum { BEFORE = 1, PIPELINE, CONTROL_ID, PATIENT, TYPE, FROM, UNTIL };

static void add_conditions(struct hilum_buffer *sql, const struct journal_query *q)
{
    const char *comma = "";

    if (q->id)
        buffer_printf(sql, " AND m.id = %lld", (long long)q->id);
    if (q->before)
        buffer_printf(sql, " AND m.id < ?%d", BEFORE);
    if (q->pipeline)
        buffer_printf(sql, " AND m.pipeline = ?%d", PIPELINE);
    if (q->control_id.len)
        buffer_printf(sql, " AND m.control_id = ?%d", CONTROL_ID);
    if (q->patient.len)
        buffer_printf(sql, " AND m.patient = ?%d", PATIENT);
    if (q->type.len)
        buffer_printf(sql, " AND m.type = ?%d", TYPE);
    if (q->from)
        buffer_printf(sql, " AND m.received >= ?%d", FROM);
    if (q->until)
        buffer_printf(sql, " AND m.received < ?%d", UNTIL);
    if (!q->statuses)
        return;
    hilum_put_text(sql, " AND m.status IN (");
    for (unsigned i = 0; i < JOURNAL_STATUSES; i++)
        if (q->statuses & JOURNAL_IS(i)) {
            buffer_printf(sql, "%s%u", comma, i);
            comma = ", ";
        }
    hilum_put_text(sql, ")");
}

static void set_conditions(struct db_statement *s, const struct journal_query *q)
{
    if (q->before)
        db_set_int(s, BEFORE, q->before);
    if (q->pipeline)
        db_set_text(s, PIPELINE, hilum_view(q->pipeline));
    if (q->control_id.len)
        db_set_text(s, CONTROL_ID, q->control_id);
    if (q->patient.len)
        db_set_text(s, PATIENT, q->patient);
    if (q->type.len)
        db_set_text(s, TYPE, q->type);
    if (q->from)
        db_set_int(s, FROM, q->from);
    if (q->until)
        db_set_int(s, UNTIL, q->until);
}

/* By the terms and times of the runs, newest run first; the most telling term
 * leads, the others are conditions.  CROSS JOIN keeps this order. */
static void add_runs(struct hilum_buffer *sql, const struct journal_query *q)
{
    bool by_term = q->control_id.len || q->patient.len || q->type.len;
    int  kind    = q->control_id.len ? TERM_CONTROL_ID
                   : q->patient.len  ? TERM_PATIENT
                                     : TERM_TYPE;
    int  value   = q->control_id.len ? CONTROL_ID : q->patient.len ? PATIENT : TYPE;

    hilum_put_text(sql, " FROM run r");
    if (by_term)
        buffer_printf(sql,
                      " CROSS JOIN term t ON t.run = r.id AND t.kind = %d"
                      " AND t.value = ?%d CROSS JOIN message m ON m.id = t.message",
                      kind, value);
    else
        buffer_printf(sql,
                      " CROSS JOIN message m ON m.id BETWEEN r.id * %d"
                      " AND r.id * %d + %d",
                      SCHEMA_RUN, SCHEMA_RUN, SCHEMA_RUN - 1);
    hilum_put_text(sql, " WHERE 1");
    if (q->before)
        buffer_printf(sql, " AND r.id <= ?%d / %d", BEFORE, SCHEMA_RUN);
    if (q->from)
        buffer_printf(sql, " AND r.latest >= ?%d", FROM);
    if (q->until)
        buffer_printf(sql, " AND r.earliest < ?%d", UNTIL);
    add_conditions(sql, q);
    hilum_put_text(sql, by_term ? " ORDER BY r.id DESC, t.message DESC"
                                : " ORDER BY r.id DESC, m.id DESC");
}

/* Where the rows come from. */
enum shape {
    BY_ID,
    AMONG_OPEN, /* only pending, held or dead ones are wanted: few, and indexed */
    IN_TAIL,    /* newer than the last run */
    IN_RUNS
};

static void add_shape(struct hilum_buffer *sql, enum shape shape,
                      const struct journal_query *q, int64_t tail)
{
    if (shape == IN_RUNS) {
        add_runs(sql, q);
        return;
    }
    if (shape == AMONG_OPEN)
        hilum_put_text(sql, OPEN);
    else if (shape == IN_TAIL)
        buffer_printf(sql, " FROM message m WHERE m.id >= %lld", (long long)tail);
    else
        hilum_put_text(sql, " FROM message m WHERE 1");
    add_conditions(sql, q);
    hilum_put_text(sql, " ORDER BY m.id DESC");
}

static bool search(struct journal_reader *r, enum shape shape,
                   const struct journal_query *q, int64_t tail, size_t *left,
                   reader_visit *visit, void *arg)
{
    char                 text[MOST_SQL];
    struct hilum_buffer  sql = { .ptr = text, .room = sizeof text };
    struct db_statement *s;
    bool                 go_on;

    hilum_put_text(&sql, q->bodies ? COLUMNS BODY : COLUMNS NO_BODY);
    add_shape(&sql, shape, q, tail);
    s = db_prepare(r->db, buffer_text(&sql));
    set_conditions(s, q);
    go_on = show(r, s, left, visit, arg);
    db_free(s);
    return go_on;
}

bool reader_search(struct journal_reader *r, const struct journal_query *query,
                   reader_visit *visit, void *arg)
{
    unsigned settled = JOURNAL_IS(JOURNAL_DELIVERED) | JOURNAL_IS(JOURNAL_FILTERED);
    size_t   left    = query->limit ? query->limit : LIMIT_PRESET;
    int64_t  tail;

    db_begin_reading(r->db);
    if (query->id) {
        search(r, BY_ID, query, 0, &left, visit, arg);
    } else if (query->statuses && !(query->statuses & settled)) {
        search(r, AMONG_OPEN, query, 0, &left, visit, arg);
    } else {
        tail = db_ask(r->db, "SELECT coalesce(max(id) + 1, 0) FROM run") * SCHEMA_RUN;
        if (search(r, IN_TAIL, query, tail, &left, visit, arg))
            search(r, IN_RUNS, query, tail, &left, visit, arg);
    }
    return finish(r);
}
