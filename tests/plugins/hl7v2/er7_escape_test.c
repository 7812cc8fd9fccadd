/* er7_escape_test.c -- every escape sequence there and back, and what looks like one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/er7_escape.h"

#include "edited.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 4096 };

static struct er7_delimiters usual;
static struct er7_feed       feed;
static struct er7_written    written;

static void setup(void)
{
    usual   = ER7_USUAL_DELIMITERS;
    feed    = (struct er7_feed){ 0 };
    written = (struct er7_written){ .feed = &feed, .said = true, .open = true };
}

static void teardown(void)
{
    er7_feed_close(&feed);
}

/* Decodes into a room of the exact size, so that a text that outgrew it would be
 * found. */
static struct hilum_view decoded(struct hilum_view raw, char text[static MOST])
{
    size_t              room = er7_escape_room(&usual, raw);
    struct hilum_buffer out  = { .ptr = malloc(room + 1), .room = room };

    ck_assert_ptr_nonnull(out.ptr);
    er7_escape_decode(&usual, &written, raw, &out);
    ck_assert(!out.failed);
    ck_assert_uint_lt(out.len, MOST);
    memcpy(text, out.ptr, out.len);
    free(out.ptr);
    return (struct hilum_view){ text, out.len };
}

static void gives(const char *raw, const char *text)
{
    char              room[MOST];
    struct hilum_view is = decoded(hilum_view(raw), room);

    ck_assert_msg(hilum_is(is, text), "%s gave %.*s", raw, (int)is.len, is.ptr);
}

/* A text that is written without what was written for it is read again as it is. */
static void says(struct hilum_view text, const char *raw)
{
    char                room[MOST], again[MOST];
    struct hilum_buffer out = { .ptr = room, .room = sizeof room };

    ck_assert(er7_escape_encode(&usual, text, &out));
    ck_assert_msg(!raw || hilum_is(hilum_buffer_view(&out), raw), "%.*s is written %.*s",
                  (int)text.len, text.ptr, (int)out.len, out.ptr);
    ck_assert_msg(hilum_same(decoded(hilum_buffer_view(&out), again), text),
                  "%.*s is written %.*s", (int)text.len, text.ptr, (int)out.len, out.ptr);
}

/* ---- The table --------------------------------------------------------------- */

