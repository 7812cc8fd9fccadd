/* stage_test.c -- what holds for every message that the stage is given. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>

static struct bench bench;

static const char admission[] =
    "MSH|^~\\&|ADT|GENHOSP|LAB|LAB|20260101||ADT^A01|1|P|2.5.1\r"
    "PID|1||123^^^GENHOSP^MR||DOE^JOHN\r"
    "NK1|1|DOE^JANE|SPO\r"
    "PV1|1|I|3WEST^312^A^GENHOSP||||||||||||||||V1^^^GENHOSP^VN\r"
    "AL1|1|DA|7980^Penicillin^RXNORM\r";

static void setup(void)
{
    bench_open(&bench, "{}");
}

static void teardown(void)
{
    bench_close(&bench);
}

/* The JSON of a message's Bundle, for the caller to free. */
static char *json_of(const char *message)
{
    struct hilum_view json;

    bench_run(&bench, hilum_view(message));
    ck_assert_int_eq(bench.verdict, HILUM_OK);
    json = bench_json(&bench);
    return strndup(json.ptr, json.len);
}

START_TEST(the_same_message_makes_the_same_bundle)
{
    char *first = json_of(admission), *second = json_of(admission);

    ck_assert_str_eq(first, second);
    free(first);
    free(second);
}
END_TEST

/* What follows a text, up to a quote. */
static void follows(const char *json, const char *text, char *to, size_t room)
{
    const char *at = strstr(json, text);

    ck_assert_ptr_nonnull(at);
    at += strlen(text);
    snprintf(to, room, "%.*s", (int)strcspn(at, "\""), at);
}

START_TEST(a_later_message_addresses_the_same_things)
{
    static const char update[] =
        "MSH|^~\\&|ADT|GENHOSP|LAB|LAB|20260202||ADT^A08|2|P|2.5.1\r"
        "PID|1||9^^^GENHOSP^PI~123^^^GENHOSP^MR||DOE^JOHNNY\r"
        "PV1|1|I|||||||||||||||||V1^^^GENHOSP^VN\r"
        "AL1|7|DA|7980^Penicillin^RXNORM\r";
    char *before = json_of(admission), *after = json_of(update), a[64], b[64];

    follows(before, "\"url\":\"AllergyIntolerance/", a, sizeof a);
    follows(after, "\"url\":\"AllergyIntolerance/", b, sizeof b);
    ck_assert_str_eq(a, b);
    follows(before, "\"url\":\"Encounter?", a, sizeof a);
    follows(after, "\"url\":\"Encounter?", b, sizeof b);
    ck_assert_str_eq(a, b);
    free(before);
    free(after);
}
END_TEST

START_TEST(a_message_cut_anywhere_does_no_harm)
{
    for (size_t len = 60; len < sizeof admission; len += 3) {
        char cut[sizeof admission];

        memcpy(cut, admission, len);
        cut[len] = '\0';
        bench_run(&bench, hilum_view(cut));
        ck_assert(bench.verdict == HILUM_OK || bench.verdict == HILUM_REJECT);
    }
}
END_TEST

START_TEST(a_thousand_repetitions_make_a_thousand_elements)
{
    size_t room  = 1 << 20, len;
    char  *text  = malloc(room), *json;
    size_t count = 0;

    ck_assert_ptr_nonnull(text);
    len = (size_t)snprintf(text, room,
                           "MSH|^~\\&|A|F|L|L|20260101||ADT^A01|1|P|2.5\rPID|1||");
    for (int i = 0; i < 1000; i++)
        len += (size_t)snprintf(text + len, room - len, "%s%d^^^F^MR", i ? "~" : "", i);
    snprintf(text + len, room - len, "\r");
    json = json_of(text);
    for (const char *at = json; at; at = strstr(at + 1, "\"system\":\"urn:id:F\""))
        count++;
    ck_assert_uint_eq(count, 1001);
    free(json);
    free(text);
}
END_TEST

START_TEST(a_wrong_zone_is_refused_at_open)
{
    ck_assert_ptr_null(
        rig_part(&bench.rig, PART_STAGE, "v2-to-fhir", "x", "{zone: CET}"));
    ck_assert_str_eq(bench.rig.call.place, "zone");
}
END_TEST

START_TEST(the_option_zone_serves_times_without_one)
{
    struct bench other;

    bench_open(&other, "{zone: \"+02:00\"}");
    bench_run(&other, HILUM_VIEW("MSH|^~\\&|A|F|L|L|20260101120000||ADT^A01|1|P|2.5\r"
                                 "PID|1||1^^^F^MR\r"));
    ck_assert_ptr_nonnull(memmem(bench_json(&other).ptr, bench_json(&other).len,
                                 "2026-01-01T12:00:00+02:00", 25));
    bench_close(&other);
}
END_TEST

Suite *stage_suite(void)
{
    Suite *s = suite_create("v2-to-fhir/stage");
    TCase *c = tcase_create("stage");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, the_same_message_makes_the_same_bundle);
    tcase_add_test(c, a_later_message_addresses_the_same_things);
    tcase_add_test(c, a_message_cut_anywhere_does_no_harm);
    tcase_add_test(c, a_thousand_repetitions_make_a_thousand_elements);
    tcase_add_test(c, a_wrong_zone_is_refused_at_open);
    tcase_add_test(c, the_option_zone_serves_times_without_one);
    suite_add_tcase(s, c);
    return s;
}
