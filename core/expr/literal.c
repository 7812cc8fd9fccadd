/* literal.c -- compiles literals and variables. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/parser.h"

#include "base/bytes.h"
#include "expr/unit.h"
#include "expr/value.h"

bool parse_string(struct parser *p)
{
    size_t            at = p->lexer.at;
    struct hilum_view text;

    if (!parser_unescape(p, &text))
        return false;
    parser_next(p);
    return parser_emit_constant(p, OP_CONSTANT, at, item_string(text));
}

/* A number, or a quantity where a unit follows. */
bool parse_number(struct parser *p)
{
    struct lexer     *l    = &p->lexer;
    size_t            at   = l->at;
    struct hilum_view text = l->word, unit;
    struct expr_item  item;
    bool              whole = memchr(text.ptr, '.', text.len) == NULL;
    bool              named = l->next > at + text.len; /* it is said to be a Long */

    if (whole ? !read_integer(text, &item) : !read_decimal(text, &item))
        return parser_fail(p, at, "this number is too large");
    if (named && !whole)
        return parser_fail(p, at, "a Long has no fraction");
    if (named)
        item.zone = VALUE_LONG;
    parser_next(p);
    if (l->token != TOKEN_STRING &&
        (l->token != TOKEN_WORD || unit_span(l->word) == UNIT_NO_SPAN))
        return parser_emit_constant(p, OP_CONSTANT, at, item);
    unit = l->word;
    if (l->token == TOKEN_STRING && !parser_unescape(p, &unit))
        return false;
    item.kind   = EXPR_QUANTITY;
    item.zone   = UNIT_PLAIN;
    item.text   = unit.ptr;
    item.length = (uint32_t)unit.len;
    parser_next(p);
    return parser_emit_constant(p, OP_CONSTANT, at, item);
}

bool parse_moment(struct parser *p)
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
        return parser_fail(p, at, "this is not a date, dateTime or time");
    parser_next(p);
    return parser_emit_constant(p, OP_CONSTANT, at, item);
}

bool parse_variable(struct parser *p)
{
    static const struct {
        const char *name;
        enum opcode code;
    } known[] = { { "this", OP_THIS }, { "index", OP_INDEX }, { "total", OP_TOTAL } };
    size_t at = p->lexer.at;

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!hilum_is(p->lexer.word, known[i].name))
            continue;
        parser_next(p);
        return parser_emit(p, known[i].code, at, 0, 0);
    }
    return parser_fail(p, at, "there are $this, $index and $total, and no other");
}

/* The constants that the standards define; others come with the context. */
static const struct {
    const char *name, *value;
    enum opcode code;
} known_constants[] = {
    { "resource", NULL, OP_RESOURCE },
    { "rootResource", NULL, OP_ROOT },
    { "context", NULL, OP_CONTEXT },
    { "ucum", "http://unitsofmeasure.org", OP_CONSTANT },
    { "sct", "http://snomed.info/sct", OP_CONSTANT },
    { "loinc", "http://loinc.org", OP_CONSTANT },
};

/* Families of them, by how they begin. */
static const struct {
    const char *prefix, *value;
} known_families[] = {
    { "vs-", "http://hl7.org/fhir/ValueSet/" },
    { "ext-", "http://hl7.org/fhir/StructureDefinition/" },
};

bool parser_known_constant(struct hilum_view name)
{
    for (size_t i = 0; i < sizeof known_constants / sizeof *known_constants; i++)
        if (hilum_is(name, known_constants[i].name))
            return true;
    for (size_t i = 0; i < sizeof known_families / sizeof *known_families; i++)
        if (view_starts(name, known_families[i].prefix))
            return true;
    return false;
}

bool parse_constant(struct parser *p)
{
    size_t            at = p->lexer.at;
    struct hilum_view name;

    if (!parser_unescape(p, &name))
        return false;
    parser_next(p);
    for (size_t i = 0; i < sizeof known_constants / sizeof *known_constants; i++) {
        if (!hilum_is(name, known_constants[i].name))
            continue;
        if (known_constants[i].code != OP_CONSTANT)
            return parser_emit(p, known_constants[i].code, at, 0, 0);
        return parser_emit_constant(p, OP_CONSTANT, at,
                                    item_string(hilum_view(known_constants[i].value)));
    }
    for (size_t i = 0; i < sizeof known_families / sizeof *known_families; i++) {
        size_t      len = strlen(known_families[i].prefix);
        const char *text;

        if (!view_starts(name, known_families[i].prefix))
            continue;
        text = arena_printf(p->arena, "%s%.*s", known_families[i].value,
                            (int)(name.len - len), name.ptr + len);
        if (!text)
            return parser_no_memory(p);
        return parser_emit_constant(p, OP_CONSTANT, at, item_string(hilum_view(text)));
    }
    return parser_emit_constant(p, OP_NAMED, at, item_string(name));
}

bool parse_path(struct parser *p)
{
    if (!parser_emit_path(p, p->lexer.at, &p->lexer.path))
        return false;
    parser_next(p);
    return true;
}
