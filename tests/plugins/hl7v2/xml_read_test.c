/* xml_read_test.c -- elements become segments, fields and components, or are refused. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/xml_read.h"

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
    harness_close(&xml);
}

#define MSH                                                                              \
    "<MSH><MSH.1>|</MSH.1><MSH.2>^~\\&amp;</MSH.2><MSH.9><MSG.1>ADT</MSG.1></MSH.9>"     \
    "<MSH.12><VID.1>2.5.1</VID.1></MSH.12></MSH>"
#define MESSAGE(segments)                                                                \
    "<ADT_A01 xmlns=\"urn:hl7-org:v2xml\">" MSH "\n" segments "</ADT_A01>"

#define ER7(segments) "MSH|^~\\&|||||||ADT|||2.5.1\n" segments

/* The message in ER7, as far as it differs in its segments. */
static void reads(const char *text, const char *as)
{
    ck_assert_msg(harness_read(&xml, text) == HILUM_OK, "%s: %s", xml.where, xml.why);
    er7.out.len = 0;
    er7.doc     = xml.doc;
    ck_assert_str_eq(harness_write(&er7, NULL), as);
    er7.doc = (struct hilum_doc){ NULL, NULL };
}

static void refuses(const char *text, const char *where, const char *why)
{
    ck_assert_int_eq(harness_read(&xml, text), HILUM_REJECT);
    ck_assert_str_eq(xml.where, where);
    ck_assert_msg(strstr(xml.why, why) != NULL, "%s", xml.why);
}

START_TEST(fields_and_components_are_found_by_their_numbers)
{
    reads(MESSAGE("<PID><PID.3><CX.1>1</CX.1><CX.4><HD.1>A</HD.1><HD.3>ISO</HD.3></CX.4>"
                  "</PID.3><PID.8>F</PID.8></PID>"),
          ER7("PID|||1^^^A&&ISO|||||F\n"));
}
END_TEST

START_TEST(the_same_field_again_is_a_repetition)
{
    reads(MESSAGE("<PID><PID.3><CX.1>1</CX.1></PID.3><PID.3/><PID.3>3</PID.3></PID>"),
          ER7("PID|||1~~3\n"));
}
END_TEST

START_TEST(groups_are_passed_through)
{
    reads(MESSAGE("<ADT_A01.X><ADT_A01.Y><PID><PID.1>1</PID.1></PID></ADT_A01.Y>"
                  "<PV1/></ADT_A01.X><ZZ1><ZZ1.1>z</ZZ1.1></ZZ1>"),
          ER7("PID|1\nPV1\nZZ1|z\n"));
}
END_TEST

START_TEST(any_namespace_and_prefix_will_do)
{
    reads("<a:ADT_A01 "
          "xmlns:a='urn:x'><a:MSH><a:MSH.1>|</a:MSH.1><a:MSH.2>^~\\&amp;</a:MSH.2>"
          "<b:MSH.10>1</b:MSH.10></a:MSH></a:ADT_A01>",
          "MSH|^~\\&||||||||1\n");
}
END_TEST

START_TEST(separators_are_the_usual_ones_where_none_are_named)
{
    reads("<ADT><MSH><MSH.3><HD.1>a</HD.1><HD.2>b</HD.2></MSH.3></MSH></ADT>",
          "MSH|^~\\&|a^b\n");
    reads("<ADT><MSH><MSH.1>!</MSH.1><MSH.2>$%*@</MSH.2><MSH.3><HD.1>!|</HD.1>"
          "<HD.2>b</HD.2></MSH.3></MSH></ADT>",
          "MSH!$%*@!*F*|$b\n");
}
END_TEST

START_TEST(separators_in_text_are_escaped)
{
    reads(MESSAGE("<NTE><NTE.3>a|b^c~d\\e&amp;f</NTE.3></NTE>"),
          ER7("NTE|||a\\F\\b\\S\\c\\R\\d\\E\\e\\T\\f\n"));
}
END_TEST

