/* server_test.c -- fhir-server: each interaction as a client sees it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "../rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static struct rig        rig;
static struct rig_answer got; /* the last answer */

#define DOE                                                                              \
    "{\"resourceType\":\"Patient\",\"id\":\"a\",\"active\":true,\"name\":[{\"family\":"  \
    "\"D\xc3\xb6"                                                                        \
    "e\",\"given\":[\"Jane\"]}],\"gender\":\"female\",\"birthDate\":"                    \
    "\"1980-02-29\",\"identifier\":[{\"system\":\"urn:a\",\"value\":\"1\"}]}"
#define ROE                                                                              \
    "{\"resourceType\":\"Patient\",\"id\":\"b\",\"name\":[{\"family\":\"Roe\"}],"        \
    "\"gender\":\"male\",\"birthDate\":\"1990\"}"
#define PULSE                                                                            \
    "{\"resourceType\":\"Observation\",\"id\":\"o\",\"status\":\"final\",\"code\":{"     \
    "\"coding\":["                                                                       \
    "{\"system\":\"http://"                                                              \
    "loinc.org\",\"code\":\"8867-4\"}]},\"subject\":{\"reference\":"                     \
    "\"Patient/a\"},\"effectiveDateTime\":\"2026-01-02T03:04:05Z\",\"valueQuantity\":{"  \
    "\"value\":72.50,\"unit\":\"beats/min\",\"system\":\"http://unitsofmeasure.org\","   \
    "\"code\":\"/min\"}}"

static int ask(const char *method, const char *target, const char *headers,
               const char *body)
{
    got = rig_ask(&rig, method, target, headers, body);
    return got.status;
}

#define has(what) ck_assert_msg(strstr(got.body, what) != NULL, "%s", got.body)
#define has_not(what) ck_assert_msg(strstr(got.body, what) == NULL, "%s", got.body)
#define header(what) ck_assert_msg(strstr(got.headers, what) != NULL, "%s", got.headers)

static void setup(void)
{
    struct instance *service;

    rig_open(&rig);
    ck_assert_ptr_nonnull(
        rig_part(&rig, PART_STORE, "sqlite", "ehr", "{ path: @/ehr.db }"));
    service = rig_part(&rig, PART_SERVICE, "fhir-server", "rest", "{ store: ehr }");
    ck_assert_msg(service != NULL, "%s: %s", rig.call.place, rig.call.reason);
    ck_assert_int_eq(service->part->part.mount(service->state, rig_call(&rig)), HILUM_OK);
    ck_assert_str_eq(rig.mount.path, "/fhir");
}

static void filled(void)
{
    setup();
    ck_assert_int_eq(ask("PUT", "/Patient/a", "", DOE), 201);
    ck_assert_int_eq(ask("PUT", "/Patient/b", "", ROE), 201);
    ck_assert_int_eq(ask("PUT", "/Observation/o", "", PULSE), 201);
}

static void teardown(void)
{
    rig_close(&rig);
}

/* The ids that a search finds, as "a b ". */
static const char *found(const char *target)
{
    static const char each[] = "fullUrl\":\"http://test/fhir/";
    static char       text[512];

    text[0] = '\0';
    ck_assert_msg(ask("GET", target, "Prefer: handling=strict\n", NULL) == 200, "%s: %s",
                  target, got.body);
    for (const char *at = strstr(got.body, each); at; at = strstr(at + 1, each)) {
        const char *id = strchr(at + sizeof(each) - 1, '/') + 1;

        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%.*s ",
                 (int)strcspn(id, "\""), id);
    }
    return text;
}

/* ---- Reading and writing -------------------------------------------------- */

START_TEST(a_resource_is_created_and_read)
{
    ck_assert_int_eq(ask("POST", "/Patient", "", DOE), 201);
    header("Location: http://test/fhir/Patient/");
    header("ETag: W/\"1\"");
    header("Last-Modified: ");
    has_not("\"id\":\"a\"");
    ck_assert_int_eq(ask("PUT", "/Patient/a", "", DOE), 201);
    ck_assert_int_eq(ask("GET", "/Patient/a", "", NULL), 200);
    has("\"id\":\"a\",\"meta\":{\"versionId\":\"1\"");
    ck_assert_str_eq(got.type, "application/fhir+json;charset=utf-8");
}
END_TEST

