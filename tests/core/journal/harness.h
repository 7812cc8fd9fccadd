/* harness.h -- a journal in a folder of its own, for one test. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_JOURNAL_HARNESS_H
#define TESTS_CORE_JOURNAL_HARNESS_H

#include "base/limits.h"
#include "journal/journal.h"
#include "journal/reader.h"

#include <check.h>

struct harness {
    char            dir[64];
    struct arena    arena;
    struct problems problems;
};

/* Makes the folder; removes it with all that is in it. */
void harness_open(struct harness *h);
void harness_close(struct harness *h);

/* A journal in the folder; the test fails if there is none. */
struct journal        *harness_journal(struct harness *h, int64_t reserve);
struct journal_reader *harness_reader(struct harness *h);

/* The newest problem; empty where there is none. */
const char *harness_problem(const struct harness *h);

/* Keeps a message like the pattern and waits: its id, or 0 if it was refused. */
int64_t harness_keep(struct journal *j, struct journal_entry pattern);

/* Keeps many, two of each pair of the same patient, in as few transactions as
 * the journal likes; received at 1000, 1001, … */
void harness_keep_many(struct journal *j, int count);

/* Records an outcome and waits. */
bool harness_record(struct journal *j, struct journal_outcome outcome);

/* The status of a message, or -1 if there is none. */
int harness_status(struct harness *h, int64_t id);

/* What the tally says; and fails the test if the messages say otherwise. */
int64_t harness_count(struct harness *h, const char *pipeline,
                      enum journal_status status);

/* Runs every test of a program; the number that failed. */
int harness_run(const char *name, const TTest *const *tests, size_t count);

#endif
