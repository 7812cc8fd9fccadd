/* er7_escape_test.c -- escape sequences, one by one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/er7_escape.h"
#include "suites.h"

#include <stdlib.h>

static struct er7_delimiters usual;

static void setup(void)
{
    usual = ER7_USUAL_DELIMITERS;
}

/* The room is exact, so that a text that grew would be found. */
static void gives(const char *raw, const char *text)
{
    struct hilum_view v  = hilum_view(raw);
    char             *to = malloc(v.len + 1);
    size_t            n  = er7_escape_decode(&usual, v, to);

    ck_assert_uint_le(n, v.len);
    ck_assert_msg(n == strlen(text) && memcmp(to, text, n) == 0, "%s gave %.*s", raw,
                  (int)n, to);
    free(to);
}

/* Decoded and encoded it is the same again. */
static void stays(const char *raw)
{
    char                room[256], to[256];
    struct hilum_buffer out = { .ptr = room, .room = sizeof room };
    size_t              n   = er7_escape_decode(&usual, hilum_view(raw), to);

    ck_assert(er7_escape_encode(&usual, (struct hilum_view){ to, n }, &out));
    ck_assert_msg(out.len == strlen(raw) && memcmp(room, raw, out.len) == 0,
                  "%s gave %.*s", raw, (int)out.len, room);
}

START_TEST(separators_are_named_by_letters)
{
    gives("\\F\\\\S\\\\T\\\\R\\\\E\\\\P\\", "|^&~\\#");
    gives("a\\T\\b", "a&b");
    stays("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f");
}
END_TEST

START_TEST(bytes_are_named_in_hexadecimal)
{
    gives("\\X41\\\\X4a4B\\", "AJK");
    gives("\\X0D0A\\", "\r\n");
    gives("\\XC3A9\\", "\xc3\xa9");
    gives("\\XE9\\", "\xc3\xa9");
    gives("\\X41E942\\", "A\xc3\xa9"
                         "B");
    stays("\\X0D\\");
    stays("\\X1C\\\\X0B\\");
}
END_TEST

START_TEST(what_is_no_hexadecimal_is_no_sequence)
{
    gives("\\X4\\", "\\X4\\");
    gives("\\X\\", "\\X\\");
    gives("\\XGG\\", "\\XGG\\");
}
END_TEST

START_TEST(line_breaks_become_line_feeds)
{
    gives("a\\.br\\b\\.sp\\c\\.sp3\\d", "a\nb\nc\n\n\nd");
    gives("\\.sp7\\", "\\.sp7\\");
    stays("a\\.br\\b");
}
END_TEST

START_TEST(what_has_no_text_is_kept_and_written_as_it_was)
{
    static const char *const kept[] = { "\\H\\x\\N\\", "\\.in+4\\", "\\.ti-12\\",
                                        "\\.fi\\",     "\\.ce\\a",  "\\C2842\\",
                                        "\\M242421\\", "\\Z0A\\",   "\\.sk3\\",
                                        "\\.sp12\\" };

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        gives(kept[i], kept[i]);
        stays(kept[i]);
    }
}
END_TEST

/* What looks like a line break, but was none, must not become one. */
START_TEST(an_escaped_escape_character_begins_no_sequence)
{
    gives("\\E\\.br\\E\\", "\\.br\\");
    stays("\\E\\.br\\E\\");
    stays("\\E\\.sp6\\E\\");
    stays("\\E\\X41\\E\\");
    stays("\\E\\F\\E\\");
}
END_TEST

START_TEST(a_stray_escape_character_stands_for_itself)
{
    gives("C:\\temp\\x", "C:\\temp\\x");
    gives("\\", "\\");
    gives("\\\\", "\\\\");
    gives("\\\\\\", "\\\\\\");
    gives("50\\T", "50\\T");
    gives("\\zz\\F\\", "\\zz|");
    stays("C:\\E\\temp\\E\\x");
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

Suite *er7_escape_suite(void)
{
    Suite *suite = suite_create("er7_escape");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, separators_are_named_by_letters);
    tcase_add_test(tc, bytes_are_named_in_hexadecimal);
    tcase_add_test(tc, what_is_no_hexadecimal_is_no_sequence);
    tcase_add_test(tc, line_breaks_become_line_feeds);
    tcase_add_test(tc, what_has_no_text_is_kept_and_written_as_it_was);
    tcase_add_test(tc, an_escaped_escape_character_begins_no_sequence);
    tcase_add_test(tc, a_stray_escape_character_stands_for_itself);
    tcase_add_test(tc, without_an_escape_character_a_separator_cannot_be_written);
    suite_add_tcase(suite, tc);
    return suite;
}
