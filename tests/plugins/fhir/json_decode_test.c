/* json_decode_test.c -- FHIR JSON becomes a document, or a fault with its place. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>

static struct harness h;

static void set_up(void)
{
    harness_open(&h, "json", SCHEMAS, false);
}

static void tear_down(void)
{
    harness_close(&h);
}

/* The document of a text that must be good. */
static const struct hilum_node *read_good(const char *text)
{
    enum hilum_verdict v = harness_decode(&h, hilum_view(text));

    ck_assert_msg(v == HILUM_OK, "%s: %s", harness_where(), harness_why());
    return hilum_root(h.doc);
}

static void expect_fault(const char *text, const char *where, const char *why)
{
    ck_assert_int_eq(harness_decode(&h, hilum_view(text)), HILUM_REJECT);
    ck_assert_str_eq(harness_where(), where);
    ck_assert_msg(strstr(harness_why(), why), "%s", harness_why());
}

static void expect_text(const struct hilum_node *n, const char *text)
{
    ck_assert_ptr_nonnull(n);
    ck_assert_msg(hilum_is(hilum_text(h.doc, n), text), "not %s", text);
}

START_TEST(the_root_is_named_and_typed_by_its_resource)
{
    const struct hilum_node *n = read_good("{\"resourceType\":\"Patient\"}");

    ck_assert_uint_eq(n->name, HILUM_NAME("Patient"));
    ck_assert_uint_eq(n->type, HILUM_NAME("Patient"));
    ck_assert(hilum_leaf(n));
}
END_TEST

START_TEST(resourceType_may_come_last)
{
    const struct hilum_node *n =
        read_good("{\"active\":true,\"resourceType\":\"Patient\"}");

    n = hilum_child(n, HILUM_NAME("active"));
    expect_text(n, "true");
    ck_assert_uint_eq(n->type, HILUM_NAME("boolean"));
}
END_TEST

START_TEST(a_choice_is_named_without_its_type)
{
    const struct hilum_node *n = read_good(
        "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1.50}}");

    n = hilum_child(n, HILUM_NAME("value"));
    ck_assert_uint_eq(n->type, HILUM_NAME("Quantity"));
    n = hilum_child(n, HILUM_NAME("value"));
    ck_assert_uint_eq(n->type, HILUM_NAME("decimal"));
    expect_text(n, "1.50");
}
END_TEST

START_TEST(what_may_repeat_is_flagged_even_alone)
{
    const struct hilum_node *n =
        read_good("{\"resourceType\":\"Patient\",\"contact\":[{\"gender\":\"male\"}]}");

    n = hilum_child(n, HILUM_NAME("contact"));
    ck_assert_uint_eq(n->flags, HILUM_NODE_LIST);
    ck_assert_uint_eq(n->type, HILUM_NAME("BackboneElement"));
    ck_assert_uint_eq(n->place, 37);
    ck_assert_uint_eq(hilum_child(n, HILUM_NAME("gender"))->flags,
                      HILUM_NODE_VALUE | HILUM_NODE_BORROWED);
}
END_TEST

START_TEST(escapes_are_decoded_and_placed)
{
    const struct hilum_node *n = read_good(
        "{\"resourceType\":\"Basic\",\"language\":\"a\\u00e4\\\"\\ud83d\\ude00\"}");

    n = hilum_child(n, HILUM_NAME("language"));
    expect_text(n, "a\xc3\xa4\"\xf0\x9f\x98\x80");
    ck_assert_uint_eq(n->flags, HILUM_NODE_VALUE);
    ck_assert_uint_eq(n->place, 35);
}
END_TEST

