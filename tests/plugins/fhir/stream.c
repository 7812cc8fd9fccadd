/* stream.c -- streams of bytes, taken apart by a codec in every way they may come. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stream.h"

#include <check.h>

extern const struct hilum_plugin hilum_plugin;

enum { OUT_ROOM = 4096, PIECES_MOST = 10000 };

const struct hilum_part *part_of(const char *name)
{
    const struct hilum_part *const *part = hilum_plugin.parts;

    while (strcmp((*part)->name, name) != 0)
        part++;
    return *part;
}

static void put(struct hilum_buffer *out, const struct hilum_piece *p)
{
    if (p->found == HILUM_FOUND_FAULT) {
        hilum_put_byte(out, '!');
        hilum_put_text(out, p->reason);
        hilum_put_byte(out, '|');
    }
    if (p->found != HILUM_FOUND_MESSAGE)
        return;
    if (p->labels.len) {
        hilum_put_byte(out, '[');
        hilum_put_view(out, p->labels);
        hilum_put_byte(out, ']');
    }
    hilum_put_view(out, p->message);
    hilum_put_byte(out, '|');
}

/* Takes all apart; the bytes lie in memory of just their size, `first` of them before
 * there are more, which then come `step` at a time. */
static void take_all(const struct hilum_part *part, struct hilum_view text, size_t first,
                     size_t step, struct hilum_buffer *out)
{
    void              *splitter = calloc(1, part->splitter);
    size_t             at = 0, seen = first;
    struct hilum_piece p = { .found = HILUM_FOUND_MORE };

    for (int i = 0; i < PIECES_MOST && p.found != HILUM_FOUND_NOTHING; i++) {
        char *bytes = memcpy(malloc(seen - at + 1), text.ptr + at, seen - at);

        part->split(splitter, (struct hilum_view){ bytes, seen - at }, seen == text.len,
                    &p);
        ck_assert_uint_le(p.used, seen - at);
        put(out, &p);
        at += p.used;
        if (p.found == HILUM_FOUND_MORE)
            seen = text.len - seen > step ? seen + step : text.len;
        free(bytes);
    }
    ck_assert_uint_eq(p.found, HILUM_FOUND_NOTHING);
    free(splitter);
}

void expect_pieces(const char *part, const char *text, const char *wanted)
{
    struct hilum_view v = hilum_view(text);

    for (size_t first = 0; first <= v.len; first++)
        for (int step = 1; step < 3; step++) {
            char                room[OUT_ROOM];
            struct hilum_buffer out = { .ptr = room, .room = sizeof room };

            take_all(part_of(part), v, first, step == 1 ? 1 : v.len, &out);
            ck_assert_msg(hilum_is(hilum_buffer_view(&out), wanted), "%zu: %.*s", first,
                          (int)out.len, out.ptr);
        }
}
