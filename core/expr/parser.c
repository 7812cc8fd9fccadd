/* parser.c -- compiles the text of an expression to its program, in one pass. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/expr.h"

#include "base/limits.h"
#include "expr/lexer.h"
#include "expr/unit.h"
#include "expr/value.h"

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
    struct row        ops, constants, paths;
    struct hilum_view before; /* the token before this one */
    int               depth;
};

static bool expression(struct parser *p, int rank);

/* ---- Mistakes --------------------------------------------------------------- */

HILUM_PRINTF(3) static bool fail(struct parser *p, size_t at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    *p->problem = (struct problem){
        .line = 1, .column = at + 1, .what = arena_vprintf(p->arena, fmt, ap)
    };
    va_end(ap);
    if (!p->problem->what)
        p->problem->what = "out of memory";
    return false;
}

static bool no_memory(struct parser *p)
{
    *p->problem = (struct problem){ .what = "out of memory" };
    return false;
}

/* What stands here is not what belongs here. */
static bool unexpected(struct parser *p, const char *missing)
{
    const struct lexer *l = &p->lexer;

    if (l->token == TOKEN_BAD)
        return fail(p, l->at, "%s", l->why);
    if (p->before.len == 0)
        return fail(p, l->at, "%s is missing", missing);
    return fail(p, l->at, "%s is missing after '%.*s'", missing, (int)p->before.len,
                p->before.ptr);
}

/* ---- Tokens ------------------------------------------------------------------ */

static void next(struct parser *p)
{
    struct lexer *l = &p->lexer;

    p->before = (struct hilum_view){ l->text.ptr + l->at, l->next - l->at };
    lexer_next(l);
}

static bool expect(struct parser *p, const char *sign, const char *named)
{
    if (!lexer_is(&p->lexer, sign))
        return unexpected(p, named);
    next(p);
    return true;
}

/* ---- Emitting ----------------------------------------------------------------- */

/* Appends one to a row; NULL: out of memory. */
static void *append(struct parser *p, struct row *r, const void *one)
{
    if (r->count == r->room) {
        uint32_t room = r->room ? r->room * 2 : 16;
        void    *rows = arena_alloc(p->arena, room * r->size);

        if (!rows) {
            no_memory(p);
            return NULL;
        }
        if (r->count)
            memcpy(rows, r->rows, r->count * r->size);
        r->rows = rows;
        r->room = room;
    }
    return memcpy((char *)r->rows + r->count++ * r->size, one, r->size);
}

static bool emit(struct parser *p, enum opcode code, size_t at, uint32_t a, uint8_t count)
{
    struct op op = {
        .code = (uint8_t)code, .count = count, .column = (uint16_t)(at + 1), .a = a
    };

    return append(p, &p->ops, &op) != NULL;
}

/* Lets the jump at an instruction lead to the next one that will be emitted. */
static void land(struct parser *p, uint32_t jump)
{
    ((struct op *)p->ops.rows)[jump].a = p->ops.count;
}

static bool emit_constant(struct parser *p, enum opcode code, size_t at,
                          struct expr_item item)
{
    return append(p, &p->constants, &item) &&
           emit(p, code, at, p->constants.count - 1, 0);
}

/* ---- Literals -------------------------------------------------------------------- */

static bool unescape(struct parser *p, struct hilum_view *out)
{
    *out = lexer_unescape(p->arena, p->lexer.word);
    return out->ptr || no_memory(p);
}

static bool string(struct parser *p)
{
    size_t            at = p->lexer.at;
    struct hilum_view text;

    if (!unescape(p, &text))
        return false;
    next(p);
    return emit_constant(p, OP_CONSTANT, at, item_string(text));
}

