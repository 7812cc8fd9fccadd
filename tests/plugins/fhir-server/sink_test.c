/* sink_test.c -- fhir-store: what Bundles do to a store. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "../rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static struct rig         rig;
static struct instance   *sink;
static struct call_result results[8];

static void setup(void)
{
    rig_open(&rig);
    ck_assert_ptr_nonnull(
        rig_part(&rig, PART_STORE, "sqlite", "ehr", "{ path: @/ehr.db }"));
    sink = rig_part(&rig, PART_SINK, "fhir-store", "sink", "{ store: ehr }");
    ck_assert_msg(sink != NULL, "%s: %s", rig.call.place, rig.call.reason);
}

static void teardown(void)
{
    rig_close(&rig);
}

/* ---- Shorthand ------------------------------------------------------------ */

#define PATIENT(family)                                                                  \
    "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:a\",\"value\":"     \
    "\"1\"}],"                                                                           \
    "\"name\":[{\"family\":\"" family "\"}]}"
#define BUNDLE(entries)                                                                  \
    "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" entries "]}"
#define ENTRY(url, method, target, resource)                                             \
    "{\"fullUrl\":\"" url "\",\"resource\":" resource                                    \
    ",\"request\":{\"method\":\"" method "\",\"url\":\"" target "\"}}"
#define BY_IDENTIFIER "Patient?identifier=urn:a%7C1"

/* Delivers one message of a number; the verdict. */
static enum hilum_verdict deliver(int64_t id, const char *json)
{
    const struct hilum_msg *m = rig_message(&rig, "fhir/json", json, id);

    rig_deliver(&rig, sink, &m, 1, results);
    rig.call.pub.host->unref(m);
    return results[0].verdict;
}

static void stored(int64_t id, const char *json)
{
    enum hilum_verdict v = deliver(id, json);

    ck_assert_msg(v == HILUM_OK, "%s: %s", results[0].place, results[0].reason);
}

static void refused(const char *json, const char *place, const char *reason)
{
    ck_assert_int_eq(deliver(0, json), HILUM_REJECT);
    ck_assert_str_eq(results[0].place, place);
    ck_assert_msg(strstr(results[0].reason, reason) != NULL, "%s", results[0].reason);
}

static bool append(void *context, const struct hilum_record *r)
{
    char *to = context;

    snprintf(to + strlen(to), 8192 - strlen(to), "%.*s\n", (int)r->body.len, r->body.ptr);
    return true;
}

/* All resources of a type, a line each, by id. */
static const char *all(const char *type)
{
    static char               text[8192];
    void                     *state;
    const struct hilum_store *store = rig_store(&rig, &state);
    struct hilum_query        q     = { .size       = sizeof(q),
                                        .collection = hilum_view(type),
                                        .limit      = 100 };

    text[0] = '\0';
    store->find(state, rig_call(&rig), NULL, &q, append, text, NULL);
    return text;
}

static size_t count(const char *type, const char *what)
{
    size_t found = 0;

    for (const char *at = strstr(all(type), what); at; at = strstr(at + 1, what))
        found++;
    return found;
}

/* ---- Tests ---------------------------------------------------------------- */

