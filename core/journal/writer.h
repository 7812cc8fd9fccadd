/* writer.h -- what the writer's transactions write. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_WRITER_H
#define CORE_JOURNAL_WRITER_H

#include "base/limits.h"
#include "journal/admit.h"
#include "journal/journal.h"
#include "journal/tally.h"

enum { WRITER_STATEMENTS = 15 };

/* The connection that writes, and what it remembers between transactions.  It
 * belongs to the writer's thread. */
struct writer {
    struct db           *db;
    struct db_statement *statements[WRITER_STATEMENTS];
    struct tally         tally;
    struct admit         admit;
    int64_t              last_id;    /* highest given out in this transaction */
    int64_t              kept_id;    /* highest committed */
    int64_t              indexed;    /* the last run whose terms are in, or -1 */
    int64_t              moved;      /* log pages when last moved into the file */
    int64_t              prune_from; /* where the walk over old messages stands */

    /* Of the newest transaction or chore: why it failed. */
    enum db_state state;
    char          why[LIMIT_REASON];
};

/* False, and a problem, if DIR/journal.db cannot be had.  Close it anyway. */
bool writer_open(struct writer *w, const char *dir, struct problems *problems);
void writer_close(struct writer *w);

/* A transaction: begin, any number of add and record, commit.  Where commit
 * says false nothing of it is stored, and state and why are set. */
void writer_begin(struct writer *w);
void writer_add(struct writer *w, struct journal_entry *entry);
void writer_record(struct writer *w, const struct journal_outcome *outcome);
bool writer_commit(struct writer *w);

/* Chores, a bite at a time; true if a bite was taken and there may be more.  A
 * failure sets state and why, like a commit's. */

/* Sorts the search terms of a complete run in. */
bool writer_index(struct writer *w);

/* Deletes settled messages received before the given time, from where the last
 * bite ended; after the newest of them it starts from the oldest again. */
bool writer_prune(struct writer *w, int64_t before);

/* Moves the log into the file when it is worth it: early if nobody waits, at
 * the latest when the log has grown. */
void writer_checkpoint(struct writer *w, bool quiet);

#endif
