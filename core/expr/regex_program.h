/* regex_program.h -- what a regular expression is compiled to. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_REGEX_PROGRAM_H
#define CORE_EXPR_REGEX_PROGRAM_H

#include "expr/regex.h"

enum regex_code {
    REGEX_CHARACTER,  /* a is the character */
    REGEX_ANY,        /* any character; a is 1: but a line feed */
    REGEX_CLASS,      /* one of the ranges a to b */
    REGEX_NOT_CLASS,  /* one that is in none of them */
    REGEX_SPLIT,      /* goes on at a and at b; a is tried first */
    REGEX_JUMP,       /* goes on at a */
    REGEX_SAVE,       /* remembers the place as number a */
    REGEX_BEGIN,      /* only at the start of the text */
    REGEX_END,        /* only at its end */
    REGEX_LINE_BEGIN, /* only at the start of a line */
    REGEX_LINE_END,   /* only at the end of a line */
    REGEX_EDGE,       /* only where a word begins or ends */
    REGEX_NO_EDGE,    /* only where none does */
    REGEX_MATCH,
};

struct regex_op {
    uint32_t code;
    uint32_t a, b;
};

struct regex_range {
    uint32_t first, last;
};

struct regex {
    const struct regex_op    *ops;
    const struct regex_range *ranges;
    uint32_t                  count;
    bool                      ignore_case;
    bool                      from_begin; /* it can match at the start only */
    struct hilum_view         names[REGEX_MOST_GROUPS];
};

/* Of one class, is the character in it?  Both letters, where case is ignored. */
static inline bool regex_in(const struct regex_range *ranges, uint32_t from, uint32_t to,
                            uint32_t c)
{
    for (uint32_t i = from; i < to; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

#endif
