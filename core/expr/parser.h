/* parser.h -- what the files of the parser share: tokens taken, instructions given. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_PARSER_H
#define CORE_EXPR_PARSER_H

#include "expr/lexer.h"

/* A row that grows. */
struct row {
    void    *rows;
    uint32_t count, room;
    size_t   size; /* of one */
};

struct parser {
    struct lexer      lexer;
    struct arena     *arena;
    struct problem   *problem;
    struct row        ops, constants, paths, patterns;
    uint32_t          defined; /* variables, in the path being compiled */
    struct hilum_view before;  /* the token before this one */
    int               depth;
};

/* Records a mistake at a byte of the text (from 0) and returns false. */
HILUM_PRINTF(3) bool parser_fail(struct parser *p, size_t at, const char *fmt, ...);

/* What stands here is not what belongs here: "an operand", "')'". */
bool parser_unexpected(struct parser *p, const char *missing);
bool parser_no_memory(struct parser *p);

void parser_next(struct parser *p);

/* Passes a sign; false: it is missing. */
bool parser_expect(struct parser *p, const char *sign, const char *named);

/* Appends to the program; a constant with the instruction that pushes it. */
bool parser_emit(struct parser *p, enum opcode code, size_t at, uint32_t a,
                 uint8_t count);
bool parser_emit_constant(struct parser *p, enum opcode code, size_t at,
                          struct expr_item item);
/* Compiles the pattern that the last constant is, where it is one string. */
bool parser_emit_pattern(struct parser *p, size_t at);
bool parser_emit_path(struct parser *p, size_t at, const struct hl7_path *path);

/* The text of the token, decoded; false: out of memory. */
bool parser_unescape(struct parser *p, struct hilum_view *out);

/* Has %name a meaning in the standards? */
bool parser_known_constant(struct hilum_view name);

/* Compiles the operand that the token is.  literal.c */
bool parse_string(struct parser *p);
bool parse_number(struct parser *p);
bool parse_moment(struct parser *p);
bool parse_variable(struct parser *p);
bool parse_constant(struct parser *p);
bool parse_path(struct parser *p);

#endif
