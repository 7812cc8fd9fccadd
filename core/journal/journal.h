/* journal.h -- where accepted messages live until they are answered for. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_JOURNAL_H
#define CORE_JOURNAL_JOURNAL_H

#include "base/problem.h"

/* One journal per engine process, shared by its pipelines: DIR/journal.db.
 *
 * - A message is the journal's from the moment its `done` says committed: it is
 *   on the disk then.  Before that it is nobody's, and its sender is not to be
 *   acknowledged.
 * - One thread, the writer, owns the connection that writes.  It commits all
 *   that is waiting in one transaction with one sync, and never waits for more.
 * - Ids ascend in the order of offering, start at 1 and are never used again.
 * - accepted = pending + held + dead + delivered + filtered, per pipeline, at
 *   every commit (less what has outlived `keep`).
 * - After a failed sync or on a damaged file nothing is committed any more.
 *
 * Reading is reader.h; replaying and discarding is mend.h: both also work from
 * another process while the engine runs, and when it does not. */
struct journal;

/* Pending, held and dead are open: somebody still has to do something.  The
 * numbers are stored. */
enum journal_status {
    JOURNAL_PENDING,   /* waiting for stages or sinks */
    JOURNAL_HELD,      /* kept back: poison, or by order */
    JOURNAL_DEAD,      /* given up on, with the reason */
    JOURNAL_DELIVERED, /* every sink has answered OK; first of the settled */
    JOURNAL_FILTERED,  /* dropped by a step on purpose, or discarded by hand */
    JOURNAL_STATUSES
};

enum {
    JOURNAL_GROUP       = 1024,     /* messages of one transaction */
    JOURNAL_GROUP_BYTES = 32 << 20, /* bytes of one transaction, or one message */
    JOURNAL_OUTCOMES    = 1 << 16,  /* outcomes waiting to be committed */
    JOURNAL_RESERVE     = 64 << 20, /* bytes of the disk left free, unless told */
    JOURNAL_SCHEMA      = 2,        /* version of the tables */
    JOURNAL_WHY         = 96        /* bytes of a reason of the journal's own */
};

struct journal_options {
    const char *dir;     /* made if missing; on a local disk */
    int64_t     reserve; /* bytes: with less free, no message is accepted; 0: preset */
    int64_t     keep;    /* ms that settled messages are kept; 0: for ever */

    /* [writer] Once, when nothing can be committed any more.  The engine must
     * end soon; whatever is offered from here on is refused. */
    void (*fatal)(void *arg, const char *why);
    void *arg;
};

/* What the journal makes of a message on its way in; see admit.h. */
enum journal_admission {
    JOURNAL_NEW,      /* it is kept, unless the commit fails */
    JOURNAL_REPEATED, /* it is message `id`, which is here already; nothing is kept */
    JOURNAL_CHANGED,  /* kept among the dead: another message had its control id */
    JOURNAL_LINK,     /* kept, but not processed: it starts the link */
    JOURNAL_AHEAD,    /* its number does not follow; nothing is kept */
};

/* A message on its way in.  Embedded in the caller's own object, which stays,
 * with all it points to, until done. */
struct journal_entry {
    const char         *pipeline;
    const char         *format;
    int64_t             received; /* ms since 1970 */
    uint64_t            lane;
    struct hilum_view   body;                      /* at most LIMIT_MESSAGE */
    struct hilum_view   control_id, type, patient; /* what search finds it by */
    struct hilum_view   peer;                      /* from where it came */
    struct hilum_view   sender;                    /* who sent it */
    struct hilum_view   labels;                    /* lines "key=value\n" */
    struct hilum_view   reply;    /* what it is answered with, to be told again */
    bool                once;     /* repeats are recognised, by sender and control id */
    bool                numbered; /* the sender counts its messages: */
    int64_t             number;   /* in its sequence */
    const char         *control_place, *sequence_place; /* where these stand */
    enum journal_status status;         /* e.g. dead at once: unparsable */
    const char         *reason, *place; /* why held or dead; may be NULL */

    /* [writer] Short: the next group waits for it. */
    void (*done)(struct journal_entry *, bool committed);

    enum journal_admission admission;
    int64_t                expected; /* the number that is expected next; -1: any */
    char  *stored; /* what message `id` was answered with: freed by the entry's owner */
    size_t stored_len;
    char   why[JOURNAL_WHY];

    int64_t               id;      /* set when committed */
    const char           *refusal; /* a sentence, set when not; static */
    struct journal_entry *next;    /* the journal's; in done, the next of the group */
};

/* What a sink, or the stages, answered for a message: one row per message and
 * sink, the newest answer. */
struct journal_outcome {
    int64_t           message;
    const char       *sink;    /* NULL: the stages */
    int               verdict; /* enum hilum_verdict */
    int               tries;
    int64_t           at;                      /* ms since 1970 */
    const char       *reason, *place, *remark; /* may be NULL; "unmapped: PID-10" */
    struct hilum_view reply;                   /* what the sender is told now, if it is */

    /* When journaling: the message's status from here on, stored in the same
     * transaction with reason and place; or JOURNAL_UNCHANGED. */
    int status;
};
enum { JOURNAL_UNCHANGED = -1 };

/* NULL, and a problem, if the folder cannot be had, is another engine's, or
 * holds something that is not a journal or a newer one. */
struct journal *journal_open(const struct journal_options *options,
                             struct problems              *problems);

/* Commits what is waiting, stops the writer, frees.  Offer nothing meanwhile.
 * Outcomes that the disk has no room for are lost: their messages stay pending
 * and will be sent again.  NULL is fine. */
void journal_close(struct journal *j);

/* [any] Keeps a message; done follows, on the writer's thread. */
void journal_offer(struct journal *j, struct journal_entry *entry);

/* [any] Keeps an outcome; copied.  On a full disk outcomes wait, in order, and
 * are tried again.  False, and not taken, if JOURNAL_OUTCOMES are waiting or
 * memory is out: ask again later. */
bool journal_record(struct journal *j, const struct journal_outcome *outcome);

/* [any] Waits until all that was offered and recorded before is settled.  False
 * if an outcome still waits for room, or nothing can be committed any more. */
bool journal_flush(struct journal *j);

/* [any] Since opening.  refused counts messages. */
struct journal_meters {
    int64_t commits, committed, refused, recorded;
    int64_t waiting;       /* messages and outcomes */
    int64_t slowest_nanos; /* the longest transaction, with its sync */
};
void journal_meters(struct journal *j, struct journal_meters *meters);

/* "pending", "held", "dead", "delivered", "filtered". */
const char *journal_status_name(enum journal_status status);

/* False if it is none of these. */
bool journal_status_read(struct hilum_view name, enum journal_status *status);

#endif
