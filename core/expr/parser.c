/* parser.c -- compiles the text of an expression to its program, in one pass. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/expr.h"

#include "base/limits.h"
#include "expr/parser.h"
#include "expr/types.h"
#include "expr/value.h"

static bool expression(struct parser *p, int rank);

/* Lets the jump at an instruction lead to the next one that will be emitted. */
static void land(struct parser *p, uint32_t jump)
{
    ((struct op *)p->ops.rows)[jump].a = p->ops.count;
}

/* ---- Names and functions -------------------------------------------------------- */

/* An identifier, decoded; false: there is none. */
static bool name(struct parser *p, struct hilum_view *out)
{
    if (p->lexer.token == TOKEN_WORD)
        *out = p->lexer.word;
    else if (p->lexer.token != TOKEN_QUOTED)
        return parser_unexpected(p, "a name");
    else if (!parser_unescape(p, out))
        return false;
    parser_next(p);
    return true;
}

/* A type: Patient, FHIR.Patient, System.String. */
static bool type(struct parser *p)
{
    size_t            at   = p->lexer.at;
    struct expr_item  item = { .kind = EXPR_TYPE, .scale = EXPR_OF_ANY };
    struct hilum_view text = { NULL, 0 };

    if (!name(p, &text))
        return false;
    if (lexer_is(&p->lexer, ".") &&
        (hilum_is(text, "System") || hilum_is(text, "FHIR"))) {
        item.scale = hilum_is(text, "System") ? EXPR_OF_SYSTEM : EXPR_OF_FHIR;
        parser_next(p);
        if (!name(p, &text))
            return false;
    }
    item.text   = text.ptr;
    item.length = (uint32_t)text.len;
    item.number = hilum_name(text.ptr, text.len);
    item.zone   = type_is_base((uint32_t)item.number) ? TYPE_BASE : 0;
    return parser_emit_constant(p, OP_CONSTANT, at, item);
}

static bool no_function(struct parser *p, size_t at, struct hilum_view called)
{
    const char *names[128];
    const char *meant;
    size_t      count = 0;

    while (expr_functions[count].name && count < 127) {
        names[count] = expr_functions[count].name;
        count++;
    }
    names[count] = NULL;
    meant        = problem_nearest(called, names);
    return parser_fail(p, at, "there is no function '%.*s'%s%s%s", (int)called.len,
                       called.ptr, meant ? "; did you mean '" : "", meant ? meant : "",
                       meant ? "'?" : "");
}

static struct op *op_at(const struct parser *p, uint32_t at)
{
    return (struct op *)p->ops.rows + at;
}

/* The direction of a key to sort by: asc or desc behind it, or a minus before it. */
static bool direction(struct parser *p, uint32_t body)
{
    struct op *last = op_at(p, p->ops.count - 1);
    bool       down = lexer_is(&p->lexer, "desc");

    if (down || lexer_is(&p->lexer, "asc")) {
        size_t at = p->lexer.at;

        parser_next(p);
        return !down || parser_emit(p, OP_DESCENDING, at, 0, 0);
    }
    if (p->ops.count > body && last->code == OP_NEGATE && last->a)
        last->code = OP_DESCENDING;
    return true;
}

static bool argument(struct parser *p, const struct function *f, uint8_t nth)
{
    size_t   at   = p->lexer.at;
    uint32_t jump = p->ops.count;

    if (f->first == ARGUMENT_TYPE)
        return type(p);
    if (!(f->bodies >> nth & 1)) {
        if (!expression(p, 1))
            return false;
        return f->first != ARGUMENT_PATTERN || nth > 0 || p->ops.count != jump + 1 ||
               op_at(p, jump)->code != OP_CONSTANT || parser_emit_pattern(p, at);
    }
    if (!parser_emit(p, OP_BODY, at, 0, 0) || !expression(p, 1) ||
        (f->first == ARGUMENT_ORDER && !direction(p, jump + 1)) ||
        !parser_emit(p, OP_END, at, 0, 0))
        return false;
    land(p, jump);
    return true;
}