/* A number, or a quantity where a unit follows. */
static bool number(struct parser *p)
{
    struct lexer    *l    = &p->lexer;
    size_t           at   = l->at;
    struct hilum_view text = l->word, unit;
    struct expr_item item;
    bool             whole = memchr(text.ptr, '.', text.len) == NULL;

    if (whole ? !read_integer(text, &item) : !read_decimal(text, &item))
        return fail(p, at, "this number is too large");
    next(p);
    if (l->token != TOKEN_STRING &&
        (l->token != TOKEN_WORD || unit_span(l->word) == UNIT_NO_SPAN))
        return emit_constant(p, OP_CONSTANT, at, item);
    unit = l->word;
    if (l->token == TOKEN_STRING && !unescape(p, &unit))
        return false;
    item.kind   = EXPR_QUANTITY;
    item.text   = unit.ptr;
    item.length = (uint32_t)unit.len;
    next(p);
    return emit_constant(p, OP_CONSTANT, at, item);
}

static bool moment(struct parser *p)
{
    struct hilum_view text = p->lexer.word;
    size_t            at   = p->lexer.at;
    struct expr_item  item;
    bool              good;

    if (text.len && text.ptr[0] == 'T')
        good = read_time(text, &item);
    else if (text.len && memchr(text.ptr, 'T', text.len))
        good = read_datetime(text, &item);
    else
        good = read_date(text, &item);
    if (!good)
        return fail(p, at, "this is not a date, dateTime or time");
    next(p);
    return emit_constant(p, OP_CONSTANT, at, item);
}

static bool variable(struct parser *p)
{
    static const struct {
        const char *name;
        enum opcode code;
    } known[] = { { "this", OP_THIS }, { "index", OP_INDEX }, { "total", OP_TOTAL } };
    size_t at = p->lexer.at;

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!hilum_is(p->lexer.word, known[i].name))
            continue;
        next(p);
        return emit(p, known[i].code, at, 0, 0);
    }
    return fail(p, at, "there are $this, $index and $total, and no other");
}

/* The constants that the standards define; others come with the context. */
static bool constant(struct parser *p)
{
    static const struct {
        const char *name, *value;
        enum opcode code;
    } known[] = {
        { "resource", NULL, OP_RESOURCE },
        { "rootResource", NULL, OP_ROOT },
        { "context", NULL, OP_CONTEXT },
        { "ucum", "http://unitsofmeasure.org", OP_CONSTANT },
        { "sct", "http://snomed.info/sct", OP_CONSTANT },
        { "loinc", "http://loinc.org", OP_CONSTANT },
    };
    static const struct {
        const char *prefix, *value;
    } sets[] = {
        { "vs-", "http://hl7.org/fhir/ValueSet/" },
        { "ext-", "http://hl7.org/fhir/StructureDefinition/" },
    };
    size_t            at = p->lexer.at;
    struct hilum_view name;

    if (!unescape(p, &name))
        return false;
    next(p);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!hilum_is(name, known[i].name))
            continue;
        if (known[i].code != OP_CONSTANT)
            return emit(p, known[i].code, at, 0, 0);
        return emit_constant(p, OP_CONSTANT, at, item_string(hilum_view(known[i].value)));
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        size_t      len = strlen(sets[i].prefix);
        const char *text;

        if (name.len < len || memcmp(name.ptr, sets[i].prefix, len) != 0)
            continue;
        text = arena_printf(p->arena, "%s%.*s", sets[i].value, (int)(name.len - len),
                            name.ptr + len);
        if (!text)
            return no_memory(p);
        return emit_constant(p, OP_CONSTANT, at, item_string(hilum_view(text)));
    }
    return emit_constant(p, OP_NAMED, at, item_string(name));
}

/* ---- Names and functions ----------------------------------------------------------- */

