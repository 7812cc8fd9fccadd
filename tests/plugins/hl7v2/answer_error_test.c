/* answer_error_test.c -- why a message was refused, in the form of its version. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>

static struct harness h;

static void setup(void)
{
    harness_open(&h);
}

static void teardown(void)
{
    harness_close(&h);
}

/* MSA and ERR of the answer to a refused message of a version. */
static const char *refused(const char *version, enum hilum_verdict v, const char *place,
                           const char *reason)
{
    char        message[128];
    const char *answer;

    snprintf(message, sizeof message, "MSH|^~\\&|A|B|C|D|2026||ADT^A01|7|P|%s\rPID|1",
             version);
    answer = harness_answer(&h, message, v, place, reason);
    ck_assert_ptr_nonnull(answer);
    answer = strstr(answer, "MSA|");
    ck_assert_ptr_nonnull(answer);
    return answer;
}

START_TEST(every_version_says_it_in_its_form)
{
    static const struct {
        const char *versions[8], *expected;
    } forms[] = {
        { { "2.1" }, "MSA|AE|7|PID[2]-5: required: no name\nERR|PID^2^5^101\n" },
        { { "2.2", "2.3" },
          "MSA|AE|7|PID[2]-5: required: no name|||101^Required field missing\n"
          "ERR|PID^2^5^101&Required field missing\n" },
        { { "2.3.1", "2.4" },
          "MSA|AE|7|PID[2]-5: required: no name|||101^Required field missing^HL70357\n"
          "ERR|PID^2^5^101&Required field missing&HL70357\n" },
        { { "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2" },
          "MSA|AE|7\n"
          "ERR||PID^2^5^1|101^Required field missing^HL70357|E|required^^L||PID[2]-5"
          "|no name\n" },
        { { "", "9.9", "unknown", "2.0" },
          "MSA|AE|7\n"
          "ERR||PID^2^5^1|101^Required field missing^HL70357|E|required^^L||PID[2]-5"
          "|no name\n" },
    };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (size_t v = 0; v < 8 && forms[i].versions[v]; v++)
            ck_assert_str_eq(refused(forms[i].versions[v], HILUM_REJECT, "PID[2]-5",
                                     "required: no name"),
                             forms[i].expected);
}
END_TEST

/* ERR-3.1, ERR-4 and ERR-5.1 by place and reason, in 2.5.1 and 2.8.2. */
START_TEST(the_condition_follows_from_rule_and_place)
{
    static const struct {
        const char *place, *reason, *in_2_5_1, *in_2_8_2;
    } conditions[] = {
        { "PID-5", "required: it is empty", "101", "101" },
        { "PID", "required: the segment is missing", "100", "100" },
        { "PV1", "structure: it does not belong here", "100", "100" },
        { "PID", "cardinality: there are two", "100", "100" },
        { "PID-3", "cardinality: it repeats too often", "102", "102" },
        { "PID-7", "datatype: this is no date", "102", "102" },
        { "PID-8", "table 0001: no such code", "103", "103" },
        { "PID-8", "length: 300 characters, not 20", "102", "104" },
        { "PID-3", "unknown: no such patient", "204", "204" },
        { "MSH-10", "duplicate: another message had this id", "205", "205" },
        { "PID-3", "locked: someone else writes it", "206", "206" },
        { "MSH-13", "sequence: 5 is expected", "207", "207" },
        { "PID-3", "we do not know why", "207", "207" },
        { "PID-3", "tables: not a rule", "207", "207" },
        { "PID-3", "a very long beginning of a sentence: not a rule", "207", "207" },
        { "", "", "207", "207" },
        { "MSH-9", "no such message", "200", "200" },
        { "MSH-9.3", "structure: no such structure", "200", "200" },
        { "MSH-9.2", "table 0003: no such event", "201", "201" },
        { "MSH-11", "table 0103: no such id", "202", "202" },
        { "MSH-12", "too old", "203", "203" },
        { "MSH-9", "required: it is empty", "101", "101" },
    };

    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        const char *err = strstr(
            refused("2.5.1", HILUM_REJECT, conditions[i].place, conditions[i].reason),
            "ERR|");

        ck_assert_msg(strstr(err, conditions[i].in_2_5_1) != NULL, "%s: %s",
                      conditions[i].reason, err);
        err = strstr(
            refused("2.8.2", HILUM_REJECT, conditions[i].place, conditions[i].reason),
            "ERR|");
        ck_assert_msg(strstr(err, conditions[i].in_2_8_2) != NULL, "%s: %s",
                      conditions[i].reason, err);
    }
}
END_TEST

START_TEST(what_is_not_the_messages_fault_is_fatal_from_2_7)
{
    ck_assert_str_eq(refused("2.6", HILUM_RETRY, "", "the disk is full"),
                     "MSA|AE|7\nERR|||207^Application internal error^HL70357|E||||"
                     "the disk is full\n");
    ck_assert_str_eq(refused("2.7", HILUM_FAIL, "", "required: it fell over"),
                     "MSA|AE|7\nERR|||207^Application internal error^HL70357|F|"
                     "required^^L|||it fell over\n");
}
END_TEST

START_TEST(a_place_is_told_as_deep_as_it_goes)
{
    static const struct {
        const char *place, *err;
    } places[] = {
        { "PID", "ERR||PID^1|" },
        { "OBX[12]", "ERR||OBX^12|" },
        { "OBX[12]-5", "ERR||OBX^12^5^1|" },
        { "PID-3[2]", "ERR||PID^1^3^2|" },
        { "PID-3[2].4", "ERR||PID^1^3^2^4|" },
        { "PID[1]-3[2].4.1", "ERR||PID^1^3^2^4^1|" },
        { "segment 3", "ERR|||" },
    };

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *err =
            strstr(refused("2.5.1", HILUM_REJECT, places[i].place, "no"), "ERR|");

        ck_assert_msg(strncmp(err, places[i].err, strlen(places[i].err)) == 0, "%s", err);
        ck_assert_ptr_nonnull(strstr(err, places[i].place));
    }
}
END_TEST

START_TEST(long_texts_are_cut_to_what_the_fields_hold)
{
    char        reason[600];
    const char *text;

    memset(reason, 'a', sizeof reason - 1);
    reason[sizeof reason - 1] = '\0';
    text = strstr(refused("2.5.1", HILUM_REJECT, "PID-3", reason), "|PID-3|");
    ck_assert_uint_eq(strcspn(text + 7, "\n"), 250);
    text = refused("2.3", HILUM_REJECT, "PID-3", reason) + strlen("MSA|AE|7|");
    ck_assert_uint_eq(strcspn(text, "|"), 80);
}
END_TEST

Suite *answer_error_suite(void)
{
    Suite *suite = suite_create("answer_error");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, every_version_says_it_in_its_form);
    tcase_add_test(tc, the_condition_follows_from_rule_and_place);
    tcase_add_test(tc, what_is_not_the_messages_fault_is_fatal_from_2_7);
    tcase_add_test(tc, a_place_is_told_as_deep_as_it_goes);
    tcase_add_test(tc, long_texts_are_cut_to_what_the_fields_hold);
    suite_add_tcase(suite, tc);
    return suite;
}
