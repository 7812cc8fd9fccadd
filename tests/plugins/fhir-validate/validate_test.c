/* validate_test.c -- resources that are right, and what is wrong with others. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/package.h"

#include "../../core/package/archive.h"
#include "../rig.h"
#include "ward.h"

#include "base/bytes.h"

#include "../../core/suite.h"

static struct rig       rig;
static struct instance *stage;
static char             path[RIG_PATH + 16];

/* Compiles the ward's package as `hilum package add` does, upon R4. */
static void compile(void)
{
    struct hilum_buffer tar, packed, out;
    struct package_file r4;
    struct package_made made;
    const char         *why;
    char                core[1024];

    buffer_init(&tar, 1 << 20);
    buffer_init(&packed, 1 << 20);
    buffer_init(&out, 1 << 20);
    for (size_t i = 0; i < sizeof ward_files / sizeof *ward_files; i++)
        archive_add(&tar, ward_files[i].name, ward_files[i].text);
    ck_assert(archive_pack(hilum_buffer_view(&tar), &packed));
    snprintf(core, sizeof core, "%s/fhir/r4/core.hpk", rig.engine.schemas);
    ck_assert_msg(package_map(&r4, core, &why), "%s: %s", core, why);
    ck_assert(package_compile(&rig.engine, hilum_buffer_view(&packed), &r4.package, 1,
                              &rig.problems, &made, &out));
    ck_assert_uint_eq(made.refused, 0);
    ck_assert_uint_eq(made.structures, 2);
    snprintf(path, sizeof path, "%s/ward.hpk", rig.folder);
    ck_assert(package_store(path, hilum_buffer_view(&out)));
    package_unmap(&r4);
    buffer_free(&tar);
    buffer_free(&packed);
    buffer_free(&out);
}

static void setup(void)
{
    rig_open(&rig);
    compile();
    stage = rig_part(&rig, PART_STAGE, "validate", "validate", "packages: '@/ward.hpk'");
    ck_assert_msg(stage != NULL, "%s: %s", rig.call.place, rig.call.reason);
}

static void teardown(void)
{
    unlink(path);
    rig_close(&rig);
}

/* What the stage says of a resource. */
static enum hilum_verdict validate(const char *json)
{
    const struct hilum_msg *m = rig_message(&rig, "fhir/json", json, 1);
    enum hilum_verdict      v;

    rig_call(&rig);
    v = stage->part->part.process(stage->state, &rig.call.pub, m);
    message_unref(m);
    return v;
}

/* Was a rule broken at a place? */
static bool found(enum hilum_severity severity, const char *where, const char *rule)
{
    for (size_t i = 0; i < rig.call.report_count; i++) {
        const struct call_report *r = &rig.call.reports[i];

        if (r->severity == severity && strcmp(r->place, where) == 0 &&
            strcmp(r->rule, rule) == 0)
            return true;
    }
    return false;
}

#define TEXT                                                                             \
    "\"text\": { \"status\": \"generated\", \"div\": \"<div xmlns='http://www.w3.org"    \
    "/1999/xhtml'>A</div>\" }"
#define BED                                                                              \
    "\"extension\": [{ \"url\": \"https://ward.example/StructureDefinition/bed\","       \
    " \"valueString\": \"7\" }]"
#define IS_WARD_PATIENT "\"meta\": { \"profile\": [\"" WARD_PATIENT "\"] }"

START_TEST(a_resource_that_is_right_goes_on_without_a_word)
{
    ck_assert_int_eq(validate("{ \"resourceType\": \"Patient\", " TEXT " }"), HILUM_OK);
    ck_assert_uint_eq(rig.call.report_count, 0);
    ck_assert_uint_eq(rig.call.emitted_count, 1);
}
END_TEST

START_TEST(a_resource_with_a_problem_is_rejected)
{
    ck_assert_int_eq(validate("{ \"resourceType\": \"Observation\", " TEXT " }"),
                     HILUM_REJECT);
    ck_assert(found(HILUM_PROBLEM, "Observation", "cardinality"));
}
END_TEST

START_TEST(a_place_has_the_index_of_what_repeats)
{
    validate("{ \"resourceType\": \"Patient\", \"telecom\": [{ \"system\": \"phone\","
             " \"value\": \"1\" }, { \"system\": \"pigeon\" }], " TEXT " }");
    ck_assert(found(HILUM_PROBLEM, "Patient.telecom[1].system", "binding"));
}
END_TEST

START_TEST(an_invariant_is_named_by_its_key)
{
    validate(
        "{ \"resourceType\": \"Patient\", \"contact\": [{ \"gender\": \"male\" }], " TEXT
        " }");
    ck_assert(found(HILUM_PROBLEM, "Patient.contact[0]", "invariant pat-1"));
}
END_TEST

START_TEST(a_reference_to_another_type_is_a_problem)
{
    validate("{ \"resourceType\": \"Patient\", \"managingOrganization\": { \"reference\":"
             " \"Patient/1\" }, " TEXT " }");
    ck_assert(found(HILUM_PROBLEM, "Patient.managingOrganization", "reference"));
}
END_TEST

START_TEST(what_is_contained_must_be_there)
{
    validate("{ \"resourceType\": \"Patient\", \"managingOrganization\": { \"reference\":"
             " \"#ward\" }, " TEXT " }");
    ck_assert(found(HILUM_PROBLEM, "Patient.managingOrganization", "reference"));
}
END_TEST

