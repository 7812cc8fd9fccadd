/* xml_decode_test.c -- FHIR XML becomes a document, or a fault with its place. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>

#define FHIR " xmlns=\"http://hl7.org/fhir\""
#define XHTML " xmlns=\"http://www.w3.org/1999/xhtml\""

static struct harness h, json;

static void set_up(void)
{
    harness_open(&h, "xml", SCHEMAS, false);
    harness_open(&json, "json", SCHEMAS, false);
}

static void tear_down(void)
{
    harness_close(&json);
    harness_close(&h);
}

static void read_good(const char *text)
{
    enum hilum_verdict v = harness_decode(&h, hilum_view(text));

    ck_assert_msg(v == HILUM_OK, "%s: %s", harness_where(), harness_why());
}

/* What the text is as JSON. */
static void expect(const char *text, const char *wanted)
{
    read_good(text);
    ck_assert_int_eq(harness_encode(&json, h.doc, hilum_root(h.doc)), HILUM_OK);
    ck_assert_msg(hilum_is(hilum_buffer_view(&json.out), wanted), "%.*s",
                  (int)json.out.len, json.out.ptr);
}

static void expect_fault(const char *text, const char *where, const char *why)
{
    ck_assert_int_eq(harness_decode(&h, hilum_view(text)), HILUM_REJECT);
    ck_assert_str_eq(harness_where(), where);
    ck_assert_msg(strstr(harness_why(), why), "%s", harness_why());
}

START_TEST(the_document_is_that_of_JSON)
{
    expect(
        "<?xml version='1.0' encoding='utf-8'?>\n<!-- c --><Patient" FHIR ">\n"
        " <id value='a'/><active value=\"true\"/>\n <name><family value='D&amp;&#233;'/>"
        "<given value='J'/><given value='K'/></name>\n</Patient>\n",
        "{\"resourceType\":\"Patient\",\"id\":\"a\",\"active\":true,\"name\":[{"
        "\"family\":"
        "\"D&\xc3\xa9\",\"given\":[\"J\",\"K\"]}]}");
}
END_TEST

START_TEST(values_are_as_they_were_written)
{
    expect("<Observation" FHIR "><status value='final'/><code><text value='a&#10;b&#9;'/>"
           "</code><issued value='2024-02-29T12:30:00.00+01:00'/><valueQuantity>"
           "<value value='1.50'/></valueQuantity></Observation>",
           "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":"
           "\"a\\nb\\t\"},\"issued\":\"2024-02-29T12:30:00.00+01:00\",\"valueQuantity\":{"
           "\"value\":1.50}}");
}
END_TEST

START_TEST(primitives_have_ids_and_extensions)
{
    expect("<Patient" FHIR "><name id='n'><given value='A'/><given id='g'/></name>"
           "<birthDate value='1961' id='b'><extension url='u'><valueCode value='c'/>"
           "</extension></birthDate></Patient>",
           "{\"resourceType\":\"Patient\",\"name\":[{\"id\":\"n\",\"given\":[\"A\",null],"
           "\"_given\":[null,{\"id\":\"g\"}]}],\"birthDate\":\"1961\",\"_birthDate\":{"
           "\"id\":\"b\",\"extension\":[{\"url\":\"u\",\"valueCode\":\"c\"}]}}");
}
END_TEST

START_TEST(a_url_stands_behind_the_extensions_of_its_extension)
{
    const struct hilum_node *n;

    read_good("<Basic" FHIR "><extension url='u' id='i'><extension url='v'><valueCode "
              "value='c'/></extension><extension url='w'/></extension></Basic>");
    n = hilum_root(h.doc) + 2;
    ck_assert_uint_eq(n->name, HILUM_NAME("id"));
    ck_assert_uint_eq(n[1].name, HILUM_NAME("extension"));
    ck_assert_uint_eq(n[1].span, 3);
    ck_assert_uint_eq(n[4].name, HILUM_NAME("extension"));
    ck_assert_uint_eq(n[6].name, HILUM_NAME("url"));
    ck_assert(hilum_is(hilum_text(h.doc, n + 6), "u"));
}
END_TEST