START_TEST(escape_elements_are_escape_sequences)
{
    reads(MESSAGE("<NTE><NTE.3>a<escape V=\"H\"/>b<escape V=\"N\"/><escape V=\".in+4\" />"
                  "<escape V='.br'></escape></NTE.3></NTE>"),
          ER7("NTE|||a\\H\\b\\N\\\\.in+4\\\\.br\\\n"));
}
END_TEST

START_TEST(an_escape_character_before_a_point_is_no_command)
{
    reads(MESSAGE("<NTE><NTE.3>a\\.br\\b</NTE.3><NTE.3>\\<!-- -->.br\\</NTE.3></NTE>"),
          ER7("NTE|||a\\X5C\\.br\\E\\b~\\X5C\\.br\\E\\\n"));
    ck_assert_str_eq(harness_text(&xml, "NTE-3[1]"), "a\\.br\\b");
    ck_assert_str_eq(harness_text(&xml, "NTE-3[2]"), "\\.br\\");
}
END_TEST

START_TEST(entities_sections_and_comments_are_text)
{
    reads(
        MESSAGE("<NTE><NTE.3>a&lt;&gt;&quot;&apos;&#65;&#x42;<![CDATA[<c>]]><!-- no -->d"
                "</NTE.3></NTE>"),
        ER7("NTE|||a<>\"'AB<c>d\n"));
}
END_TEST

START_TEST(line_breaks_in_text_are_kept)
{
    reads(MESSAGE("<NTE><NTE.3>a\nb&#13;c\td</NTE.3></NTE>"),
          ER7("NTE|||a\\.br\\b\\X0D\\c\td\n"));
}
END_TEST

START_TEST(white_space_between_elements_is_layout_and_in_text_it_is_text)
{
    reads(MESSAGE("\n <PID>\n  <PID.3>\n <CX.1> 1 </CX.1>\n\t<CX.2>  </CX.2>\n </PID.3>\n"
                  "  <PID.4>\n  </PID.4>\n  <PID.8>F</PID.8></PID>\n"),
          ER7("PID||| 1 ^  |||||F\n"));
}
END_TEST

START_TEST(a_first_part_below_a_subcomponent_is_the_subcomponent)
{
    reads(MESSAGE("<PID><PID.3><CX.4><HD.1><IS.1><ST.1>A</ST.1></IS.1></HD.1></CX.4>"
                  "</PID.3></PID>"),
          ER7("PID|||^^^A\n"));
    refuses(MESSAGE("<PID><PID.3><CX.4><HD.1><IS.2>A</IS.2></HD.1></CX.4></PID.3></PID>"),
            "2:25 ADT_A01/PID-3.4.1", "below a subcomponent");
}
END_TEST

START_TEST(a_part_of_another_datatype_is_reported)
{
    reads(MESSAGE("<PID><PID.3><CX.1>1</CX.1><XPN.2>2</XPN.2></PID.3></PID>"),
          ER7("PID|||1^2\n"));
    ck_assert_uint_eq(xml.reports, 1);
    ck_assert_msg(strncmp(xml.reported, "PID-3.2 datatype: ", 18) == 0, "%s",
                  xml.reported);
    reads(MESSAGE("<ZPV><ZPV.1><ANY.1>1</ANY.1></ZPV.1></ZPV>"), ER7("ZPV|1\n"));
    ck_assert_uint_eq(xml.reports, 0);
}
END_TEST

START_TEST(what_is_in_the_wrong_place_is_refused_with_its_path)
{
    refuses(MESSAGE("<PID><PV1.3/></PID>"), "2:6 ADT_A01/PID", "another segment");
    refuses(MESSAGE("\n<A.B><OBX/>\n<OBX><OBX.5>a</OBX.5><OBX.5><CX.2/><CX.1/></OBX.5></"
                    "OBX></A.B>"),
            "4:36 ADT_A01/A.B/OBX[2]-5[2]", "ascending order");
    refuses(MESSAGE("<PID><PID.5/><PID.3/></PID>"), "2:14 ADT_A01/PID",
            "ascending order");
    refuses(MESSAGE("<PID><PID.3>x<CX.1>1</CX.1></PID.3></PID>"), "2:14 ADT_A01/PID-3",
            "text beside the components");
    refuses(MESSAGE("<PID><PID.3><CX.1>1</CX.1>x</PID.3></PID>"), "2:27 ADT_A01/PID-3",
            "text beside the components");
    refuses(MESSAGE("<PID>x</PID>"), "2:6 ADT_A01/PID", "outside of a field");
    refuses(MESSAGE("<PID><PID.x>1</PID.x></PID>"), "2:6 ADT_A01/PID", "no number");
    refuses(MESSAGE("<PID><PID.0>1</PID.0></PID>"), "2:6 ADT_A01/PID", "no number");
    refuses(MESSAGE("<PID><PID.70000>1</PID.70000></PID>"), "2:6 ADT_A01/PID",
            "numbered from 1");
    refuses("<A><PID/></A>", "1:4 A/PID", "does not begin with the segment MSH");
    refuses("<A/>", "MSH", "no segment");
}
END_TEST

