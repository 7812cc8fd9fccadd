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

/* What the ERR segments behind an answer's MSA say. */
static const struct {
    const char *errors, *place, *code;
} faults[] = {
    { "", "", "" },
    /* From 2.5: ERR-2 and ERR-3. */
    { "ERR||EVN^1^2|101^Required field missing^HL70357|E\r", "EVN-2", "101" },
    { "ERR||PID^1^3^2^4^1|204|E\r", "PID-3[2].4.1", "204" },
    { "ERR||OBX^12^5^1|102\r", "OBX[12]-5", "102" },
    { "ERR||PV1^1|100\r", "PV1", "100" },
    { "ERR||PID^1^^^4|E4711^x|\r", "PID", "E4711" },
    { "ERR|||207^^HL70357|E|||DOE^JOHN cannot be found\r", "", "207" },
    { "ERR||PID^1^3~PID^1^5|101~102\rERR||NK1^1^2|103\r", "PID-3", "101" },
    /* Before: ERR-1. */
    { "ERR|PID^1^5^101&Required field missing&HL70357\r", "PID-5", "101" },
    { "ERR|OBX^2^5^103~PID^1^3^101\r", "OBX[2]-5", "103" },
    { "ERR|PID^1^5\r", "PID-5", "" },
    /* What may be a patient's. */
    { "ERR|DOE JOHN 19700101\r", "", "" },
    { "ERR|DOEJOHN^1^5^born 1970\r", "", "" },
    { "ERR||pid^1^3|unknown patient DOE\r", "", "" },
    { "ERR||1AB^1^3|12345678901\r", "", "" },
    { "ERR||P\xc3\x84^1^3|M\xc3\x9cLLER\r", "", "" },
    { "ERR||PID^12345^3^19700101^DOE|1\xff\r", "PID-3", "" },
    { "ERR||PID^1^12345|-\r", "PID", "" },
    { "ERR\r", "", "" },
    { "ERR|", "", "" },
};

START_TEST(an_answer_says_where_the_fault_is_and_no_more)
{
    char       text[256];
    struct ack ack;

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        snprintf(text, sizeof text, "MSH|^~\\&|||||2026||ACK|9|P|2.5\rMSA|AE|17\r%s",
                 faults[i].errors);
        ack = ack_read(hilum_view(text));
        ck_assert_msg(strcmp(ack.place, faults[i].place) == 0, "row %zu: %s", i,
                      ack.place);
        ck_assert_msg(strcmp(ack.code, faults[i].code) == 0, "row %zu: %s", i, ack.code);
    }
    ack = ack_read(HILUM_VIEW("MSH#*!\\:#\rMSA#AE#17\rERR#PID*2*3*101:text!PV1\r"));
    ck_assert_str_eq(ack.place, "PID[2]-3");
    ck_assert_str_eq(ack.code, "101");
    ack = ack_read(HILUM_VIEW("MSH|\rMSA|AE|17\rERR||PID^9999^9999^9999^9999^9999|1"));
    ck_assert_str_eq(ack.place, "PID[9999]-9999[9999].9999.9999");
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

/* Refuses a message; what that says, where # stands for a digit and @ for one of
 * hexadecimal. */
static void expect_refusal(const char *message, const char *where, const char *wanted)
{
    static const char   hex[] = "0123456789ABCDEF";
    char                bytes[256];
    struct hilum_buffer out = { .ptr = bytes, .room = sizeof bytes };

    ack_refuse(hilum_view(message), where, "no", &out);
    ck_assert_uint_eq(out.len, strlen(wanted));
    for (size_t i = 0; i < out.len; i++)
        ck_assert_msg(wanted[i] == '#'   ? strchr(hex, bytes[i]) - hex < 10
                      : wanted[i] == '@' ? strchr(hex, bytes[i]) != NULL
                                         : bytes[i] == wanted[i],
                      "at %zu: %.*s", i, (int)out.len, bytes);
}

#define OURS "##############+0000||ACK|@@@@@@@@@@@@@@@@|P|"

START_TEST(a_refusal_names_the_message_it_refuses)
{
    expect_refusal("MSH|^~\\&|ADT|WARD|LAB|HOSP|2026||ADT^A01|77|P|2.4\rPID|1", "MSH^1^3",
                   "MSH|^~\\&|LAB|HOSP|ADT|WARD|" OURS "2.4\rMSA|AR|77|no\r");
    expect_refusal("<ClinicalDocument>", "", "\x15");
}
END_TEST

START_TEST(a_refusal_says_what_is_wrong_from_2_5_on)
{
    expect_refusal("MSH|^~\\&|A|B|C|D|2026||ADT^A01|77|P|2.5\r", "MSH^1^3",
                   "MSH|^~\\&|C|D|A|B|" OURS "2.5\rMSA|AR|77|no\r"
                   "ERR||MSH^1^3|207^Application internal error^HL70357|E||||no\r");
    expect_refusal("MSH|*~\\&|A|B|C|D|2026||ADT*A01|77|P|2.5.1*USA\r", "",
                   "MSH|*~\\&|C|D|A|B|" OURS "2.5.1*USA\rMSA|AR|77|no\r"
                   "ERR|||207*Application internal error*HL70357|E||||no\r");
    expect_refusal("MSH|^~\\&|A|B|C|D|2026||ADT^A01|77|P|2.\r", "",
                   "MSH|^~\\&|C|D|A|B|" OURS "2.\rMSA|AR|77|no\r");
}
END_TEST

static struct hilum_view refusal_id(struct hilum_buffer *out)
{
    ack_refuse(HILUM_VIEW("MSH|^~\\&|A|B|C|D|2026||ADT^A01|77|P|2.4\r"), "", "no", out);
    return ack_control_id(hilum_buffer_view(out));
}

START_TEST(every_refusal_has_a_control_id_of_its_own)
{
    char                a[256], b[256];
    struct hilum_buffer one = { .ptr = a, .room = sizeof a };
    struct hilum_buffer two = { .ptr = b, .room = sizeof b };

    ck_assert(!hilum_same(refusal_id(&one), refusal_id(&two)));
}
END_TEST

START_TEST(a_refusal_heeds_enhanced_mode)
{
    expect_refusal("MSH|^~\\&|A|B|C|D|2026||ADT^A01|77|P|2.4|||AL|NE\r", "",
                   "MSH|^~\\&|C|D|A|B|" OURS "2.4\rMSA|CR|77|no\r");
    expect_refusal("MSH|^~\\&|A|B|C|D|2026||ADT^A01|77|P|2.5|||NE|AL\r", "", "");
}
END_TEST

int main(void)
{
    return suite_run(
        "ack",
        SUITE_TESTS(
            an_answer_says_what_and_whose, a_commit_block_is_an_answer,
            an_answer_says_where_the_fault_is_and_no_more,
            a_message_says_which_answers_it_wants,
            every_header_of_a_batch_says_who_sent_it, anything_else_is_no_answer,
            a_message_names_itself_in_msh_10, a_refusal_names_the_message_it_refuses,
            a_refusal_says_what_is_wrong_from_2_5_on,
            every_refusal_has_a_control_id_of_its_own, a_refusal_heeds_enhanced_mode),
        NULL, NULL);
}
