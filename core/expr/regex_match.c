/* regex_match.c -- follows all alternatives of a regular expression at once. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/regex_program.h"

#include "expr/strings.h"

#define PLACES (2 * REGEX_MOST_GROUPS)

/* Threads in the order in which they are preferred.  A thread is the number of its
 * instruction; of two at the same one only the first can win. */
struct threads {
    uint32_t *at;
    size_t   *places; /* PLACES each; NULL: nobody asks */
    uint32_t *where;  /* of an instruction: its place in `at`, if that agrees */
    uint32_t  count;
};

struct matcher {
    const struct regex *r;
    struct hilum_view   text;
    struct threads      now, next;
    uint32_t           *stack; /* instructions still to be followed */
    size_t             *saved; /* what they overwrote, beside the stack */
    size_t             *places;
    size_t              at; /* the byte being looked at */
    size_t             *steps;
    bool                whole;
};

static bool room(struct arena *arena, struct threads *t, uint32_t count, bool places)
{
    t->at     = arena_alloc(arena, count * sizeof *t->at);
    t->where  = arena_zero(arena, count * sizeof *t->where);
    t->places = places ? arena_alloc(arena, count * PLACES * sizeof *t->places) : NULL;
    return t->at && t->where && (!places || t->places);
}

static bool is_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '_';
}

static bool at_edge(const struct matcher *m)
{
    const char *text   = m->text.ptr;
    bool        before = m->at > 0 && is_word((unsigned char)text[m->at - 1]);
    bool        behind = m->at < m->text.len && is_word((unsigned char)text[m->at]);

    return before != behind;
}

/* Is the condition of an instruction that takes no character fulfilled here? */
static bool holds(const struct matcher *m, uint32_t code)
{
    const char *text = m->text.ptr;

    switch (code) {
    case REGEX_BEGIN:
        return m->at == 0;
    case REGEX_END:
        return m->at == m->text.len;
    case REGEX_LINE_BEGIN:
        return m->at == 0 || text[m->at - 1] == '\n';
    case REGEX_LINE_END:
        return m->at == m->text.len || text[m->at] == '\n';
    case REGEX_EDGE:
        return at_edge(m);
    default:
        return !at_edge(m);
    }
}

static bool known(const struct threads *t, uint32_t op)
{
    return t->where[op] < t->count && t->at[t->where[op]] == op;
}

static void add_thread(struct matcher *m, struct threads *t, uint32_t op)
{
    t->where[op]    = t->count;
    t->at[t->count] = op;
    if (t->places)
        memcpy(t->places + (size_t)t->count * PLACES, m->places,
               PLACES * sizeof *m->places);
    t->count++;
}

/* A stack's entry that gives a place its former value back. */
#define RESTORE 0x80000000u

/* Adds the threads that an instruction leads to without taking a character, from
 * the preferred to the least.  Each instruction is entered once, so the stack needs
 * no more than two entries for each. */
static void follow(struct matcher *m, struct threads *t, uint32_t first)
{
    uint32_t used = 0;

    m->stack[used++] = first;
    while (used > 0) {
        uint32_t               top = m->stack[--used];
        const struct regex_op *op;

        if (top & RESTORE) {
            m->places[top & ~RESTORE] = m->saved[used];
            continue;
        }
        if (known(t, top))
            continue;
        add_thread(m, t, top);
        *m->steps -= *m->steps > 0;
        op = &m->r->ops[top];
        switch (op->code) {
        case REGEX_JUMP:
            m->stack[used++] = op->a;
            break;
        case REGEX_SPLIT:
            m->stack[used++] = op->b;
            m->stack[used++] = op->a;
            break;
        case REGEX_SAVE:
            if (t->places) {
                m->saved[used]   = m->places[op->a];
                m->stack[used++] = op->a | RESTORE;
                m->places[op->a] = m->at;
            }
            m->stack[used++] = top + 1;
            break;
        case REGEX_BEGIN:
        case REGEX_END:
        case REGEX_LINE_BEGIN:
        case REGEX_LINE_END:
        case REGEX_EDGE:
        case REGEX_NO_EDGE:
            if (holds(m, op->code))
                m->stack[used++] = top + 1;
            break;
        default:
            break; /* it waits for a character, or has matched */
        }
    }
}

