/* tally.h -- how many messages of each pipeline have which status. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_TALLY_H
#define CORE_JOURNAL_TALLY_H

#include "base/table.h"
#include "journal/db.h"

/* Gathers what a transaction changes, so that a thousand messages cost one row. */
struct tally {
    struct table         lines; /* pipeline -> struct tally_line */
    struct db_statement *add;
};

/* What stands for "was not there" and "is not there any more". */
enum { TALLY_NOWHERE = -1 };

/* False on trouble of the connection. */
bool tally_init(struct tally *t, struct db *db);
void tally_free(struct tally *t);

/* count messages of a pipeline go from one status to another. */
void tally_move(struct tally *t, struct hilum_view pipeline, int from, int to,
                int64_t count);

/* Before the commit: into the table.  After a rollback: forgotten. */
void tally_write(struct tally *t);
void tally_forget(struct tally *t);

#endif