START_TEST(a_conditional_update_creates_once_and_updates_after)
{
    stored(1, BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe"))));
    stored(2, BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Roe"))));
    ck_assert_int_eq(count("Patient", "\n"), 1);
    ck_assert_int_eq(count("Patient", "\"family\":\"Roe\""), 1);
    ck_assert_int_eq(count("Patient", "\"versionId\":\"2\""), 1);
}
END_TEST

START_TEST(the_same_again_makes_no_version)
{
    stored(1, BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe"))));
    stored(2, BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe"))));
    ck_assert_int_eq(count("Patient", "\"versionId\":\"1\""), 1);
}
END_TEST

START_TEST(a_message_delivered_again_creates_nothing_new)
{
    const char *json = BUNDLE(ENTRY("urn:uuid:p", "POST", "Patient", PATIENT("Doe")));

    stored(7, json);
    stored(7, json);
    ck_assert_int_eq(count("Patient", "\n"), 1);
    stored(8, json);
    ck_assert_int_eq(count("Patient", "\n"), 2);
}
END_TEST

START_TEST(references_to_entries_become_references_to_resources)
{
    char what[128];

    stored(1, BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe")) "," ENTRY(
                  "urn:uuid:o", "POST", "Observation",
                  "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":"
                  "{\"text\":\"x\"},\"subject\":{\"reference\":\"urn:uuid:p\"},"
                  "\"extension\":[{\"url\":\"http://e\",\"valueReference\":{"
                  "\"reference\":\"urn:uuid:p\"}},{\"url\":\"http://f\",\"valueUri\":"
                  "\"urn:uuid:p\"}]}")));
    snprintf(what, sizeof(what), "\"Patient/%.26s\"",
             strstr(all("Patient"), "\"id\":\"") + 6);
    ck_assert_int_eq(count("Observation", what), 3);
    ck_assert_int_eq(count("Observation", "urn:uuid:p"), 0);
}
END_TEST

START_TEST(conditional_references_are_resolved)
{
    const char *observation = BUNDLE(
        ENTRY("urn:uuid:o", "POST", "Observation",
              "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":"
              "\"x\"},\"subject\":{\"reference\":\"" BY_IDENTIFIER "\"}}"));

    refused(observation, "Bundle.entry[0].resource.subject.reference", "matches nothing");
    stored(1, PATIENT("Doe"));
    stored(2, observation);
    ck_assert_int_eq(count("Observation", "\"reference\":\"Patient/"), 1);
}
END_TEST

START_TEST(a_reference_to_nothing_in_the_bundle_is_refused)
{
    refused(
        BUNDLE(ENTRY("urn:uuid:o", "POST", "Observation",
                     "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{"
                     "\"text\":\"x\"},\"performer\":[{\"display\":\"a\"},{\"reference\":"
                     "\"urn:uuid:x\"}]}")),
        "Bundle.entry[0].resource.performer[1].reference", "no entry");
}
END_TEST

START_TEST(a_bundle_is_stored_as_a_whole_or_not_at_all)
{
    refused(BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe")) "," ENTRY(
                "urn:uuid:q", "PUT", "Patient?identifier=", PATIENT("Roe"))),
            "Bundle.entry[1].request.url", "condition");
    ck_assert_str_eq(all("Patient"), "");
}
END_TEST

START_TEST(a_refused_message_leaves_the_others_of_the_batch)
{
    const struct hilum_msg *m[] = {
        rig_message(&rig, "fhir/json", PATIENT("Doe"), 1),
        rig_message(&rig, "fhir/json",
                    BUNDLE(ENTRY("urn:uuid:p", "PATCH", "Patient/1", PATIENT("Doe"))), 2),
        rig_message(&rig, "fhir/json", PATIENT("Roe"), 3),
    };

    rig_deliver(&rig, sink, m, 3, results);
    ck_assert_int_eq(results[0].verdict, HILUM_OK);
    ck_assert_int_eq(results[1].verdict, HILUM_REJECT);
    ck_assert_str_eq(results[1].place, "Bundle.entry[0].request.method");
    ck_assert_int_eq(results[2].verdict, HILUM_OK);
    ck_assert_int_eq(count("Patient", "\"family\":\"Roe\""), 1);
    for (size_t i = 0; i < 3; i++)
        rig.call.pub.host->unref(m[i]);
}
END_TEST

START_TEST(a_condition_that_matches_several_is_refused)
{
    stored(1, BUNDLE(ENTRY("urn:uuid:p", "PUT", "Patient/a", PATIENT("Doe"))));
    stored(1, BUNDLE(ENTRY("urn:uuid:p", "PUT", "Patient/b", PATIENT("Doe"))));
    refused(BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe"))),
            "Bundle.entry[0].request.url", "several");
}
END_TEST

