/* json_extended_test.c -- primitives with an id or extensions. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>

static struct harness h;

static void set_up(void)
{
    harness_open(&h, "json", SCHEMAS, false);
}

static void tear_down(void)
{
    harness_close(&h);
}

#define ID(id) "{\"id\":\"" id "\"}"

/* What a Patient with these keys becomes when it is read and written. */
static void expect(const char *keys, const char *written)
{
    char text[1024], wanted[1024];

    snprintf(text, sizeof(text), "{\"resourceType\":\"Patient\",%s}", keys);
    snprintf(wanted, sizeof(wanted), "{\"resourceType\":\"Patient\",%s}", written);
    ck_assert_msg(harness_decode(&h, hilum_view(text)) == HILUM_OK, "%s: %s",
                  harness_where(), harness_why());
    ck_assert_int_eq(harness_encode(&h, h.doc, hilum_root(h.doc)), HILUM_OK);
    ck_assert_msg(hilum_is(hilum_buffer_view(&h.out), wanted), "%.*s", (int)h.out.len,
                  h.out.ptr);
}

static void expect_fault(const char *keys, const char *where, const char *why)
{
    char text[1024];

    snprintf(text, sizeof(text), "{\"resourceType\":\"Patient\",%s}", keys);
    ck_assert_int_eq(harness_decode(&h, hilum_view(text)), HILUM_REJECT);
    ck_assert_str_eq(harness_where(), where);
    ck_assert_msg(strstr(harness_why(), why), "%s", harness_why());
}

START_TEST(a_primitive_and_its_extensions_are_one_node)
{
    const struct hilum_node *n;

    ck_assert_int_eq(
        harness_decode(&h,
                       HILUM_VIEW("{\"resourceType\":\"Patient\",\"birthDate\":\"1961\","
                                  "\"gender\":\"male\",\"_birthDate\":" ID("x") "}")),
        HILUM_OK);
    n = hilum_root(h.doc);
    ck_assert_uint_eq(n->span, 4);
    n = hilum_child(n, HILUM_NAME("birthDate"));
    ck_assert(hilum_is(hilum_text(h.doc, n), "1961"));
    ck_assert_uint_eq(n->span, 2);
    ck_assert_uint_eq(n->flags, HILUM_NODE_VALUE | HILUM_NODE_BORROWED);
    ck_assert(hilum_is(hilum_text(h.doc, hilum_child(n, HILUM_NAME("id"))), "x"));
}
END_TEST

START_TEST(order_and_distance_do_not_matter)
{
    const char *same = "\"birthDate\":\"1961\",\"_birthDate\":" ID("x");

    expect(same, same);
    expect("\"_birthDate\":" ID("x") ",\"birthDate\":\"1961\"", same);
    expect("\"_birthDate\":" ID("x") ",\"gender\":\"male\",\"birthDate\":\"1961\"",
           "\"gender\":\"male\",\"birthDate\":\"1961\",\"_birthDate\":" ID("x"));
    expect("\"_birthDate\":" ID("x"), "\"_birthDate\":" ID("x"));
}
END_TEST

START_TEST(arrays_are_aligned_by_their_gaps)
{
    const char *full = "\"name\":[{\"given\":[\"A\",null,\"C\"],\"_given\":[null," ID(
        "b") "," ID("c") "]}]";

    expect(full, full);
    expect("\"name\":[{\"_given\":[null," ID("b") "," ID(
               "c") "],\"given\":[\"A\",null,\"C\"]}]",
           full);
    expect("\"name\":[{\"given\":[\"A\",\"B\"],\"_given\":[" ID("a") "]}]",
           "\"name\":[{\"given\":[\"A\",\"B\"],\"_given\":[" ID("a") ",null]}]");
    expect("\"name\":[{\"_given\":[" ID("a") "," ID("b") "]}]",
           "\"name\":[{\"_given\":[" ID("a") "," ID("b") "]}]");
}
END_TEST

START_TEST(extensions_may_have_extended_values_themselves)
{
    const char *nested =
        "\"_gender\":{\"extension\":[{\"url\":\"a\",\"valueCode\":\"b\","
        "\"_valueCode\":{\"extension\":[{\"url\":\"c\",\"_valueString\":" ID(
            "d") "}]}}]}";

    expect(nested, nested);
}
END_TEST

START_TEST(several_in_one_object_keep_apart)
{
    const char *two =
        "\"gender\":\"male\",\"_gender\":" ID("y") ",\"birthDate\":\"1961\","
                                                   "\"_birthDate\":" ID("x");

    expect(two, two);
    expect("\"_gender\":" ID("y") ",\"_birthDate\":" ID("x") ",\"birthDate\":\"1961\","
                                                             "\"gender\":\"male\"",
           two);
}
END_TEST

START_TEST(a_gap_that_nothing_fills_is_refused)
{
    expect_fault("\"name\":[{\"given\":[\"A\",null]}]", "1:49 Patient.name[0]", "null");
    expect_fault("\"name\":[{\"given\":[\"A\",null],\"_given\":[" ID("a") "]}]",
                 "1:49 Patient.name[0]", "null");
    expect_fault("\"name\":[{\"_given\":[null," ID("a") "]}]", "1:51 Patient.name[0]",
                 "null");
    expect_fault("\"name\":[{\"_given\":[null]}]", "1:51 Patient.name[0]", "null");
    expect("\"name\":[{\"_given\":[null,null],\"given\":[\"A\",\"B\"]}]",
           "\"name\":[{\"given\":[\"A\",\"B\"]}]");
}
END_TEST

START_TEST(what_does_not_fit_its_value_is_refused)
{
    expect_fault("\"name\":[{\"given\":[\"A\"],\"_given\":[null," ID("a") "]}]",
                 "1:65 Patient.name[0]", "more extensions than values");
    expect_fault("\"deceasedBoolean\":true,\"_deceasedDateTime\":" ID("a"),
                 "1:70 Patient", "another type");
    expect_fault("\"_birthDate\":\"x\"", "1:40 Patient.birthDate", "an object");
    expect_fault("\"_birthDate\":{}", "1:41 Patient.birthDate", "empty");
    expect_fault("\"_birthDate\":[{}]", "1:40 Patient.birthDate", "array");
    expect_fault("\"name\":[{\"_given\":{}}]", "1:45 Patient.name[0].given", "array");
    expect_fault("\"name\":[{\"_id\":" ID("a") "}]", "1:36 Patient.name[0]",
                 "no element");
    expect_fault("\"_birthDate\":" ID("a") ",\"_birthDate\":" ID("b"),
                 "1:51 Patient.birthDate", "twice");
}
END_TEST

Suite *json_extended_suite(void)
{
    Suite *s = suite_create("fhir/json_extended");
    TCase *c = tcase_create("primitives");

    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_primitive_and_its_extensions_are_one_node);
    tcase_add_test(c, order_and_distance_do_not_matter);
    tcase_add_test(c, arrays_are_aligned_by_their_gaps);
    tcase_add_test(c, extensions_may_have_extended_values_themselves);
    tcase_add_test(c, several_in_one_object_keep_apart);
    tcase_add_test(c, a_gap_that_nothing_fills_is_refused);
    tcase_add_test(c, what_does_not_fit_its_value_is_refused);
    suite_add_tcase(s, c);
    return s;
}
