/* functions_string.c -- functions on strings, which count in characters. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"

#include "base/bytes.h"
#include "expr/strings.h"
#include "expr/value.h"

static struct hilum_view part(struct hilum_view v, size_t from, size_t len)
{
    return (struct hilum_view){ v.ptr + from, len };
}

/* Where one text first stands in another, from a byte on; SIZE_MAX: nowhere. */
static size_t find(struct hilum_view in, struct hilum_view what, size_t from)
{
    const char *at;

    if (from > in.len)
        return SIZE_MAX;
    if (what.len == 0)
        return from;
    at = memmem(in.ptr + from, in.len - from, what.ptr, what.len);
    return at ? (size_t)(at - in.ptr) : SIZE_MAX;
}

static size_t characters(struct hilum_view v)
{
    size_t count = 0, len;

    for (; v.len; v = part(v, len, v.len - len), count++)
        string_character(v, &len);
    return count;
}

/* The byte where the nth character begins; the length where there are fewer. */
static size_t offset(struct hilum_view v, int64_t n)
{
    size_t at = 0, len;

    for (; n > 0 && at < v.len; n--, at += len)
        string_character(part(v, at, v.len - at), &len);
    return at;
}

/* The input and the first argument; *none: one of them is empty, and no error. */
static bool two(struct machine *m, const struct call *c, struct hilum_view *a,
                struct hilum_view *b, bool *none)
{
    bool first, second;

    *none = false;
    if (!list_string(m, c->in, a, &first) || !list_string(m, c->args[0], b, &second))
        return false;
    *none = first || second;
    return true;
}

static bool push_text(struct machine *m, struct hilum_view v)
{
    return push(m, item_string(v));
}

/* ---- Looking -------------------------------------------------------------------- */

bool run_index_of(struct machine *m, const struct call *c)
{
    struct hilum_view a, b;
    bool              none;
    size_t            at;

    if (!two(m, c, &a, &b, &none) || none)
        return none;
    at = find(a, b, 0);
    return push(m,
                item_integer(at == SIZE_MAX ? -1 : (int64_t)characters(part(a, 0, at))));
}

bool run_last_index_of(struct machine *m, const struct call *c)
{
    struct hilum_view a, b;
    bool              none;
    size_t            at = 0, next;

    if (!two(m, c, &a, &b, &none) || none)
        return none;
    if (b.len == 0)
        return push(m, item_integer((int64_t)characters(a)));
    at = find(a, b, 0);
    for (next = at; next != SIZE_MAX; next = find(a, b, next + 1))
        at = next;
    return machine_spend(m, a.len / 8) &&
           push(m,
                item_integer(at == SIZE_MAX ? -1 : (int64_t)characters(part(a, 0, at))));
}

bool run_starts_with(struct machine *m, const struct call *c)
{
    struct hilum_view a, b;
    bool              none;

    if (!two(m, c, &a, &b, &none) || none)
        return none;
    return push_boolean(m, a.len >= b.len && hilum_same(part(a, 0, b.len), b));
}

bool run_ends_with(struct machine *m, const struct call *c)
{
    struct hilum_view a, b;
    bool              none;

    if (!two(m, c, &a, &b, &none) || none)
        return none;
    return push_boolean(m,
                        a.len >= b.len && hilum_same(part(a, a.len - b.len, b.len), b));
}

bool run_contains_text(struct machine *m, const struct call *c)
{
    struct hilum_view a, b;
    bool              none;

    if (!two(m, c, &a, &b, &none) || none)
        return none;
    return push_boolean(m, find(a, b, 0) != SIZE_MAX);
}

bool run_length(struct machine *m, const struct call *c)
{
    struct hilum_view v;
    bool              empty;

    if (!list_string(m, c->in, &v, &empty))
        return false;
    return empty || push(m, item_integer((int64_t)characters(v)));
}

/* ---- Taking apart --------------------------------------------------------------- */

bool run_substring(struct machine *m, const struct call *c)
{
    struct hilum_view v;
    int64_t           from, count = INT64_MAX;
    bool              none, all;
    size_t            at;

    if (!list_string(m, c->in, &v, &none))
        return false;
    if (!none && !list_integer(m, c->args[0], &from, &none))
        return false;
    if (none)
        return true;
    if (c->count > 1 && !list_integer(m, c->args[1], &count, &all))
        return false;
    if (c->count > 1 && all)
        count = INT64_MAX;
    at = offset(v, from);
    if (from < 0 || at >= v.len)
        return true;
    v = part(v, at, v.len - at);
    return push_text(m, part(v, 0, offset(v, count)));
}

