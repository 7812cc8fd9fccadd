/* source_test.c -- looking at JSON text itself. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/source.h"

#include "suites.h"

static bool type_is(const char *rest, const char *wanted)
{
    return hilum_is(fhir_source_type(hilum_view(rest)), wanted);
}

START_TEST(resourceType_is_found_wherever_it_stands)
{
    ck_assert(type_is("\"resourceType\":\"Patient\"}", "Patient"));
    ck_assert(type_is(" \"id\": \"a\",\n \"resourceType\" : \"Patient\"}", "Patient"));
    ck_assert(type_is("\"a\":{\"resourceType\":\"X\"},\"b\":[1,{\"c\":2}],"
                      "\"resourceType\":\"Bundle\"}",
                      "Bundle"));
    ck_assert(type_is("\"a\":\"\\\"}\",\"resourceType\":\"Bundle\"}", "Bundle"));
}
END_TEST

START_TEST(resourceType_as_a_value_or_elsewhere_is_not_taken)
{
    ck_assert_ptr_null(fhir_source_type(HILUM_VIEW("\"id\":\"resourceType\"}")).ptr);
    ck_assert_ptr_null(
        fhir_source_type(HILUM_VIEW("\"id\":1},\"resourceType\":\"Patient\"")).ptr);
    ck_assert_ptr_null(fhir_source_type(HILUM_VIEW("\"resourceType\":1}")).ptr);
    ck_assert_ptr_null(fhir_source_type(HILUM_VIEW("\"resourceType\"")).ptr);
    ck_assert_ptr_null(fhir_source_type(HILUM_VIEW("\"abc")).ptr);
    ck_assert_ptr_null(fhir_source_type(HILUM_VIEW("\"abc\\")).ptr);
    ck_assert_ptr_null(fhir_source_type(HILUM_VIEW("")).ptr);
}
END_TEST

START_TEST(only_real_UTF8_is_UTF8)
{
    ck_assert_uint_eq(fhir_source_utf8(HILUM_VIEW("plain text of some length")), 25);
    ck_assert_uint_eq(
        fhir_source_utf8(HILUM_VIEW("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80")), 11);
    ck_assert_uint_eq(fhir_source_utf8(HILUM_VIEW("ab\xc0\x80")), 2);
    ck_assert_uint_eq(fhir_source_utf8(HILUM_VIEW("ab\xed\xa0\x80")), 2);
    ck_assert_uint_eq(fhir_source_utf8(HILUM_VIEW("ab\xf4\x90\x80\x80")), 2);
    ck_assert_uint_eq(fhir_source_utf8(HILUM_VIEW("ab\xe2\x82")), 2);
    ck_assert_uint_eq(fhir_source_utf8(HILUM_VIEW("ab\xff")), 2);
    ck_assert_uint_eq(fhir_source_utf8(HILUM_VIEW("12345678\xe0\x80\x80")), 8);
}
END_TEST

START_TEST(a_string_begins_at_the_quote_that_is_not_escaped)
{
    struct hilum_view text = HILUM_VIEW("{\"a\\\\\":\"b\\\"c\\\\\"");

    ck_assert_uint_eq(fhir_source_string(text, text.len), 7);
    ck_assert_uint_eq(fhir_source_string(text, 6), 1);
}
END_TEST

START_TEST(half_a_pair_and_NUL_stand_for_no_character)
{
    ck_assert(fhir_source_escapes(HILUM_VIEW("\\ud83d\\ude00 \\n \\u00e4")));
    ck_assert(fhir_source_escapes(HILUM_VIEW("\\\\ud83d")));
    ck_assert(!fhir_source_escapes(HILUM_VIEW("\\ud83d")));
    ck_assert(!fhir_source_escapes(HILUM_VIEW("\\uD83D\\u0041")));
    ck_assert(!fhir_source_escapes(HILUM_VIEW("\\ude00")));
    ck_assert(!fhir_source_escapes(HILUM_VIEW("a\\u0000b")));
}
END_TEST

START_TEST(columns_count_characters)
{
    struct hilum_view text = HILUM_VIEW("a\n\xc3\xa4\xc3\xa4x");
    unsigned          line, column;

    fhir_source_line(text, 6, &line, &column);
    ck_assert_uint_eq(line, 2);
    ck_assert_uint_eq(column, 3);
}
END_TEST

Suite *source_suite(void)
{
    Suite *s = suite_create("fhir/source");
    TCase *c = tcase_create("text");

    tcase_add_test(c, resourceType_is_found_wherever_it_stands);
    tcase_add_test(c, resourceType_as_a_value_or_elsewhere_is_not_taken);
    tcase_add_test(c, only_real_UTF8_is_UTF8);
    tcase_add_test(c, a_string_begins_at_the_quote_that_is_not_escaped);
    tcase_add_test(c, half_a_pair_and_NUL_stand_for_no_character);
    tcase_add_test(c, columns_count_characters);
    suite_add_tcase(s, c);
    return s;
}