START_TEST(an_update_makes_a_version_where_something_changed)
{
    ck_assert_int_eq(ask("PUT", "/Patient/a", "", DOE), 201);
    ck_assert_int_eq(ask("PUT", "/Patient/a", "", DOE), 200);
    header("ETag: W/\"1\"");
    ck_assert_int_eq(
        ask("PUT", "/Patient/a", "", "{\"resourceType\":\"Patient\",\"id\":\"a\"}"), 200);
    header("ETag: W/\"2\"");
    ck_assert_int_eq(ask("GET", "/Patient/a/_history/1", "", NULL), 200);
    has("Jane");
    ck_assert_int_eq(ask("GET", "/Patient/a/_history/3", "", NULL), 404);
    ck_assert_int_eq(ask("GET", "/Patient/a/_history/x", "", NULL), 404);
    ck_assert_int_eq(ask("GET", "/Patient/a/_history", "", NULL), 200);
    has("\"type\":\"history\",\"total\":2");
    has("W/\\\"2\\\"");
}
END_TEST

START_TEST(what_was_deleted_is_gone)
{
    ask("PUT", "/Patient/a", "", DOE);
    ck_assert_int_eq(ask("DELETE", "/Patient/a", "", NULL), 204);
    ck_assert_str_eq(got.body, "");
    ck_assert_int_eq(ask("GET", "/Patient/a", "", NULL), 410);
    has("\"code\":\"deleted\"");
    ck_assert_int_eq(ask("DELETE", "/Patient/a", "", NULL), 204);
    ck_assert_int_eq(ask("DELETE", "/Patient/none", "", NULL), 204);
    ck_assert_int_eq(ask("GET", "/Patient/a/_history/1", "", NULL), 200);
    ck_assert_int_eq(ask("PUT", "/Patient/a", "", DOE), 201);
    header("ETag: W/\"3\"");
}
END_TEST

START_TEST(versions_guard_against_lost_updates)
{
    ask("PUT", "/Patient/a", "", DOE);
    ck_assert_int_eq(ask("PUT", "/Patient/a", "If-Match: W/\"7\"\n",
                         "{\"resourceType\":\"Patient\",\"id\":\"a\"}"),
                     412);
    has("has version 1");
    ck_assert_int_eq(ask("PUT", "/Patient/a", "If-Match: W/\"1\"\n",
                         "{\"resourceType\":\"Patient\",\"id\":\"a\"}"),
                     200);
    ck_assert_int_eq(ask("GET", "/Patient/a", "If-None-Match: W/\"2\"\n", NULL), 304);
    ck_assert_int_eq(ask("GET", "/Patient/a", "If-None-Match: W/\"1\"\n", NULL), 200);
}
END_TEST

START_TEST(conditions_create_update_and_delete)
{
    ck_assert_int_eq(ask("POST", "/Patient", "If-None-Exist: identifier=urn:a|1\n", DOE),
                     201);
    ck_assert_int_eq(ask("POST", "/Patient", "If-None-Exist: identifier=urn:a|1\n", DOE),
                     200);
    has("Jane");
    ck_assert_int_eq(
        ask("PUT", "/Patient?identifier=urn:a%7C1", "",
            "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:a\","
            "\"value\":\"1\"}]}"),
        200);
    header("ETag: W/\"2\"");
    ck_assert_int_eq(ask("PUT", "/Patient?nonsense=1", "", DOE), 400);
    ck_assert_int_eq(ask("DELETE", "/Patient?identifier=urn:a%7C1", "", NULL), 204);
    ck_assert_str_eq(found("/Patient?identifier=urn:a%7C1"), "");
}
END_TEST

