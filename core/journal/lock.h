/* lock.h -- one engine per folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_JOURNAL_LOCK_H
#define CORE_JOURNAL_LOCK_H

#include "base/problem.h"

#include <sys/types.h>

/* Takes DIR/journal.lock for this process and writes its pid into it; the
 * kernel gives it back when the process ends, however it ends.  A descriptor,
 * or -1 and a problem that names the engine that has it. */
int  lock_take(const char *dir, struct problems *problems);
void lock_drop(int lock);

/* The pid of the engine that works in the folder, or 0: whom to signal after
 * mending messages. */
pid_t lock_holder(const char *dir);

#endif
