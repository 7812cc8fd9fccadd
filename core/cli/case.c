/* case.c -- cases: what a part makes of a message, as text. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/case.h"

#include "base/bytes.h"

/* The next line, without its end. */
static bool next_line(struct case_reader *r, struct hilum_view *line)
{
    char *stop;

    if (r->at == r->end)
        return false;
    stop  = memchr(r->at, '\n', (size_t)(r->end - r->at));
    *line = (struct hilum_view){ r->at, (size_t)((stop ? stop : r->end) - r->at) };
    r->at = stop ? stop + 1 : r->end;
    r->line++;
    return true;
}

/* The indented lines that follow, moved together without their indentation. */
static struct hilum_view block(struct case_reader *r)
{
    char *from = r->at, *to = r->at;

    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n')) {
        struct hilum_view line;
        size_t            skip;

        next_line(r, &line);
        skip = view_starts(line, "  ") ? 2 : line.len;
        memmove(to, line.ptr + skip, line.len - skip);
        to += line.len - skip;
        if (to < r->at)
            *to++ = '\n';
    }
    while (to > from && to[-1] == '\n' && (to - from < 2 || to[-2] == '\n'))
        to--;
    return (struct hilum_view){ from, (size_t)(to - from) };
}

static bool key(struct hilum_view line, const char *name, struct hilum_view *value)
{
    size_t len = strlen(name);

    if (!view_starts(line, name) || line.len == len || line.ptr[len] != ':')
        return false;
    *value = view_trim((struct hilum_view){ line.ptr + len + 1, line.len - len - 1 });
    return true;
}

static bool verdict(struct hilum_view line, struct case_text *out)
{
    if (key(line, "reject", &out->place))
        out->verdict = HILUM_REJECT;
    else if (key(line, "retry", &out->place))
        out->verdict = HILUM_RETRY;
    else if (key(line, "fail", &out->place))
        out->verdict = HILUM_FAIL;
    else
        return false;
    out->refused = true;
    return true;
}

static struct case_block read_block(struct case_reader *r, struct hilum_view format)
{
    struct case_block b = { .format = format, .line = r->line };

    b.text = block(r);
    return b;
}

static bool read_line(struct case_reader *r, struct hilum_view line,
                      struct case_text *out)
{
    struct hilum_view value;

    if (key(line, "use", &out->use) || key(line, "with", &out->with) ||
        key(line, "remark", &out->remark) || verdict(line, out))
        return true;
    if (key(line, "none", &value)) {
        out->none = true;
        return true;
    }
    if (key(line, "in", &value)) {
        out->in = read_block(r, value);
        return true;
    }
    if (key(line, "out", &value) && out->out_count < CASE_OUTS) {
        out->outs[out->out_count++] = read_block(r, value);
        return true;
    }
    if (key(line, "expect", &value)) {
        out->expect = read_block(r, value);
        return true;
    }
    r->why =
        "here may stand use, with, in, out, expect, none, reject, retry, fail or remark";
    return false;
}

/* Is the case whole, so that this line can only begin another? */
static bool begins_another(struct hilum_view bare, const struct case_text *c)
{
    bool whole = c->use.len && (c->out_count || c->expect.line || c->none || c->refused ||
                                c->remark.len);

    return whole &&
           (hilum_is(bare, "---") || bare.ptr[0] == '#' || view_starts(bare, "use:"));
}

bool case_next(struct case_reader *r, struct case_text *out)
{
    struct hilum_view  line;
    struct case_reader before = *r;
    bool               any    = false;

    *out = (struct case_text){ .line = r->line + 1 };
    for (; next_line(r, &line); before = *r) {
        struct hilum_view bare = view_trim(line);

        if (bare.len == 0)
            continue;
        if (begins_another(bare, out)) {
            *r = before;
            return true;
        }
        if (hilum_is(bare, "---"))
            continue;
        if (bare.ptr[0] == '#') {
            if (!out->name.len)
                out->name = view_trim((struct hilum_view){ bare.ptr + 1, bare.len - 1 });
            continue;
        }
        if (!any)
            out->line = r->line;
        any = true;
        if (!read_line(r, line, out))
            return false;
    }
    if (any && !begins_another(HILUM_VIEW("---"), out)) {
        r->why = "a case needs `use:`, and something that is expected, such as `out:`";
        return false;
    }
    return any;
}
