/* lexer.h -- the words of an expression. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_LEXER_H
#define CORE_EXPR_LEXER_H

#include "expr/program.h"

enum token {
    TOKEN_END,
    TOKEN_WORD,   /* an identifier or keyword */
    TOKEN_QUOTED, /* an identifier in backticks; text is what is between them */
    TOKEN_STRING, /* text is what is between the quotes, escapes still in it */
    TOKEN_NUMBER,
    TOKEN_MOMENT,   /* @2026-01-01; text is without the @ */
    TOKEN_SIGN,     /* an operator or bracket */
    TOKEN_VARIABLE, /* $this; text is without the $ */
    TOKEN_CONSTANT, /* %resource, %`name`, %'name'; text is the name */
    TOKEN_PATH,     /* an HL7 path, in .path */
    TOKEN_BAD,      /* nothing of the language; .why */
};

struct lexer {
    struct hilum_view text;
    size_t            next;  /* where the next token is looked for */
    bool              paths; /* HL7 paths are understood */

    enum token        token;
    struct hilum_view word;
    size_t            at; /* where the token begins, from 0 */
    struct hl7_path   path;
    const char       *why;
};

/* Reads the next token. */
void lexer_next(struct lexer *l);

/* Is the token this sign or word? */
bool lexer_is(const struct lexer *l, const char *text);

/* Decodes the escapes of a string or identifier; what is no escape stands for
 * itself.  ptr is NULL where memory is out. */
struct hilum_view lexer_unescape(struct arena *arena, struct hilum_view text);

#endif