START_TEST(resources_within_have_their_own_types)
{
    expect("<Bundle" FHIR "><entry><resource><Patient><contained><Device/></contained>"
           "<contained><Device><id value='d'/></Device></contained></Patient></resource>"
           "</entry></Bundle>",
           "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":"
           "\"Patient\",\"contained\":[{\"resourceType\":\"Device\"},{\"resourceType\":"
           "\"Device\",\"id\":\"d\"}]}}]}");
}
END_TEST

START_TEST(a_narrative_is_the_text_it_is_in_the_message)
{
    expect("<Basic" FHIR "><text><status value='generated'/><div" XHTML
           "><p class='a'>x &amp; <br/>\n<!--c--></p></div></text></Basic>",
           "{\"resourceType\":\"Basic\",\"text\":{\"status\":\"generated\",\"div\":\"<div"
           " xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><p class='a'>x &amp; <br/>\\n"
           "<!--c--></p></div>\"}}");
    ck_assert_uint_eq(harness_reports(), 0);
}
END_TEST

START_TEST(a_narrative_with_a_prefix_is_written_anew)
{
    expect(
        "<f:Basic xmlns:f='http://hl7.org/fhir' xmlns:h='http://www.w3.org/1999/xhtml'>"
        "<f:text><h:div><h:p title='&lt;\"'>a &lt; <![CDATA[<b>]]></h:p><h:br/></h:div>"
        "</f:text></f:Basic>",
        "{\"resourceType\":\"Basic\",\"text\":{\"div\":\"<div xmlns=\\\"http://www.w3.org"
        "/1999/xhtml\\\"><p title=\\\"&lt;&quot;\\\">a &lt; "
        "&lt;b&gt;</p><br/></div>\"}}");
    ck_assert_uint_eq(harness_reports(), 0);
}
END_TEST

START_TEST(a_narrative_that_FHIR_does_not_allow_is_reported)
{
    read_good("<Basic" FHIR ">\n<text><div" XHTML
              "><p onclick='x'>a</p></div></text></Basic>");
    ck_assert_str_eq(harness_report(), "2:7 Basic.text.div (txt-1) an attribute is none "
                                       "that a narrative may have");
}
END_TEST

START_TEST(what_is_not_of_FHIR_is_passed_over)
{
    expect("\xef\xbb\xbf<Basic" FHIR
           " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
           " xsi:schemaLocation='http://hl7.org/fhir fhir.xsd' xml:lang='de'><?p q?>"
           "<!-- c --><id value='a'/></Basic>",
           "{\"resourceType\":\"Basic\",\"id\":\"a\"}");
}
END_TEST

START_TEST(places_are_those_of_tags)
{
    const struct hilum_node *n;

    read_good("\xef\xbb\xbf<Basic" FHIR ">\n<id value='a'/></Basic>");
    n = hilum_root(h.doc);
    ck_assert_uint_eq(n->place, 3);
    ck_assert_uint_eq(n[1].place, 39);
    ck_assert_uint_eq(n[1].flags, HILUM_NODE_VALUE | HILUM_NODE_BORROWED);
}
END_TEST

START_TEST(elements_out_of_order_are_taken_and_reported)
{
    expect("<Patient" FHIR ">\n<birthDate value='1961'/><active value='true'/>"
           "<id value='a'/></Patient>",
           "{\"resourceType\":\"Patient\",\"id\":\"a\",\"active\":true,\"birthDate\":"
           "\"1961\"}");
    ck_assert_uint_eq(harness_reports(), 1);
    ck_assert_msg(strstr(harness_report(), "2:26 Patient.active (order)"), "%s",
                  harness_report());
}
END_TEST

START_TEST(a_fault_has_line_column_and_path)
{
    expect_fault("<Patient" FHIR
                 ">\n <contact>\n  <name><period><start value='x'/></period>"
                 "</name></contact></Patient>",
                 "3:17 Patient.contact[0].name.period.start", "a date");
    expect_fault("<Patient" FHIR "><name/>\n</Patient>", "1:45 Patient.name[0]", "empty");
    expect_fault("<Patient" FHIR "><active/></Patient>", "1:47 Patient.active",
                 "neither a value nor extensions");
    expect_fault("<Patient" FHIR "><active value=''/></Patient>", "1:38 Patient.active",
                 "true or false");
    expect_fault("<Patient" FHIR "><name>\n<given value='a'/><given value='b' x='y'/>"
                 "</name></Patient>",
                 "2:19 Patient.name[0].given[1]", "attribute that FHIR does not know");
}
END_TEST

