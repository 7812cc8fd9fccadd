/* charset_test.c -- character sets, what they are called, and UTF-8. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/charset.h"

#include "suites.h"

START_TEST(character_sets_are_known_by_many_names)
{
    static const struct {
        const char  *name;
        enum charset is;
    } names[] = {
        { "ASCII", CHARSET_ASCII },
        { "US-ASCII", CHARSET_ASCII },
        { "ISO IR6", CHARSET_ASCII },
        { "UNICODE", CHARSET_UNICODE },
        { "UNICODE UTF-8", CHARSET_UTF_8 },
        { "UNICODE UTF-16", CHARSET_UTF_16 },
        { "UNICODE UTF-32", CHARSET_UTF_32 },
        { "utf-8", CHARSET_UTF_8 },
        { "UTF8", CHARSET_UTF_8 },
        { "8859/1", CHARSET_LATIN_1 },
        { "ISO 8859-1", CHARSET_LATIN_1 },
        { "ISO-8859-1", CHARSET_LATIN_1 },
        { "ISO8859-1", CHARSET_LATIN_1 },
        { "iso8859/1", CHARSET_LATIN_1 },
        { "ISO_8859-15", CHARSET_LATIN_9 },
        { "8859/15", CHARSET_LATIN_9 },
        { "8859/5", CHARSET_CYRILLIC },
        { "ISO IR100", CHARSET_LATIN_1 },
        { "ISO IR14", CHARSET_IR_14 },
        { "ISO-IR 87", CHARSET_IR_87 },
        { "ISO_IR_159", CHARSET_IR_159 },
        { "GB 18030-2000", CHARSET_GB_18030 },
        { "GB18030", CHARSET_GB_18030 },
        { "KS X 1001", CHARSET_KS_X_1001 },
        { "EUC-KR", CHARSET_KS_X_1001 },
        { "CNS 11643-1992", CHARSET_CNS_11643 },
        { "BIG-5", CHARSET_BIG_5 },
        { "Big5", CHARSET_BIG_5 },
        { "WINDOWS-1252", CHARSET_WINDOWS_1252 },
        { "cp1252", CHARSET_WINDOWS_1252 },
        { "Shift_JIS", CHARSET_SHIFT_JIS },
        { "SJIS", CHARSET_SHIFT_JIS },
        { "", CHARSET_UNKNOWN },
        { "8859/12", CHARSET_UNKNOWN },
        { "8859/", CHARSET_UNKNOWN },
        { "KLINGON", CHARSET_UNKNOWN },
        { "a name that is far longer than any of them", CHARSET_UNKNOWN },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        ck_assert_msg(charset_named(hilum_view(names[i].name)) == names[i].is, "%s",
                      names[i].name);
}
END_TEST

START_TEST(every_set_can_be_named_by_its_own_name_and_opened)
{
    struct charsets sets = { 0 };
    char            room[64];

    for (int i = 0; i < CHARSET_COUNT; i++) {
        struct hilum_buffer out = { .ptr = room, .room = sizeof room };

        ck_assert_msg(charset_named(hilum_view(charset_name((enum charset)i))) ==
                          (enum charset)i,
                      "%s", charset_name((enum charset)i));
        ck_assert_uint_eq(charset_write(&sets, (enum charset)i, HILUM_VIEW("A|"), &out),
                          2);
        ck_assert_uint_eq(out.len, 2 * charset_unit((enum charset)i));
    }
    charsets_close(&sets);
}
END_TEST

START_TEST(reading_stops_in_front_of_what_is_no_text)
{
    struct charsets sets = { 0 };
    char            room[128];
    static const struct {
        enum charset set;
        const char  *bytes;
        size_t       good;
    } rows[] = {
        { CHARSET_ASCII, "ab\xe9", 2 },          { CHARSET_UTF_8, "ab\xe9", 2 },
        { CHARSET_ARABIC, "ab\xa1", 2 },         { CHARSET_KS_X_1001, "\xb0\xa1\xb0", 2 },
        { CHARSET_GB_18030, "\xd6\xd0\xff", 2 }, { CHARSET_WINDOWS_1252, "\x80\x81", 1 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct hilum_buffer out = { .ptr = room, .room = sizeof room };

        ck_assert_uint_eq(
            charset_read(&sets, rows[i].set, hilum_view(rows[i].bytes), &out),
            rows[i].good);
    }
    charsets_close(&sets);
}
END_TEST

START_TEST(only_well_formed_utf_8_is_valid)
{
    static const char *const bad[] = {
        "\x80", "\xc0\xaf",     "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xc3", "\xf0\x9f\x98", "\xff"
    };

    ck_assert_uint_eq(charset_valid(HILUM_VIEW("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")),
                      10);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_uint_eq(charset_valid(hilum_view(bad[i])), 0);
    ck_assert_uint_eq(charset_valid(HILUM_VIEW("ab\xe9")), 2);
}
END_TEST

START_TEST(ascii_ends_where_the_highest_bit_is_set)
{
    char text[80];

    memset(text, 'a', sizeof text);
    ck_assert_uint_eq(charset_ascii((struct hilum_view){ text, sizeof text }),
                      sizeof text);
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = '\x80';
        ck_assert_uint_eq(charset_ascii((struct hilum_view){ text, sizeof text }), i);
        text[i] = 'a';
    }
}
END_TEST

Suite *charset_suite(void)
{
    Suite *suite = suite_create("charset");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, character_sets_are_known_by_many_names);
    tcase_add_test(tc, every_set_can_be_named_by_its_own_name_and_opened);
    tcase_add_test(tc, reading_stops_in_front_of_what_is_no_text);
    tcase_add_test(tc, only_well_formed_utf_8_is_valid);
    tcase_add_test(tc, ascii_ends_where_the_highest_bit_is_set);
    suite_add_tcase(suite, tc);
    return suite;
}