/* The arguments of a function and its call; the token is behind the (. */
static bool call(struct parser *p, size_t at, struct hilum_view called)
{
    const struct function *f     = expr_functions;
    uint8_t                count = 0;

    while (f->name && !hilum_is(called, f->name))
        f++;
    if (!f->name)
        return no_function(p, at, called);
    while (!lexer_is(&p->lexer, ")")) {
        if (count && !parser_expect(p, ",", "',' or ')'"))
            return false;
        if (count == f->most)
            return parser_fail(p, p->lexer.at,
                               f->most ? "%s() takes at most %d argument%s"
                                       : "%s() takes no arguments",
                               f->name, f->most, f->most == 1 ? "" : "s");
        if (!argument(p, f, count))
            return false;
        count++;
    }
    if (count < f->least)
        return parser_fail(p, at, "%s() needs %d argument%s", f->name, f->least,
                           f->least == 1 ? "" : "s");
    parser_next(p);
    p->defined += f->first == ARGUMENT_NAME;
    return parser_emit(p, OP_CALL, at, (uint32_t)(f - expr_functions), count);
}

/* A name or a function call; first: it begins a path. */
static bool invocation(struct parser *p, bool first)
{
    size_t            at   = p->lexer.at;
    struct hilum_view text = { NULL, 0 };

    if (!name(p, &text))
        return false;
    if (!lexer_is(&p->lexer, "("))
        return parser_emit(p, first ? OP_BEGIN : OP_STEP, at,
                           hilum_name(text.ptr, text.len), 0);
    parser_next(p);
    return (!first || parser_emit(p, OP_THIS, at, 0, 0)) && call(p, at, text);
}

/* ---- Expressions ---------------------------------------------------------------- */

/* Operators that are no names either; in, is, as and contains may be. */
static bool reserved(const struct lexer *l)
{
    static const char *const words[] = { "and", "or", "xor", "implies", "div", "mod" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lexer_is(l, words[i]))
            return true;
    return false;
}

static bool word(struct parser *p)
{
    bool   yes = lexer_is(&p->lexer, "true");
    size_t at  = p->lexer.at;

    if (reserved(&p->lexer))
        return parser_unexpected(p, "an operand");
    if (!yes && !lexer_is(&p->lexer, "false"))
        return invocation(p, true);
    parser_next(p);
    return parser_emit_constant(p, OP_CONSTANT, at, item_boolean(yes));
}

static bool term(struct parser *p)
{
    switch (p->lexer.token) {
    case TOKEN_WORD:
        return word(p);
    case TOKEN_QUOTED:
        return invocation(p, true);
    case TOKEN_STRING:
        return parse_string(p);
    case TOKEN_NUMBER:
        return parse_number(p);
    case TOKEN_MOMENT:
        return parse_moment(p);
    case TOKEN_VARIABLE:
        return parse_variable(p);
    case TOKEN_CONSTANT:
        return parse_constant(p);
    case TOKEN_PATH:
        return parse_path(p);
    default:
        break;
    }
    if (lexer_is(&p->lexer, "(")) {
        parser_next(p);
        return expression(p, 1) && parser_expect(p, ")", "')'");
    }
    if (lexer_is(&p->lexer, "{")) {
        size_t at = p->lexer.at;

        parser_next(p);
        return parser_expect(p, "}", "'}'") && parser_emit(p, OP_EMPTY, at, 0, 0);
    }
    return parser_unexpected(p, p->before.len ? "an operand" : "an expression");
}

static uint32_t index_operator(void)
{
    uint32_t i = 0;

    while (strcmp(expr_operators[i].text, "[") != 0)
        i++;
    return i;
}

/* A term with the steps, functions and indexes behind it. */
static bool postfix(struct parser *p)
{
    if (!term(p))
        return false;
    for (;;) {
        size_t at = p->lexer.at;

        if (lexer_is(&p->lexer, ".")) {
            parser_next(p);
            if (!invocation(p, false))
                return false;
        } else if (lexer_is(&p->lexer, "[")) {
            parser_next(p);
            if (!expression(p, 1) || !parser_expect(p, "]", "']'") ||
                !parser_emit(p, OP_OPERATOR, at, index_operator(), 0))
                return false;
        } else {
            return true;
        }
    }
}