START_TEST(a_resource_within_has_its_own_type)
{
    const struct hilum_node *n =
        read_good("{\"entry\":[{\"resource\":{\"id\":\"a\",\"contained\":["
                  "{\"resourceType\":\"Device\"}],\"resourceType\":\"Patient\"}}],"
                  "\"resourceType\":\"Bundle\"}");

    n = hilum_child(hilum_child(n, HILUM_NAME("entry")), HILUM_NAME("resource"));
    ck_assert_uint_eq(n->type, HILUM_NAME("Patient"));
    n = hilum_child(n, HILUM_NAME("contained"));
    ck_assert_uint_eq(n->type, HILUM_NAME("Device"));
    ck_assert_uint_eq(n->flags, HILUM_NODE_LIST);
}
END_TEST

START_TEST(a_content_reference_has_the_elements_it_refers_to)
{
    const struct hilum_node *n =
        read_good("{\"resourceType\":\"Questionnaire\",\"item\":[{\"item\":[{\"item\":["
                  "{\"linkId\":\"3\"}]}]}]}");

    for (int i = 0; i < 3; i++)
        n = hilum_child(n, HILUM_NAME("item"));
    expect_text(hilum_child(n, HILUM_NAME("linkId")), "3");
}
END_TEST

START_TEST(a_fault_has_line_column_and_path)
{
    expect_fault("{\"resourceType\":\"Patient\",\n \"name\":[{\"given\":[\"A\",\n 5]}]}",
                 "3:2 Patient.name[0].given[1]", "this must be a string");
    expect_fault("{\"resourceType\":\"Bundle\",\"entry\":[{},{}]}",
                 "1:36 Bundle.entry[0]", "empty");
    expect_fault("{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":\"1\"}}",
                 "1:56 Observation.value.value", "this must be a number");
}
END_TEST

START_TEST(what_FHIR_does_not_know_is_refused)
{
    expect_fault("{\"resourceType\":\"Patient\",\"birthdate\":\"2024\"}", "1:27 Patient",
                 "Patient has no element 'birthdate'");
    expect_fault("{\"resourceType\":\"Patient\",\"a b\":1}", "1:27 Patient",
                 "Patient has no such element");
    expect_fault("{\"resourceType\":\"Patient\",\"_name\":[]}", "1:27 Patient",
                 "Patient has no element '_name'");
    expect_fault("{\"resourceType\":\"Patient\",\"\":1}", "1:27 Patient",
                 "no such element");
    expect_fault("{\"resourceType\":\"Patient\",\"_\":1}", "1:27 Patient", "no element");
    expect_fault("{\"resourceType\":\"Patent\"}", "1:1", "no resource 'Patent'");
    expect_fault("{\"resourceType\":\"HumanName\"}", "1:1", "'HumanName'");
    expect_fault("{\"resourceType\":\"DomainResource\"}", "1:1", "'DomainResource'");
    expect_fault("{\"resourceType\":\"J. Doe\"}", "1:1", "of this resourceType");
    expect_fault("{\"resourceType\":{}}", "1:1", "resourceType");
    expect_fault("{\"id\":\"a\"}", "1:1", "resourceType");
    expect_fault("{\"resourceType\":\"Patient\",\"name\":[{\"resourceType\":\"X\"}]}",
                 "1:36 Patient.name[0]", "HumanName has no element");
}
END_TEST

START_TEST(a_key_may_not_occur_twice)
{
    expect_fault("{\"resourceType\":\"Patient\",\"id\":\"a\",\"id\":\"b\"}",
                 "1:36 Patient.id", "twice");
    expect_fault("{\"resourceType\":\"Patient\",\"resourceType\":\"Patient\"}",
                 "1:27 Patient", "twice");
    expect_fault(
        "{\"resourceType\":\"Observation\",\"valueString\":\"a\",\"valueInteger\":1}",
        "1:49 Observation.value", "one value already");
}
END_TEST

