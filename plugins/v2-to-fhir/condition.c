/* condition.c -- compiles and tests the conditions of rows. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "hl7.h"

enum { MOST_DEPTH = 12, MOST_VALUES = 64 };

enum test {
    TEST_AND,
    TEST_OR,
    TEST_NOT,
    TEST_EXISTS,
    TEST_EQUALS,
    TEST_IN,
    TEST_COUNT,
    TEST_LENGTH,
    TEST_KNOWN,
    TEST_DECIMAL,
};

enum compare { LESS = 1, SAME = 2, MORE = 4 };

struct condition {
    enum test          test;
    uint32_t           compare; /* enum compare, or'ed */
    int64_t            number;
    struct condition  *left, *right;
    struct hl7_path    path, other;
    bool               against_path;
    struct hilum_view *values;
    uint32_t           count;
};

struct reader {
    struct load      *load;
    struct hilum_view whole, rest;
    int               depth;
};

static struct condition *either(struct reader *);

static struct condition *wrong(struct reader *r)
{
    load_fail(r->load, "the condition is not understood at \"%.*s\"", VIEW_ARG(r->rest));
    return NULL;
}

static bool take(struct reader *r, const char *token)
{
    size_t len = strlen(token);
    char   next;

    r->rest = load_trim(r->rest);
    if (r->rest.len < len || memcmp(r->rest.ptr, token, len) != 0)
        return false;
    next = r->rest.len > len ? r->rest.ptr[len] : ' ';
    if (token[0] >= 'a' && token[0] <= 'z' && next != ' ' && next != '(' &&
        token[len - 1] != ')')
        return false;
    r->rest.ptr += len;
    r->rest.len -= len;
    return true;
}

static bool quoted(struct reader *r, struct hilum_view *to)
{
    const char *end;

    r->rest = load_trim(r->rest);
    if (!r->rest.len || r->rest.ptr[0] != '"')
        return false;
    end = memchr(r->rest.ptr + 1, '"', r->rest.len - 1);
    if (!end)
        return false;
    *to = (struct hilum_view){ r->rest.ptr + 1, (size_t)(end - r->rest.ptr - 1) };
    r->rest.len -= to->len + 2;
    r->rest.ptr += to->len + 2;
    return true;
}

static bool path(struct reader *r, struct hl7_path *to)
{
    struct hilum_view text = load_trim(r->rest);
    size_t            at   = 0;

    while (at < text.len) {
        char c = text.ptr[at];

        if (c == '.' &&
            (at + 1 == text.len || text.ptr[at + 1] < '0' || text.ptr[at + 1] > '9'))
            break;
        if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '.')
            break;
        at++;
    }
    r->rest.ptr = text.ptr + at;
    r->rest.len = text.len - at;
    text.len    = at;
    return hl7_path_compile(r->load, text, to);
}

static bool compare(struct reader *r, struct condition *c)
{
    static const struct {
        const char *token;
        uint32_t    means;
    } signs[] = { { "<=", LESS | SAME }, { ">=", MORE | SAME }, { "!=", LESS | MORE },
                  { "<", LESS },         { ">", MORE },         { "=", SAME } };
    bool any  = false;

    for (size_t i = 0; i < sizeof signs / sizeof *signs && !c->compare; i++)
        if (take(r, signs[i].token))
            c->compare = signs[i].means;
    r->rest = load_trim(r->rest);
    while (r->rest.len && r->rest.ptr[0] >= '0' && r->rest.ptr[0] <= '9' &&
           c->number < 1000000) {
        c->number = c->number * 10 + (r->rest.ptr[0] - '0');
        r->rest.ptr++;
        r->rest.len--;
        any = true;
    }
    return c->compare && any;
}

static bool listed(struct reader *r, struct condition *c)
{
    struct hilum_view values[MOST_VALUES];

    if (!take(r, "("))
        return false;
    do {
        if (c->count == MOST_VALUES || !quoted(r, &values[c->count++]))
            return false;
    } while (take(r, ","));
    c->values = LOAD_MANY(r->load, c->count, struct hilum_view);
    if (!c->values)
        return false;
    memcpy(c->values, values, c->count * sizeof *values);
    return take(r, ")");
}

static struct condition *negated(struct reader *r, struct condition *of)
{
    struct condition *c = of ? LOAD_NEW(r->load, struct condition) : NULL;

    if (c) {
        c->test = TEST_NOT;
        c->left = of;
    }
    return c;
}

static struct condition *tested(struct reader *r)
{
    struct condition *c      = LOAD_NEW(r->load, struct condition);
    bool              denied = false;

