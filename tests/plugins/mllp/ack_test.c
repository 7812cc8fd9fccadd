/* ack_test.c -- which answer is whose, and what it says. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/ack.h"

#include "suite.h"

#include <stdio.h>

static void expect(const char *answer, enum ack_kind kind, const char *control_id)
{
    struct ack ack = ack_read(hilum_view(answer));

    ck_assert_int_eq(ack.kind, kind);
    ck_assert(hilum_is(ack.control_id, control_id));
}

START_TEST(an_answer_says_what_and_whose)
{
    expect("MSH|^~\\&|||||2026||ACK|9|P|2.5\rMSA|AA|17\r", ACK_AA, "17");
    expect("MSH|^~\\&|||||2026||ACK|9|P|2.5\rMSA|CA|17|text\r", ACK_CA, "17");
    expect("MSH|^~\\&|\nMSA|AE|17\n", ACK_AE, "17");
    expect("MSH#^~\\&#\rMSA#CE#17\rERR#\r", ACK_CE, "17");
    expect("MSH|^~\\&|\rMSA|AR|17", ACK_AR, "17");
    expect("MSH|^~\\&|\rMSA|CR|", ACK_CR, "");
}
END_TEST

START_TEST(a_commit_block_is_an_answer)
{
    expect("\x06", ACK_BLOCK, "");
    expect("\x15", ACK_NAK_BLOCK, "");
    ck_assert(ack_is_block(HILUM_VIEW("\x06")));
    ck_assert(!ack_is_block(HILUM_VIEW("\x06\x06")));
    ck_assert(!ack_is_block(HILUM_VIEW("")));
}
END_TEST

static void expect_wishes(const char *tail, bool enhanced, enum ack_wish commit,
                          enum ack_wish application)
{
    char              msg[128];
    struct ack_wishes w;

    snprintf(msg, sizeof msg, "MSH|^~\\&|a|b|c|d|e||ADT^A01|77|P|2.5|||%s\rPID|", tail);
    w = ack_wishes(hilum_view(msg));
    ck_assert_int_eq(w.enhanced, enhanced);
    ck_assert_int_eq(w.commit, commit);
    ck_assert_int_eq(w.application, application);
}

START_TEST(a_message_says_which_answers_it_wants)
{
    expect_wishes("", false, ACK_NEVER, ACK_ALWAYS);
    expect_wishes("|", false, ACK_NEVER, ACK_ALWAYS);
    expect_wishes("AL|NE", true, ACK_ALWAYS, ACK_NEVER);
    expect_wishes("NE|AL|USA", true, ACK_NEVER, ACK_ALWAYS);
    expect_wishes("ER|SU", true, ACK_ON_ERROR, ACK_ON_SUCCESS);
    expect_wishes("AL", true, ACK_ALWAYS, ACK_NEVER);
    expect_wishes("|AL", true, ACK_NEVER, ACK_ALWAYS);
    expect_wishes("what", true, ACK_NEVER, ACK_NEVER);
    ck_assert(!ack_wishes(HILUM_VIEW("{}")).enhanced);
}
END_TEST

START_TEST(every_header_of_a_batch_says_who_sent_it)
{
    struct hilum_view rest = HILUM_VIEW("\xef\xbb\xbf\nFHS|^~\\&|x|y\rBHS|^~\\&|x|y\r"
                                        "MSH|^~\\&|LAB^1|HOSP\rOBX|1||MSH|no\r\n\t "
                                        "MSH#*~\\&#RIS\rMSH|\rMSH");
    struct ack_sender as;

    ck_assert(ack_next_sender(&rest, &as));
    ck_assert(hilum_is(as.application, "LAB^1") && hilum_is(as.facility, "HOSP"));
    ck_assert_int_eq(as.component, '^');
    ck_assert(ack_next_sender(&rest, &as));
    ck_assert(hilum_is(as.application, "RIS") && as.facility.len == 0);
    ck_assert_int_eq(as.component, '*');
    ck_assert(ack_next_sender(&rest, &as));
    ck_assert_uint_eq(as.application.len, 0);
    ck_assert(!ack_next_sender(&rest, &as));
}
END_TEST

START_TEST(anything_else_is_no_answer)
{
    static const char *const others[] = {
        "",
        "M",
        "MSH",
        "MSH|",
        "MSA|AA|1\r",
        "MSH|^~\\&|\r",
        "MSH|^~\\&|\rMSA",
        "MSH|^~\\&|\rMSA|",
        "MSH|^~\\&|\rMSA|aa|1",
        "HTTP/1.1 200 OK\r\n",
    };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_int_eq(ack_read(hilum_view(others[i])).kind, ACK_OTHER);
}
END_TEST

START_TEST(a_message_names_itself_in_msh_10)
{
    ck_assert(hilum_is(
        ack_control_id(HILUM_VIEW("MSH|^~\\&|a|b|c|d|e||ADT^A01|77|P|2.5\rPID|")), "77"));
    ck_assert(
        hilum_is(ack_control_id(HILUM_VIEW("MSH|^~\\&|a|b|c|d|e||ADT^A01|77")), "77"));
    ck_assert(hilum_is(
        ack_control_id(HILUM_VIEW("\xef\xbb\xbf\r\n MSH|^~\\&|a|b|c|d|e||A01|77")),
        "77"));
    ck_assert_uint_eq(ack_control_id(HILUM_VIEW("MSH|^~\\&|a\r|||||||77")).len, 0);
    ck_assert_uint_eq(ack_control_id(HILUM_VIEW("{}")).len, 0);
}
END_TEST

START_TEST(a_refusal_names_the_message_it_refuses)
{
    char                bytes[256];
    struct hilum_buffer out = { .ptr = bytes, .room = sizeof bytes };

    ack_refuse(HILUM_VIEW("MSH|^~\\&|ADT|WARD|LAB|HOSP|2026||ADT^A01|77|P|2.5.1\rPID|1"),
               "too long", &out);
    ck_assert(hilum_is(hilum_buffer_view(&out), "MSH|^~\\&|LAB|HOSP|ADT|WARD||"
                                                "|ACK|77|P|2.5.1\rMSA|AR|77|too long\r"));
    expect("MSH|^~\\&|LAB|HOSP|ADT|WARD|||ACK|77|P|2.5.1\rMSA|AR|77|too long\r", ACK_AR,
           "77");
    out.len = 0;
    ack_refuse(HILUM_VIEW("<ClinicalDocument>"), "too long", &out);
    ck_assert(hilum_is(hilum_buffer_view(&out), "\x15"));
}
END_TEST

START_TEST(a_refusal_heeds_enhanced_mode)
{
    char                bytes[256];
    struct hilum_buffer out = { .ptr = bytes, .room = sizeof bytes };

    ack_refuse(HILUM_VIEW("MSH|^~\\&|A|B|C|D|2026||ADT^A01|77|P|2.5|||AL|NE\r"), "no",
               &out);
    ck_assert_int_eq(ack_read(hilum_buffer_view(&out)).kind, ACK_CR);
    out.len = 0;
    ack_refuse(HILUM_VIEW("MSH|^~\\&|A|B|C|D|2026||ADT^A01|77|P|2.5|||NE|AL\r"), "no",
               &out);
    ck_assert_uint_eq(out.len, 0);
}
END_TEST

int main(void)
{
    return suite_run(
        "ack",
        SUITE_TESTS(an_answer_says_what_and_whose, a_commit_block_is_an_answer,
                    a_message_says_which_answers_it_wants,
                    every_header_of_a_batch_says_who_sent_it, anything_else_is_no_answer,
                    a_message_names_itself_in_msh_10,
                    a_refusal_names_the_message_it_refuses,
                    a_refusal_heeds_enhanced_mode),
        NULL, NULL);
}
