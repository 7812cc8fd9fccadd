/* xml_codec_test.c -- the codec of XML, and its acknowledgements. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/xml_codec.h"

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

#define MSH                                                                              \
    "<ADT_A01><MSH><MSH.3><HD.1>ADT</HD.1></MSH.3><MSH.5><HD.1>L&amp;B</HD.1></MSH.5>"   \
    "<MSH.9><MSG.1>ADT</MSG.1><MSG.2>A01</MSG.2></MSH.9><MSH.10>42</MSH.10>"             \
    "<MSH.11><PT.1>P</PT.1></MSH.11><MSH.12><VID.1>2.5</VID.1></MSH.12></MSH>"

static void has(const char *answer, const char *text)
{
    ck_assert_ptr_nonnull(answer);
    ck_assert_msg(strstr(answer, text) != NULL, "%s", answer);
}

START_TEST(an_acknowledgement_of_xml_is_xml)
{
    const char *a = harness_answer(&xml, MSH "</ADT_A01>", HILUM_OK, "", "");

    has(a, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ACK xmlns=");
    has(a, "<MSH.3><HD.1>L&amp;B</HD.1></MSH.3>");
    has(a, "<MSH.5><HD.1>ADT</HD.1></MSH.5>");
    has(a, "<MSA.1>AA</MSA.1>");
    has(a, "<MSA.2>42</MSA.2>");
    has(a, "</ACK>\n");
}
END_TEST

START_TEST(a_refusal_says_why)
{
    const char *a =
        harness_answer(&xml, MSH "</ADT_A01>", HILUM_REJECT, "PID-3", "it is missing");

    has(a, "<MSA.1>AE</MSA.1>");
    has(a, "<ERR>");
    has(a, "it is missing");
}
END_TEST

START_TEST(what_breaks_off_is_answered_with_its_control_id)
{
    const char *a = harness_answer(&xml, MSH "<PID><PID.3></PID></ADT_A01>", HILUM_REJECT,
                                   xml.where, xml.why);

    has(a, "<MSA.2>42</MSA.2>");
    has(a, "<MSH.5><HD.1>ADT</HD.1></MSH.5>");
}
END_TEST

START_TEST(what_is_no_message_at_all_is_answered_too)
{
    has(harness_answer(&xml, "hello", HILUM_REJECT, "1:1", "this is not XML"),
        "<MSA.1>A");
}
END_TEST

START_TEST(nodes_have_the_names_of_the_standard)
{
    struct hilum_view v;

    ck_assert_int_eq(harness_read(&xml, MSH "</ADT_A01>"), HILUM_OK);
    v = xml.part->describe(xml.state, &xml.call, xml.doc, harness_node(&xml, "MSH-10"));
    ck_assert(hilum_is(v, "Message Control ID") || hilum_is(v, "Message Control Id"));
}
END_TEST

START_TEST(segments_have_their_groups)
{
    struct hilum_group group[4];

    ck_assert_int_eq(harness_read(&xml, MSH "<IN1/></ADT_A01>"), HILUM_OK);
    ck_assert_uint_eq(xml.part->groups(xml.state, &xml.call, xml.doc, group, 4), 2);
    ck_assert(hilum_is(group[1].path, "INSURANCE"));
}
END_TEST

Suite *xml_codec_suite(void)
{
    Suite *s = suite_create("xml_codec");
    TCase *c = tcase_create("all");

    tcase_add_checked_fixture(c, open_harness, close_harness);
    tcase_add_test(c, an_acknowledgement_of_xml_is_xml);
    tcase_add_test(c, a_refusal_says_why);
    tcase_add_test(c, what_breaks_off_is_answered_with_its_control_id);
    tcase_add_test(c, what_is_no_message_at_all_is_answered_too);
    tcase_add_test(c, nodes_have_the_names_of_the_standard);
    tcase_add_test(c, segments_have_their_groups);
    suite_add_tcase(s, c);
    return s;
}
