/* text_test.c -- the bytes of a message: are they UTF-8, and which line is it? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/text.h"

#include "suites.h"

START_TEST(only_real_UTF8_is_UTF8)
{
    ck_assert_uint_eq(fhir_text_utf8(HILUM_VIEW("plain text of some length")), 25);
    ck_assert_uint_eq(
        fhir_text_utf8(HILUM_VIEW("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80")), 11);
    ck_assert_uint_eq(fhir_text_utf8(HILUM_VIEW("ab\xc0\x80")), 2);
    ck_assert_uint_eq(fhir_text_utf8(HILUM_VIEW("ab\xed\xa0\x80")), 2);
    ck_assert_uint_eq(fhir_text_utf8(HILUM_VIEW("ab\xf4\x90\x80\x80")), 2);
    ck_assert_uint_eq(fhir_text_utf8(HILUM_VIEW("ab\xe2\x82")), 2);
    ck_assert_uint_eq(fhir_text_utf8(HILUM_VIEW("ab\xff")), 2);
    ck_assert_uint_eq(fhir_text_utf8(HILUM_VIEW("12345678\xe0\x80\x80")), 8);
}
END_TEST

static void expect_line(struct hilum_view text, size_t at, struct fhir_text_line *l,
                        unsigned line, unsigned column)
{
    fhir_text_line(text, at, l);
    ck_assert_uint_eq(l->line, line);
    ck_assert_uint_eq(l->column, column);
}

START_TEST(columns_count_characters)
{
    struct fhir_text_line l = { .at = 0 };

    expect_line(HILUM_VIEW("a\n\xc3\xa4\xc3\xa4x"), 6, &l, 2, 3);
}
END_TEST

START_TEST(a_line_is_found_from_the_one_before_or_from_the_beginning)
{
    struct hilum_view     text = HILUM_VIEW("ab\ncd\nef");
    struct fhir_text_line l    = { .at = 0 };

    expect_line(text, 0, &l, 1, 1);
    expect_line(text, 4, &l, 2, 2);
    expect_line(text, 7, &l, 3, 2);
    expect_line(text, 1, &l, 1, 2);
    expect_line(text, 100, &l, 3, 3);
}
END_TEST

START_TEST(a_mark_at_the_beginning_is_no_text)
{
    ck_assert_uint_eq(fhir_text_mark(HILUM_VIEW("\xef\xbb\xbf{}")), 3);
    ck_assert_uint_eq(fhir_text_mark(HILUM_VIEW("\xef\xbb")), 0);
    ck_assert_uint_eq(fhir_text_mark(HILUM_VIEW("{}")), 0);
}
END_TEST

Suite *text_suite(void)
{
    Suite *s = suite_create("fhir/text");
    TCase *c = tcase_create("text");

    tcase_add_test(c, only_real_UTF8_is_UTF8);
    tcase_add_test(c, columns_count_characters);
    tcase_add_test(c, a_line_is_found_from_the_one_before_or_from_the_beginning);
    tcase_add_test(c, a_mark_at_the_beginning_is_no_text);
    suite_add_tcase(s, c);
    return s;
}
