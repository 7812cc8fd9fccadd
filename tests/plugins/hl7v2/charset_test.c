/* charset_test.c -- UTF-8, ISO 8859-1, and what MSH-18 calls them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/charset.h"

#include "suites.h"

START_TEST(character_sets_are_known_by_many_names)
{
    ck_assert_int_eq(charset_named(HILUM_VIEW("")), CHARSET_UNSAID);
    ck_assert_int_eq(charset_named(HILUM_VIEW("ASCII")), CHARSET_UNSAID);
    ck_assert_int_eq(charset_named(HILUM_VIEW("UNICODE UTF-8")), CHARSET_UTF_8);
    ck_assert_int_eq(charset_named(HILUM_VIEW("utf-8")), CHARSET_UTF_8);
    ck_assert_int_eq(charset_named(HILUM_VIEW("8859/1")), CHARSET_LATIN_1);
    ck_assert_int_eq(charset_named(HILUM_VIEW("8859/15")), CHARSET_OTHER);
    ck_assert_int_eq(charset_named(HILUM_VIEW("8859/")), CHARSET_OTHER);
    ck_assert_int_eq(charset_named(HILUM_VIEW("UNICODE UTF-16")), CHARSET_OTHER);
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

START_TEST(every_byte_of_iso_8859_1_goes_there_and_back)
{
    char   all[128], wide[256];
    size_t n;

    for (int i = 0; i < 128; i++)
        all[i] = (char)(0x80 + i);
    n = charset_widen((struct hilum_view){ all, 128 }, wide);
    ck_assert_uint_eq(n, 256);
    ck_assert_uint_eq(charset_valid((struct hilum_view){ wide, n }), n);
    ck_assert_uint_eq(charset_narrow(wide, n), 128);
    ck_assert_int_eq(memcmp(wide, all, 128), 0);
}
END_TEST

START_TEST(other_characters_do_not_fit_into_iso_8859_1)
{
    char euro[] = "\xe2\x82\xac";

    ck_assert_uint_eq(charset_narrow(euro, 3), SIZE_MAX);
}
END_TEST

Suite *charset_suite(void)
{
    Suite *suite = suite_create("charset");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, character_sets_are_known_by_many_names);
    tcase_add_test(tc, only_well_formed_utf_8_is_valid);
    tcase_add_test(tc, every_byte_of_iso_8859_1_goes_there_and_back);
    tcase_add_test(tc, other_characters_do_not_fit_into_iso_8859_1);
    suite_add_tcase(suite, tc);
    return suite;
}