START_TEST(escape_elements_are_refused_where_they_say_nothing)
{
    refuses(MESSAGE("<NTE><NTE.3><escape/></NTE.3></NTE>"), "2:13 ADT_A01/NTE-3",
            "which sequence");
    refuses(MESSAGE("<NTE><NTE.3><escape V=''/></NTE.3></NTE>"), "2:13 ADT_A01/NTE-3",
            "no escape sequence");
    refuses(MESSAGE("<NTE><NTE.3><escape V='a|b'/></NTE.3></NTE>"), "2:13 ADT_A01/NTE-3",
            "separator");
    refuses(MESSAGE("<NTE><NTE.3><escape V='H'>x</escape></NTE.3></NTE>"),
            "2:27 ADT_A01/NTE-3", "is empty");
}
END_TEST

START_TEST(document_types_and_entities_are_refused)
{
    refuses("<!DOCTYPE A [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><A>&b;</A>", "1:13",
            "document type");
    refuses("<!DOCTYPE A SYSTEM 'file:///etc/passwd'><A/>", "1:40", "document type");
    refuses(MESSAGE("<NTE><NTE.3>&xxe;</NTE.3></NTE>"), "2:18 ADT_A01/NTE-3", "entities");
}
END_TEST

START_TEST(what_is_no_xml_is_refused)
{
    refuses("MSH|^~\\&|a\r", "1:1", "no element");
    refuses("", "1:1", "empty");
    refuses("<A><MSH></A>", "1:13 A/MSH", "end tag");
    refuses("<A><MSH>", "1:9 A/MSH", "");
    refuses("<A/><B/>", "1:5", "behind the end");
    refuses(MESSAGE("<NTE><NTE.3>\x01</NTE.3></NTE>"), "2:13 ADT_A01/NTE-3", "");
    refuses(MESSAGE("<NTE><NTE.3>\xe4</NTE.3></NTE>"), "2:13 ADT_A01/NTE-3", "no UTF-8");
}
END_TEST

START_TEST(depth_is_bounded)
{
    static char text[100000];
    size_t      at = 0;

    for (; at + 3 < sizeof text; at += 3)
        memcpy(text + at, "<a>", 3);
    ck_assert_int_eq(harness_decode(&xml, (struct hilum_view){ text, at }), HILUM_REJECT);
    ck_assert_msg(strstr(xml.why, "too deeply") != NULL, "%s", xml.why);
}
END_TEST

START_TEST(a_huge_attribute_is_refused_or_passed_over)
{
    size_t size = 12u << 20, head = strlen("<ADT a='");
    char  *text = malloc(size);

    ck_assert_ptr_nonnull(text);
    memset(text, 'a', size);
    memcpy(text, "<ADT a='", head);
    memcpy(text + size - 4, "'/>\n", 4);
    ck_assert_int_eq(harness_decode(&xml, (struct hilum_view){ text, size }),
                     HILUM_REJECT);
    free(text);
}
END_TEST

