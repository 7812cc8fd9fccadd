/* json_encode_test.c -- a document becomes FHIR JSON. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

static struct harness        h;
static struct hilum_builder *b;

static void set_up(void)
{
    harness_open(&h, "json", SCHEMAS, false);
    b = &h.builder;
    harness_begin(&h, HILUM_VIEW(""));
}

static void tear_down(void)
{
    harness_close(&h);
}

static void open_node(const char *name, const char *type)
{
    hilum_build_open(b, hilum_name(name, strlen(name)), hilum_name(type, strlen(type)), 0,
                     HILUM_NO_PLACE);
}

static void leaf(const char *name, const char *type, const char *text)
{
    hilum_build_leaf(b, hilum_name(name, strlen(name)), hilum_name(type, strlen(type)), 0,
                     hilum_view(text), HILUM_NO_PLACE);
}

static void close_node(void)
{
    hilum_build_close(b);
}

static void expect(const char *written)
{
    struct hilum_doc doc = harness_seal(&h);

    ck_assert_msg(harness_encode(&h, doc, hilum_root(doc)) == HILUM_OK, "%s: %s",
                  harness_where(), harness_why());
    ck_assert_msg(hilum_is(hilum_buffer_view(&h.out), written), "%.*s", (int)h.out.len,
                  h.out.ptr);
}

static void expect_fault(const char *where, const char *why)
{
    struct hilum_doc doc = harness_seal(&h);

    ck_assert_int_eq(harness_encode(&h, doc, hilum_root(doc)), HILUM_REJECT);
    ck_assert_str_eq(harness_where(), where);
    ck_assert_msg(strstr(harness_why(), why), "%s", harness_why());
}

START_TEST(names_arrays_and_choices_are_those_of_JSON)
{
    open_node("Observation", "Observation");
    leaf("status", "code", "final");
    open_node("category", "CodeableConcept");
    leaf("text", "string", "say \"A\"");
    close_node();
    open_node("value", "Quantity");
    leaf("value", "decimal", "1.50");
    close_node();
    leaf("issued", "instant", "2024-02-29T12:30:00Z");
    close_node();
    expect(
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"category\":[{\"text\":"
        "\"say \\\"A\\\"\"}],\"issued\":\"2024-02-29T12:30:00Z\",\"valueQuantity\":{"
        "\"value\":1.50}}");
}
END_TEST

START_TEST(a_resource_within_is_written_on_its_own)
{
    struct hilum_doc         doc;
    const struct hilum_node *n;

    open_node("Bundle", "Bundle");
    open_node("entry", "BackboneElement");
    open_node("resource", "Patient");
    leaf("active", "boolean", "true");
    close_node();
    close_node();
    close_node();
    expect("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":"
           "\"Patient\",\"active\":true}}]}");
    doc = h.doc;
    n   = hilum_child(hilum_child(hilum_root(doc), HILUM_NAME("entry")),
                      HILUM_NAME("resource"));
    ck_assert_int_eq(harness_encode(&h, doc, n), HILUM_OK);
    ck_assert(hilum_is(hilum_buffer_view(&h.out),
                       "{\"resourceType\":\"Patient\",\"active\":true}"));
}
END_TEST

START_TEST(repetitions_that_lie_apart_become_one_array)
{
    open_node("Patient", "Patient");
    open_node("identifier", "Identifier");
    leaf("value", "string", "1");
    close_node();
    leaf("active", "boolean", "true");
    open_node("identifier", "Identifier");
    leaf("value", "string", "2");
    close_node();
    open_node("name", "HumanName");
    leaf("given", "string", "A");
    leaf("family", "string", "B");
    leaf("given", "string", "C");
    close_node();
    close_node();
    expect(
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"1\"},{\"value\":"
        "\"2\"}],\"active\":true,\"name\":[{\"family\":\"B\",\"given\":[\"A\",\"C\"]}]}");
}
END_TEST

START_TEST(elements_have_the_order_of_the_standard)
{
    open_node("Patient", "Patient");
    leaf("birthDate", "date", "1961");
    open_node("name", "HumanName");
    leaf("given", "string", "A");
    leaf("use", "code", "usual");
    close_node();
    leaf("id", "id", "a");
    close_node();
    expect("{\"resourceType\":\"Patient\",\"id\":\"a\",\"name\":[{\"use\":\"usual\","
           "\"given\":"
           "[\"A\"]}],\"birthDate\":\"1961\"}");
}
END_TEST

START_TEST(what_FHIR_cannot_say_is_refused_with_its_path)
{
    open_node("Patient", "Patient");
    open_node("name", "HumanName");
    close_node();
    open_node("name", "HumanName");
    leaf("surname", "string", "A");
    close_node();
    close_node();
    expect_fault("Patient.name[0]", "empty");
    harness_begin(&h, HILUM_VIEW(""));
    open_node("Patient", "Patient");
    leaf("birthDate", "date", "1961");
    leaf("birthDate", "date", "1962");
    close_node();
    expect_fault("Patient.birthDate", "may not repeat");
    harness_begin(&h, HILUM_VIEW(""));
    open_node("Patient", "Patient");
    open_node("contact", "BackboneElement");
    leaf("surname", "string", "A");
    close_node();
    close_node();
    expect_fault("Patient.contact[0]", "no such element");
}
END_TEST

START_TEST(numbers_that_are_not_JSON_are_refused)
{
    open_node("Observation", "Observation");
    open_node("value", "Quantity");
    leaf("value", "decimal", ".5");
    close_node();
    close_node();
    expect_fault("Observation.value.value", "does not fit");
}
END_TEST

/* Written as it is it would be no JSON: `"rank":` and nothing behind. */
START_TEST(a_whole_number_that_is_none_is_refused)
{
    static const struct {
        const char *text, *why;
    } ranks[] = { { "abc", "does not fit" },
                  { "", "no value" },
                  { "1.5", "does not fit" } };

    for (size_t i = 0; i < sizeof(ranks) / sizeof(*ranks); i++) {
        harness_begin(&h, HILUM_VIEW(""));
        open_node("Encounter", "Encounter");
        open_node("diagnosis", "BackboneElement");
        leaf("rank", "positiveInt", ranks[i].text);
        close_node();
        close_node();
        expect_fault("Encounter.diagnosis[0].rank", ranks[i].why);
    }
}
END_TEST

