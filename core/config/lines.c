/* lines.c -- a text by line and column, and the problems found in it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/lines.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <errno.h>

/* A longer line helps nobody: it is shown up to here, and not at all where the
 * mistake lies further to the right. */
enum { LINE_SHOWN = 200 };

size_t lines_break(const char *at, const char *end)
{
    size_t left = (size_t)(end - at);

    if (left >= 2 && memcmp(at, "\r\n", 2) == 0)
        return 2;
    if (left >= 1 && (*at == '\n' || *at == '\r'))
        return 1;
    if (left >= 2 && memcmp(at, "\xc2\x85", 2) == 0)
        return 2;
    if (left >= 3 &&
        (memcmp(at, "\xe2\x80\xa8", 3) == 0 || memcmp(at, "\xe2\x80\xa9", 3) == 0))
        return 3;
    return 0;
}

static size_t step(const struct lines *l, size_t at)
{
    size_t len = utf8_step((struct hilum_view){ l->text + at, l->len - at });

    return len ? len : 1;
}

/* Moves a place over the character at the offset; the offset behind it. */
static size_t move(const struct lines *l, struct place *at, size_t offset)
{
    size_t eol = lines_break(l->text + offset, l->text + l->len);

    if (eol) {
        at->line++;
        at->column = 1;
        return offset + eol;
    }
    at->column++;
    return offset + step(l, offset);
}

struct place lines_walk(const struct lines *l, struct place from, size_t offset,
                        size_t to)
{
    while (offset < to && offset < l->len)
        offset = move(l, &from, offset);
    return from;
}

static bool before(struct place a, struct place b)
{
    return a.line < b.line || (a.line == b.line && a.column < b.column);
}

size_t lines_offset(struct lines *l, struct place at)
{
    if (l->seen.line == 0 || before(at, l->seen)) {
        l->seen    = (struct place){ 1, 1 };
        l->seen_at = 0;
    }
    while (before(l->seen, at) && l->seen_at < l->len) {
        struct place next   = l->seen;
        size_t       offset = move(l, &next, l->seen_at);

        /* The line ends before the column. */
        if (before(at, next))
            break;
        l->seen    = next;
        l->seen_at = offset;
    }
    return l->seen_at;
}

static bool full(const struct lines *l)
{
    return l->problems->count == LIMIT_PROBLEMS;
}

/* The line as problems show it: what is wrong must lie in what is shown. */
static bool show_line(struct lines *l, struct place at, char out[static LINE_SHOWN + 1])
{
    const char *from, *end = l->text + l->len;
    size_t      len = 0;

    if (at.line == 0 || at.column > LINE_SHOWN)
        return false;
    from = l->text + lines_offset(l, (struct place){ at.line, 1 });
    while (len < LINE_SHOWN && from + len < end && !lines_break(from + len, end))
        len++;
    len = utf8_valid((struct hilum_view){ from, len });
    memcpy(out, from, len);
    out[len] = '\0';
    return true;
}

void lines_blame(struct lines *l, struct place at, const char *fmt, ...)
{
    struct problem p = { .file = l->file, .line = at.line, .column = at.column };
    char           shown[LINE_SHOWN + 1];
    va_list        ap;

    /* Of a file full of mistakes the last ones are only counted, in no time. */
    if (!full(l) && show_line(l, at, shown))
        p.line_text = shown;
    va_start(ap, fmt);
    problems_vadd(l->problems, &p, fmt, ap);
    va_end(ap);
}

const char *lines_hint(struct lines *l, struct hilum_view word, const char *const *words)
{
    const char *near = full(l) ? NULL : problem_nearest(word, words);
    const char *hint =
        near ? arena_printf(l->problems->arena, " (did you mean '%s'?)", near) : NULL;

    return hint ? hint : "";
}

/* Lines that earlier problems show are written anew. */
static void show_again(struct lines *l)
{
    char shown[LINE_SHOWN + 1];

    for (size_t i = 0; i < l->problems->count; i++) {
        struct problem *p = &l->problems->list[i];

        if (p->line_text && strcmp(p->file, l->file) == 0 &&
            show_line(l, (struct place){ p->line, p->column }, shown))
            p->line_text = arena_text(l->problems->arena, shown, strlen(shown));
    }
}

void lines_hide(struct lines *l, struct hilum_view part)
{
    char *at  = l->text + (part.ptr - l->text);
    char *end = at + part.len;

    while (at < end) {
        size_t eol = lines_break(at, end);

        if (eol)
            at += eol;
        else
            *at++ = '*';
    }
    show_again(l);
}

/* False with a problem at the first byte that has no place in a text. */
static bool check_text(struct lines *l)
{
    size_t       valid = utf8_valid((struct hilum_view){ l->text, l->len });
    size_t       good  = 0;
    unsigned     bad;
    struct place at;

    while (good < valid) {
        unsigned char c = (unsigned char)l->text[good];

        if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
            break;
        good++;
    }
    if (good == l->len)
        return true;
    at  = lines_walk(l, (struct place){ 1, 1 }, 0, good);
    bad = (unsigned char)l->text[good];
    /* The line is shown up to here: what follows is no text. */
    l->len = good;
    if (good < valid)
        lines_blame(l, at, "the file is not text: byte 0x%02x is a control character",
                    bad);
    else
        lines_blame(l, at, "byte 0x%02x is not UTF-8: save the file as UTF-8", bad);
    return false;
}

static bool too_large(struct lines *l)
{
    lines_blame(l, (struct place){ 0 },
                "the file is larger than %u MB, the most it may be", LIMIT_CONFIG >> 20);
    return false;
}

bool lines_bytes(struct lines *l, const char *file, struct hilum_view bytes,
                 struct problems *problems)
{
    *l = (struct lines){ .file = file, .problems = problems };
    if (bytes.len > LIMIT_CONFIG)
        return too_large(l);
    /* A byte order mark is no part of the text and moves no column. */
    if (view_starts(bytes, "\xef\xbb\xbf")) {
        bytes.ptr += 3;
        bytes.len -= 3;
    }
    l->file = arena_text(problems->arena, file, strlen(file));
    l->text = arena_text(problems->arena, bytes.ptr, bytes.len);
    l->len  = bytes.len;
    if (l->file && l->text)
        return check_text(l);
    *l = (struct lines){ .file = file, .problems = problems };
    lines_blame(l, (struct place){ 0 }, "memory is out");
    return false;
}

const char *lines_gather(struct hilum_buffer *out, const char *path)
{
    FILE       *from = fopen(path, "re");
    const char *why  = from ? NULL : strerror(errno);
    size_t      got  = 1;

    while (from && !why && got) {
        char *to = hilum_room(out, 1);

        got = to ? fread(to, 1, out->room - out->len, from) : 0;
        out->len += got;
        if (!to)
            why = "it is too large";
        else if (ferror(from))
            why = strerror(errno);
    }
    if (from)
        fclose(from);
    return why;
}

bool lines_file(struct lines *l, const char *path, struct problems *problems)
{
    struct hilum_buffer all;
    const char         *why;
    bool                ok = false;

    /* One byte more than a file may have, to know those that are larger. */
    buffer_init(&all, LIMIT_CONFIG + 1);
    why = lines_gather(&all, path);
    if (!why || all.failed) {
        ok = lines_bytes(l, path, hilum_buffer_view(&all), problems);
    } else {
        *l = (struct lines){ .file = path, .problems = problems };
        lines_blame(l, (struct place){ 0 }, "cannot read the file: %s", why);
    }
    buffer_free(&all);
    return ok;
}
