/* run.h -- carries out the rows of maps on one message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RUN_H
#define RUN_H

#include "structure.h"
#include "tree.h"
#include "value.h"

/* Datatype maps within datatype maps, at most. */
enum { MOST_NESTING = 8 };

/* A resource that a row has made of a value. */
struct made {
    const struct rules      *rules;
    const struct hilum_node *source;
    struct resource         *resource;
};

enum { MOST_MADE = 64 };

struct run {
    const struct rulebook  *book;
    const struct structure *structure;
    struct message          message;
    struct tree             tree;
    struct zone             zone;     /* of the message, else the option's */
    bool                    day_only; /* a time was cut to its day: no zone is known */
    struct resource        *variables[MOST_VARIABLES];
    struct made             made[MOST_MADE];
    uint32_t                made_count;
};

/* Fills the tree from all segments.  False: out of memory. */
bool run_message(struct run *);

#endif /* RUN_H */
