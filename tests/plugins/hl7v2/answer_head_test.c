/* answer_head_test.c -- what an acknowledgement takes from the message's MSH. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/answer_head.h"

#include "suites.h"

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

Suite *answer_head_suite(void)
{
    Suite *suite = suite_create("answer_head");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, the_fields_stand_as_they_do_in_the_message);
    tcase_add_test(tc, what_cannot_be_read_has_the_usual_separators);
    tcase_add_test(tc, components_are_those_of_the_first_repetition);
    tcase_add_test(tc, either_condition_makes_the_mode_enhanced);
    suite_add_tcase(suite, tc);
    return suite;
}