static const struct {
    const char *raw;   /* as it is written in the message */
    const char *text;  /* what it says */
    const char *plain; /* how that text is written, where nobody knows how it was */
} rows[] = {
    /* Separators. */
    { "a\\F\\b", "a|b", "a\\F\\b" },
    { "a\\S\\b", "a^b", "a\\S\\b" },
    { "a\\T\\b", "a&b", "a\\T\\b" },
    { "a\\R\\b", "a~b", "a\\R\\b" },
    { "a\\E\\b", "a\\b", "a\\E\\b" },
    { "a\\P\\b", "a#b", "a#b" },
    { "\\F\\\\S\\\\T\\\\R\\\\E\\", "|^&~\\", "\\F\\\\S\\\\T\\\\R\\\\E\\" },
    /* Highlighting. */
    { "a\\H\\b\\N\\c", "abc", "abc" },
    /* Formatting. */
    { "a\\.br\\b", "a\nb", "a\\.br\\b" },
    { "a\\.sp\\b", "a\nb", "a\\.br\\b" },
    { "a\\.sp3\\b", "a\n\n\nb", "a\\.br\\\\.br\\\\.br\\b" },
    { "a\\.sp 2\\b", "a\n\nb", "a\\.br\\\\.br\\b" },
    { "a\\.sp+2\\b", "a\\.sp+2\\b", "a\\E\\.sp+2\\E\\b" },
    { "a\\.ce\\b", "a\nb", "a\\.br\\b" },
    { "a\\.sk3\\b", "a   b", "a   b" },
    { "a\\.sk\\b", "a b", "a b" },
    { "\\.in+4\\a\\.in-4\\b\\.in4\\c", "abc", "abc" },
    { "\\.ti+4\\a\\.ti-4\\b", "ab", "ab" },
    { "\\.nf\\a\\.fi\\b", "ab", "ab" },
    { "a\\.BR\\b", "a\nb", "a\\.br\\b" },
    /* Escaped twice. */
    { "a\\E\\.br\\E\\b", "a\nb", "a\\.br\\b" },
    { "a\\E\\.sp2\\E\\b", "a\n\nb", "a\\.br\\\\.br\\b" },
    { "a\\E\\.in+4\\E\\b", "ab", "ab" },
    { "a\\\\.br\\\\b", "a\nb", "a\\.br\\b" },
    { "\\E\\F\\E\\", "\\F\\", "\\E\\F\\E\\" },
    { "\\E\\X41\\E\\", "\\X41\\", "\\E\\X41\\E\\" },
    { "\\E\\\\.br\\\\E\\", "\\\n\\", "\\E\\\\.br\\\\E\\" },
    { "\\X5C\\.br\\E\\", "\\.br\\", "\\X5C\\.br\\E\\" },
    /* Bytes. */
    { "\\X41\\", "A", "A" },
    { "\\X4a4B\\", "JK", "JK" },
    { "\\X0D0A\\", "\r\n", "\\X0D\\\\.br\\" },
    { "\\X0D\\\\X0A\\", "\r\n", "\\X0D\\\\.br\\" },
    { "\\X09\\", "\t", "\t" },
    { "\\X7C\\", "|", "\\F\\" },
    { "\\XC3A9\\", "é", "é" },
    { "\\XC3\\\\XA9\\", "é", "é" },
    { "\\XE9\\", "é", "é" },
    { "\\X41E942\\", "AéB", "AéB" },
    { "\\X80\\", "€", "€" },
    { "\\X00\\", "\\X00\\", "\\X00\\" },
    { "a\\X410042\\b", "a\\X410042\\b", "a\\X410042\\b" },
    { "\\X1C\\\\X0B\\\\X41\\", "\\X1C\\\\X0B\\A", "\\X1C\\\\X0B\\A" },
    { "\\X81\\", "\\X81\\", "\\X81\\" },
    /* Local. */
    { "a\\Z0A\\b", "a\\Z0A\\b", "a\\Z0A\\b" },
    { "a\\Zbold-1.2\\b", "a\\Zbold-1.2\\b", "a\\Zbold-1.2\\b" },
    /* Other character sets, of one byte and of several. */
    { "\\C2842\\A", "A", "A" },
    { "\\C284A\\A", "A", "A" },
    { "\\C2949\\\\XD4CF\\", "ﾔﾏ", "ﾔﾏ" },
    { "\\C2849\\TO\\C2842\\", "ﾔﾏ", "ﾔﾏ" },
    { "\\C2D41\\\\XE9\\", "é", "é" },
    { "\\C2D42\\\\XF8\\", "ř", "ř" },
    { "\\C2D43\\\\XC6\\", "Ĉ", "Ĉ" },
    { "\\C2D44\\\\XD3\\", "Ķ", "Ķ" },
    { "\\C2D4C\\\\XB8\\", "И", "И" },
    { "\\C2D47\\\\XE5\\", "م", "م" },
    { "\\C2D46\\\\XD0\\", "Π", "Π" },
    { "\\C2D48\\\\XEB\\", "כ", "כ" },
    { "\\C2D4D\\\\XDE\\", "Ş", "Ş" },
    { "\\M2442\\;3ED\\C2842\\ TARO", "山田 TARO", "山田 TARO" },
    { "\\M2440\\;3\\C284A\\", "山", "山" },
    { "\\M2442\\\\X3B33\\\\X4544\\\\C2842\\", "山田", "山田" },
    { "\\M2442\\%\\S\\\\C2842\\", "マ", "マ" },
    { "\\M242844\\0!\\C2842\\", "丂", "丂" },
    { "\\M242843\\1h\\C2842\\", "김", "김" },
    { "\\M242847\\D!\\C2842\\", "一", "一" },
    { "\\C2547\\\\XE282AC\\\\C2540\\", "€", "€" },
    { "\\C2999\\a", "\\C2999\\a", "\\C2999\\a" },
    { "\\M999999\\a", "\\M999999\\a", "\\M999999\\a" },
    /* No sequences. */
    { "C:\\temp\\x", "C:\\temp\\x", "C:\\E\\temp\\E\\x" },
    { "\\", "\\", "\\E\\" },
    { "\\\\", "\\\\", "\\E\\\\E\\" },
    { "\\\\\\", "\\\\\\", "\\E\\\\E\\\\E\\" },
    { "50\\T", "50\\T", "50\\E\\T" },
    { "\\zz\\F\\", "\\zz|", "\\E\\zz\\F\\" },
    { "\\X4\\", "\\X4\\", "\\E\\X4\\E\\" },
    { "\\X\\", "\\X\\", "\\E\\X\\E\\" },
    { "\\XGG\\", "\\XGG\\", "\\E\\XGG\\E\\" },
    { "\\.xx\\", "\\.xx\\", "\\E\\.xx\\E\\" },
    { "\\.\\", "\\.\\", "\\E\\.\\E\\" },
    { "\\.br", "\\.br", "\\E\\.br" },
    { "\\.br3\\", "\\.br3\\", "\\E\\.br3\\E\\" },
    { "\\.sp1000\\", "\\.sp1000\\", "\\E\\.sp1000\\E\\" },
    { "\\HH\\", "\\HH\\", "\\E\\HH\\E\\" },
    { "\\C28\\", "\\C28\\", "\\E\\C28\\E\\" },
    { "\\Z\\", "\\Z\\", "\\E\\Z\\E\\" },
};

START_TEST(every_escape_sequence_says_what_the_table_has)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gives(rows[i].raw, rows[i].text);
        says(hilum_view(rows[i].text), rows[i].plain);
    }
}
END_TEST

