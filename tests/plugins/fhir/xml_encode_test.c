/* xml_encode_test.c -- a document becomes FHIR XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define FHIR " xmlns=\"http://hl7.org/fhir\""

static struct harness xml, json;

static void set_up(void)
{
    harness_open(&xml, "xml", SCHEMAS, false);
    harness_open(&json, "json", SCHEMAS, false);
}

static void set_up_pretty(void)
{
    harness_open(&xml, "xml", SCHEMAS, true);
    harness_open(&json, "json", SCHEMAS, false);
}

static void tear_down(void)
{
    harness_close(&json);
    harness_close(&xml);
}

static enum hilum_verdict encode(const char *text)
{
    ck_assert_msg(harness_decode(&json, hilum_view(text)) == HILUM_OK, "%s: %s",
                  harness_where(), harness_why());
    return harness_encode(&xml, json.doc, hilum_root(json.doc));
}

static void expect(const char *text, const char *wanted)
{
    ck_assert_int_eq(encode(text), HILUM_OK);
    ck_assert_msg(hilum_is(hilum_buffer_view(&xml.out), wanted), "%.*s", (int)xml.out.len,
                  xml.out.ptr);
}

static void expect_fault(const char *text, const char *where, const char *why)
{
    ck_assert_int_eq(encode(text), HILUM_REJECT);
    ck_assert_str_eq(harness_where(), where);
    ck_assert_msg(strstr(harness_why(), why), "%s", harness_why());
}

START_TEST(elements_have_the_order_of_the_standard)
{
    expect(
        "{\"birthDate\":\"1961\",\"name\":[{\"given\":[\"A\",\"B\"],\"use\":\"usual\"}],"
        "\"id\":\"a\",\"resourceType\":\"Patient\"}",
        HEAD "<Patient" FHIR "><id value=\"a\"/><name><use value=\"usual\"/>"
             "<given value=\"A\"/><given value=\"B\"/></name>"
             "<birthDate value=\"1961\"/></Patient>");
    expect("{\"resourceType\":\"Basic\"}", HEAD "<Basic" FHIR "/>");
}
END_TEST

START_TEST(ids_and_urls_are_attributes)
{
    expect(
        "{\"resourceType\":\"Patient\",\"extension\":[{\"valueCode\":\"c\",\"url\":\"u\","
        "\"id\":\"e\"}],\"gender\":\"male\",\"_gender\":{\"id\":\"g\"},\"_birthDate\":{"
        "\"extension\":[{\"url\":\"v\",\"extension\":[{\"url\":\"w\"}]}]}}",
        HEAD
        "<Patient" FHIR "><extension id=\"e\" url=\"u\"><valueCode value=\"c\"/>"
        "</extension><gender id=\"g\" value=\"male\"/><birthDate><extension url=\"v\">"
        "<extension url=\"w\"/></extension></birthDate></Patient>");
}
END_TEST

START_TEST(a_resource_within_has_an_element_around_it)
{
    expect("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":"
           "\"Patient\","
           "\"contained\":[{\"resourceType\":\"Basic\",\"id\":\"b\"}]}}]}",
           HEAD "<Bundle" FHIR
                "><entry><resource><Patient><contained><Basic><id value=\"b\"/>"
                "</Basic></contained></Patient></resource></entry></Bundle>");
}
END_TEST

START_TEST(a_narrative_is_written_as_it_is)
{
    expect("{\"resourceType\":\"Basic\",\"text\":{\"status\":\"empty\",\"div\":\"<div "
           "xmlns='"
           "http://www.w3.org/1999/xhtml'>a<br/></div>\"}}",
           HEAD "<Basic" FHIR
                "><text><status value=\"empty\"/><div xmlns='http://www.w3.org/"
                "1999/xhtml'>a<br/></div></text></Basic>");
    expect("{\"resourceType\":\"Basic\",\"text\":{\"div\":\" <div id='x'>a</div>\\n\"}}",
           HEAD "<Basic" FHIR
                "><text><div xmlns=\"http://www.w3.org/1999/xhtml\" id='x'>a"
                "</div></text></Basic>");
}
END_TEST

START_TEST(what_XML_cannot_say_is_refused_with_its_path)
{
    expect_fault("{\"resourceType\":\"Patient\",\"name\":[{\"id\":\"a\"},{\"family\":"
                 "\"a\\u0001\"}]}",
                 "Patient.name[1].family", "XML has no way");
    expect_fault("{\"resourceType\":\"Basic\",\"text\":{\"div\":\"<div>&nbsp;</div>\"}}",
                 "Basic.text.div", "XML's own five");
    expect_fault(
        "{\"resourceType\":\"Basic\",\"text\":{\"div\":\"<div></div>\",\"_div\":{"
        "\"id\":\"a\"}}}",
        "Basic.text.div", "no id");
    expect_fault("{\"resourceType\":\"Patient\",\"name\":[{\"id\":\"\\uffff\"}]}",
                 "Patient.name[0].id", "XML has no way");
}
END_TEST

START_TEST(pretty_has_a_line_for_each_element)
{
    expect("{\"resourceType\":\"Bundle\",\"entry\":[{\"fullUrl\":\"u\",\"resource\":{"
           "\"resourceType\":\"Basic\",\"text\":{\"div\":\"<div>\\n</div>\"}}}]}",
           HEAD
           "<Bundle" FHIR ">\n  <entry>\n    <fullUrl value=\"u\"/>\n    <resource>\n"
           "      <Basic>\n        <text>\n"
           "          <div xmlns=\"http://www.w3.org/1999/xhtml\">\n</div>\n"
           "        </text>\n      </Basic>\n    </resource>\n  </entry>\n</Bundle>\n");
}
END_TEST

/* ---- Documents that no message gives -------------------------------------- */

