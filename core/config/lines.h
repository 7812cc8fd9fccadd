/* lines.h -- a text by line and column, and the problems found in it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CONFIG_LINES_H
#define CORE_CONFIG_LINES_H

#include "base/problem.h"

/* Where something stands: from 1, in characters; 0: not known. */
struct place {
    size_t line;
    size_t column;
};

/* The text of one file.  It is a copy in the arena of the problems, because
 * lines_hide() writes on it. */
struct lines {
    const char      *file;
    char            *text;
    size_t           len;
    struct problems *problems; /* borrowed */

    /* The place looked for last, and its offset: who reads forwards does not
     * start over each time. */
    struct place seen;
    size_t       seen_at;
};

/* Takes a copy of the bytes; false (with a problem) where they are not UTF-8
 * text: control characters are refused. */
bool lines_bytes(struct lines *l, const char *file, struct hilum_view bytes,
                 struct problems *problems);

/* The same from a file of at most LIMIT_CONFIG bytes. */
bool lines_file(struct lines *l, const char *path, struct problems *problems);

/* Adds the bytes of a file to a buffer whose ceiling is one byte more than the
 * file may have.  NULL, or why not. */
const char *lines_gather(struct hilum_buffer *out, const char *path);

/* The offset of a place; the end of its line where the column lies beyond. */
size_t lines_offset(struct lines *l, struct place at);

/* Where the byte stands that is at - from bytes behind a known place. */
struct place lines_walk(const struct lines *l, struct place from, size_t offset,
                        size_t to);

/* Adds an error at a place, with the line as it is written in the file. */
HILUM_PRINTF(3)
void lines_blame(struct lines *l, struct place at, const char *fmt, ...);

/* " (did you mean 'x'?)" for the word of the list (ended with NULL) that is
 * nearest, or "" where none is. */
const char *lines_hint(struct lines *l, struct hilum_view word, const char *const *words);

/* No problem shows these bytes of the text, only asterisks; not even those that
 * have been reported already. */
void lines_hide(struct lines *l, struct hilum_view part);

/* Bytes of a line break at the start of a text (YAML 1.1 knows five), or 0. */
size_t lines_break(const char *at, const char *end);

#endif
