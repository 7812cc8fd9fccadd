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
                     "ERR||PID^1^3^2^4^1|207^Application internal error^HL70357|E||||"
                     "PID-3[2].4.1: no \\F\\ such authority\n");
}
END_TEST

START_TEST(before_2_5_the_text_stands_in_msa)
{
    ck_assert_str_eq(
        strstr(answer(HEAD "2.3.1\r", HILUM_REJECT, "PID-7", "not a date"), "MSA"),
        "MSA|AE|42|PID-7: not a date\n"
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
        "ERR|||100^Segment sequence error^HL70357|E||||segment 2: a bad name\n");
}
END_TEST

START_TEST(where_nothing_can_be_read_the_answer_is_minimal)
{
    ck_assert_str_eq(answer("garbage", HILUM_REJECT, "MSH", "no MSH"),
                     "MSH|^~\\&|||||20260324120000+0000||ACK||P|2.5.1\n"
                     "MSA|AR|\n"
                     "ERR||MSH^1|100^Segment sequence error^HL70357|E||||MSH: no MSH\n");
    ck_assert_ptr_nonnull(strstr(answer("", HILUM_REJECT, "", ""), "MSA|AR|\n"));
    ck_assert_ptr_nonnull(
        strstr(answer("MSH|^~\\&", HILUM_REJECT, "MSH", "short"), "MSA|AR|\n"));
}
END_TEST

/* Fields 12 to 16. */
static const char *mode(const char *tail, enum hilum_verdict v)
{
    static char message[256];
    const char *text;

    snprintf(message, sizeof message, "%s%s", HEAD, tail);
    text = answer(message, v, "PID-3", "bad");
    text = strstr(text, "MSA|");
    return text ? text + 4 : "";
}

START_TEST(enhanced_mode_has_codes_of_its_own)
{
    ck_assert_int_eq(memcmp(mode("2.5.1|||AL|NE", HILUM_OK), "CA|42", 5), 0);
    ck_assert_int_eq(memcmp(mode("2.5.1|||AL|AL", HILUM_REJECT), "CE|42", 5), 0);
    ck_assert_int_eq(memcmp(mode("2.5.1|||ER|NE", HILUM_RETRY), "CE|42", 5), 0);
    ck_assert_int_eq(memcmp(mode("2.5.1|||SU|NE", HILUM_OK), "CA|42", 5), 0);
}
END_TEST

START_TEST(who_wants_no_answer_gets_none)
{
    ck_assert_str_eq(mode("2.5.1|||NE|NE", HILUM_OK), "");
    ck_assert_str_eq(mode("2.5.1|||NE", HILUM_REJECT), "");
    ck_assert_str_eq(mode("2.5.1|||ER|NE", HILUM_OK), "");
    ck_assert_str_eq(mode("2.5.1|||SU|NE", HILUM_REJECT), "");
    ck_assert_str_eq(mode("2.5.1||||NE", HILUM_OK), "");
}
END_TEST

START_TEST(who_wants_an_application_answer_only_gets_that)
{
    ck_assert_int_eq(memcmp(mode("2.5.1|||NE|AL", HILUM_OK), "AA|42", 5), 0);
    ck_assert_int_eq(memcmp(mode("2.5.1||||AL", HILUM_OK), "AA|42", 5), 0);
    ck_assert_int_eq(memcmp(mode("2.5.1|||ER|AL", HILUM_OK), "AA|42", 5), 0);
    ck_assert_int_eq(memcmp(mode("2.5.1||||ER", HILUM_REJECT), "AE|42", 5), 0);
}
END_TEST

START_TEST(an_acknowledgement_is_not_acknowledged)
{
    ck_assert_str_eq(
        answer("MSH|^~\\&|A||||||ACK|1|P|2.5.1\rMSA|AA|1\r", HILUM_OK, "", ""), "");
    ck_assert_str_eq(
        answer("MSH|^~\\&|A||||||ACK^A01^ACK|1|P|2.5.1|||AL\r", HILUM_REJECT, "", ""),
        "");
}
END_TEST

START_TEST(delimiters_and_character_set_are_the_senders)
{
    ck_assert_str_eq(
        answer("MSH$*%!@$A$B$C$D$$$ADT*A04$7$P$2.4$$$$$$8859/1\r", HILUM_REJECT, "PV1-2",
               "50 $ too much"),
        "MSH$*%!@$C$D$A$B$20260324120000+0000$$ACK*A04*ACK$$P$2.4$$$$$$8859/1\n"
        "MSA$AE$7$PV1-2: 50 !F! too much\n"
        "ERR$PV1*1*2*207@Application internal error@HL70357\n");
    ck_assert_ptr_nonnull(
        strstr(answer("MSH|^|A||||||ADT^A04|7|P|2.5\r", HILUM_REJECT, "PV1-2", "a|b^c"),
               "MSA|AE|7\nERR||PV1^1^2^1|207^Application internal "
               "error^HL70357|E||||PV1-2: a b c\n"));
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
    tcase_add_test(tc, enhanced_mode_has_codes_of_its_own);
    tcase_add_test(tc, who_wants_no_answer_gets_none);
    tcase_add_test(tc, who_wants_an_application_answer_only_gets_that);
    tcase_add_test(tc, an_acknowledgement_is_not_acknowledged);
    tcase_add_test(tc, delimiters_and_character_set_are_the_senders);
    suite_add_tcase(suite, tc);
    return suite;
}
