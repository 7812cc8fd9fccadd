/* expand.c -- ${NAME}, ${NAME:-default} and ${file:path} in the values of a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/expand.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <stdlib.h>

struct expansion {
    struct yaml        *doc;
    struct yaml_node   *node;
    size_t              at; /* of the ${ being replaced, in the text */
    struct hilum_buffer out;
};

/* Reports a mistake at the ${; the buffer's contents are then of no use. */
HILUM_PRINTF(2) static void refuse(struct expansion *e, const char *fmt, ...)
{
    struct lines *l  = &e->doc->lines;
    struct place  at = e->node->at;
    char          why[LIMIT_REASON];
    va_list       ap;

    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    if (l->problems->count < LIMIT_PROBLEMS)
        at = yaml_inside(e->doc, e->node, e->at);
    lines_blame(l, at, "%s", why);
    e->node->broken = true;
}

/* The contents of a file, without the newline that editors put at its end. */
static void put_file(struct expansion *e, struct hilum_view path)
{
    char       *given = arena_text(e->doc->arena, path.ptr, path.len);
    const char *full  = given ? yaml_path(e->doc, given) : NULL;
    size_t      start = e->out.len;
    const char *why   = full ? lines_gather(&e->out, full) : "memory is out";

    if (why) {
        refuse(e, "cannot read the file '%.*s': %s", (int)path.len, path.ptr, why);
        e->out.len = start;
        return;
    }
    if (e->out.len > start && e->out.ptr[e->out.len - 1] == '\n')
        e->out.len--;
    if (e->out.len > start && e->out.ptr[e->out.len - 1] == '\r')
        e->out.len--;
}

static size_t name_length(struct hilum_view v)
{
    size_t n = 0;

    while (n < v.len && (v.ptr[n] == '_' || (v.ptr[n] >= 'A' && v.ptr[n] <= 'Z') ||
                         (v.ptr[n] >= 'a' && v.ptr[n] <= 'z') ||
                         (n && v.ptr[n] >= '0' && v.ptr[n] <= '9')))
        n++;
    return n;
}

static void put_variable(struct expansion *e, struct hilum_view inside)
{
    size_t            len     = name_length(inside);
    struct hilum_view rest    = { inside.ptr + len, inside.len - len };
    bool              has_own = view_starts(rest, ":-");
    const char       *name    = arena_text(e->doc->arena, inside.ptr, len);
    const char       *value   = name && len ? getenv(name) : NULL;

    if (!name) {
        refuse(e, "memory is out");
    } else if (len == 0 || (rest.len && !has_own)) {
        refuse(e,
               "'${%.*s}' is neither ${NAME}, ${NAME:-default} nor ${file:path}; "
               "a plain '${' is written $${",
               (int)inside.len, inside.ptr);
    } else if (has_own && !(value && *value)) {
        hilum_put(&e->out, rest.ptr + 2, rest.len - 2);
    } else if (value) {
        hilum_put_text(&e->out, value);
    } else {
        refuse(e, "the variable %s is not set; set it, or write ${%s:-default}", name,
               name);
    }
}

/* Replaces what begins at e->at; the offset of what follows. */
static size_t put_one(struct expansion *e)
{
    struct hilum_view raw    = e->node->text;
    const char       *inside = raw.ptr + e->at + 2;
    const char       *end    = memchr(inside, '}', (size_t)(raw.ptr + raw.len - inside));
    struct hilum_view what;

    if (!end) {
        refuse(e, "'${' without its '}'; a plain '${' is written $${");
        return raw.len;
    }
    what = (struct hilum_view){ inside, (size_t)(end - inside) };
    if (view_starts(what, "file:"))
        put_file(e, (struct hilum_view){ what.ptr + 5, what.len - 5 });
    else
        put_variable(e, what);
    return (size_t)(end + 1 - raw.ptr);
}

void expand_node(struct yaml *doc, struct yaml_node *node)
{
    struct expansion  e   = { .doc = doc, .node = node };
    struct hilum_view raw = node->text;
    bool              own = false; /* something came from outside */
    size_t            at  = 0;
    const char       *text;

    if (!memmem(raw.ptr, raw.len, "${", 2))
        return;
    buffer_init(&e.out, LIMIT_CONFIG + 1);
    while (at < raw.len && !e.out.failed) {
        struct hilum_view rest = { raw.ptr + at, raw.len - at };

        if (view_starts(rest, "$${")) {
            hilum_put(&e.out, "${", 2);
            at += 3;
        } else if (view_starts(rest, "${")) {
            own  = true;
            e.at = at;
            at   = put_one(&e);
        } else {
            hilum_put_byte(&e.out, raw.ptr[at++]);
        }
    }
    if (e.out.failed && !node->broken)
        refuse(&e, "what this stands for is larger than %u MB", LIMIT_CONFIG >> 20);
    if (!node->broken && utf8_valid(hilum_buffer_view(&e.out)) != e.out.len)
        refuse(&e, "what this stands for is not UTF-8 text");
    text = node->broken ? NULL : arena_text(doc->arena, e.out.ptr, e.out.len);
    if (!text && !node->broken)
        refuse(&e, "memory is out");
    if (text)
        node->text = (struct hilum_view){ text, e.out.len };
    node->expanded = own && text;
    buffer_free(&e.out);
}
