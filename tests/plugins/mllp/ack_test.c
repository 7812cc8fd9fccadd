/* ack_test.c -- which answer is whose, and what it says. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/ack.h"

#include "suite.h"

static void expect(const char *answer, enum ack_kind kind, const char *control_id)
{
    struct ack ack = ack_read(hilum_view(answer));

    ck_assert_int_eq(ack.kind, kind);
    ck_assert(hilum_is(ack.control_id, control_id));
}

START_TEST(an_answer_says_what_and_whose)
{
    expect("MSH|^~\\&|||||2026||ACK|9|P|2.5\rMSA|AA|17\r", ACK_ACCEPT, "17");
    expect("MSH|^~\\&|||||2026||ACK|9|P|2.5\rMSA|CA|17|text\r", ACK_ACCEPT, "17");
    expect("MSH|^~\\&|\nMSA|AE|17\n", ACK_ERROR, "17");
    expect("MSH#^~\\&#\rMSA#CE#17\rERR#\r", ACK_ERROR, "17");
    expect("MSH|^~\\&|\rMSA|AR|17", ACK_REFUSE, "17");
    expect("MSH|^~\\&|\rMSA|CR|", ACK_REFUSE, "");
}
END_TEST

START_TEST(an_acknowledging_byte_is_an_answer)
{
    expect("\x06", ACK_ACCEPT, "");
    expect("\x15", ACK_REFUSE, "");
    ck_assert(ack_read(HILUM_VIEW("\x06")).anonymous);
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
    expect("MSH|^~\\&|LAB|HOSP|ADT|WARD|||ACK|77|P|2.5.1\rMSA|AR|77|too long\r",
           ACK_REFUSE, "77");
    out.len = 0;
    ack_refuse(HILUM_VIEW("<ClinicalDocument>"), "too long", &out);
    ck_assert(hilum_is(hilum_buffer_view(&out), "\x15"));
}
END_TEST

int main(void)
{
    return suite_run("ack",
                     SUITE_TESTS(an_answer_says_what_and_whose,
                                 an_acknowledging_byte_is_an_answer,
                                 anything_else_is_no_answer,
                                 a_message_names_itself_in_msh_10,
                                 a_refusal_names_the_message_it_refuses),
                     NULL, NULL);
}
