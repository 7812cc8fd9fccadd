/* coverage.h -- what a message says and no rule has consumed. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include "hl7.h"

enum { MOST_COVERAGE = 4096, MOST_HOUSEKEPT = 32 };

/* The fields that the engine reads itself; loaded from index.map. */
struct housekeeping {
    struct housekept {
        uint32_t segment;
        uint64_t fields[MOST_FIELDS / 64]; /* by bit */
    } segments[MOST_HOUSEKEPT];
    uint32_t count;
};

/* False: there are too many segments. */
bool housekeeping_add(struct housekeeping *, const struct hl7_path *);

/* Writes the places of all values that no rule has consumed: PID-10.1,NK1[2]-5.3,ZPV-2.
 * A segment's number is told where there are several of its name, a field's repetition
 * from the second on.  What does not fit is told as "..." at the end. */
void coverage_write(const struct message *, const struct housekeeping *,
                    struct hilum_buffer *);

#endif /* COVERAGE_H */
