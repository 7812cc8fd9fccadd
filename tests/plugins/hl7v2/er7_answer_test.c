/* er7_answer_test.c -- which acknowledgement an outcome gets. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>

#define HEAD "MSH|^~\\&|ADT|WARD|LAB|HOSP|20260101||ADT^A01^ADT_A01|42|T|"

static struct harness h;

static void setup(void)
{
    harness_open(&h);
}

static void teardown(void)
{
    harness_close(&h);
}

/* The answer without its control id, which is another each time. */
static const char *answer(const char *bytes, enum hilum_verdict v, const char *place,
                          const char *reason)
{
    char *text = (char *)(uintptr_t)harness_answer(&h, bytes, v, place, reason);
    char *id;

    ck_assert_ptr_nonnull(text);
    id = strstr(text, "ACK");
    if (id) {
        id += strcspn(id, "|$") + 1;
        ck_assert_uint_eq(strcspn(id, "|$"), 20);
        memmove(id, id + 20, strlen(id + 20) + 1);
    }
    return text;
}

START_TEST(an_accepted_message_is_answered_aa)
{
    ck_assert_str_eq(
        answer(HEAD "2.5.1\r", HILUM_OK, "", ""),
        "MSH|^~\\&|LAB|HOSP|ADT|WARD|20260324120000+0000||ACK^A01^ACK||T|2.5.1\n"
        "MSA|AA|42\n");
}
END_TEST

START_TEST(the_answer_follows_the_version)
{
    ck_assert_ptr_nonnull(
        strstr(answer(HEAD "2.1\r", HILUM_OK, "", ""), "||ACK||T|2.1\n"));
    ck_assert_ptr_nonnull(
        strstr(answer(HEAD "2.3\r", HILUM_OK, "", ""), "||ACK^A01||T|2.3\n"));
    ck_assert_ptr_nonnull(
        strstr(answer(HEAD "2.3.1\r", HILUM_OK, "", ""), "||ACK^A01^ACK||T|2.3.1\n"));
    ck_assert_ptr_nonnull(
        strstr(answer(HEAD "2.6^DEU\r", HILUM_OK, "", ""), "||ACK^A01^ACK||T|2.6^DEU\n"));
}
END_TEST

START_TEST(an_error_in_the_content_is_answered_ae_with_its_place)
{
    ck_assert_str_eq(strstr(answer(HEAD "2.5.1\r", HILUM_REJECT, "PID-3[2].4.1",
                                   "no | such authority"),
                            "MSA"),
                     "MSA|AE|42\n"
                     "ERR||PID^1^3^2^4^1|207^Application internal error^HL70357|E|||"
                     "PID-3[2].4.1|no \\F\\ such authority\n");
}
END_TEST

START_TEST(before_2_5_the_text_stands_in_msa)
{
    ck_assert_str_eq(
        strstr(answer(HEAD "2.3.1\r", HILUM_REJECT, "PID-7", "not a date"), "MSA"),
        "MSA|AE|42|PID-7: not a date|||207^Application internal error^HL70357\n"
        "ERR|PID^1^7^207&Application internal error&HL70357\n");
}
END_TEST

START_TEST(what_was_not_kept_is_answered_ae)
{
    ck_assert_ptr_nonnull(strstr(
        answer(HEAD "2.5.1\r", HILUM_RETRY, "", "the disk is full"), "MSA|AE|42\n"));
    ck_assert_ptr_nonnull(
        strstr(answer(HEAD "2.5.1\r", HILUM_FAIL, "", "it fell over"), "MSA|AE|42\n"));
}
END_TEST

START_TEST(a_type_or_version_that_is_not_taken_is_answered_ar)
{
    ck_assert_ptr_nonnull(
        strstr(answer(HEAD "2.5.1\r", HILUM_REJECT, "MSH-9.2", "no such event"),
               "MSA|AR|42\nERR||MSH^1^9^1^2|201^Unsupported event code^HL70357|E"));
    ck_assert_ptr_nonnull(
        strstr(answer(HEAD "2.5.1\r", HILUM_REJECT, "MSH-12", "too old"),
               "MSA|AR|42\nERR||MSH^1^12^1|203^Unsupported version id"));
}
END_TEST