START_TEST(prefer_says_what_comes_back)
{
    ck_assert_int_eq(ask("PUT", "/Patient/a", "Prefer: return=minimal\n", DOE), 201);
    ck_assert_str_eq(got.body, "");
    ck_assert_int_eq(ask("PUT", "/Patient/b", "Prefer: return=OperationOutcome\n", ROE),
                     201);
    has("\"resourceType\":\"OperationOutcome\"");
    has("\"severity\":\"information\"");
}
END_TEST

/* ---- Errors --------------------------------------------------------------- */

START_TEST(every_error_is_an_operation_outcome)
{
    static const struct {
        const char *method, *target, *headers, *body;
        int         status;
    } rows[] = {
        { "GET", "/Patient/none", "", NULL, 404 },
        { "GET", "/Nonsense/1", "", NULL, 404 },
        { "GET", "/Patient/a/b/c/d/e", "", NULL, 404 },
        { "GET", "/Patient/$everything", "", NULL, 404 },
        { "PATCH", "/Patient/a", "", "{}", 405 },
        { "DELETE", "/Patient", "", NULL, 405 },
        { "PUT", "/metadata", "", "{}", 405 },
        { "GET", "/Patient/a", "Accept: application/fhir+xml\n", NULL, 406 },
        { "GET", "/Patient/a?_format=xml", "", NULL, 406 },
        { "POST", "/Patient", "Content-Type: application/fhir+xml\n", "<Patient/>", 415 },
        { "POST", "/Patient", "", "", 400 },
        { "POST", "/Patient", "", "{", 400 },
        { "POST", "/Patient", "",
          "{\"resourceType\":\"Observation\",\"status\":\"final\","
          "\"code\":{\"text\":\"x\"}}",
          400 },
        { "PUT", "/Patient/a", "", "{\"resourceType\":\"Patient\"}", 400 },
        { "PUT", "/Patient/a_b", "", "{\"resourceType\":\"Patient\",\"id\":\"a_b\"}",
          400 },
        { "GET", "/Patient?birthdate=yesterday", "", NULL, 400 },
        { "GET", "/Patient?unknown=1", "Prefer: handling=strict\n", NULL, 400 },
        { "POST", "", "", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}", 400 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ck_assert_msg(ask(rows[i].method, rows[i].target, rows[i].headers,
                          rows[i].body) == rows[i].status,
                      "%s %s: %d %s", rows[i].method, rows[i].target, got.status,
                      got.body);
        has("\"resourceType\":\"OperationOutcome\"");
        has("\"severity\":\"error\"");
    }
}
END_TEST

START_TEST(a_mistake_in_a_resource_has_its_place)
{
    ck_assert_int_eq(ask("POST", "/Patient", "",
                         "{\"resourceType\":\"Patient\",\n\"birthDate\":\"soon\"}"),
                     400);
    has("\"expression\":[\"Patient.birthDate\"]");
    has("\"diagnostics\":\"2:");
}
END_TEST

/* ---- Search --------------------------------------------------------------- */

