/* schema.h -- the tables of a journal. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_SCHEMA_H
#define CORE_JOURNAL_SCHEMA_H

#include "journal/db.h"

/* Ids that share one run of search terms.  Stored: changing it needs a new
 * JOURNAL_SCHEMA. */
enum { SCHEMA_RUN = 1024 };

/* What the terms of a run are of. */
enum schema_term { TERM_CONTROL_ID = 1, TERM_PATIENT, TERM_TYPE };

/* Opens DIR/journal.db, makes the tables in a new one (DB_OWNER), and makes
 * sure that it is a journal of this version.  NULL, and a problem, if not. */
struct db *schema_open(const char *dir, enum db_mode mode, struct problems *problems);

#endif
