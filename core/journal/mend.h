/* mend.h -- what an operator does with messages: replay and discard. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_MEND_H
#define CORE_JOURNAL_MEND_H

#include "journal/journal.h"

/* Both work from any process, also while the engine runs, in short transactions.
 * A running engine does not notice by itself: signal lock_holder(dir), upon
 * which it reads the pending messages again.
 *
 * Both answer how many of the ids they changed; each id that they could not
 * change is a problem. */

enum mend_sinks {
    MEND_UNANSWERED, /* sinks that have answered OK are not asked again */
    MEND_ALL_SINKS   /* what they answered is forgotten; all are asked */
};

/* Makes held and dead messages pending again, with MEND_ALL_SINKS delivered and
 * filtered ones too.  Reason and place are cleared and tries start at 0; what
 * the sinks last answered stays to be seen until they answer anew. */
size_t mend_replay(const char *dir, const int64_t *ids, size_t count,
                   enum mend_sinks sinks, struct problems *problems);

/* Gives held and dead messages up for good: they become filtered, keep their
 * reason behind "discarded by hand", and go when they have outlived `keep`. */
size_t mend_discard(const char *dir, const int64_t *ids, size_t count,
                    struct problems *problems);

#endif