START_TEST(one_resource_twice_must_say_the_same)
{
    stored(1, BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe")) "," ENTRY(
                  "urn:uuid:q", "PUT", BY_IDENTIFIER, PATIENT("Doe"))));
    ck_assert_int_eq(count("Patient", "\n"), 1);
    refused(BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe")) "," ENTRY(
                "urn:uuid:q", "PUT", BY_IDENTIFIER, PATIENT("Roe"))),
            "Bundle.entry[1]", "same resource as entry[0]");
}
END_TEST

START_TEST(if_none_exist_creates_only_what_is_not_there)
{
    static const char create[] =
        BUNDLE("{\"fullUrl\":\"urn:uuid:p\",\"resource\":" PATIENT(
            "Roe") ",\"request\":{"
                   "\"method\":\"POST\",\"url\":\"Patient\",\"ifNoneExist\":"
                   "\"identifier=urn:a%7C1\"}}");

    stored(1, create);
    stored(2, create);
    ck_assert_int_eq(count("Patient", "\n"), 1);
    stored(3, BUNDLE(ENTRY("urn:uuid:p", "PUT", BY_IDENTIFIER, PATIENT("Doe"))));
    stored(4, create);
    ck_assert_int_eq(count("Patient", "\"family\":\"Doe\""), 1);
}
END_TEST

START_TEST(a_delete_deletes_and_a_put_brings_back)
{
    stored(1, BUNDLE(ENTRY("urn:uuid:p", "PUT", "Patient/a", PATIENT("Doe"))));
    stored(2, BUNDLE("{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/a\"}}"));
    ck_assert_str_eq(all("Patient"), "");
    stored(2, BUNDLE("{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/a\"}}"));
    stored(3, BUNDLE(ENTRY("urn:uuid:p", "PUT", "Patient/a", PATIENT("Doe"))));
    ck_assert_int_eq(count("Patient", "\"versionId\":\"3\""), 1);
}
END_TEST

START_TEST(without_a_request_the_identifier_decides)
{
    stored(1, PATIENT("Doe"));
    stored(2, PATIENT("Roe"));
    ck_assert_int_eq(count("Patient", "\n"), 1);
    ck_assert_int_eq(count("Patient", "\"family\":\"Roe\""), 1);
}
END_TEST

START_TEST(what_the_server_sets_is_no_change)
{
    char        text[1024];
    const char *at;

    stored(1, PATIENT("Doe"));
    at = all("Patient");
    snprintf(text, sizeof(text), "%.*s", (int)strcspn(at, "\n"), at);
    stored(2, text);
    ck_assert_int_eq(count("Patient", "\"versionId\":\"1\""), 1);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("fhir-store");
    TCase   *tcase = tcase_create("sink");
    SRunner *runner;
    int      failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_conditional_update_creates_once_and_updates_after);
    tcase_add_test(tcase, the_same_again_makes_no_version);
    tcase_add_test(tcase, a_message_delivered_again_creates_nothing_new);
    tcase_add_test(tcase, references_to_entries_become_references_to_resources);
    tcase_add_test(tcase, conditional_references_are_resolved);
    tcase_add_test(tcase, a_reference_to_nothing_in_the_bundle_is_refused);
    tcase_add_test(tcase, a_bundle_is_stored_as_a_whole_or_not_at_all);
    tcase_add_test(tcase, a_refused_message_leaves_the_others_of_the_batch);
    tcase_add_test(tcase, a_condition_that_matches_several_is_refused);
    tcase_add_test(tcase, one_resource_twice_must_say_the_same);
    tcase_add_test(tcase, if_none_exist_creates_only_what_is_not_there);
    tcase_add_test(tcase, a_delete_deletes_and_a_put_brings_back);
    tcase_add_test(tcase, without_a_request_the_identifier_decides);
    tcase_add_test(tcase, what_the_server_sets_is_no_change);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