static void open_node(const char *name, const char *type)
{
    hilum_build_open(&xml.builder, hilum_name(name, strlen(name)),
                     hilum_name(type, strlen(type)), 0, HILUM_NO_PLACE);
}

static void leaf(const char *name, const char *type, const char *text)
{
    hilum_build_leaf(&xml.builder, hilum_name(name, strlen(name)),
                     hilum_name(type, strlen(type)), 0, hilum_view(text), HILUM_NO_PLACE);
}

static void expect_refused(const char *where, const char *why)
{
    hilum_build_close(&xml.builder);
    ck_assert_int_eq(
        harness_encode(&xml, harness_seal(&xml), hilum_root(harness_seal(&xml))),
        HILUM_REJECT);
    ck_assert_str_eq(harness_where(), where);
    ck_assert_msg(strstr(harness_why(), why), "%s", harness_why());
}

START_TEST(what_is_not_FHIR_is_refused)
{
    harness_begin(&xml, HILUM_VIEW(""));
    open_node("Patient", "Patient");
    leaf("birthday", "date", "1961");
    expect_refused("Patient", "no such element");

    harness_begin(&xml, HILUM_VIEW(""));
    open_node("Patient", "Patient");
    leaf("birthDate", "date", "1.1.1961");
    expect_refused("Patient.birthDate", "does not fit");

    harness_begin(&xml, HILUM_VIEW(""));
    open_node("Patient", "Patient");
    leaf("birthDate", "date", "1961");
    leaf("birthDate", "date", "1962");
    expect_refused("Patient.birthDate", "may not repeat");

    harness_begin(&xml, HILUM_VIEW(""));
    open_node("Patient", "Patient");
    leaf("name", "HumanName", "A");
    expect_refused("Patient.name[0]", "no value of its own");

    harness_begin(&xml, HILUM_VIEW(""));
    open_node("Patient", "Patient");
    leaf("contained", "HumanName", "A");
    expect_refused("Patient.contained[0]", "must be a resource");

    harness_begin(&xml, HILUM_VIEW(""));
    open_node("name", "Patient.name");
    expect_refused("", "not a FHIR resource");
}
END_TEST

Suite *xml_encode_suite(void)
{
    Suite *s = suite_create("fhir/xml_encode");
    TCase *c = tcase_create("compact"), *pretty = tcase_create("pretty");

    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, elements_have_the_order_of_the_standard);
    tcase_add_test(c, ids_and_urls_are_attributes);
    tcase_add_test(c, a_resource_within_has_an_element_around_it);
    tcase_add_test(c, a_narrative_is_written_as_it_is);
    tcase_add_test(c, what_XML_cannot_say_is_refused_with_its_path);
    tcase_add_test(c, what_is_not_FHIR_is_refused);
    suite_add_tcase(s, c);
    tcase_add_checked_fixture(pretty, set_up_pretty, tear_down);
    tcase_add_test(pretty, pretty_has_a_line_for_each_element);
    suite_add_tcase(s, pretty);
    return s;
}
