/* send_text.c -- the messages that are sent: read, cut and numbered. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/send_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MOST_BYTES = 1 << 30, /* of all files together */
    VT         = 0x0b,
    FS         = 0x1c,
};

void send_texts_init(struct send_texts *t)
{
    *t = (struct send_texts){ .count = 0 };
    buffer_init(&t->bytes, MOST_BYTES);
}

void send_texts_free(struct send_texts *t)
{
    free(t->list);
    buffer_free(&t->bytes);
}

/* ---- Reading -------------------------------------------------------------- */

/* Segments end in CR, whatever ends a line in the file; frames of MLLP are taken
 * off. */
static void put_lines(struct hilum_buffer *to, struct hilum_view from)
{
    for (size_t i = 0; i < from.len; i++) {
        char c = from.ptr[i];

        if (c == '\n')
            c = '\r';
        if (c == VT || c == FS ||
            (c == '\r' && (to->len == 0 || to->ptr[to->len - 1] == '\r')))
            continue;
        hilum_put_byte(to, c);
    }
}

bool send_texts_add(struct send_texts *t, const char *path)
{
    bool   std = strcmp(path, "-") == 0;
    FILE  *in  = std ? stdin : fopen(path, "rb");
    char   piece[1 << 16];
    size_t len;
    bool   ok;

    if (!in) {
        fprintf(stderr, "hilum: %s: %s\n", path, strerror(errno));
        return false;
    }
    for (len = fread(piece, 1, sizeof piece, in); len;
         len = fread(piece, 1, sizeof piece, in))
        put_lines(&t->bytes, (struct hilum_view){ piece, len });
    put_lines(&t->bytes, HILUM_VIEW("\r"));
    ok = !ferror(in) && !t->bytes.failed;
    if (!ok)
        fprintf(stderr, "hilum: %s: %s\n", path,
                t->bytes.failed ? "too large to send" : strerror(errno));
    if (!std)
        fclose(in);
    return ok;
}

/* ---- Cutting -------------------------------------------------------------- */

/* The nth piece of a segment; 0 is its name.  Empty, at its end, where it has
 * none. */
static struct hilum_view piece(struct hilum_view seg, char sep, size_t n)
{
    const char *at = seg.ptr, *end = seg.ptr + seg.len, *stop;

    for (;; n--) {
        stop = memchr(at, sep, (size_t)(end - at));
        if (n == 0 || !stop)
            break;
        at = stop + 1;
    }
    if (n)
        return (struct hilum_view){ end, 0 };
    return (struct hilum_view){ at, (size_t)((stop ? stop : end) - at) };
}

static bool is_segment(const char *at, const char *end, const char *name)
{
    return end - at >= 4 && memcmp(at, name, 3) == 0;
}

static const char *line_end(const char *at, const char *end)
{
    const char *cr = memchr(at, '\r', (size_t)(end - at));

    return cr ? cr : end;
}

/* The beginning of the next line that is an MSH segment, or end. */
static const char *next_msh(const char *at, const char *end)
{
    while (at < end && !is_segment(at, end, "MSH"))
        at = line_end(at, end) + (line_end(at, end) < end);
    return at;
}

static struct send_text cut(const char *from, const char *to)
{
    struct hilum_view msh = { from, (size_t)(line_end(from, to) - from) };
    struct hilum_view id  = piece(msh, from[3], 9);

    return (struct send_text){
        .before = { from, (size_t)(id.ptr - from) },
        .id     = id,
        .after  = { id.ptr + id.len, (size_t)(to - id.ptr) - id.len },
    };
}

bool send_texts_cut(struct send_texts *t)
{
    const char *end  = t->bytes.ptr + t->bytes.len;
    size_t      room = 0;

    if (t->bytes.len == 0)
        return false;
    for (const char *at = next_msh(t->bytes.ptr, end); at < end;) {
        const char *stop = line_end(at, end);

        stop = next_msh(stop + (stop < end), end);
        if (t->count == room) {
            struct send_text *list;

            room = room ? 2 * room : 64;
            list = realloc(t->list, room * sizeof *list);
            if (!list)
                return false;
            t->list = list;
        }
        t->list[t->count++] = cut(at, stop);
        at                  = stop;
    }
    return t->count > 0;
}

/* ---- Answers -------------------------------------------------------------- */

struct send_answer send_answer_read(struct hilum_view frame)
{
    const char *end = frame.ptr + frame.len;
    char        sep;

    if (!is_segment(frame.ptr, end, "MSH"))
        return (
            struct send_answer){ .code = { "", 0 }, .id = { "", 0 }, .text = { "", 0 } };
    sep = frame.ptr[3];
    for (const char *at = frame.ptr; at < end;) {
        const char       *stop = line_end(at, end);
        struct hilum_view seg  = { at, (size_t)(stop - at) };

        if (is_segment(at, stop, "MSA"))
            return (struct send_answer){ .code = piece(seg, sep, 1),
                                         .id   = piece(seg, sep, 2),
                                         .text = piece(seg, sep, 3) };
        at = stop + (stop < end);
    }
    return (struct send_answer){ .code = { "", 0 }, .id = { "", 0 }, .text = { "", 0 } };
}
