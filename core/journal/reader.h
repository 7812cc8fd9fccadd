/* reader.h -- finding messages in a journal. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_READER_H
#define CORE_JOURNAL_READER_H

#include "journal/journal.h"

/* A connection that only reads, from the engine's process or another one, while
 * the engine runs and when it does not.  It belongs to one thread at a time.  It
 * sees what was committed before each call. */
struct journal_reader;

/* NULL, and a problem, if DIR holds no journal of this version. */
struct journal_reader *reader_open(const char *dir, struct problems *problems);
void                   reader_close(struct journal_reader *r);

/* Views and outcomes hold until the visitor returns. */
struct journal_message {
    int64_t             id;
    int64_t             received;
    enum journal_status status;
    uint64_t            lane;
    struct hilum_view   pipeline, format, control_id, type, patient, peer;
    struct hilum_view   reason, place, sender, labels;
    struct hilum_view   body;  /* empty unless asked for, as is */
    struct hilum_view   reply; /* what its sender was told */

    /* By name of the sink, the stages (NULL) first; their status says nothing.
     * A sink whose verdict is HILUM_OK need not be asked again. */
    const struct journal_outcome *outcomes;
    size_t                        outcome_count;
};

/* True to go on.  Be quick: while a visitor runs, the log cannot start afresh. */
typedef bool reader_visit(void *arg, const struct journal_message *message);

/* What is looked for; zero means any.  All of it must hold. */
struct journal_query {
    int64_t           id;
    const char       *pipeline;
    struct hilum_view control_id, patient, type; /* whole and exact */
    unsigned          statuses;                  /* JOURNAL_IS(...) | JOURNAL_IS(...) */
    int64_t           from, until;               /* received; until is not included */
    int64_t           before; /* ids below: where the last page ended */
    size_t            limit;  /* preset: 100 */
    bool              bodies;
};
#define JOURNAL_IS(status) (1u << (status))

/* Newest first.  False on trouble: see reader_why. */
bool reader_search(struct journal_reader *r, const struct journal_query *query,
                   reader_visit *visit, void *arg);

/* Up to limit pending messages of a pipeline with ids above `after`, oldest
 * first.  After a replay older ids are pending again: read from 0, and leave out
 * what is in hand; without bodies that is cheap. */
bool reader_pending(struct journal_reader *r, const char *pipeline, int64_t after,
                    size_t limit, bool bodies, reader_visit *visit, void *arg);

/* Messages the journal holds, by pipeline and status; never walks the messages. */
typedef void reader_count(void *arg, const char *pipeline, enum journal_status status,
                          int64_t messages);
bool         reader_counts(struct journal_reader *r, reader_count *visit, void *arg);

/* Why the last call said false; empty if it did not. */
const char *reader_why(const struct journal_reader *r);

#endif