START_TEST(a_message_that_could_not_be_decoded_is_answered_from_its_head)
{
    ck_assert_str_eq(
        answer(HEAD "2.5.1\rpid|1\r", HILUM_REJECT, "segment 2", "a bad name"),
        "MSH|^~\\&|LAB|HOSP|ADT|WARD|20260324120000+0000||ACK^A01^ACK||T|2.5.1\n"
        "MSA|AR|42\n"
        "ERR|||100^Segment sequence error^HL70357|E|||segment 2|a bad name\n");
}
END_TEST

START_TEST(where_nothing_can_be_read_the_answer_is_minimal)
{
    ck_assert_str_eq(answer("garbage", HILUM_REJECT, "MSH", "no MSH"),
                     "MSH|^~\\&|||||20260324120000+0000||ACK||P|2.5.1\n"
                     "MSA|AR|\n"
                     "ERR||MSH^1|100^Segment sequence error^HL70357|E|||MSH|no MSH\n");
    ck_assert_ptr_nonnull(strstr(answer("", HILUM_REJECT, "", ""), "MSA|AR|\n"));
    ck_assert_ptr_nonnull(
        strstr(answer("MSH|^~\\&", HILUM_REJECT, "MSH", "short"), "MSA|AR|\n"));
}
END_TEST

START_TEST(in_enhanced_mode_the_answer_itself_wants_none)
{
    static const struct {
        const char *version, *tail;
    } versions[] = {
        { "2.1", "|2.1\nMSA|CA|42\n" },
        { "2.2", "|2.2|||NE|NE\nMSA|CA|42\n" },
        { "2.8.2", "|2.8.2|||NE|NE\nMSA|CA|42\n" },
    };
    char message[256];

    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        snprintf(message, sizeof message, HEAD "%s|||AL|NE\r", versions[i].version);
        ck_assert_ptr_nonnull(
            strstr(answer(message, HILUM_OK, "", ""), versions[i].tail));
    }
    ck_assert_ptr_nonnull(strstr(answer(HEAD "2.5|||AL|NE||8859/1\r", HILUM_OK, "", ""),
                                 "|2.5|||NE|NE||8859/1\n"));
}
END_TEST

START_TEST(the_expected_sequence_number_stands_in_msa_4)
{
    static const struct {
        enum hilum_verdict verdict;
        int64_t            expected;
        const char        *version, *msa;
    } cases[] = {
        { HILUM_OK, 0, "2.5", "MSA|AA|42\n" },
        { HILUM_OK, 8, "2.1", "MSA|AA|42||8\n" },
        { HILUM_OK, -1, "2.5", "MSA|AA|42||-1\n" },
        { HILUM_REJECT, 999999999999999, "2.5", "MSA|AE|42||999999999999999\nERR||" },
        { HILUM_REJECT, 8, "2.3", "MSA|AE|42|MSH-13: sequence: a gap|8||207^" },
        { HILUM_REJECT, 8, "2.5",
          "MSA|AE|42||8\nERR||MSH^1^13^1|207^Application internal error^HL70357|E|"
          "sequence^^L||MSH-13|a gap\n" },
    };
    char message[256];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct hilum_outcome o = { .verdict  = cases[i].verdict,
                                   .expected = cases[i].expected,
                                   .place    = "MSH-13",
                                   .reason   = "sequence: a gap" };

        snprintf(message, sizeof message, HEAD "%s|8\r", cases[i].version);
        ck_assert_ptr_nonnull(strstr(harness_answer_to(&h, message, &o), cases[i].msa));
    }
}
END_TEST

START_TEST(the_same_id_with_other_content_is_an_error_that_one_sees)
{
    ck_assert_str_eq(strstr(answer(HEAD "2.5.1\r", HILUM_REJECT, "MSH-10",
                                   "duplicate: another message had this control id"),
                            "MSA"),
                     "MSA|AE|42\n"
                     "ERR||MSH^1^10^1|205^Duplicate key identifier^HL70357|E|"
                     "duplicate^^L||MSH-10|another message had this control id\n");
}
END_TEST

