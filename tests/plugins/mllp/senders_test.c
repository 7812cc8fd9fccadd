/* senders_test.c -- which certificate may send as whom. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/senders.h"

#include "suite.h"

#include <stdio.h>

static const char rules[] = "# who sends what\n"
                            "CN=labsys -> LAB|HOSP; DNS:lab.example->LAB2\r\n"
                            "\n"
                            "  CN=labsys  ->  RIS ^2\n"
                            "CN=archive -> * | STORE\n"
                            "URI:spiffe://x/all -> *";

/* Whether a certificate may send a message with such an MSH-3 and MSH-4. */
static const struct {
    const char *names, *header;
    bool        may;
} cases[] = {
    { "CN=labsys\n", "LAB|HOSP", true },
    { "CN=labsys\n", "LAB^1.2.3^ISO|HOSP^9", true },
    { "CN=labsys\n", "LAB|ELSEWHERE", false },
    { "CN=labsys\n", "LAB|", false },
    { "CN=labsys\n", "LAB2|HOSP", false },
    { "CN=labsys\nDNS:lab.example\n", "LAB2|", true },
    { "CN=labsys\nDNS:lab.example\n", "LAB2|ANY", true },
    { "CN=labsys\n", "RIS ^2|ANY", true },
    { "CN=labsys\n", "RIS |ANY", false },
    { "CN=labsys2\n", "LAB|HOSP", false },
    { "CN=labsy\n", "LAB|HOSP", false },
    { "", "LAB|HOSP", false },
    { "CN=archive\n", "X|STORE", true },
    { "CN=archive\n", "|STORE", true },
    { "CN=archive\n", "X|Y", false },
    { "URI:spiffe://x/all\n", "anybody|anywhere", true },
    { "DNS:x\nURI:spiffe://x/all\n", "anybody|anywhere", true },
};

static bool may(const struct senders *s, const char *names, const char *message)
{
    struct senders_pass pass = senders_pass(s, hilum_view(names));

    return senders_allow(s, &pass, hilum_view(message));
}

START_TEST(a_certificate_sends_as_its_rules_say)
{
    struct senders s;
    char           why[SENDERS_WHY], message[128];

    ck_assert(senders_read(&s, rules, why));
    ck_assert_uint_eq(s.count, 5);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(message, sizeof message, "MSH|^~\\&|%s|HILUM|X||||A01|1|P|2.5\rPID|\r",
                 cases[i].header);
        ck_assert_msg(may(&s, cases[i].names, message) == cases[i].may, "row %zu", i);
    }
    senders_free(&s);
}
END_TEST

START_TEST(every_message_of_a_batch_needs_a_rule)
{
    struct senders s;
    char           why[SENDERS_WHY];

    ck_assert(senders_read(&s, rules, why));
    ck_assert(may(&s, "CN=labsys\n",
                  "BHS|^~\\&|\rMSH|^~\\&|LAB|HOSP\rPID|\rMSH|^~\\&|LAB|HOSP\rBTS|2\r"));
    ck_assert(
        !may(&s, "CN=labsys\n",
             "BHS|^~\\&|\rMSH|^~\\&|LAB|HOSP\rPID|\r\n MSH|^~\\&|PAY|HOSP\rBTS|2\r"));
    /* Nor may one hide: behind what some codec takes for the end of a line, or where
     * a separator may be half of a character. */
    ck_assert(
        !may(&s, "CN=labsys\n", "MSH|^~\\&|LAB|HOSP\rOBX|1\x0bMSH|^~\\&|PAY|HOSP\r"));
    ck_assert(
        !may(&s, "CN=labsys\n", "MSH|^~\\&|LAB|HOSP\rOBX|1\x1cMSH|^~\\&|PAY|HOSP\r"));
    ck_assert(!may(&s, "CN=labsys\n", "MSH|^~\\&\xa4|LAB|HOSP|PAY\r"));
    ck_assert(may(&s, "CN=labsys\n", "MSH|^~\\&|LAB|HOSP\rNTE|1||see\tMSH|x\r"));
    senders_free(&s);
}
END_TEST

START_TEST(what_says_nothing_of_its_sender_is_not_allowed)
{
    struct senders s;
    char           why[SENDERS_WHY];

    ck_assert(senders_read(&s, "CN=all -> *", why));
    ck_assert(!may(&s, "CN=all\n", ""));
    ck_assert(!may(&s, "CN=all\n", "{}"));
    ck_assert(!may(&s, "CN=all\n", "<ADT_A01 xmlns=\"urn:hl7-org:v2xml\"/>"));
    ck_assert(!may(&s, "CN=all\n", "PID|1\rOBX|MSH|"));
    senders_free(&s);
}
END_TEST

START_TEST(a_wrong_rule_is_pointed_at)
{
    static const char *const wrong[] = { "labsys -> LAB", "CN=labsys",  "CN=labsys ->",
                                         "CN= -> LAB",    "-> LAB",     "CN=a -> | HOSP",
                                         "CN=a = LAB",    "OU=a -> LAB" };
    struct senders           s;
    char                     text[64], why[SENDERS_WHY];

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(text, sizeof text, "CN=x -> Y\n%s", wrong[i]);
        ck_assert_msg(!senders_read(&s, text, why), "%s", wrong[i]);
        ck_assert_ptr_nonnull(strstr(why, "rule 2 "));
        senders_free(&s);
    }
}
END_TEST

START_TEST(there_is_an_end_to_rules)
{
    static char    text[16 * (SENDERS_MOST + 1)];
    struct senders s;
    char           why[SENDERS_WHY];

    for (size_t i = 0; i < SENDERS_MOST; i++)
        snprintf(text + 12 * i, 13, "CN=%03zu -> A;", i % 1000);
    ck_assert(senders_read(&s, text, why));
    ck_assert_uint_eq(s.count, SENDERS_MOST);
    ck_assert(may(&s, "CN=255\n", "MSH|^~\\&|A|B\r"));
    senders_free(&s);
    snprintf(text + strlen(text), 13, "CN=x -> A");
    ck_assert(!senders_read(&s, text, why));
    ck_assert_ptr_nonnull(strstr(why, "more than 256"));
    senders_free(&s);
}
END_TEST

int main(void)
{
    return suite_run("senders",
                     SUITE_TESTS(a_certificate_sends_as_its_rules_say,
                                 every_message_of_a_batch_needs_a_rule,
                                 what_says_nothing_of_its_sender_is_not_allowed,
                                 a_wrong_rule_is_pointed_at, there_is_an_end_to_rules),
                     NULL, NULL);
}
