/* functions_regex.c -- functions that search strings for patterns. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"

#include "base/bytes.h"
#include "expr/regex.h"
#include "expr/strings.h"
#include "expr/value.h"

/* Bytes of the result of a replacement, at most. */
enum { MOST_RESULT = 64 << 20 };

/* How many instructions of a pattern count as one step of the machine. */
enum { STEPS_EACH = 8 };

/* Flags are letters: i and m. */
static bool read_flags(struct machine *m, struct list l, unsigned *out)
{
    struct hilum_view text;
    bool              empty;

    *out = 0;
    if (!list_string(m, l, &text, &empty))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == 'i')
            *out |= REGEX_IGNORE_CASE;
        else if (text.ptr[i] == 'm')
            *out |= REGEX_LINES;
        else
            return machine_fail(m, "the flags of a pattern are i and m");
    }
    return true;
}

/* The pattern that an argument is; NULL without an error: it is empty.  One that
 * stands in the expression has been compiled with it. */
static bool pattern_of(struct machine *m, struct list l, const struct list *flags,
                       const struct regex **out)
{
    struct problem    why = { 0 };
    struct hilum_view text;
    unsigned          set = 0;
    bool              empty;

    *out = NULL;
    if (flags && !read_flags(m, *flags, &set))
        return false;
    if (l.count == 1 && set == 0 && list_item(m, l, 0)->kind == EXPR_STRING &&
        list_item(m, l, 0)->number > 0) {
        *out = m->expr->patterns[list_item(m, l, 0)->number - 1];
        return true;
    }
    if (!list_string(m, l, &text, &empty))
        return false;
    if (empty)
        return true;
    *out = regex_compile(m->ctx->arena, text, set, &why);
    return *out || machine_fail(m, "the pattern, column %zu: %s", why.column, why.what);
}

static bool find(struct machine *m, const struct regex *r, struct hilum_view text,
                 size_t from, bool whole, struct regex_span *spans, bool *found)
{
    size_t            most = (size_t)(MOST_STEPS - m->steps) * STEPS_EACH, left = most;
    enum regex_result result;

    result = regex_match(r, m->ctx->arena, text, from, whole, spans, &left);
    *found = result == REGEX_YES;
    if (result == REGEX_NO_MEMORY)
        return machine_fail(m, "out of memory");
    if (result == REGEX_TOO_LONG)
        return machine_fail(m, "the pattern takes more than %u steps", MOST_STEPS);
    return machine_spend(m, (most - left) / STEPS_EACH);
}

/* Where lines are looked at one by one, one of them is to match as a whole. */
static bool whole_line(struct machine *m, const struct call *c, unsigned flags,
                       const struct regex **out)
{
    struct problem    why = { 0 };
    struct hilum_view text;
    const char       *wrapped;
    bool              empty;

    if (!list_string(m, c->args[0], &text, &empty))
        return false;
    if (empty)
        return true;
    wrapped = arena_printf(m->ctx->arena, "^(?:%.*s)$", (int)text.len, text.ptr);
    *out =
        wrapped ? regex_compile(m->ctx->arena, hilum_view(wrapped), flags, &why) : NULL;
    return *out || machine_fail(m, "the pattern: %s", why.what ? why.what : "no memory");
}

static bool match(struct machine *m, const struct call *c, bool whole)
{
    const struct regex *r;
    struct hilum_view   text;
    bool                empty, found;
    unsigned            flags = 0;

    if (whole && c->count > 1 && !read_flags(m, c->args[1], &flags))
        return false;
    if (!list_string(m, c->in, &text, &empty) ||
        !pattern_of(m, c->args[0], c->count > 1 ? &c->args[1] : NULL, &r))
        return false;
    if (flags & REGEX_LINES) {
        if (!whole_line(m, c, flags, &r))
            return false;
        whole = false;
    }
    if (empty || !r)
        return true;
    return find(m, r, text, 0, whole, NULL, &found) && push_boolean(m, found);
}

bool run_matches(struct machine *m, const struct call *c)
{
    return match(m, c, false);
}

bool run_matches_full(struct machine *m, const struct call *c)
{
    return match(m, c, true);
}

/* ---- Replacing ------------------------------------------------------------------ */