/* In a message, whose other fields are changed. */
START_TEST(every_escape_sequence_is_written_as_it_was)
{
    struct harness h;

    harness_open(&h);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char        text[MOST], wanted[MOST];
        const char *is;

        snprintf(text, sizeof text, "MSH|^~\\&|A\rNTE|1|old|%s|%s^b&%s~c\r", rows[i].raw,
                 rows[i].raw, rows[i].raw);
        snprintf(wanted, sizeof wanted, "MSH|^~\\&|A\nNTE|1|new|%s|%s^b&%s~c\n",
                 rows[i].raw, rows[i].raw, rows[i].raw);
        ck_assert_msg(harness_read(&h, text) == HILUM_OK, "%s", h.why);
        is = harness_text(&h, "NTE-3");
        ck_assert_msg(strcmp(is, rows[i].text) == 0, "%s gave %s", rows[i].raw, is);
        ck_assert_str_eq(harness_text(&h, "NTE-4.1"), rows[i].text);
        edited(&h, "NTE-2", "new");
        ck_assert_str_eq(harness_write(&h, NULL), wanted);
    }
    harness_close(&h);
}
END_TEST

START_TEST(in_utf_8_a_byte_that_is_none_stays_as_it_is_written)
{
    written.open = false;
    written.base = CHARSET_UTF_8;
    gives("\\XC3A9\\\\XE9\\", "é\\XE9\\");
    says(HILUM_VIEW("\\XE9\\"), "\\XE9\\");
}
END_TEST

START_TEST(bytes_are_of_the_messages_character_set)
{
    static const struct {
        enum charset set;
        const char  *raw, *text;
    } in[] = {
        { CHARSET_LATIN_1, "\\XC3A9\\", "Ã©" },
        { CHARSET_CYRILLIC, "\\XB8\\", "И" },
        { CHARSET_SHIFT_JIS, "\\X8E52\\", "山" },
        { CHARSET_GB_18030, "\\X8139EF31\\", "㐂" },
        { CHARSET_BIG_5, "\\XA4FD\\\\XFEFE\\", "王\\XFEFE\\" },
        { CHARSET_UTF_16LE, "\\X0D0A\\\\XC3A9\\", "\r\né" },
    };

    written.open = false;
    for (size_t i = 0; i < sizeof in / sizeof in[0]; i++) {
        written.base = in[i].set;
        gives(in[i].raw, in[i].text);
    }
}
END_TEST

START_TEST(other_escape_characters_serve_as_well)
{
    usual.escape = '!';
    usual.field  = '$';
    gives("a!F!b!.br!!X41!\\F\\", "a$b\nA\\F\\");
    says(HILUM_VIEW("a$b\n!\\"), "a!F!b!.br!!E!\\");
}
END_TEST

START_TEST(control_characters_are_written_as_bytes)
{
    char                room[64];
    struct hilum_buffer out = { .ptr = room, .room = sizeof room };

    ck_assert(er7_escape_encode(&usual, HILUM_VIEW("\0\x0b\x1c\x1b\t\r\n"), &out));
    ck_assert(hilum_is(hilum_buffer_view(&out),
                       "\\X00\\\\X0B\\\\X1C\\\\X1B\\\t\\X0D\\\\.br\\"));
}
END_TEST

START_TEST(without_an_escape_character_a_separator_cannot_be_written)
{
    char                room[16];
    struct hilum_buffer out = { .ptr = room, .room = sizeof room };

    usual.escape = 0;
    ck_assert(er7_escape_encode(&usual, HILUM_VIEW("a\\b"), &out));
    ck_assert(!er7_escape_encode(&usual, HILUM_VIEW("a|b"), &out));
}
END_TEST

/* A text of escape characters alone, and one that asks for much. */
START_TEST(what_is_long_ends)
{
    enum { LONG = 1 << 16 };
    char               *raw = malloc(LONG);
    struct hilum_buffer out = { .most = 64u << 20, .grow = hilum_grow };

    ck_assert_ptr_nonnull(raw);
    for (int way = 0; way < 3; way++) {
        static const char *const parts[] = { "\\", "\\.sp999\\", "\\X41\\" };
        struct hilum_view        v       = { raw, 0 };
        size_t                   n       = strlen(parts[way]);

        for (; v.len + n <= LONG; v.len += n)
            memcpy(raw + v.len, parts[way], n);
        out.len = 0;
        ck_assert_ptr_nonnull(hilum_room(&out, er7_escape_room(&usual, v)));
        er7_escape_decode(&usual, &written, v, &out);
        ck_assert(!out.failed);
    }
    free(out.ptr);
    free(raw);
}
END_TEST

Suite *er7_escape_suite(void)
{
    Suite *suite = suite_create("er7_escape");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, every_escape_sequence_says_what_the_table_has);
    tcase_add_test(tc, every_escape_sequence_is_written_as_it_was);
    tcase_add_test(tc, in_utf_8_a_byte_that_is_none_stays_as_it_is_written);
    tcase_add_test(tc, bytes_are_of_the_messages_character_set);
    tcase_add_test(tc, other_escape_characters_serve_as_well);
    tcase_add_test(tc, control_characters_are_written_as_bytes);
    tcase_add_test(tc, without_an_escape_character_a_separator_cannot_be_written);
    tcase_add_test(tc, what_is_long_ends);
    suite_add_tcase(suite, tc);
    return suite;
}
