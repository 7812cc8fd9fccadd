/* regex.c -- compiles regular expressions: groups, alternatives, repeats. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/regex_compiler.h"

static bool number(struct regex_compiler *c, uint32_t *out)
{
    size_t from = c->at;

    *out = 0;
    while (regex_more(c) && c->text.ptr[c->at] >= '0' && c->text.ptr[c->at] <= '9') {
        *out = *out * 10 + (uint32_t)(c->text.ptr[c->at++] - '0');
        if (*out > REGEX_MOST_REPEATS)
            return regex_fail(c, from, "this number of repeats is too large");
    }
    return c->at > from;
}

static bool alternatives(struct regex_compiler *c);

/* Notes the name of a group: the text is behind its <. */
static bool group_name(struct regex_compiler *c, unsigned group)
{
    const char *end = memchr(c->text.ptr + c->at, '>', c->text.len - c->at);
    size_t      len;

    if (!end)
        return regex_fail(c, c->at, "the closing > of the name is missing");
    len = (size_t)(end - c->text.ptr) - c->at;
    if (group < REGEX_MOST_GROUPS)
        c->names[group] = (struct hilum_view){ c->text.ptr + c->at, len };
    c->at += len + 1;
    return true;
}

/* (...): the text is behind the bracket. */
static bool group(struct regex_compiler *c)
{
    size_t   from  = c->at - 1;
    unsigned which = REGEX_MOST_GROUPS;

    if (++c->depth > REGEX_MOST_DEPTH)
        return regex_fail(c, from, "too many brackets within brackets");
    if (regex_looking_at(c, "?=") || regex_looking_at(c, "?!") ||
        regex_looking_at(c, "?<=") || regex_looking_at(c, "?<!"))
        return regex_fail(c, from, "looking ahead and behind is not supported");
    if (!regex_pass(c, "?:")) {
        which = ++c->groups;
        if ((regex_pass(c, "?<") || regex_pass(c, "?P<")) && !group_name(c, which))
            return false;
        if (regex_looking_at(c, "?"))
            return regex_fail(c, c->at, "a group of this kind is not supported");
    }
    if (which < REGEX_MOST_GROUPS && !regex_emit(c, REGEX_SAVE, 2 * which, 0))
        return false;
    if (!alternatives(c))
        return false;
    if (!regex_pass(c, ")"))
        return regex_fail(c, from, "the closing bracket is missing");
    c->depth--;
    return which >= REGEX_MOST_GROUPS || regex_emit(c, REGEX_SAVE, 2 * which + 1, 0);
}

/* What stands behind a backslash outside of classes. */
static bool escaped(struct regex_compiler *c)
{
    static const struct {
        const char     *text;
        enum regex_code code;
    } places[] = {
        { "b", REGEX_EDGE }, { "B", REGEX_NO_EDGE }, { "A", REGEX_BEGIN },
        { "z", REGEX_END },  { "Z", REGEX_END },
    };
    uint32_t begin = c->ranges.count, character;

    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (regex_pass(c, places[i].text))
            return regex_emit(c, places[i].code, 0, 0);
    if (!regex_escape(c, &character))
        return false;
    return character == REGEX_NO_CHARACTER
               ? regex_emit(c, REGEX_CLASS, begin, c->ranges.count)
               : regex_emit(c, REGEX_CHARACTER, character, 0);
}

static bool atom(struct regex_compiler *c)
{
    if (regex_pass(c, "("))
        return group(c);
    if (regex_pass(c, "["))
        return regex_read_class(c);
    if (regex_pass(c, "\\"))
        return escaped(c);
    if (regex_pass(c, "."))
        return regex_emit(c, REGEX_ANY, (c->flags & REGEX_NO_LF) != 0, 0);
    if (regex_pass(c, "^"))
        return regex_emit(c, c->flags & REGEX_LINES ? REGEX_LINE_BEGIN : REGEX_BEGIN, 0,
                          0);
    if (regex_pass(c, "$"))
        return regex_emit(c, c->flags & REGEX_LINES ? REGEX_LINE_END : REGEX_END, 0, 0);
    if (regex_looking_at(c, "*") || regex_looking_at(c, "+") || regex_looking_at(c, "?"))
        return regex_fail(c, c->at, "there is nothing here that could be repeated");
    return regex_emit(c, REGEX_CHARACTER, regex_take(c), 0);
}

/* {n}, {n,}, {n,m}; *is says whether it is one, for a brace may stand for itself. */
static bool count(struct regex_compiler *c, uint32_t *least, uint32_t *most, bool *is)
{
    size_t from = c->at;

    c->problem->what = NULL;
    *is              = regex_pass(c, "{") && number(c, least);
    *most            = *least;
    if (*is && regex_pass(c, ",")) {
        *most = REGEX_NO_END;
        if (!regex_looking_at(c, "}"))
            *is = number(c, most);
    }
    *is = *is && regex_pass(c, "}");
    if (c->problem->what)
        return false;
    if (!*is)
        c->at = from;
    return *most >= *least || regex_fail(c, from, "at most is less than at least");
}

