/* problem.h -- what is wrong, where, and how to mend it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE_PROBLEM_H
#define CORE_BASE_PROBLEM_H

#include "base/arena.h"

#include <stdio.h>

/* One mistake in a text.  Lines and columns count from 1; 0: not known. */
struct problem {
    const char *file;
    const char *line_text; /* the line it stands in; may be NULL */
    size_t      line;
    size_t      column;
    const char *what; /* one sentence, no full stop */
    bool        warning;
};

/* All the mistakes found, in the order of finding.  At LIMIT_PROBLEMS it only
 * counts. */
struct problems {
    struct arena   *arena; /* texts live here; borrowed */
    struct problem *list;
    size_t          count;
    size_t          errors; /* those that are not warnings */
};

/* Adds one; file and line_text are copied. */
HILUM_VPRINTF(3)
void problems_vadd(struct problems *all, const struct problem *at, const char *fmt,
                   va_list ap);
HILUM_PRINTF(3)
void problems_add(struct problems *all, const struct problem *at, const char *fmt, ...);

/* file:line:col: error: what, the line, and a caret under the column. */
void problem_print(FILE *to, const struct problem *p, bool colour);

/* The word of the list (ended with NULL) that was probably meant, or NULL. */
const char *problem_nearest(struct hilum_view word, const char *const *words);

#endif