START_TEST(what_FHIR_does_not_know_is_refused)
{
    expect_fault("<Patent" FHIR "/>", "1:1", "no resource 'Patent'");
    expect_fault("<HumanName" FHIR "/>", "1:1", "'HumanName'");
    expect_fault("<Patient" FHIR "><birthdate value='1'/></Patient>", "1:38 Patient",
                 "Patient has no element 'birthdate'");
    expect_fault("<Patient" FHIR "><resourceType value='Patient'/></Patient>",
                 "1:38 Patient", "no element");
    expect_fault("<Patient" FHIR " id='a'/>", "1:1 Patient", "attribute");
    expect_fault("<Patient" FHIR "><active value='true' xmlns:a='b' a:c='d'/></Patient>",
                 "1:38 Patient.active", "attribute");
    expect_fault("<Patient" FHIR "><name value='a'/></Patient>", "1:38 Patient.name[0]",
                 "attribute");
    expect_fault("<Patient" FHIR "><name><id value='a'/></name></Patient>",
                 "1:44 Patient.name[0].id", "attribute in XML");
    expect_fault("<Patient/>", "1:1", "namespace");
    expect_fault("<Patient xmlns='http://hl7.org/fhir/'/>", "1:1", "namespace");
    expect_fault("<Patient" FHIR "><id xmlns='x' value='a'/></Patient>", "1:38 Patient",
                 "namespace");
    expect_fault("<Patient" FHIR ">text</Patient>", "1:38 Patient", "text between");
    expect_fault("<Patient" FHIR "><div" XHTML "/></Patient>", "1:38 Patient", "XHTML");
    expect_fault("<Basic" FHIR "><text><div" XHTML "><\xc3\xa4/></div></text></Basic>",
                 "1:42 Basic.text.div", "name");
    expect_fault("<Basic" FHIR "><text><div/></text></Basic>", "1:42 Basic.text.div",
                 "namespace of XHTML");
}
END_TEST

START_TEST(what_may_not_repeat_does_not)
{
    expect_fault("<Patient" FHIR "><id value='a'/><id value='b'/></Patient>",
                 "1:53 Patient.id", "may not repeat");
    expect_fault("<Observation" FHIR "><valueString value='a'/><valueInteger value='1'/>"
                 "</Observation>",
                 "1:66 Observation.value", "one value already");
    expect_fault("<Patient" FHIR "><name id='a'/><active value='true'/><name id='b'/>"
                 "</Patient>",
                 "1:74 Patient.name[0]", "stand together");
    expect_fault("<Bundle" FHIR "><entry><resource/></entry></Bundle>",
                 "1:55 Bundle.entry[0].resource", "no resource");
    expect_fault("<Bundle" FHIR "><entry><resource><Basic/><Basic/></resource></entry>"
                 "</Bundle>",
                 "1:62 Bundle.entry[0].resource", "more than one");
    expect_fault("<Bundle" FHIR "><entry><resource id='a'/></entry></Bundle>",
                 "1:44 Bundle.entry[0].resource", "no attributes");
}
END_TEST

START_TEST(what_is_not_XML_is_refused)
{
    expect_fault("", "1:1", "empty");
    expect_fault("\xef\xbb\xbf", "1:1", "empty");
    expect_fault(" ", "1:2", "no element");
    expect_fault("{}", "1:1", "no element");
    expect_fault("<Patient" FHIR ">", "1:38 Patient", "too early");
    expect_fault("<Patient" FHIR "></Patent>", "1:47 Patient", "another name");
    expect_fault("<Patient" FHIR "/><Patient" FHIR "/>", "1:39", "behind the end");
    expect_fault("<Patient" FHIR "><id value='a' value='b'/></Patient>", "1:61 Patient",
                 "twice");
    expect_fault("<Patient" FHIR "><id value='&nbsp;'/></Patient>", "1:55 Patient",
                 "XML's own five");
    expect_fault("<Patient" FHIR "><id value='\xc0\x80'/></Patient>", "1:49", "UTF-8");
    expect_fault("<Patient" FHIR "><id value='&#1;'/></Patient>", "1:53 Patient",
                 "no character");
    expect_fault("<?xml version='1.0' encoding='ISO-8859-1'?><Patient" FHIR "/>", "1:1",
                 "another encoding");
}
END_TEST

