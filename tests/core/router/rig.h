/* rig.h -- a pipeline with the parts of tests/parts, on a journal in a folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_ROUTER_RIG_H
#define TESTS_CORE_ROUTER_RIG_H

#include "journal/journal.h"
#include "router/router.h"

#include <check.h>

enum { RIG_DEADLINE = 30000 }; /* ms that something may take before it has failed */

struct rig {
    struct engine   engine;
    struct arena    arena;
    struct problems problems;
    struct graph   *graph;
    struct journal *journal;
    struct router  *router;
    char            dir[64]; /* removed at close */
};

/* Loads the parts and makes the folder. */
void rig_open(struct rig *r);
void rig_close(struct rig *r);

/* Reads a pipeline, in which every '@' stands for the folder. */
struct graph *rig_graph(struct rig *r, const char *text);

/* Runs a pipeline without mistakes, with the journal; the source begins. */
void rig_run(struct rig *r, const char *text);
void rig_stop(struct rig *r, int64_t grace);

/* Tries to run one; false where it cannot be opened. */
bool rig_try(struct rig *r, const char *text);

/* Fails the test where a problem has other words, or there is none. */
void rig_problem(const struct rig *r, const char *words);

/* ---- What became of messages ----------------------------------------------- */

/* Messages of a status in the journal. */
int64_t rig_count(struct rig *r, enum journal_status status);

/* Waits until so many messages have a status. */
void rig_wait(struct rig *r, enum journal_status status, int64_t count);

/* Waits until a file of the folder has so many lines, or more. */
void rig_wait_lines(struct rig *r, const char *file, size_t count);

/* The text of a file in the folder, in the arena; "" where there is none. */
const char *rig_file(struct rig *r, const char *file);
size_t      rig_lines(const char *text);

/* How often a text stands in another. */
size_t rig_times(const char *text, const char *what);

/* Makes an empty file in the folder, or removes it. */
void rig_touch(struct rig *r, const char *file);
void rig_remove(struct rig *r, const char *file);

/* The reason and place, "reason @ place", of a message in the journal; in the
 * arena. */
const char *rig_reason(struct rig *r, int64_t id);

/* What a sink (NULL: the stages) answered last: "verdict tries remark". */
const char *rig_outcome(struct rig *r, int64_t id, const char *sink);

#endif
