/* answer_template.c -- acknowledgements in a form that a site has written itself. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_template_parts.h"

#include <stdio.h>

enum { MOST_COLUMN = ANSWER_TEMPLATE_MOST };

static const char *const own_names[OWN + 1] = {
    [CODE]       = "code",
    [CONDITION]  = "condition",
    [CONTROL_ID] = "control_id",
    [EXPECTED]   = "expected",
    [ID]         = "id",
    [NOW]        = "now",
    [PLACE]      = "place",
    [REASON]     = "reason",
    [OWN]        = NULL,
};

struct reader {
    struct hilum_call      *call;
    struct answer_template *made;
    const char             *line; /* where it begins */
    size_t                  number;
    bool                    answers; /* a segment MSA was read */
};

static bool blame(const struct reader *r, const char *at, const char *reason)
{
    char place[64];

    snprintf(place, sizeof place, "answer: line %zu, column %zu", r->number,
             (size_t)(at - r->line) + 1);
    hilum_blame(r->call, HILUM_FAIL, place, "%s", reason);
    return false;
}

/* No line has more pieces than twice its braces and two, counted generously. */
static size_t most_pieces(const char *text)
{
    size_t n = 4;

    for (; *text; text++)
        n += *text == '\n' ? 2 : *text == '{';
    return n;
}

static void add(struct reader *r, struct piece piece)
{
    r->made->pieces[r->made->count++] = piece;
}

static void add_literal(struct reader *r, const char *from, const char *to)
{
    if (to > from)
        add(r,
            (struct piece){ .kind = LITERAL, .literal = { from, (size_t)(to - from) } });
}

/* OWN where the name is none of these. */
static enum own own_of(struct hilum_view name)
{
    int i = 0;

    while (i < OWN && !hilum_is(name, own_names[i]))
        i++;
    return (enum own)i;
}

static bool add_own(struct reader *r, struct hilum_view text)
{
    enum own own = own_of((struct hilum_view){ text.ptr + 1, text.len - 1 });

    if (own != OWN) {
        add(r, (struct piece){ .kind = VALUE, .own = own });
        return true;
    }
    return blame(r, text.ptr,
                 "there is %code, %condition, %control_id, %expected, %id, %now, %place "
                 "and %reason, each alone");
}

/* Messages have nothing of such a name. */
static bool blame_name(struct reader *r, struct hilum_view text)
{
    char reason[64];

    snprintf(reason, sizeof reason, "did you mean %%%s?", own_names[own_of(text)]);
    return blame(r, text.ptr, reason);
}

/* The place of the blame is "column N" of the expression; the reason is kept. */
static bool blame_expression(struct reader *r, const char *from)
{
    char        reason[512];
    const char *where = hilum_where(r->call);
    size_t column = strncmp(where, "column ", 7) == 0 ? strtoul(where + 7, NULL, 10) : 1;

    snprintf(reason, sizeof reason, "%s", hilum_why(r->call));
    if (column == 0 || column > MOST_COLUMN)
        column = 1;
    return blame(r, from + column - 1, reason);
}

/* What stands between {{ and }}. */
static bool add_expression(struct reader *r, const char *from, const char *to)
{
    const struct hilum_expr *expr;
    struct hilum_view        text;
    char                    *copy;

    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    text = (struct hilum_view){ from, (size_t)(to - from) };
    if (text.len == 0)
        return blame(r, from, "there is nothing between {{ and }}");
    if (*from == '%')
        return add_own(r, text);
    if (own_of(text) != OWN)
        return blame_name(r, text);
    copy = hilum_scratch(r->call, text.len + 1);
    if (!copy)
        return blame(r, from, "memory is out");
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    expr           = hilum_expr(r->call, copy, "hl7v2");
    if (!expr)
        return blame_expression(r, from);
    add(r, (struct piece){ .kind = EXPRESSION, .expr = expr });
    return true;
}

static const char *find(const char *from, const char *end, const char *two)
{
    for (; end - from >= 2; from++)
        if (from[0] == two[0] && from[1] == two[1])
            return from;
    return NULL;
}

/* MSA-1 says what became of the message, and nothing else can know that: the pieces of
 * MSA from this one on. */
static bool says_code(const struct reader *r, size_t from)
{
    const struct piece *p = &r->made->pieces[from];

    return p[0].kind == LITERAL && p[0].literal.len == 4 &&
           p[0].literal.ptr[3] == r->made->delimiters.field && p[1].kind == VALUE &&
           p[1].own == CODE &&
           (p[2].kind == END_OF_SEGMENT ||
            (p[2].kind == LITERAL && p[2].literal.ptr[0] == r->made->delimiters.field));
}

static bool read_line(struct reader *r, const char *end)
{
    const char *at   = r->line;
    size_t      from = r->made->count;

    if (end == at)
        return true;
    for (;;) {
        const char *open  = find(at, end, "{{");
        const char *close = open ? find(open + 2, end, "}}") : NULL;

        if (!open)
            break;
        if (!close || find(open + 2, close, "{{"))
            return blame(r, open, "this {{ has no }} on its line");
        add_literal(r, at, open);
        if (!add_expression(r, open + 2, close))
            return false;
        at = close + 2;
    }
    add_literal(r, at, end);
    add(r, (struct piece){ .kind = END_OF_SEGMENT });
    if (end - r->line < 3 || memcmp(r->line, "MSA", 3) != 0)
        return true;
    r->answers = true;
    return says_code(r, from) || blame(r, r->line, "MSA-1 has to be {{ %code }} alone");
}

static bool read_text(struct reader *r, const char *text)
{
    struct er7_fault fault;

    r->line   = text;
    r->number = 1;
    if (!er7_delimiters_read(&r->made->delimiters, hilum_view(text), &fault))
        return blame(r, text, fault.reason);
    while (*r->line) {
        const char *next = r->line + strcspn(r->line, "\n");
        const char *end  = next;

        while (end > r->line && (end[-1] == '\r' || end[-1] == ' '))
            end--;
        if (!read_line(r, end))
            return false;
        r->line = next + (*next == '\n');
        r->number++;
    }
    if (!r->answers)
        hilum_blame(r->call, HILUM_FAIL, "answer",
                    "there is no segment MSA, such as MSA|{{ %%code }}|{{ MSH-10 }}");
    return r->answers;
}

struct answer_template *answer_template_open(struct hilum_call *call, const char *text)
{
    struct reader r = { .call = call };

    if (strlen(text) > ANSWER_TEMPLATE_MOST) {
        hilum_blame(call, HILUM_FAIL, "answer", "a template has at most %d bytes",
                    (int)ANSWER_TEMPLATE_MOST);
        return NULL;
    }
    r.made = calloc(1, sizeof *r.made + most_pieces(text) * sizeof r.made->pieces[0]);
    if (!r.made) {
        hilum_blame(call, HILUM_FAIL, "", "memory is out");
        return NULL;
    }
    if (read_text(&r, text))
        return r.made;
    answer_template_close(r.made);
    return NULL;
}

void answer_template_close(struct answer_template *t)
{
    free(t);
}