/* A buffer in the arena of the result. */
struct result {
    struct hilum_buffer buffer; /* first, so that grow() finds the rest */
    struct machine     *m;
};

static bool grow(struct hilum_buffer *b, size_t need)
{
    struct machine *m    = ((struct result *)b)->m;
    size_t          room = b->room ? b->room * 2 : 256;
    char           *to;

    while (room - b->len < need && room < b->most)
        room *= 2;
    if (room > b->most || room - b->len < need)
        return false;
    to = arena_alloc(m->ctx->arena, room);
    if (!to)
        return false;
    if (b->len)
        memcpy(to, b->ptr, b->len);
    b->ptr  = to;
    b->room = room;
    return true;
}

/* The group that $1, $<name> or ${name} means; at is behind the sign, and moves
 * behind the whole.  -1: it means none. */
static int group_of(const struct regex *r, struct hilum_view by, size_t *at)
{
    char        close;
    const char *end;
    unsigned    group;
    size_t      len;

    if (*at < by.len && by.ptr[*at] >= '0' && by.ptr[*at] <= '9')
        return by.ptr[(*at)++] - '0';
    if (*at == by.len || (by.ptr[*at] != '{' && by.ptr[*at] != '<'))
        return -1;
    close = by.ptr[*at] == '{' ? '}' : '>';
    end   = memchr(by.ptr + *at, close, by.len - *at);
    if (!end)
        return -1;
    len = (size_t)(end - by.ptr) - *at - 1;
    if (len == 1 && by.ptr[*at + 1] >= '0' && by.ptr[*at + 1] <= '9')
        group = (unsigned)(by.ptr[*at + 1] - '0');
    else
        group = regex_group(r, (struct hilum_view){ by.ptr + *at + 1, len });
    if (group == 0 && len != 1)
        return -1;
    *at += len + 2;
    return (int)group;
}

/* Writes what a match is replaced by: the text, with what its groups have taken. */
static void put_replacement(struct hilum_buffer *b, const struct regex *r,
                            struct hilum_view text, const struct regex_span *spans,
                            struct hilum_view by)
{
    for (size_t at = 0; at < by.len;) {
        size_t next = at + 1;
        int group = by.ptr[at] == '$' || by.ptr[at] == '\\' ? group_of(r, by, &next) : -1;

        if (group < 0) {
            hilum_put_byte(b, by.ptr[at++]);
            continue;
        }
        if (spans[group].from != SIZE_MAX && spans[group].to != SIZE_MAX)
            hilum_put(b, text.ptr + spans[group].from,
                      spans[group].to - spans[group].from);
        at = next;
    }
}

static bool replace_all(struct machine *m, const struct regex *r, struct hilum_view text,
                        struct hilum_view by, struct hilum_buffer *b)
{
    struct regex_span spans[REGEX_MOST_GROUPS];
    size_t            at = 0, copied = 0, len;
    bool              found;

    while (at <= text.len) {
        if (!find(m, r, text, at, false, spans, &found))
            return false;
        if (!found)
            break;
        hilum_put(b, text.ptr + copied, spans[0].from - copied);
        put_replacement(b, r, text, spans, by);
        copied = at = spans[0].to;
        if (spans[0].to > spans[0].from)
            continue;
        /* What is empty was found here: it is not found here again. */
        if (at == text.len)
            break;
        string_character((struct hilum_view){ text.ptr + at, text.len - at }, &len);
        at += len;
    }
    hilum_put(b, text.ptr + copied, text.len - copied);
    return !b->failed || machine_fail(m, "the string would be too long");
}

bool run_replace_matches(struct machine *m, const struct call *c)
{
    struct result       b = { { .most = MOST_RESULT, .grow = grow }, m };
    const struct regex *r;
    struct hilum_view   text, by;
    bool                empty, missing;

    if (!list_string(m, c->in, &text, &empty) ||
        !pattern_of(m, c->args[0], c->count > 2 ? &c->args[2] : NULL, &r) ||
        !list_string(m, c->args[1], &by, &missing))
        return false;
    if (empty || missing || !r)
        return true;
    if (regex_is_empty(r))
        return push(m, item_string(text));
    return replace_all(m, r, text, by, &b.buffer) &&
           push(m, item_string((struct hilum_view){ b.buffer.len ? b.buffer.ptr : "",
                                                    b.buffer.len }));
}
