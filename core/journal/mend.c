/* mend.c -- what an operator does with messages: replay and discard. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/mend.h"

#include "journal/schema.h"
#include "journal/tally.h"

/* Messages of one transaction: short, because the engine's senders wait for it. */
enum { BITE = 256, STEPS = 3 };

/* A change to one message after another. */
struct mend {
    struct db           *db;
    struct db_statement *look;
    struct db_statement *steps[STEPS]; /* take the id; the last may be NULL */
    struct tally         tally;
    unsigned             from; /* JOURNAL_IS-like bits: who may be changed */
    enum journal_status  to;
    const char          *dir;
    struct problems     *problems;
};

static bool mend_open(struct mend *m, const char *const steps[static STEPS])
{
    m->db = schema_open(m->dir, DB_GUEST, m->problems);
    if (!m->db)
        return false;
    m->look = db_prepare(m->db, "SELECT status, pipeline FROM message WHERE id = ?1");
    for (int i = 0; i < STEPS && steps[i]; i++)
        m->steps[i] = db_prepare(m->db, steps[i]);
    tally_init(&m->tally, m->db);
    return true;
}

static bool change(struct mend *m, int64_t id)
{
    struct problem at = { .file = m->dir };
    int            status;

    db_set_int(m->look, 1, id);
    if (!db_step(m->look)) {
        if (db_state(m->db) == DB_FINE)
            problems_add(m->problems, &at, "there is no message %lld", (long long)id);
        return false;
    }
    status = (int)db_int(m->look, 0);
    if (!(m->from & 1u << status)) {
        problems_add(m->problems, &at, "message %lld is %s", (long long)id,
                     journal_status_name((enum journal_status)status));
        db_reset(m->look);
        return false;
    }
    tally_move(&m->tally, db_text(m->look, 1), status, (int)m->to, 1);
    db_reset(m->look);
    for (int i = 0; i < STEPS; i++) {
        db_set_int(m->steps[i], 1, id);
        db_run(m->steps[i]);
    }
    return true;
}

static size_t change_all(struct mend *m, const int64_t *ids, size_t count)
{
    size_t done = 0;

    for (size_t at = 0; at < count; at += BITE) {
        size_t changed = 0;

        db_begin(m->db);
        for (size_t i = at; i < count && i < at + BITE; i++)
            changed += change(m, ids[i]);
        tally_write(&m->tally);
        if (!db_commit(m->db))
            break;
        done += changed;
    }
    if (db_state(m->db) != DB_FINE) {
        problems_add(m->problems, &(struct problem){ .file = m->dir },
                     "the journal cannot be written: %s", db_why(m->db));
        db_rollback(m->db);
    }
    return done;
}

static size_t mend(struct mend *m, const char *const steps[static STEPS],
                   const int64_t *ids, size_t count)
{
    size_t done = 0;

    if (mend_open(m, steps))
        done = change_all(m, ids, count);
    tally_free(&m->tally);
    db_close(m->db);
    return done;
}

size_t mend_replay(const char *dir, const int64_t *ids, size_t count,
                   enum mend_sinks sinks, struct problems *problems)
{
    static const char *const unanswered[STEPS] = {
        "UPDATE body SET reply = NULL WHERE message = ?1",
        "UPDATE message SET status = 0, reason = NULL, place = NULL WHERE id = ?1",
        "UPDATE outcome SET tries = 0 WHERE message = ?1 AND verdict <> 0", /* HILUM_OK */
    };
    static const char *const all[STEPS] = {
        "UPDATE body SET reply = NULL WHERE message = ?1",
        "UPDATE message SET status = 0, reason = NULL, place = NULL WHERE id = ?1",
        "DELETE FROM outcome WHERE message = ?1",
    };
    struct mend m = {
        .from     = 1u << JOURNAL_HELD | 1u << JOURNAL_DEAD,
        .to       = JOURNAL_PENDING,
        .dir      = dir,
        .problems = problems,
    };

    if (sinks == MEND_ALL_SINKS)
        m.from |= 1u << JOURNAL_DELIVERED | 1u << JOURNAL_FILTERED;
    return mend(&m, sinks == MEND_ALL_SINKS ? all : unanswered, ids, count);
}

size_t mend_discard(const char *dir, const int64_t *ids, size_t count,
                    struct problems *problems)
{
    static const char *const steps[STEPS] = {
        "UPDATE message SET status = 4,"
        " reason = 'discarded by hand' || coalesce('; ' || reason, '') WHERE id = ?1",
    };
    struct mend m = {
        .from     = 1u << JOURNAL_HELD | 1u << JOURNAL_DEAD,
        .to       = JOURNAL_FILTERED,
        .dir      = dir,
        .problems = problems,
    };

    return mend(&m, steps, ids, count);
}
