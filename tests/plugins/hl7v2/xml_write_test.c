/* xml_write_test.c -- documents as HL7 v2.xml. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/xml_write.h"

#include "harness.h"
#include "suites.h"

#include <stdio.h>

static struct harness er7, xml;

static void open_harness(void)
{
    harness_open(&er7);
    harness_open_part(&xml, "xml");
}

static void close_harness(void)
{
    harness_close(&er7);
    xml.doc = (struct hilum_doc){ NULL, NULL };
    harness_close(&xml);
}

/* Writes the message, or the node at a place in it. */
static const char *written(const char *message, const char *place)
{
    ck_assert_msg(harness_read(&er7, message) == HILUM_OK, "%s: %s", er7.where, er7.why);
    xml.doc = er7.doc;
    return harness_write(&xml, place ? harness_node(&er7, place) : NULL);
}

static void field(const char *segment, const char *place, const char *as)
{
    static char text[1024];

    snprintf(text, sizeof text, "MSH|^~\\&|||||||ORU^R01|1|P|2.5.1\r%s\r", segment);
    ck_assert_str_eq(written(text, place), as);
}

START_TEST(a_message_is_an_element_with_its_groups)
{
    ck_assert_str_eq(
        written("MSH|^~\\&|LAB||||||ORU^R01^ORU_R01|1|P|2.5.1\rPID|1||7\rOBR|1\rOBX|1\r"
                "OBR|2\rNTE|1\rZZ1|z\r",
                NULL),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<ORU_R01 xmlns=\"urn:hl7-org:v2xml\">\n"
        "  <MSH>\n"
        "    <MSH.1>|</MSH.1>\n"
        "    <MSH.2>^~\\&amp;</MSH.2>\n"
        "    <MSH.3><HD.1>LAB</HD.1></MSH.3>\n"
        "    <MSH.9><MSG.1>ORU</MSG.1><MSG.2>R01</MSG.2><MSG.3>ORU_R01</MSG.3></MSH.9>\n"
        "    <MSH.10>1</MSH.10>\n"
        "    <MSH.11><PT.1>P</PT.1></MSH.11>\n"
        "    <MSH.12><VID.1>2.5.1</VID.1></MSH.12>\n"
        "  </MSH>\n"
        "  <ORU_R01.PATIENT_RESULT>\n"
        "    <ORU_R01.PATIENT>\n"
        "      <PID>\n"
        "        <PID.1>1</PID.1>\n"
        "        <PID.3><CX.1>7</CX.1></PID.3>\n"
        "      </PID>\n"
        "    </ORU_R01.PATIENT>\n"
        "    <ORU_R01.ORDER_OBSERVATION>\n"
        "      <OBR>\n"
        "        <OBR.1>1</OBR.1>\n"
        "      </OBR>\n"
        "      <ORU_R01.OBSERVATION>\n"
        "        <OBX>\n"
        "          <OBX.1>1</OBX.1>\n"
        "        </OBX>\n"
        "      </ORU_R01.OBSERVATION>\n"
        "    </ORU_R01.ORDER_OBSERVATION>\n"
        "    <ORU_R01.ORDER_OBSERVATION>\n"
        "      <OBR>\n"
        "        <OBR.1>2</OBR.1>\n"
        "      </OBR>\n"
        "      <NTE>\n"
        "        <NTE.1>1</NTE.1>\n"
        "      </NTE>\n"
        "      <ZZ1>\n"
        "        <ZZ1.1>z</ZZ1.1>\n"
        "      </ZZ1>\n"
        "    </ORU_R01.ORDER_OBSERVATION>\n"
        "  </ORU_R01.PATIENT_RESULT>\n"
        "</ORU_R01>\n");
}
END_TEST

static void called(const char *type, const char *name)
{
    static char text[256], as[256];

    snprintf(text, sizeof text, "MSH|^~\\&|||||||%s||P|2.5.1\rPID|1\r", type);
    snprintf(as, sizeof as, "<%s xmlns=", name);
    ck_assert_msg(strstr(written(text, NULL), as) != NULL, "%s", xml.out.ptr);
}

START_TEST(a_message_that_the_standard_does_not_know_has_the_name_it_gives_itself)
{
    called("ADT^A08", "ADT_A01");
    called("XYZ^Q99^XYZ_Q99", "XYZ_Q99");
    called("XYZ^Q99", "XYZ_Q99");
    called("XYZ", "XYZ");
    called("1<>", "MESSAGE");
    called("", "MESSAGE");
}
END_TEST

