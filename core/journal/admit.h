/* admit.h -- which messages are new, and which have been here before. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_ADMIT_H
#define CORE_JOURNAL_ADMIT_H

#include "journal/db.h"
#include "journal/journal.h"
#include "journal/repeats.h"

/* Two rules, within the writer's transaction.
 *
 * Repeats.  A sender that gets no answer sends its message again.  One of the same
 * pipeline, sender, control id and bytes as one of the last half a million or more
 * is that message; one with other bytes is kept among the dead, for somebody to
 * look at: either is a fault that is better seen than processed.
 *
 * Sequence numbers (HL7 v2 chapter 2.10.1; see sequence.h).  The last number taken
 * from each sender is kept in the journal, with the message it came with. */
struct admit {
    struct db           *db;
    struct db_statement *earlier, *recent, *get_number, *set_number;
    struct repeats       repeats;
    bool                 loaded; /* what the journal has of late is in `repeats` */
};

void admit_open(struct admit *a, struct db *db);
void admit_close(struct admit *a);

/* [before a transaction] Reads what the journal has of late, if that is not known. */
void admit_load(struct admit *a);

/* Judges an entry, which has no id yet: sets admission, and what goes with it, and
 * status, reason and place where it is dead. */
void admit_judge(struct admit *a, struct journal_entry *e);

/* The entry has been added, with its id. */
void admit_note(struct admit *a, const struct journal_entry *e);

/* The transaction was undone: what was noted in it is not so. */
void admit_forget(struct admit *a);

#endif