    if (!c || !path(r, &c->path))
        return NULL;
    if (take(r, ".exists()")) {
        c->test = TEST_EXISTS;
    } else if (take(r, ".empty()")) {
        c->test = TEST_EXISTS;
        denied  = true;
    } else if (take(r, ".known()")) {
        c->test = TEST_KNOWN;
    } else if (take(r, ".convertsToDecimal()")) {
        c->test = TEST_DECIMAL;
    } else if (take(r, ".count()")) {
        c->test = TEST_COUNT;
        if (!compare(r, c))
            return wrong(r);
    } else if (take(r, ".length()")) {
        c->test = TEST_LENGTH;
        if (!compare(r, c))
            return wrong(r);
    } else if (take(r, "in")) {
        c->test = TEST_IN;
        if (!listed(r, c))
            return wrong(r);
    } else {
        denied    = take(r, "!=");
        c->test   = TEST_EQUALS;
        c->values = LOAD_NEW(r->load, struct hilum_view);
        if ((!denied && !take(r, "=")) || !c->values)
            return wrong(r);
        c->against_path = !quoted(r, c->values);
        if (c->against_path && !path(r, &c->other))
            return NULL;
    }
    return denied ? negated(r, c) : c;
}

static struct condition *one(struct reader *r)
{
    struct condition *c;

    if (r->depth == MOST_DEPTH)
        return wrong(r);
    r->depth++;
    if (take(r, "not")) {
        c = negated(r, one(r));
    } else if (take(r, "(")) {
        c = either(r);
        if (c && !take(r, ")"))
            c = wrong(r);
    } else {
        c = tested(r);
    }
    r->depth--;
    return c;
}

/* left, then more of them joined by a word. */
static struct condition *joined(struct reader *r, const char *word, enum test test,
                                struct condition *(*part)(struct reader *))
{
    struct condition *left = part(r);

    while (left && take(r, word)) {
        struct condition *both = LOAD_NEW(r->load, struct condition);

        if (!both)
            return NULL;
        both->test  = test;
        both->left  = left;
        both->right = part(r);
        left        = both->right ? both : NULL;
    }
    return left;
}

static struct condition *both(struct reader *r)
{
    return joined(r, "and", TEST_AND, one);
}

static struct condition *either(struct reader *r)
{
    return joined(r, "or", TEST_OR, both);
}

struct condition *condition_compile(struct load *load, struct hilum_view text)
{
    struct reader     r = { .load = load, .whole = text, .rest = text };
    struct condition *c = either(&r);

    r.rest = load_trim(r.rest);
    if (c && r.rest.len)
        return wrong(&r);
    return c;
}

/* ---- Testing -------------------------------------------------------------- */

static bool compares(const struct condition *c, int64_t value)
{
    return value < c->number   ? c->compare & LESS
           : value > c->number ? c->compare & MORE
                               : c->compare & SAME;
}

static int64_t repetitions(const struct scope *s, const struct hl7_path *p)
{
    const struct hilum_node *segment = s->message->segments[s->at].node;
    int64_t                  count   = 0;

    if (segment->name != p->segment) {
        struct hl7_path only = { .segment = p->segment };

        segment = hl7_find(s, &only);
    }
    if (segment)
        hilum_each(child, segment) count += child->name == p->field && hl7_valued(child);
    return count;
}

static bool decimal(struct hilum_view v)
{
    size_t digits = 0, dots = 0,
           at = v.len && (v.ptr[0] == '-' || v.ptr[0] == '+') ? 1 : 0;

    for (; at < v.len; at++) {
        if (v.ptr[at] == '.')
            dots++;
        else if (v.ptr[at] >= '0' && v.ptr[at] <= '9')
            digits++;
        else
            return false;
    }
    return digits > 0 && dots < 2;
}

static bool value_in(const struct scope *s, const struct condition *c,
                     const struct hilum_node *n)
{
    struct hilum_view text = n ? hl7_text(s->message, n) : (struct hilum_view){ NULL, 0 };

    if (!n)
        return false;
    hl7_consume(s->message, hl7_first(n) ? hl7_first(n) : n);
    if (c->against_path) {
        const struct hilum_node *other = hl7_find(s, &c->other);

        return other && hilum_same(text, hl7_text(s->message, other));
    }
    for (uint32_t i = 0; i < (c->test == TEST_IN ? c->count : 1); i++)
        if (hilum_same(text, c->values[i]))
            return true;
    return false;
}

bool condition_holds(const struct scope *s, const struct condition *c)
{
    const struct hilum_node *n;

    switch (c->test) { /* no deeper than MOST_DEPTH: it was compiled so */
    case TEST_AND:
        return condition_holds(s, c->left) && condition_holds(s, c->right);
    case TEST_OR:
        return condition_holds(s, c->left) || condition_holds(s, c->right);
    case TEST_NOT:
        return !condition_holds(s, c->left);
    case TEST_COUNT:
        return compares(c, repetitions(s, &c->path));
    default:
        break;
    }
    n = hl7_find(s, &c->path);
    switch (c->test) {
    case TEST_EXISTS:
        return n != NULL;
    case TEST_LENGTH:
        return compares(c, n ? (int64_t)hl7_text(s->message, n).len : 0);
    case TEST_KNOWN:
        return n && systems_known(s->message->systems, hl7_text(s->message, n));
    case TEST_DECIMAL:
        return n && decimal(hl7_text(s->message, n));
    default:
        return value_in(s, c, n);
    }
}