START_TEST(arrays_are_where_FHIR_wants_them)
{
    expect_fault("{\"resourceType\":\"Patient\",\"name\":{}}", "1:34 Patient.name",
                 "must be in an array");
    expect_fault("{\"resourceType\":\"Patient\",\"active\":[true]}",
                 "1:36 Patient.active", "must not be an array");
    expect_fault("{\"resourceType\":\"Patient\",\"name\":[]}", "1:35 Patient.name[0]",
                 "array may not be empty");
    expect_fault("{\"resourceType\":\"Patient\",\"name\":[[{}]]}", "1:35 Patient.name[0]",
                 "arrays");
    expect_fault("[]", "1:1", "a JSON object");
}
END_TEST

START_TEST(values_have_the_JSON_type_of_theirs)
{
    expect_fault("{\"resourceType\":\"Patient\",\"active\":\"true\"}",
                 "1:36 Patient.active", "true or false");
    expect_fault("{\"resourceType\":\"Patient\",\"active\":{}}", "1:36 Patient.active",
                 "not an object");
    expect_fault("{\"resourceType\":\"Patient\",\"birthDate\":2024}",
                 "1:39 Patient.birthDate", "a date, such as");
    expect_fault("{\"resourceType\":\"Patient\",\"birthDate\":\"29.2.2024\"}",
                 "1:39 Patient.birthDate", "a date, such as");
    expect_fault("{\"resourceType\":\"Patient\",\"birthDate\":\"\"}",
                 "1:39 Patient.birthDate", "a date, such as");
    expect_fault("{\"resourceType\":\"Patient\",\"maritalStatus\":\"M\"}",
                 "1:43 Patient.maritalStatus", "an object");
    expect_fault("{\"resourceType\":\"Patient\",\"id\":null}", "1:32 Patient.id", "null");
    expect_fault("{\"resourceType\":\"Patient\",\"name\":[null]}", "1:35 Patient.name[0]",
                 "null");
    expect_fault("{\"resourceType\":\"Patient\",\"contained\":[\"a\"]}",
                 "1:40 Patient.contained[0]", "a resource");
}
END_TEST

START_TEST(what_is_not_JSON_is_refused)
{
    expect_fault("", "1:1", "empty");
    expect_fault(" ", "1:2", "not JSON");
    expect_fault("{\"resourceType\":\"Patient\"", "1:26 Patient", "not JSON");
    expect_fault("{\"resourceType\":\"Patient\"} x", "1:28", "not JSON");
    expect_fault("{\"resourceType\":\"Patient\"}{}", "1:27", "not JSON");
    expect_fault("{\"resourceType\":\"Patient\",\"id\":\"\xc0\x80\"}", "1:33", "UTF-8");
    expect_fault("{\"resourceType\":\"Patient\",\"id\":\"\\ud800\"}", "1:32 Patient.id",
                 "no character");
    expect_fault("{\"resourceType\":\"Patient\",\"id\":\"a\tb\"}", "1:33 Patient.id",
                 "not JSON");
    expect_fault("{\"resourceType\":\"Patient\",}", "1:27 Patient", "not JSON");
    expect_fault("\"Patient\"", "1:1", "a JSON object");
    expect_fault("12", "1:1", "a number");
    expect_fault("null", "1:1", "null");
}
END_TEST

START_TEST(a_byte_order_mark_is_passed_over)
{
    const struct hilum_node *n =
        read_good("\xef\xbb\xbf{\"resourceType\":\"Patient\",\"active\":true}");

    expect_text(hilum_child(n, HILUM_NAME("active")), "true");
}
END_TEST

START_TEST(a_narrative_that_FHIR_does_not_allow_is_kept_and_reported)
{
    const struct hilum_node *n =
        read_good("{\"resourceType\":\"Basic\",\n\"text\":{\"div\":\"<div xmlns=\\\""
                  "http://www.w3.org/1999/xhtml\\\"><script/></div>\"}}");

    ck_assert_str_eq(harness_report(),
                     "2:15 Basic.text.div (txt-1) an element is none that a narrative "
                     "may have");
    n = hilum_child(hilum_child(n, HILUM_NAME("text")), HILUM_NAME("div"));
    expect_text(n, "<div xmlns=\"http://www.w3.org/1999/xhtml\"><script/></div>");
}
END_TEST

