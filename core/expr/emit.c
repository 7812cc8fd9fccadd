/* emit.c -- what the files of the parser share: tokens taken, instructions given. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/parser.h"

#include "expr/regex.h"
#include "expr/value.h"

bool parser_fail(struct parser *p, size_t at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    *p->problem = (struct problem){ .line   = 1,
                                    .column = at + 1,
                                    .what   = arena_vprintf(p->arena, fmt, ap) };
    va_end(ap);
    if (!p->problem->what)
        p->problem->what = "out of memory";
    return false;
}

bool parser_no_memory(struct parser *p)
{
    *p->problem = (struct problem){ .what = "out of memory" };
    return false;
}

/* What stands here is not what belongs here. */
bool parser_unexpected(struct parser *p, const char *missing)
{
    const struct lexer *l = &p->lexer;

    if (l->token == TOKEN_BAD)
        return parser_fail(p, l->at, "%s", l->why);
    if (p->before.len == 0)
        return parser_fail(p, l->at, "%s is missing", missing);
    return parser_fail(p, l->at, "%s is missing after '%.*s'", missing,
                       (int)p->before.len, p->before.ptr);
}

void parser_next(struct parser *p)
{
    struct lexer *l = &p->lexer;

    p->before = (struct hilum_view){ l->text.ptr + l->at, l->next - l->at };
    lexer_next(l);
}

bool parser_expect(struct parser *p, const char *sign, const char *named)
{
    if (!lexer_is(&p->lexer, sign))
        return parser_unexpected(p, named);
    parser_next(p);
    return true;
}

bool parser_unescape(struct parser *p, struct hilum_view *out)
{
    *out = lexer_unescape(p->arena, p->lexer.word);
    return out->ptr || parser_no_memory(p);
}

/* Appends one to a row; NULL: out of memory. */
static void *append(struct parser *p, struct row *r, const void *one)
{
    if (r->count == r->room) {
        uint32_t room = r->room ? r->room * 2 : 16;
        void    *rows = arena_alloc(p->arena, room * r->size);

        if (!rows) {
            parser_no_memory(p);
            return NULL;
        }
        if (r->count)
            memcpy(rows, r->rows, r->count * r->size);
        r->rows = rows;
        r->room = room;
    }
    return memcpy((char *)r->rows + r->count++ * r->size, one, r->size);
}

bool parser_emit(struct parser *p, enum opcode code, size_t at, uint32_t a, uint8_t count)
{
    struct op op = {
        .code = (uint8_t)code, .count = count, .column = (uint16_t)(at + 1), .a = a
    };

    return append(p, &p->ops, &op) != NULL;
}

bool parser_emit_constant(struct parser *p, enum opcode code, size_t at,
                          struct expr_item item)
{
    return append(p, &p->constants, &item) &&
           parser_emit(p, code, at, p->constants.count - 1, 0);
}

bool parser_emit_pattern(struct parser *p, size_t at)
{
    struct expr_item *constant =
        (struct expr_item *)p->constants.rows + (p->constants.count - 1);
    struct problem      why = { 0 };
    const struct regex *r;

    if (constant->kind != EXPR_STRING || constant->number)
        return true;
    r = regex_compile(p->arena, item_view(constant), 0, &why);
    if (!r)
        return parser_fail(p, at, "this pattern, column %zu: %s", why.column, why.what);
    if (!append(p, &p->patterns, &r))
        return false;
    constant->number = p->patterns.count;
    return true;
}

bool parser_emit_path(struct parser *p, size_t at, const struct hl7_path *path)
{
    return append(p, &p->paths, path) &&
           parser_emit(p, OP_PATH, at, p->paths.count - 1, 0);
}