/* A document of another syntax says what its bytes cannot. */
START_TEST(a_message_in_another_syntax_is_answered_from_its_document)
{
    struct hilum_outcome o = {
        .size = sizeof o, .body = HILUM_VIEW("<ADT_A01/>"), .place = "", .reason = ""
    };

    ck_assert_int_eq(harness_read(&h, "MSH|^~\\&|A^1^ISO|B|C|D|2026||ADT^A01|42|T|"
                                      "2.5.1||||||8859/1\rPID|1\r"),
                     HILUM_OK);
    o.doc = h.doc;
    ck_assert_int_eq(h.part->answer(h.state, &h.call, &o, &h.out), HILUM_OK);
    hilum_put_byte(&h.out, '\0');
    ck_assert_int_eq(strncmp(h.out.ptr, "MSH|^~\\&|C|D|A^1^ISO|B|2026", 27), 0);
    ck_assert_ptr_nonnull(strstr(h.out.ptr, "|T|2.5.1||||||UNICODE UTF-8\rMSA|AA|42\r"));
}
END_TEST

START_TEST(an_answer_that_does_not_fit_is_a_failure)
{
    struct hilum_outcome o = {
        .size = sizeof o, .body = HILUM_VIEW(HEAD "2.5\r"), .place = "", .reason = ""
    };
    char                room[64];
    struct hilum_buffer out = { .ptr = room, .room = sizeof room, .most = sizeof room };

    ck_assert_int_eq(h.part->answer(h.state, &h.call, &o, &out), HILUM_FAIL);
}
END_TEST

START_TEST(delimiters_and_character_set_are_the_senders)
{
    ck_assert_str_eq(
        answer("MSH$*%!@$A$B$C$D$$$ADT*A04$7$P$2.4$$$$$$8859/1\r", HILUM_REJECT, "PV1-2",
               "50 $ too much"),
        "MSH$*%!@$C$D$A$B$20260324120000+0000$$ACK*A04*ACK$$P$2.4$$$$$$8859/1\n"
        "MSA$AE$7$PV1-2: 50 !F! too much$$$207*Application internal error*HL70357\n"
        "ERR$PV1*1*2*207@Application internal error@HL70357\n");
    ck_assert_ptr_nonnull(
        strstr(answer("MSH|^|A||||||ADT^A04|7|P|2.5\r", HILUM_REJECT, "PV1-2", "a|b^c"),
               "MSA|AE|7\nERR||PV1^1^2^1|207^Application internal "
               "error^HL70357|E|||PV1-2|a b c\n"));
}
END_TEST

Suite *er7_answer_suite(void)
{
    Suite *suite = suite_create("er7_answer");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, an_accepted_message_is_answered_aa);
    tcase_add_test(tc, the_answer_follows_the_version);
    tcase_add_test(tc, an_error_in_the_content_is_answered_ae_with_its_place);
    tcase_add_test(tc, before_2_5_the_text_stands_in_msa);
    tcase_add_test(tc, what_was_not_kept_is_answered_ae);
    tcase_add_test(tc, a_type_or_version_that_is_not_taken_is_answered_ar);
    tcase_add_test(tc, a_message_that_could_not_be_decoded_is_answered_from_its_head);
    tcase_add_test(tc, where_nothing_can_be_read_the_answer_is_minimal);
    tcase_add_test(tc, in_enhanced_mode_the_answer_itself_wants_none);
    tcase_add_test(tc, the_expected_sequence_number_stands_in_msa_4);
    tcase_add_test(tc, the_same_id_with_other_content_is_an_error_that_one_sees);
    tcase_add_test(tc, a_message_in_another_syntax_is_answered_from_its_document);
    tcase_add_test(tc, an_answer_that_does_not_fit_is_a_failure);
    tcase_add_test(tc, delimiters_and_character_set_are_the_senders);
    suite_add_tcase(suite, tc);
    return suite;
}
