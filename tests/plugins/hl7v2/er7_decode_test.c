/* er7_decode_test.c -- what becomes of the bytes of a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>

#define MSH "MSH|^~\\&|ADT|WARD|LAB|HOSP|20260324120000||ADT^A01^ADT_A01|42|P|2.5.1\r"

static struct harness h;

static void setup(void)
{
    harness_open(&h);
}

static void teardown(void)
{
    harness_close(&h);
}

#define reads(text) ck_assert_msg(harness_read(&h, text) == HILUM_OK, "%s", h.why)
#define is(place, expected) ck_assert_str_eq(harness_text(&h, place), expected)
#define typed(place, expected) ck_assert_str_eq(harness_type(&h, place), expected)

static void refused(const char *text, const char *place)
{
    ck_assert_int_eq(harness_read(&h, text), HILUM_REJECT);
    ck_assert_str_eq(h.where, place);
    ck_assert_uint_gt(strlen(h.why), 10);
}

START_TEST(a_message_becomes_segments_fields_components_and_subcomponents)
{
    reads(MSH "PID|1||123^^^HOSP&1.2.3&ISO^MR||DOE^JOHN\r");
    is("MSH-1", "|");
    is("MSH-2", "^~\\&");
    is("MSH-3", "ADT");
    is("MSH-9.3", "ADT_A01");
    is("PID-1", "1");
    is("PID-2", "(none)");
    is("PID-3.1", "123");
    is("PID-3.2", "(none)");
    is("PID-3.4.2", "1.2.3");
    is("PID-5.2", "JOHN");
    is("PID-3", "123^^^HOSP&1.2.3&ISO^MR");
    is("PID-3.4", "HOSP&1.2.3&ISO");
    is("PID", "PID|1||123^^^HOSP&1.2.3&ISO^MR||DOE^JOHN");
}
END_TEST

START_TEST(nodes_say_where_they_stand_and_how_much_is_below)
{
    const struct hilum_node *root;

    reads(MSH "PID|1||123^^^HOSP&1.2.3&ISO^MR\r");
    root = hilum_root(h.doc);
    ck_assert_uint_eq(root->span, h.doc.block->nodes);
    ck_assert_uint_eq(root->name, HILUM_NAME("message"));
    ck_assert_uint_eq(harness_node(&h, "PID")->place, sizeof MSH - 1);
    ck_assert_uint_eq(harness_node(&h, "PID-3")->place, sizeof MSH - 1 + 7);
    ck_assert_uint_eq(harness_node(&h, "PID-3")->span, 7);
    ck_assert_uint_eq(harness_node(&h, "PID-3.4.2")->place, sizeof MSH - 1 + 18);
}
END_TEST

START_TEST(every_node_has_its_datatype)
{
    reads(MSH "PID|1||123^^^HOSP&1.2.3&ISO^MR||DOE&VAN^JOHN\rZPI|1|A^B\r");
    typed("PID", "PID");
    typed("PID-1", "SI");
    typed("PID-3", "CX");
    typed("PID-3.4", "HD");
    typed("PID-3.4.2", "ST");
    typed("PID-5", "XPN");
    typed("PID-5.1", "FN");
    typed("PID-5.1.2", "ST");
    typed("ZPI", "");
    typed("ZPI-2.1", "");
    is("ZPI-2.2", "B");
}
END_TEST

START_TEST(the_version_decides_the_datatypes)
{
    reads("MSH|^~\\&|A|||||| ADT|1|P|2.3\rPID|||||||19600101\rOBR||||GLU\r");
    typed("PID-7", "TS");
    typed("OBR-4", "CE");
    reads("MSH|^~\\&|A|||||| ADT|1|P|2.8\rPID|||||||19600101\rOBR||||GLU\r");
    typed("PID-7", "DTM");
    typed("OBR-4", "CWE");
    reads("MSH|^~\\&|A|||||| ADT|1|P|2.7.1^DEU\rPID|||||||19600101\r");
    typed("PID-7", "DTM");
    reads("MSH|^~\\&|A|||||| ADT|1|P|9.9\rPID|||||||19600101\r");
    typed("PID-7", "DTM");
    reads("MSH|^~\\&|A|||||| ADT|1|P|old\rPID|||||||19600101\r");
    typed("PID-7", "TS");
    reads("MSH|^~\\&|A\rPID|||||||19600101\r");
    typed("PID-7", "TS");
}
END_TEST

START_TEST(a_withdrawn_field_keeps_the_datatype_it_had)
{
    reads("MSH|^~\\&|A||||||ADT|1|P|2.8\rPID||1^^^A|||||||||||555^PRN\r");
    typed("PID-2", "CX");
    typed("PID-13", "XTN");
}
END_TEST

START_TEST(obx_5_has_the_datatype_that_obx_2_names)
{
    reads(MSH "OBX|1|NM|GLU||5.4\rOBX|2|CWE|X||A^B^C~D\rOBX|3|XYZ|X||A^B\rOBX|4||X||A\r");
    typed("OBX[1]-5", "NM");
    typed("OBX[2]-5", "CWE");
    typed("OBX[2]-5.2", "ST");
    typed("OBX[2]-5[2]", "CWE");
    typed("OBX[3]-5", "");
    typed("OBX[3]-5.2", "");
    typed("OBX[4]-5", "");
}
END_TEST

START_TEST(a_field_may_repeat)
{
    reads(MSH "PID|||1^^^A~2^^^B~3\r");
    is("PID-3[1].1", "1");
    is("PID-3[2].4", "B");
    is("PID-3[3]", "3");
    is("PID-3[4]", "(none)");
}
END_TEST

START_TEST(an_empty_repetition_keeps_its_place)
{
    reads(MSH "PID|||~2~^^~4~~^~|x~~y^z\r");
    is("PID-3[1]", "");
    is("PID-3[2]", "2");
    is("PID-3[3]", "");
    is("PID-3[4]", "4");
    is("PID-3[5]", "(none)");
    is("PID-4[2]", "");
    is("PID-4[3].2", "z");
    ck_assert_uint_eq(harness_node(&h, "PID-3[3]")->flags, 0);
    reads(MSH "PID|||1^2^~3&4&~^5\r");
    is("PID-3[1].2", "2");
    is("PID-3[2].1.2", "4");
    is("PID-3[3].2", "5");
    is("PID-3[4]", "(none)");
}
END_TEST

START_TEST(what_is_empty_has_no_node)
{
    reads(MSH "PID||^^|~~|&^&|||\rPV1\rPV2|\rAL1||\r");
    ck_assert_uint_eq(harness_node(&h, "PID")->span, 1);
    ck_assert_uint_eq(harness_node(&h, "PV1")->span, 1);
    ck_assert_uint_eq(harness_node(&h, "PV2")->span, 1);
    is("AL1", "");
}
END_TEST

START_TEST(separators_at_the_end_say_nothing)
{
    reads(MSH "PID|1^^|A&^|A&^B|\"\"^|x\\T\\^\r");
    ck_assert(hilum_leaf(harness_node(&h, "PID-1")));
    is("PID-1", "1");
    is("PID-2", "A");
    ck_assert(hilum_leaf(harness_node(&h, "PID-3.1")));
    is("PID-3.2", "B");
    is("PID-4", "(null)");
    is("PID-5", "x&");
}
END_TEST

START_TEST(a_null_is_flagged)
{
    reads(MSH "PID|\"\"||\"\"^\"A\"|\"|\"\"\"|a\"\"\r");
    is("PID-1", "(null)");
    is("PID-3.1", "(null)");
    is("PID-3.2", "\"A\"");
    is("PID-4", "\"");
    is("PID-5", "\"\"\"");
    is("PID-6", "a\"\"");
}
END_TEST

START_TEST(escape_sequences_are_decoded)
{
    reads(MSH "PID|a\\F\\b|\\T\\^c\\.br\\d&\\E\\|\\H\\bold\\N\\\r");
    is("PID-1", "a|b");
    is("PID-2.1", "&");
    is("PID-2.2.1", "c\nd");
    is("PID-2.2.2", "\\");
    is("PID-3", "bold");
    ck_assert(hilum_is(hilum_raw(h.doc, harness_node(&h, "PID-3")), "\\H\\bold\\N\\"));
    ck_assert(!(harness_node(&h, "PID-1")->flags & HILUM_NODE_BORROWED));
    ck_assert(harness_node(&h, "MSH-3")->flags & HILUM_NODE_BORROWED);
}
END_TEST

START_TEST(segments_end_in_cr_lf_or_both)
{
    reads("MSH|^~\\&|A\nPID|1\r\nPV1|2\r\r\nPV2|3\n\n  \nAL1|4");
    is("PID-1", "1");
    is("PV1-1", "2");
    is("PV2-1", "3");
    is("AL1-1", "4");
    ck_assert_uint_eq(harness_node(&h, "PID")->length, 5);
}
END_TEST

START_TEST(what_stands_around_the_message_is_passed_over)
{
    reads("\xef\xbb\xbf\r\n  MSH|^~\\&|A\rPID|1 \r\x1c\r");
    is("MSH-3", "A");
    is("PID-1", "1 ");
    reads("\vMSH|^~\\&|A|\x1c\r");
    is("MSH-3", "A");
}
END_TEST

START_TEST(any_delimiters_will_do)
{
    reads("MSH$*%!@$A\rPID$1*2%3@4$x!S!y|^~\\&\r");
    is("PID-1.2", "2");
    is("PID-1[2].1.2", "4");
    is("PID-2", "x*y|^~\\&");
    reads("MSH|^~\\&#|A#\rPID|\\P\\\r");
    is("MSH-3", "A#");
    is("PID-1", "#");
    reads("MSH|^|A^B~C&D\\E\r");
    is("MSH-3.2", "B~C&D\\E");
    reads("MSH|^~|A^B~C&D\\\r");
    is("MSH-3[2]", "C&D\\");
}
END_TEST

START_TEST(delimiters_that_cannot_be_told_apart_are_refused)
{
    refused("MSH|^~^&|A\r", "MSH-2");
    refused("MSH||A\r", "MSH-2");
    refused("MSH|^~\\&#!|A\r", "MSH-2");
    refused("MSH|^A|x\r", "MSH-2");
    refused("MSHA^~\\&A", "MSH-1");
    refused("MSH\r", "MSH-1");
    refused("MSH", "MSH-1");
    refused("MSH|^~\\&\rPID|1\r", "MSH");
    refused("MSH|^\rP|x\r", "MSH");
}
END_TEST

START_TEST(a_message_begins_with_msh)
{
    refused("", "MSH");
    refused("MS", "MSH");
    refused("PID|1\r", "MSH");
    refused("FHS|^~\\&|A\rMSH|^~\\&|A\r", "MSH");
    ck_assert_ptr_nonnull(strstr(h.why, "batch"));
    refused("hello, world", "MSH");
}
END_TEST

START_TEST(a_bad_segment_name_is_refused_with_its_place)
{
    refused(MSH "pid|1\r", "segment 2");
    refused(MSH "PID|1\rPV|1\r", "segment 3");
    refused(MSH "PID|1\r1AB|1\r", "segment 3");
    refused(MSH "PID|1\rsome text\r", "segment 3");
    refused(MSH "PID^1\r", "segment 2");
    refused(MSH "PIDX|1\r", "segment 2");
    refused(MSH MSH, "segment 2");
}
END_TEST

START_TEST(iso_8859_1_becomes_utf_8)
{
    reads(
        "MSH|^~\\&|A|||||||||||||||8859/1\rPID|1|M\xfcller^\xc3\xa4|\\T\\\xe9\\XE9\\\r");
    is("PID-2.1", "M\xc3\xbcller");
    is("PID-2.2", "\xc3\x83\xc2\xa4");
    is("PID-2", "M\xc3\xbcller^\xc3\x83\xc2\xa4");
    is("PID-3", "&\xc3\xa9\xc3\xa9");
    reads("MSH|^~\\&|A\rPID|1|M\xfcller\r");
    is("PID-2", "M\xc3\xbcller");
    reads("MSH|^~\\&|A\rPID|1|M\xc3\xbcller\r");
    is("PID-2", "M\xc3\xbcller");
    ck_assert(harness_node(&h, "PID-2")->flags & HILUM_NODE_BORROWED);
}
END_TEST

START_TEST(long_messages_and_every_cut_of_one_are_read_or_refused)
{
    char  *text = malloc(200000);
    size_t n    = 0;

    for (n += (size_t)snprintf(text, 200000, MSH); n < 190000;)
        n += (size_t)snprintf(text + n, 200000 - n,
                              "NTE|%zu|L|text \\T\\ of ~any^k&ind\r", n);
    ck_assert_int_eq(harness_decode(&h, (struct hilum_view){ text, n }), HILUM_OK);
    is("NTE[5000]-3[2].2.2", "ind");
    for (size_t cut = 0; cut < 500; cut++) {
        char *exact = malloc(cut + 1);

        memcpy(exact, text, cut);
        harness_decode(&h, (struct hilum_view){ exact, cut });
        free(exact);
    }
    free(text);
}
END_TEST

START_TEST(positions_have_a_ceiling)
{
    size_t room    = 70000;
    char  *text    = malloc(room);
    char   kind[3] = "|^&";

    for (int i = 0; i < 3; i++) {
        memset(text, kind[i], room);
        memcpy(text, "MSH|^~\\&|A\rPID|1", 16);
        text[room - 1] = 'x';
        ck_assert_int_eq(harness_decode(&h, (struct hilum_view){ text, room }),
                         HILUM_REJECT);
        ck_assert_str_eq(h.where, "segment 2");
    }
    free(text);
}
END_TEST

Suite *er7_decode_suite(void)
{
    Suite *suite = suite_create("er7_decode");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_message_becomes_segments_fields_components_and_subcomponents);
    tcase_add_test(tc, nodes_say_where_they_stand_and_how_much_is_below);
    tcase_add_test(tc, every_node_has_its_datatype);
    tcase_add_test(tc, the_version_decides_the_datatypes);
    tcase_add_test(tc, a_withdrawn_field_keeps_the_datatype_it_had);
    tcase_add_test(tc, obx_5_has_the_datatype_that_obx_2_names);
    tcase_add_test(tc, a_field_may_repeat);
    tcase_add_test(tc, an_empty_repetition_keeps_its_place);
    tcase_add_test(tc, what_is_empty_has_no_node);
    tcase_add_test(tc, separators_at_the_end_say_nothing);
    tcase_add_test(tc, a_null_is_flagged);
    tcase_add_test(tc, escape_sequences_are_decoded);
    tcase_add_test(tc, segments_end_in_cr_lf_or_both);
    tcase_add_test(tc, what_stands_around_the_message_is_passed_over);
    tcase_add_test(tc, any_delimiters_will_do);
    tcase_add_test(tc, delimiters_that_cannot_be_told_apart_are_refused);
    tcase_add_test(tc, a_message_begins_with_msh);
    tcase_add_test(tc, a_bad_segment_name_is_refused_with_its_place);
    tcase_add_test(tc, iso_8859_1_becomes_utf_8);
    tcase_add_test(tc, long_messages_and_every_cut_of_one_are_read_or_refused);
    tcase_add_test(tc, positions_have_a_ceiling);
    suite_add_tcase(suite, tc);
    return suite;
}