START_TEST(a_choice_needs_a_type_it_may_have)
{
    open_node("Observation", "Observation");
    leaf("value", "decimal", "5");
    close_node();
    expect_fault("Observation", "not of this type");
}
END_TEST

START_TEST(only_FHIR_is_written)
{
    open_node("ADT_A01", "ADT_A01");
    close_node();
    expect_fault("", "not a FHIR resource");
}
END_TEST

START_TEST(depth_has_a_ceiling)
{
    enum { DEEP = 300 };

    open_node("Questionnaire", "Questionnaire");
    close_node();
    for (int i = 1; i < DEEP; i++)
        hilum_build_node(b, HILUM_NAME("item"), HILUM_NAME("BackboneElement"), 0,
                         HILUM_NO_PLACE);
    for (uint32_t i = 0; i < DEEP; i++)
        b->nodes[i].span = DEEP - i;
    harness_seal(&h);
    ck_assert_int_eq(harness_encode(&h, h.doc, hilum_root(h.doc)), HILUM_REJECT);
    ck_assert_msg(strstr(harness_why(), "too deeply"), "%s", harness_why());
}
END_TEST

START_TEST(pretty_is_an_option)
{
    harness_close(&h);
    harness_open(&h, "json", SCHEMAS, true);
    harness_begin(&h, HILUM_VIEW(""));
    open_node("Patient", "Patient");
    leaf("active", "boolean", "true");
    close_node();
    expect("{\n  \"resourceType\": \"Patient\",\n  \"active\": true\n}\n");
}
END_TEST

Suite *json_encode_suite(void)
{
    Suite *s = suite_create("fhir/json_encode");
    TCase *c = tcase_create("documents");

    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, names_arrays_and_choices_are_those_of_JSON);
    tcase_add_test(c, a_resource_within_is_written_on_its_own);
    tcase_add_test(c, repetitions_that_lie_apart_become_one_array);
    tcase_add_test(c, elements_have_the_order_of_the_standard);
    tcase_add_test(c, what_FHIR_cannot_say_is_refused_with_its_path);
    tcase_add_test(c, numbers_that_are_not_JSON_are_refused);
    tcase_add_test(c, a_whole_number_that_is_none_is_refused);
    tcase_add_test(c, a_choice_needs_a_type_it_may_have);
    tcase_add_test(c, only_FHIR_is_written);
    tcase_add_test(c, depth_has_a_ceiling);
    tcase_add_test(c, pretty_is_an_option);
    suite_add_tcase(s, c);
    return s;
}