START_TEST(document_types_and_entities_are_refused)
{
    expect_fault("<!DOCTYPE Patient [<!ENTITY a 'b'>]><Patient" FHIR "/>", "1:19",
                 "document type");
    expect_fault("<!DOCTYPE Patient SYSTEM 'file:///etc/passwd'><Patient" FHIR "/>",
                 "1:46", "document type");
}
END_TEST

START_TEST(masses_of_attributes_are_refused_at_once)
{
    enum { COUNT = 100000 };
    char *text = malloc(COUNT * 16 + 100), *to = text;

    to += sprintf(to, "<Patient" FHIR);
    for (int i = 0; i < COUNT; i++)
        to += sprintf(to, " a%d=''", i);
    sprintf(to, "/>");
    expect_fault(text, "1:1", "too many attributes");
    free(text);
}
END_TEST

START_TEST(depth_has_a_ceiling)
{
    char text[8192] = "<Questionnaire" FHIR ">";

    for (int i = 0; i < 100; i++)
        strcat(text, "<item id='a'>");
    ck_assert_int_eq(harness_decode(&h, hilum_view(text)), HILUM_REJECT);
    ck_assert_msg(strstr(harness_why(), "too deeply"), "%s", harness_why());
}
END_TEST

START_TEST(nodes_have_a_ceiling)
{
    h.most_nodes = 3;
    expect_fault("<Patient" FHIR
                 "><name><given value='A'/><given value='B'/></name></Patient>",
                 "1:62 Patient.name[0].given[1]", "more than a document can hold");
}
END_TEST

START_TEST(a_parser_that_was_stopped_reads_the_next_message)
{
    for (int i = 0; i < 3; i++) {
        expect_fault("<Patient" FHIR "><x/>", "1:38 Patient", "no element 'x'");
        expect_fault("<Basic" FHIR
                     "><text><h:div xmlns:h='http://www.w3.org/1999/xhtml'>",
                     "1:88 Basic.text.div", "too early");
        expect("<Basic" FHIR "><id value='a'/></Basic>",
               "{\"resourceType\":\"Basic\",\"id\":\"a\"}");
    }
}
END_TEST

Suite *xml_decode_suite(void)
{
    Suite *s    = suite_create("fhir/xml_decode");
    TCase *good = tcase_create("good"), *bad = tcase_create("bad");

    tcase_add_checked_fixture(good, set_up, tear_down);
    tcase_add_test(good, the_document_is_that_of_JSON);
    tcase_add_test(good, values_are_as_they_were_written);
    tcase_add_test(good, primitives_have_ids_and_extensions);
    tcase_add_test(good, a_url_stands_behind_the_extensions_of_its_extension);
    tcase_add_test(good, resources_within_have_their_own_types);
    tcase_add_test(good, a_narrative_is_the_text_it_is_in_the_message);
    tcase_add_test(good, a_narrative_with_a_prefix_is_written_anew);
    tcase_add_test(good, what_is_not_of_FHIR_is_passed_over);
    tcase_add_test(good, places_are_those_of_tags);
    suite_add_tcase(s, good);
    tcase_add_checked_fixture(bad, set_up, tear_down);
    tcase_add_test(bad, a_narrative_that_FHIR_does_not_allow_is_reported);
    tcase_add_test(bad, elements_out_of_order_are_taken_and_reported);
    tcase_add_test(bad, a_fault_has_line_column_and_path);
    tcase_add_test(bad, what_FHIR_does_not_know_is_refused);
    tcase_add_test(bad, what_may_not_repeat_does_not);
    tcase_add_test(bad, what_is_not_XML_is_refused);
    tcase_add_test(bad, document_types_and_entities_are_refused);
    tcase_add_test(bad, masses_of_attributes_are_refused_at_once);
    tcase_add_test(bad, depth_has_a_ceiling);
    tcase_add_test(bad, nodes_have_a_ceiling);
    tcase_add_test(bad, a_parser_that_was_stopped_reads_the_next_message);
    suite_add_tcase(s, bad);
    return s;
}
