/* writer.c -- what the writer's transactions write. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/writer.h"

#include "journal/schema.h"

#include <stdio.h>

enum {
    /* Pages of 8 KB in the log.  Small, because a log that is used over and
     * over syncs nearly twice as fast as a file that grows. */
    LOG_QUIET      = 64,   /* worth moving when nobody waits */
    LOG_BUSY       = 256,  /* moved although somebody waits */
    LOG_THOROUGHLY = 8192, /* readers have kept it from starting afresh */

    PRUNE_BITE = 256 /* ids of one chore; divides SCHEMA_RUN */
};

enum statement {
    ADD_MESSAGE,
    ADD_BODY,
    SET_OUTCOME,
    SET_REPLY,
    GET_STATUS,
    SET_STATUS,
    INDEX_TERMS,
    INDEX_RUN,
    NEXT_OLD,
    COUNT_OLD,
    DELETE_BODIES,
    DELETE_OUTCOMES,
    DELETE_MESSAGES,
    DELETE_TERMS,
    DELETE_RUN,
    STATEMENTS
};
_Static_assert((int)STATEMENTS == (int)WRITER_STATEMENTS, "the header has room for all");

#define OLD                                                                              \
    "id BETWEEN ?1 AND ?2 AND status >= 3 AND received < ?3" /* 3: JOURNAL_DELIVERED */
#define RUN_IS_EMPTY                                                                     \
    "NOT EXISTS(SELECT 1 FROM message WHERE message.id BETWEEN ?2 AND ?3)"

static const char *const texts[STATEMENTS] = {
    [ADD_MESSAGE] = "INSERT INTO message VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
                    " ?11, ?12, ?13, ?14)",
    [ADD_BODY]    = "INSERT INTO body VALUES(?1, ?2, ?3)",
    [SET_REPLY]   = "UPDATE body SET reply = ?2 WHERE message = ?1",
    [SET_OUTCOME] = "REPLACE INTO outcome VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [GET_STATUS]  = "SELECT status, pipeline FROM message WHERE id = ?1",
    [SET_STATUS] =
        "UPDATE message SET status = ?2, reason = ?3, place = ?4 WHERE id = ?1",
    [INDEX_TERMS] = "INSERT INTO term"
                    " SELECT ?1, 1, control_id, id FROM message"
                    "  WHERE id BETWEEN ?2 AND ?3 AND control_id <> ''"
                    " UNION ALL SELECT ?1, 2, patient, id FROM message"
                    "  WHERE id BETWEEN ?2 AND ?3 AND patient <> ''"
                    " UNION ALL SELECT ?1, 3, type, id FROM message"
                    "  WHERE id BETWEEN ?2 AND ?3 AND type <> ''"
                    " ORDER BY 2, 3, 4",
    [INDEX_RUN]   = "INSERT INTO run SELECT ?1, min(received), max(received) FROM message"
                    " WHERE id BETWEEN ?2 AND ?3 HAVING count(*) > 0",
    [NEXT_OLD]    = "SELECT id, received FROM message WHERE id >= ?1 ORDER BY id LIMIT 1",
    [COUNT_OLD]   = "SELECT status, pipeline, count(*), max(id) FROM message WHERE " OLD
                  " GROUP BY 1, 2",
    [DELETE_BODIES] =
        "DELETE FROM body WHERE message IN (SELECT id FROM message WHERE " OLD ")",
    [DELETE_OUTCOMES] =
        "DELETE FROM outcome WHERE message IN (SELECT id FROM message WHERE " OLD ")",
    [DELETE_MESSAGES] = "DELETE FROM message WHERE " OLD,
    [DELETE_TERMS]    = "DELETE FROM term WHERE run = ?1 AND " RUN_IS_EMPTY,
    [DELETE_RUN]      = "DELETE FROM run WHERE id = ?1 AND " RUN_IS_EMPTY,
};

