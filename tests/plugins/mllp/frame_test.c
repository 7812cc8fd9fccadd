/* frame_test.c -- MLLP frames, however the bytes arrive. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/frame.h"

#include "suite.h"

#include <stdio.h>

enum { MOST = 16, OUT = 64 };

/* Feeds bytes in pieces of one size and writes what comes out: "[message]" for
 * each, "!" where one is too long. */
static void run(const char *bytes, size_t len, size_t piece, size_t most, char *out,
                size_t *skipped)
{
    struct frame_reader r;
    struct hilum_view   m;

    frame_init(&r, most);
    *out = '\0';
    for (size_t at = 0; at < len;) {
        size_t           room;
        char            *to = frame_room(&r, &room);
        enum frame_state state;

        ck_assert_ptr_nonnull(to);
        room = room < piece ? room : piece;
        room = room < len - at ? room : len - at;
        memcpy(to, bytes + at, room);
        frame_filled(&r, room);
        at += room;
        for (state = frame_next(&r, &m); state == FRAME_WHOLE; state = frame_next(&r, &m))
            out += snprintf(out, OUT, "[%.*s]", (int)m.len, m.ptr);
        if (state == FRAME_LONG) {
            snprintf(out, OUT, "!");
            break;
        }
    }
    *skipped = r.skipped;
    frame_free(&r);
}

static void expect(const char *bytes, const char *wanted, size_t wanted_skipped)
{
    char   out[256];
    size_t skipped;

    for (size_t piece = 1; piece <= strlen(bytes); piece++) {
        run(bytes, strlen(bytes), piece, MOST, out, &skipped);
        ck_assert_str_eq(out, wanted);
        ck_assert_uint_eq(skipped, wanted_skipped);
    }
}

START_TEST(a_frame_is_found_in_any_pieces)
{
    expect("\x0b"
           "MSH|"
           "\x1c\r",
           "[MSH|]", 0);
}
END_TEST

START_TEST(many_frames_come_at_once)
{
    expect("\x0b"
           "a"
           "\x1c\r\x0b"
           "b"
           "\x1c\r\x0b\x1c\r",
           "[a][b][]", 0);
}
END_TEST

START_TEST(a_missing_carriage_return_is_forgiven)
{
    expect("\x0b"
           "a"
           "\x1c\x0b"
           "b"
           "\x1c",
           "[a][b]", 0);
}
END_TEST

START_TEST(bytes_between_frames_are_skipped_and_counted)
{
    expect("xy\x0b"
           "a"
           "\x1c\r\nGET /\r\n\x0b"
           "b"
           "\x1c\rz",
           "[a][b]", 8);
}
END_TEST

START_TEST(a_vertical_tab_inside_belongs_to_the_message)
{
    expect("\x0b"
           "a\x0b"
           "b"
           "\x1c\r",
           "[a\x0b"
           "b]",
           0);
}
END_TEST

START_TEST(a_message_may_be_as_long_as_allowed)
{
    expect("\x0b"
           "0123456789abcdef"
           "\x1c\r",
           "[0123456789abcdef]", 0);
}
END_TEST

START_TEST(a_longer_message_is_an_end)
{
    expect("\x0b"
           "a"
           "\x1c\r\x0b"
           "0123456789abcdefg"
           "\x1c\r",
           "[a]!", 0);
    expect("\x0b"
           "0123456789abcdefghijklmnopqrstuvwxyz",
           "!", 0);
}
END_TEST

START_TEST(a_large_message_does_not_keep_its_memory)
{
    struct frame_reader r;
    struct hilum_view   m;
    size_t              room, left = 1 << 20;

    frame_init(&r, 2 << 20);
    for (bool first = true; left; first = false) {
        char  *to = frame_room(&r, &room);
        size_t n  = room < left ? room : left;

        memset(to, 'x', n);
        if (first)
            *to = FRAME_VT;
        left -= n;
        if (left == 0)
            to[n - 1] = FRAME_FS;
        frame_filled(&r, n);
        ck_assert_int_eq(frame_next(&r, &m), left ? FRAME_MORE : FRAME_WHOLE);
    }
    ck_assert_uint_eq(m.len, (1 << 20) - 2);
    ck_assert_uint_ge(r.room, 1 << 20);
    ck_assert_int_eq(frame_next(&r, &m), FRAME_MORE);
    frame_room(&r, &room);
    ck_assert_uint_le(r.room, 4096);
    frame_free(&r);
}
END_TEST

int main(void)
{
    return suite_run("frame",
                     SUITE_TESTS(a_frame_is_found_in_any_pieces, many_frames_come_at_once,
                                 a_missing_carriage_return_is_forgiven,
                                 bytes_between_frames_are_skipped_and_counted,
                                 a_vertical_tab_inside_belongs_to_the_message,
                                 a_message_may_be_as_long_as_allowed,
                                 a_longer_message_is_an_end,
                                 a_large_message_does_not_keep_its_memory),
                     NULL, NULL);
}
