/* answer_head_test.c -- what an acknowledgement takes from the message's MSH. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/answer_head.h"

#include "harness.h"
#include "suites.h"

#include <stdio.h>

static struct answer_head head;

static void read(const char *text)
{
    answer_head_read(&head, hilum_view(text), (struct hilum_doc){ NULL, NULL });
}

START_TEST(the_fields_stand_as_they_do_in_the_message)
{
    read("\xef\xbb\xbf\r\n MSH|^~\\&|A^1|B||||S|ADT^A01|4\\T\\2|P|2.3.1^DEU|7\rPID|1");
    ck_assert(head.readable);
    ck_assert_uint_eq(head.version, 20301);
    ck_assert(hilum_is(head.field[3], "A^1"));
    ck_assert(hilum_is(head.field[10], "4\\T\\2"));
    ck_assert(hilum_is(head.field[13], "7"));
    ck_assert_uint_eq(head.field[14].len, 0);
}
END_TEST

START_TEST(what_cannot_be_read_has_the_usual_separators)
{
    static const char *const texts[] = {
        "", "MSH", "MSH|", "MSHA", "<xml/>", "FHS|^~\\&|"
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        read(texts[i]);
        ck_assert(!head.readable);
        ck_assert_int_eq(head.delimiters.field, '|');
        ck_assert_uint_eq(head.version, 20500);
        ck_assert(!answer_head_enhanced(&head));
    }
}
END_TEST

START_TEST(components_are_those_of_the_first_repetition)
{
    read("MSH|^~\\&|a^b~c^d^e");
    ck_assert(hilum_is(answer_head_component(&head, 3, 1), "a"));
    ck_assert(hilum_is(answer_head_component(&head, 3, 2), "b"));
    ck_assert_uint_eq(answer_head_component(&head, 3, 3).len, 0);
    ck_assert_uint_eq(answer_head_component(&head, 4, 1).len, 0);
}
END_TEST

START_TEST(either_condition_makes_the_mode_enhanced)
{
    read("MSH|^~\\&|||||||ADT|1|P|2.5|||AL");
    ck_assert(answer_head_enhanced(&head));
    read("MSH|^~\\&|||||||ADT|1|P|2.5||||NE");
    ck_assert(answer_head_enhanced(&head));
    read("MSH|^~\\&|||||||ADT|1|P|2.5|||\"\"|^");
    ck_assert(!answer_head_enhanced(&head));
}
END_TEST

static const char *control_id(const char *text)
{
    static char       copy[256];
    struct hilum_view id = answer_head_control_id(hilum_view(text));

    ck_assert(id.len == 0 || (id.ptr >= text && id.ptr + id.len <= text + strlen(text)));
    snprintf(copy, sizeof copy, "%.*s", (int)id.len, id.ptr);
    return copy;
}

#define MSH "MSH|^~\\&|||||||ADT|"

START_TEST(the_control_id_of_what_cannot_be_decoded_is_looked_up)
{
    char text[512];

    ck_assert_str_eq(control_id("\n " MSH "4\\T\\2|P|2.5\rpid|"), "4\\T\\2");
    ck_assert_str_eq(control_id("MSH$*~\\&$$$$$$$ADT$7$P"), "7");
    ck_assert_str_eq(control_id(MSH "Z\xc3\xbcrich-1|P"), "Z\xc3\xbcrich-1");
    ck_assert_str_eq(control_id(MSH "Z\xfcrich-1|P"), "");
    ck_assert_str_eq(control_id(MSH "\xed\xa0\x80|P"), "");
    ck_assert_str_eq(control_id(MSH "\xc3"), "");
    ck_assert_str_eq(control_id(MSH "1\t2|P"), "");
    ck_assert_str_eq(control_id(MSH "1\x7f|P"), "");
    ck_assert_str_eq(control_id(MSH "\xc2\x9bx|P"), "");
    ck_assert_str_eq(control_id(MSH "|P"), "");
    ck_assert_str_eq(control_id("MSH|^~\\&|A"), "");
    ck_assert_str_eq(control_id("<ADT_A01/>"), "");
    ck_assert_str_eq(control_id(""), "");
    for (size_t len = 199; len <= 200; len++) {
        size_t at = (size_t)snprintf(text, sizeof text, "%s", MSH);

        memset(text + at, 'x', len);
        text[at + len] = '\0';
        ck_assert_uint_eq(strlen(control_id(text)), len == 199 ? len : 0);
    }
}
END_TEST

START_TEST(the_codec_looks_it_up)
{
    struct harness    h;
    struct hilum_view bytes = hilum_view(MSH "7|P|2.5\rpid|");

    harness_open(&h);
    ck_assert_int_eq(harness_decode(&h, bytes), HILUM_REJECT);
    ck_assert(hilum_is(h.part->peek(bytes), "7"));
    harness_close(&h);
}
END_TEST

Suite *answer_head_suite(void)
{
    Suite *suite = suite_create("answer_head");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, the_fields_stand_as_they_do_in_the_message);
    tcase_add_test(tc, what_cannot_be_read_has_the_usual_separators);
    tcase_add_test(tc, components_are_those_of_the_first_repetition);
    tcase_add_test(tc, either_condition_makes_the_mode_enhanced);
    tcase_add_test(tc, the_control_id_of_what_cannot_be_decoded_is_looked_up);
    tcase_add_test(tc, the_codec_looks_it_up);
    suite_add_tcase(suite, tc);
    return suite;
}