bool writer_open(struct writer *w, const char *dir, struct problems *problems)
{
    *w    = (struct writer){ .indexed = -1 };
    w->db = schema_open(dir, DB_OWNER, problems);
    if (!w->db)
        return false;
    for (int i = 0; i < STATEMENTS; i++)
        w->statements[i] = db_prepare(w->db, texts[i]);
    tally_init(&w->tally, w->db);
    admit_open(&w->admit, w->db);
    w->kept_id = db_ask(w->db, "SELECT max(coalesce((SELECT max(id) FROM message), 0),"
                               " (SELECT highest FROM deleted))");
    w->last_id = w->kept_id;
    w->indexed = db_ask(w->db, "SELECT coalesce(max(id), -1) FROM run");
    if (db_state(w->db) == DB_FINE)
        return true;
    problems_add(problems, &(struct problem){ .file = dir },
                 "the journal cannot be read: %s", db_why(w->db));
    return false;
}

void writer_close(struct writer *w)
{
    tally_free(&w->tally);
    admit_close(&w->admit);
    db_close(w->db);
}

/* After a transaction or chore: true if it went well; undone if not. */
static bool settle(struct writer *w)
{
    w->state = db_state(w->db);
    if (w->state == DB_FINE)
        return true;
    snprintf(w->why, sizeof w->why, "%s", db_why(w->db));
    db_rollback(w->db);
    tally_forget(&w->tally);
    admit_forget(&w->admit);
    w->last_id = w->kept_id;
    return false;
}

void writer_begin(struct writer *w)
{
    admit_load(&w->admit);
    db_begin(w->db);
}

bool writer_commit(struct writer *w)
{
    tally_write(&w->tally);
    db_commit(w->db);
    if (!settle(w))
        return false;
    w->kept_id = w->last_id;
    return true;
}

void writer_add(struct writer *w, struct journal_entry *e)
{
    struct db_statement *s = w->statements[ADD_MESSAGE];

    admit_judge(&w->admit, e);
    if (e->admission == JOURNAL_REPEATED || e->admission == JOURNAL_AHEAD)
        return;
    e->id = ++w->last_id;
    db_set_int(s, 1, e->id);
    db_set_text(s, 2, hilum_view(e->pipeline));
    db_set_text(s, 3, hilum_view(e->format));
    db_set_int(s, 4, e->received);
    db_set_int(s, 5, e->status);
    db_set_int(s, 6, (int64_t)e->lane);
    db_set_text(s, 7, e->control_id);
    db_set_text(s, 8, e->type);
    db_set_text(s, 9, e->patient);
    db_set_text(s, 10, e->peer);
    db_set_text(s, 11, hilum_view(e->reason));
    db_set_text(s, 12, hilum_view(e->place));
    db_set_text(s, 13, e->sender);
    db_set_text(s, 14, e->labels);
    db_run(s);
    s = w->statements[ADD_BODY];
    db_set_int(s, 1, e->id);
    db_set_bytes(s, 2, e->body);
    db_set_bytes(s, 3, e->reply);
    db_run(s);
    admit_note(&w->admit, e);
    tally_move(&w->tally, hilum_view(e->pipeline), TALLY_NOWHERE, (int)e->status, 1);
}

static void set_status(struct writer *w, const struct journal_outcome *o)
{
    struct db_statement *s = w->statements[GET_STATUS];

    db_set_int(s, 1, o->message);
    /* A message that has been deleted meanwhile needs no status. */
    if (!db_step(s))
        return;
    tally_move(&w->tally, db_text(s, 1), (int)db_int(s, 0), o->status, 1);
    db_reset(s);
    s = w->statements[SET_STATUS];
    db_set_int(s, 1, o->message);
    db_set_int(s, 2, o->status);
    db_set_text(s, 3, hilum_view(o->reason));
    db_set_text(s, 4, hilum_view(o->place));
    db_run(s);
}