/* An identifier, decoded; false: there is none. */
static bool name(struct parser *p, struct hilum_view *out)
{
    if (p->lexer.token == TOKEN_WORD)
        *out = p->lexer.word;
    else if (p->lexer.token != TOKEN_QUOTED)
        return unexpected(p, "a name");
    else if (!unescape(p, out))
        return false;
    next(p);
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
    if (lexer_is(&p->lexer, ".") && (hilum_is(text, "System") || hilum_is(text, "FHIR"))) {
        item.scale = hilum_is(text, "System") ? EXPR_OF_SYSTEM : EXPR_OF_FHIR;
        next(p);
        if (!name(p, &text))
            return false;
    }
    item.text   = text.ptr;
    item.length = (uint32_t)text.len;
    item.number = hilum_name(text.ptr, text.len);
    return emit_constant(p, OP_CONSTANT, at, item);
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
    return fail(p, at, "there is no function '%.*s'%s%s%s", (int)called.len, called.ptr,
                meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
}

static bool argument(struct parser *p, const struct function *f, uint8_t nth)
{
    size_t   at   = p->lexer.at;
    uint32_t jump = p->ops.count;

    if (f->type)
        return type(p);
    if (!(f->bodies >> nth & 1))
        return expression(p, 1);
    if (!emit(p, OP_BODY, at, 0, 0) || !expression(p, 1) || !emit(p, OP_END, at, 0, 0))
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
    if (!f->run)
        return fail(p, at, "%s() is not available in this version", f->name);
    while (!lexer_is(&p->lexer, ")")) {
        if (count && !expect(p, ",", "',' or ')'"))
            return false;
        if (count == f->most)
            return fail(p, p->lexer.at, f->most ? "%s() takes at most %d argument%s"
                                                : "%s() takes no arguments",
                        f->name, f->most, f->most == 1 ? "" : "s");
        if (!argument(p, f, count))
            return false;
        count++;
    }
    if (count < f->least)
        return fail(p, at, "%s() needs %d argument%s", f->name, f->least,
                    f->least == 1 ? "" : "s");
    next(p);
    return emit(p, OP_CALL, at, (uint32_t)(f - expr_functions), count);
}

/* A name or a function call; first: it begins a path. */
static bool invocation(struct parser *p, bool first)
{
    size_t            at = p->lexer.at;
    struct hilum_view text = { NULL, 0 };

    if (!name(p, &text))
        return false;
    if (!lexer_is(&p->lexer, "("))
        return emit(p, first ? OP_BEGIN : OP_STEP, at, hilum_name(text.ptr, text.len), 0);
    next(p);
    return (!first || emit(p, OP_THIS, at, 0, 0)) && call(p, at, text);
}

/* ---- Expressions --------------------------------------------------------------------- */

static bool path(struct parser *p)
{
    size_t at = p->lexer.at;

    if (!append(p, &p->paths, &p->lexer.path) ||
        !emit(p, OP_PATH, at, p->paths.count - 1, 0))
        return false;
    next(p);
    return true;
}

static bool word(struct parser *p)
{
    bool   yes = lexer_is(&p->lexer, "true");
    size_t at  = p->lexer.at;

    if (!yes && !lexer_is(&p->lexer, "false"))
        return invocation(p, true);
    next(p);
    return emit_constant(p, OP_CONSTANT, at, item_boolean(yes));
}

static bool term(struct parser *p)
{
    switch (p->lexer.token) {
    case TOKEN_WORD: return word(p);
    case TOKEN_QUOTED: return invocation(p, true);
    case TOKEN_STRING: return string(p);
    case TOKEN_NUMBER: return number(p);
    case TOKEN_MOMENT: return moment(p);
    case TOKEN_VARIABLE: return variable(p);
    case TOKEN_CONSTANT: return constant(p);
    case TOKEN_PATH: return path(p);
    default: break;
    }
    if (lexer_is(&p->lexer, "(")) {
        next(p);
        return expression(p, 1) && expect(p, ")", "')'");
    }
    if (lexer_is(&p->lexer, "{")) {
        size_t at = p->lexer.at;

        next(p);
        return expect(p, "}", "'}'") && emit(p, OP_EMPTY, at, 0, 0);
    }
    return unexpected(p, p->before.len ? "an operand" : "an expression");
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
            next(p);
            if (!invocation(p, false))
                return false;
        } else if (lexer_is(&p->lexer, "[")) {
            next(p);
            if (!expression(p, 1) || !expect(p, "]", "']'") ||
                !emit(p, OP_OPERATOR, at, index_operator(), 0))
                return false;
        } else {
            return true;
        }
    }
}

