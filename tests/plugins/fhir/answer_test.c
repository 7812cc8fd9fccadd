/* answer_test.c -- what a sender of FHIR is told about its message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/answer.h"

#include "harness.h"
#include "suites.h"

static struct harness h;

static void set_up(void)
{
    harness_open(&h, "json", SCHEMAS, false);
}

static void tear_down(void)
{
    harness_close(&h);
}

static void expect(enum hilum_verdict v, const char *place, const char *reason,
                   const char *written)
{
    struct hilum_outcome outcome = {
        .size = sizeof(outcome), .verdict = v, .place = place, .reason = reason
    };

    h.out.len = 0;
    fhir_answer_json(&outcome, &h.out);
    ck_assert_msg(hilum_is(hilum_buffer_view(&h.out), written), "%.*s", (int)h.out.len,
                  h.out.ptr);
    ck_assert_int_eq(harness_decode(&h, hilum_buffer_view(&h.out)), HILUM_OK);
}

START_TEST(an_answer_is_an_OperationOutcome)
{
    expect(
        HILUM_REJECT, "3:14 Patient.name[0].given", "not a \"string\"",
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
        "\"code\":\"invalid\",\"diagnostics\":\"not a \\\"string\\\"\",\"location\":["
        "\"3:14 Patient.name[0].given\"],\"expression\":[\"Patient.name[0].given\"]}]}");
    expect(
        HILUM_OK, "", "",
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"information\","
        "\"code\":\"informational\",\"diagnostics\":\"The message was accepted.\"}]}");
    expect(HILUM_RETRY, "Patient.id", "the store is away",
           "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
           "\"code\":\"transient\",\"diagnostics\":\"the store is away\",\"expression\":["
           "\"Patient.id\"]}]}");
}
END_TEST

START_TEST(an_answer_in_XML_says_the_same)
{
    struct harness       xml;
    struct hilum_outcome outcome = { .size    = sizeof(outcome),
                                     .verdict = HILUM_REJECT,
                                     .place   = "3:14 Patient.name[0].given",
                                     .reason  = "not a \"string\"" };

    harness_open(&xml, "xml", SCHEMAS, false);
    fhir_answer_xml(&outcome, &xml.out);
    ck_assert_msg(harness_decode(&xml, hilum_buffer_view(&xml.out)) == HILUM_OK, "%s: %s",
                  harness_where(), harness_why());
    ck_assert_uint_eq(harness_reports(), 0);
    ck_assert_int_eq(harness_encode(&h, xml.doc, hilum_root(xml.doc)), HILUM_OK);
    ck_assert_msg(
        hilum_is(
            hilum_buffer_view(&h.out),
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
            "\"code\":\"invalid\",\"diagnostics\":\"not a \\\"string\\\"\","
            "\"location\":[\"3:14 Patient.name[0].given\"],\"expression\":["
            "\"Patient.name[0].given\"]}]}"),
        "%.*s", (int)h.out.len, h.out.ptr);
    harness_close(&xml);
}
END_TEST

Suite *answer_suite(void)
{
    Suite *s = suite_create("fhir/answer");
    TCase *c = tcase_create("outcomes");

    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, an_answer_is_an_OperationOutcome);
    tcase_add_test(c, an_answer_in_XML_says_the_same);
    suite_add_tcase(s, c);
    return s;
}
