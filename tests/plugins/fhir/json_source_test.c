/* json_source_test.c -- looking at JSON text itself. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/json_source.h"

#include "suites.h"

static bool type_is(const char *rest, const char *wanted)
{
    return hilum_is(json_source_type(hilum_view(rest)), wanted);
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
    ck_assert_ptr_null(json_source_type(HILUM_VIEW("\"id\":\"resourceType\"}")).ptr);
    ck_assert_ptr_null(
        json_source_type(HILUM_VIEW("\"id\":1},\"resourceType\":\"Patient\"")).ptr);
    ck_assert_ptr_null(json_source_type(HILUM_VIEW("\"resourceType\":1}")).ptr);
    ck_assert_ptr_null(json_source_type(HILUM_VIEW("\"resourceType\"")).ptr);
    ck_assert_ptr_null(json_source_type(HILUM_VIEW("\"abc")).ptr);
    ck_assert_ptr_null(json_source_type(HILUM_VIEW("\"abc\\")).ptr);
    ck_assert_ptr_null(json_source_type(HILUM_VIEW("")).ptr);
}
END_TEST

START_TEST(half_a_pair_and_NUL_stand_for_no_character)
{
    ck_assert(json_source_escapes(HILUM_VIEW("\\ud83d\\ude00 \\n \\u00e4")));
    ck_assert(json_source_escapes(HILUM_VIEW("\\\\ud83d")));
    ck_assert(!json_source_escapes(HILUM_VIEW("\\ud83d")));
    ck_assert(!json_source_escapes(HILUM_VIEW("\\uD83D\\u0041")));
    ck_assert(!json_source_escapes(HILUM_VIEW("\\ude00")));
    ck_assert(!json_source_escapes(HILUM_VIEW("a\\u0000b")));
}
END_TEST

Suite *json_source_suite(void)
{
    Suite *s = suite_create("fhir/json_source");
    TCase *c = tcase_create("text");

    tcase_add_test(c, resourceType_is_found_wherever_it_stands);
    tcase_add_test(c, resourceType_as_a_value_or_elsewhere_is_not_taken);
    tcase_add_test(c, half_a_pair_and_NUL_stand_for_no_character);
    suite_add_tcase(s, c);
    return s;
}