/* An operand with the signs in front of it. */
static bool operand(struct parser *p)
{
    size_t at     = p->lexer.at;
    bool   signed_ = false, minus = false;

    while (lexer_is(&p->lexer, "-") || lexer_is(&p->lexer, "+")) {
        signed_ = true;
        minus ^= lexer_is(&p->lexer, "-");
        next(p);
    }
    return postfix(p) && (!signed_ || emit(p, OP_NEGATE, at, minus, 0));
}

/* The operator that stands here and binds at least as close as rank, or NULL. */
static const struct operator *binary(const struct parser *p, int rank)
{
    for (const struct operator *o = expr_operators; o->text; o++)
        if (o->rank >= rank && lexer_is(&p->lexer, o->text))
            return o;
    return NULL;
}

static bool right_side(struct parser *p, const struct operator *o, size_t at)
{
    uint32_t jump = p->ops.count;

    if (o->code != OP_OPERATOR && !emit(p, (enum opcode)o->code, at, 0, 0))
        return false;
    if (o->type ? !type(p) : !expression(p, o->rank + 1))
        return false;
    if (!emit(p, OP_OPERATOR, at, (uint32_t)(o - expr_operators), 0))
        return false;
    if (o->code != OP_OPERATOR)
        land(p, jump);
    return true;
}

/* Operators of at least this rank, and their operands. */
static bool expression(struct parser *p, int rank)
{
    const struct operator *o;

    if (++p->depth > LIMIT_EXPR_DEPTH)
        return fail(p, p->lexer.at, "the expression is nested deeper than %d",
                    LIMIT_EXPR_DEPTH);
    if (!operand(p))
        return false;
    for (o = binary(p, rank); o; o = binary(p, rank)) {
        size_t at = p->lexer.at;

        next(p);
        if (!right_side(p, o, at))
            return false;
    }
    p->depth--;
    return true;
}

static bool whole(struct parser *p)
{
    next(p);
    if (!expression(p, 1))
        return false;
    if (p->lexer.token == TOKEN_BAD)
        return fail(p, p->lexer.at, "%s", p->lexer.why);
    if (p->lexer.token != TOKEN_END)
        return fail(p, p->lexer.at, "an operator is missing before '%.*s'",
                    (int)(p->lexer.next - p->lexer.at), p->lexer.text.ptr + p->lexer.at);
    return emit(p, OP_END, p->lexer.at, 0, 0);
}

const struct expr *expr_compile(struct arena *arena, const char *text, size_t len,
                                uint32_t model, struct problem *problem)
{
    struct parser p = {
        .lexer     = { .text  = { arena_text(arena, text, len < LIMIT_EXPR ? len : 0), len },
                       .paths = model == 0 || model == HILUM_NAME("hl7v2") },
        .arena     = arena,
        .problem   = problem,
        .ops       = { .size = sizeof(struct op) },
        .constants = { .size = sizeof(struct expr_item) },
        .paths     = { .size = sizeof(struct hl7_path) },
    };
    struct expr *e = arena_zero(arena, sizeof *e);

    if (!e || !p.lexer.text.ptr) {
        no_memory(&p);
        return NULL;
    }
    if (len >= LIMIT_EXPR) {
        fail(&p, 0, "the expression is longer than %u bytes", LIMIT_EXPR);
        return NULL;
    }
    if (!whole(&p))
        return NULL;
    e->ops       = p.ops.rows;
    e->constants = p.constants.rows;
    e->paths     = p.paths.rows;
    return e;
}