/* An operand with the signs in front of it.  What its path has defined ends with it. */
static bool operand(struct parser *p)
{
    size_t   at       = p->lexer.at;
    bool     has_sign = false, minus = false;
    uint32_t known = p->defined, defined;

    while (lexer_is(&p->lexer, "-") || lexer_is(&p->lexer, "+")) {
        has_sign = true;
        minus ^= lexer_is(&p->lexer, "-");
        parser_next(p);
    }
    if (!postfix(p))
        return false;
    defined    = p->defined - known;
    p->defined = known;
    return (!defined || parser_emit(p, OP_FORGET, at, defined, 0)) &&
           (!has_sign || parser_emit(p, OP_NEGATE, at, minus, 0));
}

/* The operator that stands here and binds at least as close as rank, or NULL. */
static const struct operation *binary(const struct parser *p, int rank)
{
    for (const struct operation *o = expr_operators; o->text; o++)
        if (o->rank >= rank && lexer_is(&p->lexer, o->text))
            return o;
    return NULL;
}

static bool right_side(struct parser *p, const struct operation *o, size_t at)
{
    uint32_t jump = p->ops.count;

    if (o->code != OP_OPERATOR && !parser_emit(p, (enum opcode)o->code, at, 0, 0))
        return false;
    if (o->type ? !type(p) : !expression(p, o->rank + 1))
        return false;
    if (!parser_emit(p, OP_OPERATOR, at, (uint32_t)(o - expr_operators), 0))
        return false;
    if (o->code != OP_OPERATOR)
        land(p, jump);
    return true;
}

/* Operators of at least this rank, and their operands. */
static bool expression(struct parser *p, int rank)
{
    const struct operation *o;

    if (++p->depth > LIMIT_EXPR_DEPTH)
        return parser_fail(p, p->lexer.at, "the expression is nested deeper than %d",
                           LIMIT_EXPR_DEPTH);
    if (!operand(p))
        return false;
    for (o = binary(p, rank); o; o = binary(p, rank)) {
        size_t at = p->lexer.at;

        parser_next(p);
        if (!right_side(p, o, at))
            return false;
    }
    p->depth--;
    return true;
}

static bool whole(struct parser *p)
{
    parser_next(p);
    if (!expression(p, 1))
        return false;
    if (p->lexer.token == TOKEN_BAD)
        return parser_fail(p, p->lexer.at, "%s", p->lexer.why);
    if (p->lexer.token != TOKEN_END)
        return parser_fail(p, p->lexer.at, "an operator is missing before '%.*s'",
                           (int)(p->lexer.next - p->lexer.at),
                           p->lexer.text.ptr + p->lexer.at);
    return parser_emit(p, OP_END, p->lexer.at, 0, 0);
}

const struct expr *expr_compile(struct arena *arena, const char *text, size_t len,
                                uint32_t model, struct problem *problem)
{
    const char   *copy = arena_text(arena, text, len < LIMIT_EXPR ? len : 0);
    struct parser p    = {
           .lexer     = { .text  = { copy, len },
                          .paths = model == 0 || model == HILUM_NAME("hl7v2") },
           .arena     = arena,
           .problem   = problem,
           .ops       = { .size = sizeof(struct op) },
           .constants = { .size = sizeof(struct expr_item) },
           .paths     = { .size = sizeof(struct hl7_path) },
           .patterns  = { .size = sizeof(const struct regex *) },
    };
    struct expr *e = arena_zero(arena, sizeof *e);

    if (!e || !copy) {
        parser_no_memory(&p);
        return NULL;
    }
    if (len >= LIMIT_EXPR) {
        parser_fail(&p, 0, "the expression is longer than %u bytes", LIMIT_EXPR);
        return NULL;
    }
    if (!whole(&p))
        return NULL;
    e->text      = (struct hilum_view){ copy, len };
    e->count     = p.ops.count;
    e->ops       = p.ops.rows;
    e->constants = p.constants.rows;
    e->paths     = p.paths.rows;
    e->patterns  = p.patterns.rows;
    return e;
}
