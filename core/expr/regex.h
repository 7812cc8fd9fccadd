/* regex.h -- regular expressions that cannot take long. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern becomes the program of a machine that follows all its alternatives at
 * once and never goes back (Thompson, Pike): the time is that of the text's length
 * times the program's, whatever the pattern.  What would need more than that,
 * looking around and references back, is refused with its column.
 *
 *   .  [a-z]  [^a-z]  [:alpha:]  \d \w \s \D \W \S  \t \n \r \f \v \xHH \uHHHH
 *   \p{L} \p{Lu} \p{Ll} \p{N} \P{L} ...: letters and digits of the usual scripts
 *   ^  $  \A \z \Z  \b \B   ( )  (?: )  (?<name> )  (?i) (?m) (?s) at the start
 *   |  ?  *  +  {n}  {n,}  {n,m}, each with ? behind it to take as little as it can
 *
 * A point also means a line feed.  Text is UTF-8, taken character by character.
 */
#ifndef CORE_EXPR_REGEX_H
#define CORE_EXPR_REGEX_H

#include "base/problem.h"

enum {
    REGEX_MOST_OPS     = 16384, /* instructions of a program */
    REGEX_MOST_RANGES  = 4096,  /* of all its classes */
    REGEX_MOST_GROUPS  = 10,    /* that are remembered, the whole being the first */
    REGEX_MOST_DEPTH   = 32,    /* of brackets */
    REGEX_MOST_REPEATS = 65536,
};

enum regex_flag {
    REGEX_IGNORE_CASE = 1,
    REGEX_LINES       = 2, /* ^ and $ also mean the start and end of a line */
    REGEX_NO_LF       = 4, /* a point is no line feed */
};

struct regex;

/* A part of the text; from is SIZE_MAX where a group took no part. */
struct regex_span {
    size_t from, to;
};

/* Compiles a pattern.  NULL: problem has the column in the pattern. */
const struct regex *regex_compile(struct arena *arena, struct hilum_view pattern,
                                  unsigned flags, struct problem *problem);

enum regex_result { REGEX_NO, REGEX_YES, REGEX_NO_MEMORY, REGEX_TOO_LONG };

/* Finds the first match that begins at a byte or behind it; whole: all of the text
 * must match.  spans has REGEX_MOST_GROUPS, or is NULL where nobody asks.  At most
 * *steps instructions are followed, and what was is taken off.  Scratch memory comes
 * from the arena. */
enum regex_result regex_match(const struct regex *r, struct arena *arena,
                              struct hilum_view text, size_t from, bool whole,
                              struct regex_span *spans, size_t *steps);

/* Was the pattern empty? */
bool regex_is_empty(const struct regex *r);

/* The number of a group by its name; 0: there is none. */
unsigned regex_group(const struct regex *r, struct hilum_view name);

#endif
