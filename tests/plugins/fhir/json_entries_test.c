/* json_entries_test.c -- Bundles are taken apart while they come. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "stream.h"
#include "suites.h"

#define BUNDLE "{\"resourceType\":\"Bundle\","

START_TEST(each_entry_is_a_message)
{
    expect_pieces("json-entries",
                  BUNDLE "\"meta\":{\"tag\":[{\"code\":\"]\"}]},\"total\":2,\"entry\":[\n"
                         "{\"resource\":{\"resourceType\":\"Patient\"}},\n"
                         "{\"search\":{\"mode\":\"match\"},\"resource\" : {\"id\":\"}\"}}"
                         " ],\"link\":[]}\n",
                  "{\"resourceType\":\"Patient\"}|{\"id\":\"}\"}|");
}
END_TEST

START_TEST(what_a_Bundle_says_of_an_entry_becomes_labels)
{
    expect_pieces("json-entries",
                  BUNDLE
                  "\"type\":\"transaction\",\"entry\":[{\"fullUrl\":\"urn:uuid:1\","
                  "\"resource\":{},\"request\":{\"method\":\"PUT\",\"url\":\"P/1\"}},"
                  "{\"fullUrl\":\"a\\nb\",\"resource\":{},\"request\":{\"url\":1}}]}",
                  "[bundle-type=transaction\nfull-url=urn:uuid:1\nrequest=PUT P/1\n]{}|"
                  "[bundle-type=transaction\n]{}|");
}
END_TEST

START_TEST(Bundles_and_other_resources_follow_each_other)
{
    expect_pieces("json-entries",
                  BUNDLE
                  "\"type\":\"batch\",\"entry\":[{\"resource\":{}}]}\n"
                  "{\"resourceType\":\"Basic\",\"id\":\"a\"}\n{\"entry\":[{\"resource\""
                  ":{\"id\":\"b\"}}],\"resourceType\":\"Bundle\"}",
                  "[bundle-type=batch\n]{}|{\"resourceType\":\"Basic\",\"id\":\"a\"}|"
                  "{\"id\":\"b\"}|");
    expect_pieces("json-entries", BUNDLE "\"total\":0}", "");
    expect_pieces("json-entries", "", "");
}
END_TEST

START_TEST(what_makes_no_message_is_a_fault)
{
    expect_pieces("json-entries",
                  BUNDLE "\"entry\":[{\"request\":{}},{\"resource\":{}}]}",
                  "!this entry has no resource, and so makes no message|{}|");
    expect_pieces("json-entries", "{\"id\":\"a\",\"resourceType\":\"Basic\"}",
                  "!this is no Bundle, and does not begin with its resourceType|");
}
END_TEST

START_TEST(a_broken_Bundle_is_a_fault_behind_its_entries)
{
    expect_pieces("json-entries", BUNDLE "\"entry\":[{\"resource\":{}},{\"resource\":{",
                  "{}|!the Bundle ends too early|");
    expect_pieces("json-entries", BUNDLE "\"entry\":[{\"resource\":{}},",
                  "{}|!the Bundle ends too early|");
    expect_pieces("json-entries", BUNDLE "\"entry\":[1]}{\"resourceType\":\"Basic\"}",
                  "!this is not JSON of a Bundle|");
    expect_pieces("json-entries", BUNDLE "1:2}", "!this is not JSON of a Bundle|");
    expect_pieces("json-entries", "MSH|\n{}", "MSH||{}|");
}
END_TEST

START_TEST(only_Bundles_are_several)
{
    const struct hilum_part *part = part_of("json-entries");

    ck_assert(part->several(HILUM_VIEW(" {\"id\":\"a\",\"resourceType\":\"Bundle\"}")));
    ck_assert(!part->several(HILUM_VIEW("{\"resourceType\":\"Patient\"}")));
    ck_assert(!part->several(HILUM_VIEW("")));
    ck_assert(!part->several(HILUM_VIEW("{")));
}
END_TEST

Suite *json_entries_suite(void)
{
    Suite *s = suite_create("fhir/json_entries");
    TCase *c = tcase_create("Bundles");

    tcase_add_test(c, each_entry_is_a_message);
    tcase_add_test(c, what_a_Bundle_says_of_an_entry_becomes_labels);
    tcase_add_test(c, Bundles_and_other_resources_follow_each_other);
    tcase_add_test(c, what_makes_no_message_is_a_fault);
    tcase_add_test(c, a_broken_Bundle_is_a_fault_behind_its_entries);
    tcase_add_test(c, only_Bundles_are_several);
    suite_add_tcase(s, c);
    return s;
}
