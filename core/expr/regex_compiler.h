/* regex_compiler.h -- what the files that compile regular expressions share. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_REGEX_COMPILER_H
#define CORE_EXPR_REGEX_COMPILER_H

#include "expr/regex_class.h"

#include "expr/strings.h"

#define REGEX_NO_CHARACTER UINT32_MAX
#define REGEX_NO_END UINT32_MAX

struct regex_compiler {
    struct arena       *arena;
    struct problem     *problem;
    struct hilum_view   text;
    size_t              at;
    unsigned            flags;
    int                 depth;
    unsigned            groups;
    struct regex_op    *ops; /* room for REGEX_MOST_OPS, given back at the end */
    uint32_t            count;
    struct regex_ranges ranges;
    struct hilum_view   names[REGEX_MOST_GROUPS];
};

/* Records the mistake at a byte of the pattern (from 0) and returns false. */
bool regex_fail(struct regex_compiler *c, size_t at, const char *what);
bool regex_too_large(struct regex_compiler *c);

/* ---- Reading the pattern -------------------------------------------------------- */

static inline bool regex_more(const struct regex_compiler *c)
{
    return c->at < c->text.len;
}

static inline bool regex_looking_at(const struct regex_compiler *c, const char *text)
{
    size_t len = strlen(text);

    return c->text.len - c->at >= len && memcmp(c->text.ptr + c->at, text, len) == 0;
}

static inline bool regex_pass(struct regex_compiler *c, const char *text)
{
    if (!regex_looking_at(c, text))
        return false;
    c->at += strlen(text);
    return true;
}

/* The next character; there must be one. */
static inline uint32_t regex_take(struct regex_compiler *c)
{
    size_t   len;
    uint32_t got = string_character(
        (struct hilum_view){ c->text.ptr + c->at, c->text.len - c->at }, &len);

    c->at += len;
    return got;
}

/* What stands behind a backslash: a character; or REGEX_NO_CHARACTER, and a set was
 * added to the ranges. */
bool regex_escape(struct regex_compiler *c, uint32_t *out);

/* [...], which is given as an instruction: the text is behind the bracket. */
bool regex_read_class(struct regex_compiler *c);

/* ---- Giving instructions -------------------------------------------------------- */

bool regex_emit(struct regex_compiler *c, enum regex_code code, uint32_t a, uint32_t b);

/* Repeats what was given since `from`: least to most times, or without end; lazy: as
 * few times as it can be. */
bool regex_repeat(struct regex_compiler *c, uint32_t from, uint32_t least, uint32_t most,
                  bool lazy);

/* Makes room for one instruction at a place, before what was given behind it. */
bool regex_insert(struct regex_compiler *c, uint32_t at);

#endif
