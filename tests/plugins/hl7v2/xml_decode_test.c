/* xml_decode_test.c -- a message in XML is the document that it is in ER7. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/xml_decode.h"

#include "harness.h"
#include "suites.h"

static struct harness xml;

static void open_harness(void)
{
    harness_open_part(&xml, "xml");
}

static void close_harness(void)
{
    harness_close(&xml);
}

static const char text[] =
    "<ORU_R01>\n"
    "<MSH><MSH.1>|</MSH.1><MSH.2>^~\\&amp;</MSH.2><MSH.12><VID.1>2.5</VID.1></MSH.12>"
    "<MSH.18>8859/1</MSH.18></MSH>\n"
    "<PID><PID.3><CX.1>1</CX.1></PID.3><PID.3><CX.1>2</CX.1><CX.5>MR</CX.5></PID.3>"
    "<PID.5><XPN.1><FN.1>\xc3\x84<escape V=\"H\"/></FN.1></XPN.1></PID.5>"
    "<PID.8>\"\"</PID.8></PID>\n"
    "<OBX><OBX.2>CE</OBX.2><OBX.5><CE.1>a</CE.1><CE.2>b</CE.2></OBX.5></OBX>\n"
    "</ORU_R01>\n";

static void read(void)
{
    ck_assert_msg(harness_read(&xml, text) == HILUM_OK, "%s: %s", xml.where, xml.why);
}

START_TEST(the_document_is_that_of_er7)
{
    read();
    ck_assert_str_eq(harness_text(&xml, "PID-3[1]"), "1");
    ck_assert_str_eq(harness_text(&xml, "PID-3[2]"), "2^^^^MR");
    ck_assert_str_eq(harness_text(&xml, "PID-3[2].5"), "MR");
    ck_assert_str_eq(harness_text(&xml, "PID-8"), "(null)");
    ck_assert_str_eq(harness_type(&xml, "PID-3"), "CX");
    ck_assert_str_eq(harness_type(&xml, "OBX-5"), "CE");
    ck_assert(hilum_leaf(harness_node(&xml, "PID-3[1]")));
    ck_assert_str_eq(harness_text(&xml, "MSH-2"), "^~\\&");
}
END_TEST

START_TEST(text_is_utf_8_whatever_msh_18_says_and_escape_sequences_are_kept)
{
    const struct hilum_node *n;

    read();
    n = harness_node(&xml, "PID-5");
    ck_assert_str_eq(harness_text(&xml, "PID-5"), "\xc3\x84");
    ck_assert(hilum_is(hilum_raw(xml.doc, n), "\xc3\x84\\H\\"));
}
END_TEST

START_TEST(all_text_is_in_the_heap_and_the_root_has_none)
{
    const struct hilum_node *root;

    read();
    root = hilum_root(xml.doc);
    ck_assert_uint_eq(root->flags, 0);
    ck_assert_uint_eq(hilum_text(xml.doc, root).len, 0);
    for (uint32_t i = 0; i < root->span; i++)
        ck_assert(!(root[i].flags & HILUM_NODE_BORROWED));
}
END_TEST

static void stands(const char *place, const char *element)
{
    const struct hilum_node *n = harness_node(&xml, place);

    ck_assert_ptr_nonnull(n);
    ck_assert_msg(strncmp(text + n->place, element, strlen(element)) == 0, "%s: %.20s",
                  place, text + n->place);
}

START_TEST(a_place_is_where_the_element_begins)
{
    read();
    ck_assert_uint_eq(hilum_root(xml.doc)->place, 0);
    stands("MSH", "<MSH>");
    stands("MSH-1", "<MSH.1>");
    stands("MSH-2", "<MSH.2>");
    stands("MSH-12", "<MSH.12>");
    stands("PID-3[1]", "<PID.3><CX.1>1");
    stands("PID-3[2]", "<PID.3><CX.1>2");
    stands("PID-3[2].1", "<CX.1>2");
    stands("PID-3[2].5", "<CX.5>");
    stands("PID-8", "<PID.8>");
    stands("OBX-5.2", "<CE.2>");
}
END_TEST

START_TEST(what_was_converted_has_no_places)
{
    ck_assert_int_eq(
        harness_read(&xml,
                     "<?xml version='1.0' encoding='ISO-8859-1'?><A><MSH><MSH.3>\xe4"
                     "</MSH.3></MSH></A>"),
        HILUM_OK);
    ck_assert_uint_eq(harness_node(&xml, "MSH-3")->place, HILUM_NO_PLACE);
    ck_assert_str_eq(harness_text(&xml, "MSH-3"), "\xc3\xa4");
}
END_TEST

START_TEST(what_er7_cannot_be_is_refused)
{
    ck_assert_int_eq(harness_read(&xml, "<A><MSH><MSH.3>a</MSH.3></MSH><MSH/></A>"),
                     HILUM_REJECT);
    ck_assert_str_eq(xml.where, "segment 2");
    ck_assert_int_eq(harness_read(&xml, "<A><MSH><MSH.2>^^^^</MSH.2></MSH></A>"),
                     HILUM_REJECT);
}
END_TEST

Suite *xml_decode_suite(void)
{
    Suite *s = suite_create("xml_decode");
    TCase *c = tcase_create("all");

    tcase_add_checked_fixture(c, open_harness, close_harness);
    tcase_add_test(c, the_document_is_that_of_er7);
    tcase_add_test(c, text_is_utf_8_whatever_msh_18_says_and_escape_sequences_are_kept);
    tcase_add_test(c, all_text_is_in_the_heap_and_the_root_has_none);
    tcase_add_test(c, a_place_is_where_the_element_begins);
    tcase_add_test(c, what_was_converted_has_no_places);
    tcase_add_test(c, what_er7_cannot_be_is_refused);
    suite_add_tcase(s, c);
    return s;
}