/* How often what stood before is repeated. */
static bool quantifier(struct regex_compiler *c, uint32_t from)
{
    uint32_t least = 1, most = 1;
    bool     is = true, lazy;

    if (regex_pass(c, "*") || regex_pass(c, "+") || regex_pass(c, "?")) {
        char sign = c->text.ptr[c->at - 1];

        least = sign == '+';
        most  = sign == '?' ? 1 : REGEX_NO_END;
    } else if (!count(c, &least, &most, &is)) {
        return false;
    }
    if (!is)
        return true;
    lazy = regex_pass(c, "?");
    if (!lazy && regex_looking_at(c, "+"))
        return regex_fail(c, c->at, "a repeat that gives nothing back is not supported");
    return regex_repeat(c, from, least, most, lazy);
}

static bool sequence(struct regex_compiler *c)
{
    while (regex_more(c) && !regex_looking_at(c, "|") && !regex_looking_at(c, ")")) {
        uint32_t from = c->count;

        if (!atom(c) || !quantifier(c, from))
            return false;
    }
    return true;
}

static bool alternatives(struct regex_compiler *c)
{
    uint32_t from = c->count, jump;

    if (!sequence(c))
        return false;
    while (regex_pass(c, "|")) {
        if (!regex_insert(c, from) || !regex_emit(c, REGEX_JUMP, 0, 0))
            return false;
        jump         = c->count - 1;
        c->ops[from] = (struct regex_op){ REGEX_SPLIT, from + 1, c->count };
        /* What was there is now the first alternative, and one step longer. */
        if (!sequence(c))
            return false;
        c->ops[jump].a = c->count;
    }
    return true;
}

/* Flags at the start: (?i), (?ms). */
static void flags(struct regex_compiler *c)
{
    static const struct {
        char     letter;
        unsigned flag;
    } known[]    = { { 'i', REGEX_IGNORE_CASE }, { 'm', REGEX_LINES }, { 's', 0 } };
    size_t   at  = c->at + 2;
    unsigned set = 0;

    if (!regex_looking_at(c, "(?"))
        return;
    for (; at < c->text.len && c->text.ptr[at] != ')'; at++) {
        size_t i = 0;

        while (i < 3 && known[i].letter != c->text.ptr[at])
            i++;
        if (i == 3)
            return;
        set |= known[i].flag;
    }
    if (at == c->text.len || at == c->at + 2)
        return;
    c->flags |= set;
    c->at = at + 1;
}

static bool whole(struct regex_compiler *c)
{
    flags(c);
    if (!regex_emit(c, REGEX_SAVE, 0, 0) || !alternatives(c))
        return false;
    if (regex_more(c))
        return regex_fail(c, c->at, "there is no bracket that this one closes");
    return regex_emit(c, REGEX_SAVE, 1, 0) && regex_emit(c, REGEX_MATCH, 0, 0);
}

const struct regex *regex_compile(struct arena *arena, struct hilum_view pattern,
                                  unsigned flag, struct problem *problem)
{
    static const size_t most = REGEX_MOST_OPS * sizeof(struct regex_op) +
                               REGEX_MOST_RANGES * sizeof(struct regex_range);
    struct regex_compiler c = {
        .arena = arena, .problem = problem, .text = pattern, .flags = flag
    };
    struct regex    *r    = arena_zero(arena, sizeof *r);
    char            *room = malloc(most);
    struct regex_op *ops;

    if (!room || !r) {
        free(room);
        regex_fail(&c, 0, "out of memory");
        return NULL;
    }
    c.ops        = (struct regex_op *)(void *)room;
    c.ranges.all = (struct regex_range *)(void *)(c.ops + REGEX_MOST_OPS);
    if (whole(&c)) {
        size_t size      = c.count * sizeof *c.ops,
               more_size = c.ranges.count * sizeof *c.ranges.all;

        ops = arena_alloc(arena, size + more_size);
        if (ops) {
            memcpy(ops, c.ops, size);
            if (more_size)
                memcpy(ops + c.count, c.ranges.all, more_size);
            r->ranges = (const struct regex_range *)(void *)(ops + c.count);
        } else {
            regex_fail(&c, 0, "out of memory");
        }
        r->ops         = ops;
        r->count       = c.count;
        r->ignore_case = (c.flags & REGEX_IGNORE_CASE) != 0;
        r->from_begin  = c.ops[1].code == REGEX_BEGIN;
        memcpy(r->names, c.names, sizeof r->names);
    }
    free(room);
    return r->ops ? r : NULL;
}

unsigned regex_group(const struct regex *r, struct hilum_view name)
{
    for (unsigned i = 1; i < REGEX_MOST_GROUPS; i++)
        if (r->names[i].len && hilum_same(r->names[i], name))
            return i;
    return 0;
}

bool regex_is_empty(const struct regex *r)
{
    return r->ops[1].code == REGEX_SAVE && r->ops[1].a == 1;
}