/* Does the instruction take this character? */
static bool takes(const struct matcher *m, const struct regex_op *op, uint32_t c)
{
    const struct regex_range *ranges = m->r->ranges;
    bool                      in;

    switch (op->code) {
    case REGEX_CHARACTER:
        return c == op->a || (m->r->ignore_case &&
                              (string_lower(c) == op->a || string_upper(c) == op->a));
    case REGEX_ANY:
        return !op->a || c != '\n';
    case REGEX_CLASS:
    case REGEX_NOT_CLASS:
        in = regex_in(ranges, op->a, op->b, c) ||
             (m->r->ignore_case && (regex_in(ranges, op->a, op->b, string_lower(c)) ||
                                    regex_in(ranges, op->a, op->b, string_upper(c))));
        return in == (op->code == REGEX_CLASS);
    default:
        return false;
    }
}

/* Moves all threads over a character.  True: one has matched before it, and those
 * that are preferred less are given up. */
static bool step(struct matcher *m, uint32_t c, bool end, size_t len,
                 struct regex_span *spans)
{
    bool   matched = false;
    size_t here    = m->at;

    m->next.count = 0;
    for (uint32_t i = 0; i < m->now.count && !matched; i++) {
        const struct regex_op *op     = &m->r->ops[m->now.at[i]];
        const size_t          *places = NULL;

        if (m->now.places)
            places = m->now.places + (size_t)i * PLACES;

        if (op->code == REGEX_MATCH) {
            matched = !m->whole || here == m->text.len;
            if (matched && places)
                memcpy(spans, places, PLACES * sizeof *places);
        } else if (!end && takes(m, op, c)) {
            if (places)
                memcpy(m->places, places, PLACES * sizeof *places);
            m->at = here + len;
            follow(m, &m->next, m->now.at[i] + 1);
            m->at = here;
        }
    }
    *m->steps -= *m->steps < m->now.count ? *m->steps : m->now.count;
    return matched;
}

static bool prepare(struct matcher *m, struct arena *arena, bool places)
{
    uint32_t count = m->r->count;

    m->stack  = arena_alloc(arena, (2 * count + 2) * sizeof *m->stack);
    m->saved  = arena_alloc(arena, (2 * count + 2) * sizeof *m->saved);
    m->places = arena_alloc(arena, PLACES * sizeof *m->places);
    return m->stack && m->saved && m->places && room(arena, &m->now, count, places) &&
           room(arena, &m->next, count, places);
}

static enum regex_result search(struct matcher *m, struct regex_span *spans)
{
    bool   found = false, once = m->whole || m->r->from_begin;
    size_t first = m->at;

    for (;;) {
        bool           end = m->at == m->text.len;
        size_t         len = 0;
        uint32_t       c   = 0;
        struct threads t;

        if (!found && (!once || m->at == first)) {
            for (size_t i = 0; i < PLACES; i++)
                m->places[i] = SIZE_MAX;
            follow(m, &m->now, 0);
        }
        if (m->now.count == 0 && (found || once))
            break;
        if (!end)
            c = string_character(
                (struct hilum_view){ m->text.ptr + m->at, m->text.len - m->at }, &len);
        found |= step(m, c, end, len, spans);
        if (*m->steps == 0)
            return REGEX_TOO_LONG;
        if (end || (found && !spans))
            break;
        t       = m->now;
        m->now  = m->next;
        m->next = t;
        m->at += len;
    }
    return found ? REGEX_YES : REGEX_NO;
}

enum regex_result regex_match(const struct regex *r, struct arena *arena,
                              struct hilum_view text, size_t from, bool whole,
                              struct regex_span *spans, size_t *steps)
{
    struct matcher m = {
        .r = r, .text = text, .at = from, .steps = steps, .whole = whole
    };

    if (r->from_begin && from > 0)
        return REGEX_NO;
    if (!prepare(&m, arena, spans != NULL))
        return REGEX_NO_MEMORY;
    return search(&m, spans);
}