START_TEST(texts_with_escapes_are_placed_in_arrays_and_behind_such_keys)
{
    const struct hilum_node *n = read_good("{\"resourceType\":\"Patient\",\"na\\u006de\":"
                                           "[{\"given\":[\"a\\tb\",\"c\\td\"]}]}");

    n = hilum_child(hilum_child(n, HILUM_NAME("name")), HILUM_NAME("given"));
    ck_assert_uint_eq(n->place, 49);
    ck_assert_uint_eq(n[1].place, 56);
}
END_TEST

START_TEST(a_text_of_any_length_may_have_escapes)
{
    enum { LENGTH = 300000 };
    char *text = malloc(2 * LENGTH + 100), *to = text;

    to += sprintf(to, "{\"resourceType\":\"Basic\",\"language\":\"");
    for (int i = 0; i < LENGTH; i++)
        to += sprintf(to, "\\n");
    sprintf(to, "\"}");
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(hilum_child(read_good(text), HILUM_NAME("language"))->length,
                          LENGTH);
    free(text);
}
END_TEST

START_TEST(depth_has_a_ceiling)
{
    char   text[4096] = "{\"resourceType\":\"Questionnaire\"";
    size_t deep       = 0;

    for (; deep < 100; deep++)
        strcat(text, ",\"item\":[{\"linkId\":\"1\"");
    ck_assert_int_eq(harness_decode(&h, hilum_view(text)), HILUM_REJECT);
    ck_assert_msg(strstr(harness_why(), "too deeply"), "%s", harness_why());
}
END_TEST

START_TEST(nodes_have_a_ceiling)
{
    h.most_nodes = 3;
    expect_fault(
        "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"A\",\"B\",\"C\"]}]}",
        "1:49 Patient.name[0].given[1]", "more than a document can hold");
}
END_TEST

Suite *json_decode_suite(void)
{
    Suite *s    = suite_create("fhir/json_decode");
    TCase *good = tcase_create("good"), *bad = tcase_create("bad");

    tcase_add_checked_fixture(good, set_up, tear_down);
    tcase_add_test(good, the_root_is_named_and_typed_by_its_resource);
    tcase_add_test(good, resourceType_may_come_last);
    tcase_add_test(good, a_choice_is_named_without_its_type);
    tcase_add_test(good, what_may_repeat_is_flagged_even_alone);
    tcase_add_test(good, escapes_are_decoded_and_placed);
    tcase_add_test(good, a_resource_within_has_its_own_type);
    tcase_add_test(good, a_content_reference_has_the_elements_it_refers_to);
    tcase_add_test(good, a_byte_order_mark_is_passed_over);
    suite_add_tcase(s, good);
    tcase_add_checked_fixture(bad, set_up, tear_down);
    tcase_add_test(bad, a_fault_has_line_column_and_path);
    tcase_add_test(bad, what_FHIR_does_not_know_is_refused);
    tcase_add_test(bad, a_key_may_not_occur_twice);
    tcase_add_test(bad, arrays_are_where_FHIR_wants_them);
    tcase_add_test(bad, values_have_the_JSON_type_of_theirs);
    tcase_add_test(bad, what_is_not_JSON_is_refused);
    tcase_add_test(bad, a_narrative_that_FHIR_does_not_allow_is_kept_and_reported);
    tcase_add_test(good, texts_with_escapes_are_placed_in_arrays_and_behind_such_keys);
    tcase_add_test(good, a_text_of_any_length_may_have_escapes);
    tcase_add_test(bad, depth_has_a_ceiling);
    tcase_add_test(bad, nodes_have_a_ceiling);
    suite_add_tcase(s, bad);
    return s;
}