bool run_to_chars(struct machine *m, const struct call *c)
{
    struct hilum_view v;
    bool              empty;
    size_t            len;

    if (!list_string(m, c->in, &v, &empty) || !machine_spend(m, v.len))
        return false;
    for (; v.len; v = part(v, len, v.len - len)) {
        string_character(v, &len);
        if (!push_text(m, part(v, 0, len)))
            return false;
    }
    return true;
}

bool run_trim(struct machine *m, const struct call *c)
{
    struct hilum_view v;
    bool              empty;

    if (!list_string(m, c->in, &v, &empty))
        return false;
    return empty || push_text(m, view_trim(v));
}

bool run_split(struct machine *m, const struct call *c)
{
    struct hilum_view v, by;
    bool              none;
    size_t            from = 0, at;

    if (!two(m, c, &v, &by, &none) || none)
        return none;
    if (by.len == 0)
        return run_to_chars(m, c);
    if (!machine_spend(m, v.len / 8))
        return false;
    for (at = find(v, by, 0); at != SIZE_MAX; at = find(v, by, from)) {
        if (!push_text(m, part(v, from, at - from)))
            return false;
        from = at + by.len;
    }
    return push_text(m, part(v, from, v.len - from));
}

/* ---- Making --------------------------------------------------------------------- */

static bool change_case(struct machine *m, const struct call *c,
                        uint32_t (*change)(uint32_t))
{
    struct hilum_view v;
    bool              empty;
    char             *to;
    size_t            used = 0, len;

    if (!list_string(m, c->in, &v, &empty) || empty)
        return empty;
    /* No letter that is changed grows, and what is no UTF-8 may become so. */
    to = machine_alloc(m, v.len * 2 + 1);
    if (!to || !machine_spend(m, v.len / 8))
        return false;
    for (; v.len; v = part(v, len, v.len - len)) {
        uint32_t letter = string_character(v, &len);

        if (len == 1 && letter >= 0x80)
            to[used++] = v.ptr[0];
        else
            used += string_put(to + used, change(letter));
    }
    return push_text(m, (struct hilum_view){ to, used });
}

bool run_upper(struct machine *m, const struct call *c)
{
    return change_case(m, c, string_upper);
}

bool run_lower(struct machine *m, const struct call *c)
{
    return change_case(m, c, string_lower);
}

/* Joins texts that were gathered on the stack from `mark` on into one. */
static bool push_joined(struct machine *m, uint32_t mark, struct hilum_view between)
{
    size_t total = 0, at = 0;
    char  *to;

    for (uint32_t i = mark; i < m->used; i++)
        total += m->items[i].length + (i > mark ? between.len : 0);
    if (total > UINT32_MAX / 2)
        return machine_fail(m, "the string would be too long");
    to = machine_alloc(m, total + 1);
    if (!to || !machine_spend(m, total / 8))
        return false;
    for (uint32_t i = mark; i < m->used; i++) {
        if (i > mark) {
            memcpy(to + at, between.ptr, between.len);
            at += between.len;
        }
        memcpy(to + at, m->items[i].text, m->items[i].length);
        at += m->items[i].length;
    }
    m->used = mark;
    return push_text(m, (struct hilum_view){ to, total });
}

bool run_replace(struct machine *m, const struct call *c)
{
    struct hilum_view v, what, by;
    bool              none, missing;
    uint32_t          mark = m->used;

    if (!two(m, c, &v, &what, &none) || !list_string(m, c->args[1], &by, &missing))
        return false;
    if (none || missing)
        return true;
    if (what.len == 0) {
        /* An empty pattern stands before, between and behind all characters. */
        if (!push_text(m, part(v, 0, 0)) || !run_to_chars(m, c) ||
            !push_text(m, part(v, 0, 0)))
            return false;
    } else if (!run_split(m, c)) {
        return false;
    }
    return push_joined(m, mark, by);
}

bool run_join_strings(struct machine *m, const struct call *c)
{
    struct hilum_view between = { "", 0 };
    bool              none;
    uint32_t          mark = m->used;

    if (c->count && !list_string(m, c->args[0], &between, &none))
        return false;
    for (uint32_t i = 0; i < c->in.count; i++) {
        struct list       one = { c->in.start + i, 1, 0 };
        struct hilum_view text;

        if (!list_string(m, one, &text, &none) || (!none && !push_text(m, text)))
            return false;
    }
    return c->in.count == 0 || push_joined(m, mark, between);
}