START_TEST(resources_in_a_bundle_are_checked_as_their_type)
{
    validate("{ \"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [{"
             " \"fullUrl\": \"https://ward.example/Patient/1\", \"resource\": {"
             " \"resourceType\": \"Patient\", \"id\": \"1\", \"gender\": \"sir\" } }] }");
    ck_assert(found(HILUM_PROBLEM, "Bundle.entry[0].resource.gender", "binding"));
}
END_TEST

START_TEST(a_document_begins_with_a_composition)
{
    validate("{ \"resourceType\": \"Bundle\", \"type\": \"document\", \"entry\": [{"
             " \"fullUrl\": \"https://ward.example/Patient/1\", \"resource\": {"
             " \"resourceType\": \"Patient\", \"id\": \"1\" } }] }");
    ck_assert(found(HILUM_PROBLEM, "Bundle", "bundle"));
}
END_TEST

START_TEST(a_profile_of_meta_counts)
{
    validate("{ \"resourceType\": \"Patient\", " IS_WARD_PATIENT ", " TEXT ", " BED
             ", \"name\": [{ \"given\": [\"A\"] }] }");
    ck_assert(found(HILUM_PROBLEM, "Patient.name[0]", "cardinality"));
    ck_assert_int_eq(validate("{ \"resourceType\": \"Patient\", " IS_WARD_PATIENT
                              ", " TEXT ", " BED ", \"name\": [{ \"family\": \"A\" }] }"),
                     HILUM_OK);
    ck_assert_uint_eq(rig.call.report_count, 0);
}
END_TEST

START_TEST(a_slice_that_must_be_there_is_missed)
{
    validate("{ \"resourceType\": \"Patient\", " IS_WARD_PATIENT ", " TEXT " }");
    ck_assert(found(HILUM_PROBLEM, "Patient", "cardinality"));
}
END_TEST

START_TEST(closed_slicing_allows_no_others)
{
    validate("{ \"resourceType\": \"Patient\", " IS_WARD_PATIENT ", " TEXT ", " BED
             ", \"identifier\": [{ \"system\": \"https://ward.example/number\" },"
             " { \"system\": \"https://elsewhere.example\" }] }");
    ck_assert(found(HILUM_PROBLEM, "Patient.identifier[1]", "slicing"));
    ck_assert(!found(HILUM_PROBLEM, "Patient.identifier[0]", "slicing"));
}
END_TEST

START_TEST(a_filter_of_a_value_set_follows_the_hierarchy)
{
#define MARRIED(code)                                                                    \
    "{ \"resourceType\": \"Patient\", " IS_WARD_PATIENT ", " TEXT ", " BED               \
    ", \"maritalStatus\": { \"coding\": [{ \"system\":"                                  \
    " \"https://ward.example/CodeSystem/status\", \"code\": \"" code "\" }] } }"
    validate(MARRIED("married"));
    ck_assert(!found(HILUM_PROBLEM, "Patient.maritalStatus", "binding"));
    validate(MARRIED("free"));
    ck_assert(found(HILUM_PROBLEM, "Patient.maritalStatus", "binding"));
    validate(MARRIED("divided"));
    ck_assert(found(HILUM_PROBLEM, "Patient.maritalStatus.coding[0]", "code"));
}
END_TEST

START_TEST(an_extension_stands_where_its_definition_says)
{
    validate("{ \"resourceType\": \"Patient\", \"name\": [{ \"family\": \"A\", " BED
             " }], " TEXT " }");
    ck_assert(found(HILUM_PROBLEM, "Patient.name[0].extension[0]", "extension"));
}
END_TEST

#define PAIN(answers)                                                                    \
    "{ \"resourceType\": \"QuestionnaireResponse\", \"status\": \"completed\", " TEXT    \
    ", \"questionnaire\": \"https://ward.example/Questionnaire/pain\", \"item\": "       \
    "[" answers "] }"

START_TEST(answers_are_of_the_type_of_their_question)
{
    validate(
        PAIN("{ \"linkId\": \"pain\", \"answer\": [{ \"valueString\": \"yes\" }] }"));
    ck_assert(found(HILUM_PROBLEM, "QuestionnaireResponse.item[0].answer[0].value",
                    "questionnaire"));
}
END_TEST

START_TEST(what_is_not_asked_is_not_answered)
{
#define SCORE ", { \"linkId\": \"score\", \"answer\": [{ \"valueInteger\": 3 }] }"
    validate(
        PAIN("{ \"linkId\": \"pain\", \"answer\": [{ \"valueBoolean\": true }] }" SCORE));
    ck_assert_uint_eq(rig.call.report_count, 0);
    validate(PAIN(
        "{ \"linkId\": \"pain\", \"answer\": [{ \"valueBoolean\": false }] }" SCORE));
    ck_assert(found(HILUM_PROBLEM, "QuestionnaireResponse.item[1]", "questionnaire"));
}
END_TEST

int main(void)
{
    return suite_run(
        "fhir-validate",
        SUITE_TESTS(
            a_resource_that_is_right_goes_on_without_a_word,
            a_resource_with_a_problem_is_rejected, a_place_has_the_index_of_what_repeats,
            an_invariant_is_named_by_its_key, a_reference_to_another_type_is_a_problem,
            what_is_contained_must_be_there,
            resources_in_a_bundle_are_checked_as_their_type,
            a_document_begins_with_a_composition, a_profile_of_meta_counts,
            a_slice_that_must_be_there_is_missed, closed_slicing_allows_no_others,
            a_filter_of_a_value_set_follows_the_hierarchy,
            an_extension_stands_where_its_definition_says,
            answers_are_of_the_type_of_their_question, what_is_not_asked_is_not_answered),
        setup, teardown);
}
