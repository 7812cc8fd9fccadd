/* json_split_test.c -- resources are taken off streams of JSON, however it comes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "stream.h"
#include "suites.h"

START_TEST(values_stand_one_after_the_other)
{
    expect_pieces("json", "\xef\xbb\xbf {\"a\":[{}]}\n\n{\"b\":\"}\\\"{\"}{}\n",
                  "{\"a\":[{}]}|{\"b\":\"}\\\"{\"}|{}|");
    expect_pieces("json", "{\n  \"a\": 1\n}\n", "{\n  \"a\": 1\n}|");
    expect_pieces("json", "\x1e{\"a\":1}\n\x1e{}\n", "{\"a\":1}|{}|");
    expect_pieces("json", "  \n", "");
    expect_pieces("json", "", "");
}
END_TEST

START_TEST(what_is_no_object_goes_to_the_end_of_its_line)
{
    expect_pieces("json", "MSH|^~\\&\n{}\nx", "MSH|^~\\&|{}|x|");
    expect_pieces("json", "{}\n{\"a\":[\n{}\n", "{}|{\"a\":[\n{}|");
    expect_pieces("json", "{\"a\\", "{\"a\\|");
}
END_TEST

START_TEST(lines_are_resources)
{
    expect_pieces("ndjson", "{\"a\":1}\r\n\r\n{\"b\n{}", "{\"a\":1}|{\"b|{}|");
    expect_pieces("ndjson", "\n\n", "");
}
END_TEST

START_TEST(one_line_is_one_and_two_are_several)
{
    const struct hilum_part *part = part_of("ndjson");

    ck_assert(!part->several(HILUM_VIEW("\n{}\n\n")));
    ck_assert(!part->several(HILUM_VIEW("")));
    ck_assert(part->several(HILUM_VIEW("{}\n{}")));
}
END_TEST

Suite *json_split_suite(void)
{
    Suite *s = suite_create("fhir/json_split");
    TCase *c = tcase_create("streams");

    tcase_add_test(c, values_stand_one_after_the_other);
    tcase_add_test(c, what_is_no_object_goes_to_the_end_of_its_line);
    tcase_add_test(c, lines_are_resources);
    tcase_add_test(c, one_line_is_one_and_two_are_several);
    suite_add_tcase(s, c);
    return s;
}