void writer_record(struct writer *w, const struct journal_outcome *o)
{
    struct db_statement *s = w->statements[SET_OUTCOME];

    db_set_int(s, 1, o->message);
    db_set_text(s, 2, o->sink ? hilum_view(o->sink) : HILUM_VIEW(""));
    db_set_int(s, 3, o->verdict);
    db_set_int(s, 4, o->tries);
    db_set_int(s, 5, o->at);
    db_set_text(s, 6, hilum_view(o->reason));
    db_set_text(s, 7, hilum_view(o->place));
    db_set_text(s, 8, hilum_view(o->remark));
    db_run(s);
    if (o->reply.len) {
        s = w->statements[SET_REPLY];
        db_set_int(s, 1, o->message);
        db_set_bytes(s, 2, o->reply);
        db_run(s);
    }
    if (o->status != JOURNAL_UNCHANGED)
        set_status(w, o);
}

/* Runs a statement that takes a run, its first id and its last. */
static void run_on(struct writer *w, enum statement which, int64_t run)
{
    struct db_statement *s = w->statements[which];

    db_set_int(s, 1, run);
    db_set_int(s, 2, run * SCHEMA_RUN);
    db_set_int(s, 3, run * SCHEMA_RUN + SCHEMA_RUN - 1);
    db_run(s);
}

bool writer_index(struct writer *w)
{
    int64_t run = w->indexed + 1;

    if (w->kept_id < run * SCHEMA_RUN + SCHEMA_RUN - 1)
        return false;
    db_begin(w->db);
    run_on(w, INDEX_TERMS, run);
    run_on(w, INDEX_RUN, run);
    db_commit(w->db);
    if (!settle(w))
        return false;
    w->indexed = run;
    return true;
}

/* The id and time of the oldest message from the given id on. */
static bool next_old(struct writer *w, int64_t from, int64_t *id, int64_t *received)
{
    struct db_statement *s = w->statements[NEXT_OLD];

    db_set_int(s, 1, from);
    if (!db_step(s))
        return false;
    *id       = db_int(s, 0);
    *received = db_int(s, 1);
    db_reset(s);
    return true;
}

static void note_deleted(struct writer *w, int64_t id)
{
    char sql[80];

    snprintf(sql, sizeof sql, "UPDATE deleted SET highest = max(highest, %lld)",
             (long long)id);
    db_exec(w->db, sql);
}

static void delete_old(struct writer *w, int64_t first, int64_t last, int64_t before)
{
    static const enum statement order[] = { COUNT_OLD, DELETE_BODIES, DELETE_OUTCOMES,
                                            DELETE_MESSAGES };
    int64_t                     highest = 0;

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        struct db_statement *s = w->statements[order[i]];

        db_set_int(s, 1, first);
        db_set_int(s, 2, last);
        db_set_int(s, 3, before);
        while (db_step(s)) { /* only the count has rows */
            tally_move(&w->tally, db_text(s, 1), (int)db_int(s, 0), TALLY_NOWHERE,
                       db_int(s, 2));
            if (db_int(s, 3) > highest)
                highest = db_int(s, 3);
        }
    }
    if (highest == 0)
        return;
    note_deleted(w, highest);
    run_on(w, DELETE_TERMS, first / SCHEMA_RUN);
    run_on(w, DELETE_RUN, first / SCHEMA_RUN);
}

bool writer_prune(struct writer *w, int64_t before)
{
    int64_t first, last, received;

    if (!next_old(w, w->prune_from, &first, &received) || received >= before) {
        w->prune_from = 0;
        settle(w);
        return false;
    }
    last = first - first % PRUNE_BITE + PRUNE_BITE - 1;
    db_begin(w->db);
    delete_old(w, first, last, before);
    tally_write(&w->tally);
    db_commit(w->db);
    if (!settle(w))
        return false;
    w->prune_from = last + 1;
    return true;
}

void writer_checkpoint(struct writer *w, bool quiet)
{
    int64_t pages = db_log_pages(w->db);

    /* Fewer than were moved: the log has started afresh. */
    if (pages < w->moved)
        w->moved = 0;
    if (pages - w->moved < (quiet ? LOG_QUIET : LOG_BUSY))
        return;
    db_checkpoint(w->db, pages >= LOG_THOROUGHLY);
    w->moved = pages;
    settle(w);
}