START_TEST(components_are_named_by_their_datatype)
{
    field("PID|||1^2^^A&1.2&ISO", "PID-3",
          "<PID.3><CX.1>1</CX.1><CX.2>2</CX.2>"
          "<CX.4><HD.1>A</HD.1><HD.2>1.2</HD.2><HD.3>ISO</HD.3></CX.4></PID.3>");
}
END_TEST

START_TEST(a_leaf_has_the_elements_of_its_first_component)
{
    field("PID|||1", "PID-3", "<PID.3><CX.1>1</CX.1></PID.3>");
    field("PID|||||DOE", "PID-5", "<PID.5><XPN.1><FN.1>DOE</FN.1></XPN.1></PID.5>");
    field("PID|||||DOE^J", "PID-5",
          "<PID.5><XPN.1><FN.1>DOE</FN.1></XPN.1><XPN.2>J</XPN.2></PID.5>");
    field("PID||||||||F", "PID-8", "<PID.8>F</PID.8>");
    field("PID|||\"\"", "PID-3", "<PID.3><CX.1>\"\"</CX.1></PID.3>");
}
END_TEST

START_TEST(obx_5_is_named_by_obx_2)
{
    field("OBX|1|CE|||a^b", "OBX-5", "<OBX.5><CE.1>a</CE.1><CE.2>b</CE.2></OBX.5>");
    field("OBX|1|NM|||7", "OBX-5", "<OBX.5>7</OBX.5>");
    field("OBX|1|QQ|||a^b", "OBX-5",
          "<OBX.5><OBX.5.1>a</OBX.5.1><OBX.5.2>b</OBX.5.2></OBX.5>");
}
END_TEST

START_TEST(what_has_no_datatype_is_named_by_its_place)
{
    field("ZPV|a^b&c", "ZPV-1",
          "<ZPV.1><ZPV.1.1>a</ZPV.1.1><ZPV.1.2><ZPV.1.2.1>b</ZPV.1.2.1>"
          "<ZPV.1.2.2>c</ZPV.1.2.2></ZPV.1.2></ZPV.1>");
    field("PID|1^2", "PID-1", "<PID.1><SI.1>1</SI.1><SI.2>2</SI.2></PID.1>");
}
END_TEST

START_TEST(an_empty_repetition_is_an_empty_element)
{
    field("PID|||~~3", "PID",
          "<PID>\n  <PID.3></PID.3>\n  <PID.3></PID.3>\n  <PID.3><CX.1>3</CX.1></PID.3>\n"
          "</PID>");
    field("PID", "PID", "<PID></PID>");
}
END_TEST

START_TEST(text_is_decoded_and_formatting_kept)
{
    field("NTE|||a\\T\\b<\\H\\c\\.br\\", "NTE-3",
          "<NTE.3>a&amp;b&lt;<escape V=\"H\"/>c<escape V=\".br\"/></NTE.3>");
}
END_TEST

START_TEST(other_separators_are_kept_for_reading)
{
    const char *message = "MSH!$%*@!!!!!!!ORU$R01!1!P!2.5.1\rNTE!!!a*F*b|*H*c\r";

    ck_assert_str_eq(written(message, "MSH-2"), "<MSH.2>$%*@</MSH.2>");
    ck_assert_str_eq(written(message, "NTE-3"), "<NTE.3>a!b|<escape V=\"H\"/>c</NTE.3>");
}
END_TEST

Suite *xml_write_suite(void)
{
    Suite *s = suite_create("xml_write");
    TCase *c = tcase_create("all");

    tcase_add_checked_fixture(c, open_harness, close_harness);
    tcase_add_test(c, a_message_is_an_element_with_its_groups);
    tcase_add_test(
        c, a_message_that_the_standard_does_not_know_has_the_name_it_gives_itself);
    tcase_add_test(c, components_are_named_by_their_datatype);
    tcase_add_test(c, a_leaf_has_the_elements_of_its_first_component);
    tcase_add_test(c, obx_5_is_named_by_obx_2);
    tcase_add_test(c, what_has_no_datatype_is_named_by_its_place);
    tcase_add_test(c, an_empty_repetition_is_an_empty_element);
    tcase_add_test(c, text_is_decoded_and_formatting_kept);
    tcase_add_test(c, other_separators_are_kept_for_reading);
    suite_add_tcase(s, c);
    return s;
}