START_TEST(masses_of_separators_are_refused)
{
    size_t size = 1u << 20, at;
    char  *text = malloc(size);

    ck_assert_ptr_nonnull(text);
    at = (size_t)snprintf(text, size, "<A>%s", MSH);
    while (at + 100 < size)
        at +=
            (size_t)snprintf(text + at, size - at, "<ZZZ><ZZZ.65535>x</ZZZ.65535></ZZZ>");
    at += (size_t)snprintf(text + at, size - at, "</A>");
    ck_assert_int_eq(harness_decode(&xml, (struct hilum_view){ text, at }), HILUM_REJECT);
    ck_assert_msg(strstr(xml.why, "larger in ER7") != NULL, "%s", xml.why);
    free(text);
}
END_TEST

START_TEST(a_large_text_is_read)
{
    size_t size = 40u << 20, at;
    char  *text = malloc(size);

    ck_assert_ptr_nonnull(text);
    at = (size_t)snprintf(text, size, "<A>%s<OBX><OBX.5><ED.5>", MSH);
    memset(text + at, 'Q', size - at);
    memcpy(text + size - 27, "</ED.5></OBX.5></OBX></A>\n\n", 27);
    ck_assert_msg(harness_decode(&xml, (struct hilum_view){ text, size }) == HILUM_OK,
                  "%s: %s", xml.where, xml.why);
    ck_assert_uint_eq(harness_node(&xml, "OBX-5.5")->length, size - 27 - at);
    free(text);
}
END_TEST

START_TEST(a_reader_goes_on_after_a_message_that_was_refused)
{
    refuses("<A><MSH></A>", "1:13 A/MSH", "end tag");
    reads(MESSAGE("<PV1/>"), ER7("PV1\n"));
    refuses("<!DOCTYPE A><A/>", "1:12", "document type");
    reads(MESSAGE("<PV1/>"), ER7("PV1\n"));
}
END_TEST

START_TEST(names_do_not_pile_up_in_the_parser)
{
    static char text[1 << 16];

    for (unsigned message = 0; message < 40; message++) {
        size_t at = (size_t)snprintf(text, sizeof text, "<A>%s", MSH);

        for (unsigned i = 0; at + 100 < sizeof text; i++)
            at += (size_t)snprintf(text + at, sizeof text - at, "<g.%u.%u/>", message, i);
        at += (size_t)snprintf(text + at, sizeof text - at, "</A>");
        ck_assert_int_eq(harness_decode(&xml, (struct hilum_view){ text, at }), HILUM_OK);
    }
}
END_TEST

Suite *xml_read_suite(void)
{
    Suite *s = suite_create("xml_read");
    TCase *c = tcase_create("all");

    tcase_add_checked_fixture(c, open_harness, close_harness);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, fields_and_components_are_found_by_their_numbers);
    tcase_add_test(c, the_same_field_again_is_a_repetition);
    tcase_add_test(c, groups_are_passed_through);
    tcase_add_test(c, any_namespace_and_prefix_will_do);
    tcase_add_test(c, separators_are_the_usual_ones_where_none_are_named);
    tcase_add_test(c, separators_in_text_are_escaped);
    tcase_add_test(c, escape_elements_are_escape_sequences);
    tcase_add_test(c, an_escape_character_before_a_point_is_no_command);
    tcase_add_test(c, entities_sections_and_comments_are_text);
    tcase_add_test(c, line_breaks_in_text_are_kept);
    tcase_add_test(c, white_space_between_elements_is_layout_and_in_text_it_is_text);
    tcase_add_test(c, a_first_part_below_a_subcomponent_is_the_subcomponent);
    tcase_add_test(c, a_part_of_another_datatype_is_reported);
    tcase_add_test(c, what_is_in_the_wrong_place_is_refused_with_its_path);
    tcase_add_test(c, escape_elements_are_refused_where_they_say_nothing);
    tcase_add_test(c, document_types_and_entities_are_refused);
    tcase_add_test(c, what_is_no_xml_is_refused);
    tcase_add_test(c, depth_is_bounded);
    tcase_add_test(c, a_huge_attribute_is_refused_or_passed_over);
    tcase_add_test(c, masses_of_separators_are_refused);
    tcase_add_test(c, a_large_text_is_read);
    tcase_add_test(c, a_reader_goes_on_after_a_message_that_was_refused);
    tcase_add_test(c, names_do_not_pile_up_in_the_parser);
    suite_add_tcase(s, c);
    return s;
}