START_TEST(searches_find_what_they_should)
{
    static const struct {
        const char *target, *found;
    } rows[] = {
        { "/Patient", "a b " },
        { "/Patient?family=doe", "a " },
        { "/Patient?family=D%C3%96", "a " },
        { "/Patient?family:exact=Doe", "" },
        { "/Patient?family:exact=D%C3%B6e", "a " },
        { "/Patient?family:contains=oe", "a b " },
        { "/Patient?name=jan", "a " },
        { "/Patient?given=jane&family=roe", "" },
        { "/Patient?gender=male,female", "a b " },
        { "/Patient?gender:not=male", "a " },
        { "/Patient?identifier=urn:a%7C1", "a " },
        { "/Patient?identifier=1", "a " },
        { "/Patient?identifier=%7C1", "" },
        { "/Patient?identifier=urn:a%7C", "a " },
        { "/Patient?identifier:missing=true", "b " },
        { "/Patient?identifier:missing=false", "a " },
        { "/Patient?birthdate=1980", "a " },
        { "/Patient?birthdate=1990-05-05", "" },
        { "/Patient?birthdate=ge1980-02-29&birthdate=lt1990", "a " },
        { "/Patient?birthdate=ap1990", "b " },
        { "/Patient?active=true", "a " },
        { "/Patient?deceased=false", "a b " },
        { "/Patient?_id=b,nobody", "b " },
        { "/Patient?_lastUpdated=gt2020", "a b " },
        { "/Patient?_lastUpdated=lt2020", "" },
        { "/Patient?_sort=-birthdate", "b a " },
        { "/Patient?_sort=family", "a b " },
        { "/Observation?subject=Patient/a", "o " },
        { "/Observation?subject=a", "o " },
        { "/Observation?subject:Patient=a", "o " },
        { "/Observation?patient=a", "o " },
        { "/Observation?patient=http://test/fhir/Patient/a", "o " },
        { "/Observation?patient=b", "" },
        { "/Observation?code=http://loinc.org%7C8867-4", "o " },
        { "/Observation?date=2026-01-02", "o " },
        { "/Observation?date=sa2026-01-01", "o " },
        { "/Observation?date=eb2026-01-02", "" },
        { "/Observation?value-quantity=72.5", "o " },
        { "/Observation?value-quantity=74", "" },
        { "/Observation?value-quantity=gt72%7Chttp://unitsofmeasure.org%7C/min", "o " },
        { "/Observation?value-quantity=gt72%7C%7Cbeats/min", "o " },
        { "/Observation?value-quantity=gt72%7C%7Cmg", "" },
        { "/Observation?value-quantity=lt72.5", "" },
        { "/Observation?value-quantity=ap70", "o " },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(strcmp(found(rows[i].target), rows[i].found) == 0, "%s finds %s",
                      rows[i].target, found(rows[i].target));
}
END_TEST

START_TEST(unknown_parameters_are_ignored_and_not_echoed)
{
    ck_assert_int_eq(ask("GET", "/Patient?nonsense=1&gender=male", "", NULL), 200);
    has("\"total\":1");
    has("?_count=50&gender=male\"");
    has_not("nonsense");
}
END_TEST

START_TEST(pages_follow_one_another)
{
    ask("GET", "/Patient?_count=1", "", NULL);
    has("\"total\":2");
    has("\"relation\":\"next\",\"url\":\"http://test/fhir/Patient?_count=1&_after=a\"");
    ck_assert_str_eq(found("/Patient?_count=1&_after=a"), "b ");
    has_not("\"next\"");
    ask("GET", "/Patient?_count=1&_sort=-birthdate", "", NULL);
    has("&_skip=1\"");
    ck_assert_str_eq(found("/Patient?_count=1&_sort=-birthdate&_skip=1"), "a ");
    ask("GET", "/Patient?_count=0", "", NULL);
    has("\"total\":2");
    has_not("\"entry\"");
    ask("GET", "/Patient?_total=none", "", NULL);
    has_not("\"total\"");
}
END_TEST

START_TEST(a_search_may_be_posted)
{
    ck_assert_int_eq(ask("POST", "/Patient/_search?gender=female",
                         "Content-Type: application/x-www-form-urlencoded\n",
                         "family=D%C3%B6e&given=Jane"),
                     200);
    has("\"total\":1");
}
END_TEST

/* ---- Bundles -------------------------------------------------------------- */

START_TEST(a_transaction_is_done_as_a_whole)
{
    ck_assert_int_eq(
        ask("POST", "", "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            "{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Patient\"},"
            "\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}},"
            "{\"resource\":{\"resourceType\":\"Encounter\",\"id\":\"e\",\"status\":"
            "\"planned\","
            "\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"urn:uuid:1\"}},"
            "\"request\":{\"method\":\"PUT\",\"url\":\"Encounter/e\"}},"
            "{\"request\":{\"method\":\"GET\",\"url\":\"Encounter/e\"}}]}"),
        200);
    has("\"type\":\"transaction-response\"");
    has("\"status\":\"201 Created\"");
    has("{\"resource\":{\"resourceType\":\"Encounter\"");
    ck_assert_int_eq(
        ask("POST", "", "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"z\"},\"request\":{"
            "\"method\":\"PUT\",\"url\":\"Patient/z\"}},{\"resource\":{"
            "\"resourceType\":\"Patient\"},\"request\":{\"method\":\"PATCH\",\"url\":"
            "\"Patient/a\"}}]}"),
        400);
    has("Bundle.entry[1].request.method");
    ck_assert_int_eq(ask("GET", "/Patient/z", "", NULL), 404);
}
END_TEST

START_TEST(the_entries_of_a_batch_stand_alone)
{
    ck_assert_int_eq(
        ask("POST", "", "",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
            "{\"resource\":{\"resourceType\":\"Patient\"},\"request\":{\"method\":"
            "\"PUT\",\"url\":\"Patient/z\"}},{\"resource\":{\"resourceType\":"
            "\"Patient\",\"id\":\"y\"},\"request\":{\"method\":\"PUT\",\"url\":"
            "\"Patient/y\"}},{\"request\":{\"method\":\"GET\",\"url\":"
            "\"Patient/none\"}}]}"),
        200);
    has("\"type\":\"batch-response\"");
    has("\"status\":\"400 Bad Request\"");
    has("Bundle.entry[0].resource.id");
    has("\"status\":\"201 Created\"");
    has("\"status\":\"404 Not Found\"");
    ck_assert_int_eq(ask("GET", "/Patient/y", "", NULL), 200);
}
END_TEST

/* ---- About itself --------------------------------------------------------- */

START_TEST(metadata_lists_what_is_supported)
{
    const struct hilum_msg *m;

    ck_assert_int_eq(ask("GET", "/metadata", "", NULL), 200);
    has("\"fhirVersion\":\"4.0.1\"");
    has("{\"name\":\"birthdate\",\"type\":\"date\"}");
    has("\"code\":\"search-type\"");
    m = rig_message(&rig, "fhir/json", got.body, 0);
    rig.call.pub.host->unref(m);
    ck_assert_int_eq(ask("GET", "", "", NULL), 200);
    has("http://test/fhir/metadata");
}
END_TEST

START_TEST(every_answer_is_valid_fhir)
{
    static const char *const targets[] = { "",
                                           "/Patient",
                                           "/Patient?name=a&_count=1",
                                           "/Patient/a",
                                           "/Patient/a/_history",
                                           "/Patient/none",
                                           "/Patient?_pretty=true",
                                           "/metadata?_pretty=true" };

    for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        const struct hilum_msg *m;

        ask("GET", targets[i], "", NULL);
        m = rig_message(&rig, "fhir/json", got.body, 0);
        rig.call.pub.host->unref(m);
    }
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("fhir-server");
    TCase   *empty = tcase_create("empty"), *full = tcase_create("filled");
    SRunner *runner;
    int      failed;

    tcase_add_checked_fixture(empty, setup, teardown);
    tcase_add_test(empty, a_resource_is_created_and_read);
    tcase_add_test(empty, an_update_makes_a_version_where_something_changed);
    tcase_add_test(empty, what_was_deleted_is_gone);
    tcase_add_test(empty, versions_guard_against_lost_updates);
    tcase_add_test(empty, conditions_create_update_and_delete);
    tcase_add_test(empty, prefer_says_what_comes_back);
    tcase_add_test(empty, a_mistake_in_a_resource_has_its_place);
    tcase_add_test(empty, a_transaction_is_done_as_a_whole);
    tcase_add_test(empty, the_entries_of_a_batch_stand_alone);
    tcase_add_test(empty, metadata_lists_what_is_supported);
    tcase_add_checked_fixture(full, filled, teardown);
    tcase_add_test(full, every_error_is_an_operation_outcome);
    tcase_add_test(full, searches_find_what_they_should);
    tcase_add_test(full, unknown_parameters_are_ignored_and_not_echoed);
    tcase_add_test(full, pages_follow_one_another);
    tcase_add_test(full, a_search_may_be_posted);
    tcase_add_test(full, every_answer_is_valid_fhir);
    suite_add_tcase(suite, empty);
    suite_add_tcase(suite, full);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
