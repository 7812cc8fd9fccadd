/* admit.c -- which messages are new, and which have been here before. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/admit.h"

#include "base/bytes.h"
#include "journal/sequence.h"

#include <stdio.h>
#include <stdlib.h>

void admit_open(struct admit *a, struct db *db)
{
    *a = (struct admit){
        .db      = db,
        .earlier = db_prepare(db, "SELECT m.pipeline, m.sender, m.control_id, m.status,"
                                  " b.bytes, b.reply FROM message m"
                                  " JOIN body b ON b.message = m.id WHERE m.id = ?1"),
        .recent  = db_prepare(db, "SELECT id, pipeline, sender, control_id FROM message"
                                   " WHERE id > (SELECT max(id) FROM message) - ?1"
                                   " AND control_id <> '' ORDER BY id"),
        .get_number = db_prepare(db, "SELECT next FROM sequence"
                                     " WHERE pipeline = ?1 AND sender = ?2"),
        .set_number = db_prepare(db, "REPLACE INTO sequence VALUES(?1, ?2, ?3)"),
    };
}

void admit_close(struct admit *a)
{
    repeats_free(&a->repeats);
}

void admit_forget(struct admit *a)
{
    repeats_free(&a->repeats);
    a->loaded = false;
}

/* ---- Repeats -------------------------------------------------------------- */

static uint64_t key_of(struct hilum_view pipeline, struct hilum_view sender,
                       struct hilum_view control_id)
{
    return bytes_hash(pipeline.ptr, pipeline.len) * 31 +
           bytes_hash(sender.ptr, sender.len) * 7 +
           bytes_hash(control_id.ptr, control_id.len);
}

/* The first of a key is the one that was new: those behind it are among the dead. */
void admit_load(struct admit *a)
{
    if (a->loaded)
        return;
    db_set_int(a->recent, 1, REPEATS_LEAST);
    while (db_step(a->recent)) {
        uint64_t key =
            key_of(db_text(a->recent, 1), db_text(a->recent, 2), db_text(a->recent, 3));

        if (repeats_find(&a->repeats, key) == 0)
            repeats_note(&a->repeats, key, db_int(a->recent, 0));
    }
    a->loaded = true;
}

static void keep_stored(struct journal_entry *e, struct hilum_view reply)
{
    e->stored = reply.len ? malloc(reply.len) : NULL;
    if (!e->stored)
        return;
    memcpy(e->stored, reply.ptr, reply.len);
    e->stored_len = reply.len;
}

/* Control ids are said to be the sender's own, and not to be a patient's data. */
static void refuse_changed(struct journal_entry *e, int64_t earlier)
{
    e->admission = JOURNAL_CHANGED;
    e->status    = JOURNAL_DEAD;
    e->reply     = HILUM_VIEW(""); /* it was for one that is new */
    snprintf(e->why, sizeof e->why,
             "duplicate: its control id is that of message %lld, which was another",
             (long long)earlier);
    e->reason = e->why;
    e->place  = e->control_place;
}

static void judge_repeat(struct admit *a, struct journal_entry *e)
{
    struct db_statement *s = a->earlier;
    int64_t              id;

    id = repeats_find(&a->repeats,
                      key_of(hilum_view(e->pipeline), e->sender, e->control_id));
    if (id == 0)
        return;
    db_set_int(s, 1, id);
    if (!db_step(s))
        return;
    if (hilum_is(db_text(s, 0), e->pipeline) && hilum_same(db_text(s, 1), e->sender) &&
        hilum_same(db_text(s, 2), e->control_id)) {
        if (hilum_same(db_text(s, 4), e->body)) {
            e->admission = JOURNAL_REPEATED;
            e->id        = id;
            e->status    = (enum journal_status)db_int(s, 3);
            keep_stored(e, db_text(s, 5));
        } else {
            refuse_changed(e, id);
        }
    }
    db_reset(s);
}

/* ---- Sequence numbers ------------------------------------------------------ */

static int64_t expected(struct admit *a, const struct journal_entry *e)
{
    struct db_statement *s      = a->get_number;
    int64_t              number = SEQUENCE_ANY;

    db_set_text(s, 1, hilum_view(e->pipeline));
    db_set_text(s, 2, e->sender);
    if (db_step(s)) {
        number = db_int(s, 0);
        db_reset(s);
    }
    return number;
}

static void set_expected(struct admit *a, const struct journal_entry *e, int64_t next)
{
    struct db_statement *s = a->set_number;

    db_set_text(s, 1, hilum_view(e->pipeline));
    db_set_text(s, 2, e->sender);
    db_set_int(s, 3, next);
    db_run(s);
}

static enum sequence_verdict judge_number(struct admit *a, struct journal_entry *e)
{
    int64_t               next;
    enum sequence_verdict verdict = sequence_judge(expected(a, e), e->number, &next);

    if (verdict == SEQUENCE_ACCEPT || verdict == SEQUENCE_START)
        set_expected(a, e, next);
    e->expected = sequence_told(verdict, e->number, next);
    return verdict;
}

static void set_aside(struct journal_entry *e)
{
    e->admission = JOURNAL_LINK;
    e->status    = JOURNAL_FILTERED;
    e->reason    = "it starts the link: its sequence number is 0 or -1";
    e->place     = e->sequence_place;
}

/* ---- Both ----------------------------------------------------------------- */

/* Whether it is told from others by its sender and control id. */
static bool told_apart(const struct journal_entry *e)
{
    return (e->once || e->numbered) && e->control_id.len;
}

void admit_judge(struct admit *a, struct journal_entry *e)
{
    enum sequence_verdict verdict;

    e->admission = JOURNAL_NEW;
    if (e->status == JOURNAL_DEAD)
        return;
    if (!e->numbered) {
        if (told_apart(e))
            judge_repeat(a, e);
        return;
    }
    verdict = judge_number(a, e);
    if (verdict == SEQUENCE_START)
        set_aside(e);
    /* A number that was taken is a repeat where its bytes are the same. */
    if (verdict == SEQUENCE_DUPLICATE && told_apart(e))
        judge_repeat(a, e);
    if (verdict == SEQUENCE_GAP ||
        (verdict == SEQUENCE_DUPLICATE && e->admission == JOURNAL_NEW))
        e->admission = JOURNAL_AHEAD;
}

void admit_note(struct admit *a, const struct journal_entry *e)
{
    if (e->admission == JOURNAL_NEW && e->status != JOURNAL_DEAD && told_apart(e))
        repeats_note(&a->repeats,
                     key_of(hilum_view(e->pipeline), e->sender, e->control_id), e->id);
}
