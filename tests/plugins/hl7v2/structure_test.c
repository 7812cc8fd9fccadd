/* structure_test.c -- segments in the groups of their message's structure. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include "plugins/hl7v2/structure.h"

#include <stdio.h>

enum { SEGMENTS = 64, TEXT = 4096 };

static struct harness     h;
static struct structures *structures;

static void open_all(void)
{
    harness_open(&h);
    structures = structures_open(&h.call);
    ck_assert_ptr_nonnull(structures);
}

static void close_all(void)
{
    structures_close(structures);
    harness_close(&h);
}

/* A message of a type and version, and segments: "PID PV1 OBX". */
static void read_message(const char *type, const char *version, const char *segments)
{
    char   text[TEXT];
    size_t len = (size_t)snprintf(text, sizeof text, "MSH|^~\\&|A||||||%s|1|P|%s\r", type,
                                  version);

    for (const char *at = segments; *at; at += at[3] ? 4 : 3)
        len += (size_t)snprintf(text + len, sizeof text - len, "%.3s|1\r", at);
    ck_assert_int_eq(harness_read(&h, text), HILUM_OK);
}

/* "PID PATIENT_RESULT/PATIENT", a line each behind MSH; "?" marks a stray. */
static const char *places(const struct structure *s)
{
    static char            text[TEXT];
    struct structure_place place[SEGMENTS];
    size_t                 count = structure_match(s, h.doc, place, SEGMENTS), len = 0;

    text[0] = '\0';
    for (size_t i = 1; i < count; i++) {
        uint32_t name = place[i].segment->name;

        len += (size_t)snprintf(text + len, sizeof text - len, "%c%c%c%s ",
                                (char)(name >> 16), (char)(name >> 8), (char)name,
                                place[i].stray ? "?" : "");
        for (uint32_t k = 0; k < place[i].depth; k++) {
            const struct structure_step *step = &place[i].step[k];

            len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s", k ? "/" : "",
                                    (int)step->name.len, step->name.ptr);
            if (step->nth > 1)
                len += (size_t)snprintf(text + len, sizeof text - len, "[%u]",
                                        (unsigned)step->nth);
        }
        len += (size_t)snprintf(text + len, sizeof text - len, "\n");
    }
    return text;
}

static void matches(const char *type, const char *version, const char *segments,
                    const char *name, const char *expected)
{
    const struct structure *s;

    open_all();
    read_message(type, version, segments);
    s = structure_of(structures, h.doc);
    ck_assert_ptr_nonnull(s);
    ck_assert_msg(hilum_is(structure_name(s), name), "%.*s", (int)structure_name(s).len,
                  structure_name(s).ptr);
    ck_assert_str_eq(places(s), expected);
    close_all();
}

/* ---- Which structure ------------------------------------------------------ */

static void named(const char *type, const char *version, const char *name)
{
    const struct structure *s;

    read_message(type, version, "PID");
    s = structure_of(structures, h.doc);
    if (!name) {
        ck_assert_ptr_null(s);
        return;
    }
    ck_assert_ptr_nonnull(s);
    ck_assert_msg(hilum_is(structure_name(s), name), "%s %s has %.*s", type, version,
                  (int)structure_name(s).len, structure_name(s).ptr);
}

START_TEST(msh_9_names_the_structure_or_the_event_does)
{
    open_all();
    named("ADT^A01^ADT_A01", "2.5.1", "ADT_A01");
    named("ADT^A04", "2.5.1", "ADT_A01");
    named("ADT^A08^ADT_A01", "2.8", "ADT_A01");
    named("ADT^A28", "2.5", "ADT_A05");
    named("ADT^A31", "2.4", "ADT_A05");
    named("ADT^A40", "2.3.1", "ADT_A39");
    named("ORU^R01", "2.3", "ORU_R01");
    named("SIU^S15", "2.6", "SIU_S12");
    named("MDM^T06", "2.5", "MDM_T02");
    named("ACK^A01", "2.5", "ACK");
    named("ACK", "2.3", "ACK");
    named("^^ORU_R01", "2.5.1", "ORU_R01");
    close_all();
}
END_TEST

START_TEST(a_structure_may_come_from_another_version)
{
    open_all();
    /* 2.1 and 2.2 had one for each event. */
    named("ADT^A04", "2.2", "ADT_A04");
    named("ADT^A08^ADT_A08", "2.8", "ADT_A01");
    named("ADT^A47", "2.8.2", "ADT_A30");
    named("ORM^O01", "2.8.2", "ORM_O01");
    named("ORU^R01", "3.7", "ORU_R01");
    named("ORU^R01", "", "ORU_R01");
    named("ORU^R01", "two", "ORU_R01");
    close_all();
}
END_TEST

START_TEST(what_the_standard_does_not_have_has_no_structure)
{
    open_all();
    named("ZZZ^Z01", "2.5", NULL);
    named("", "2.5", NULL);
    named("ADT^A01234567890123456789", "2.5", NULL);
    ck_assert_str_eq(places(NULL), "PID \n");
    close_all();
}
END_TEST

/* ---- Groups --------------------------------------------------------------- */

START_TEST(results_stand_in_their_orders)
{
    matches("ORU^R01^ORU_R01", "2.5.1",
            "PID NTE PV1 ORC OBR NTE OBX NTE OBX OBR OBX SPM OBX", "ORU_R01",
            "PID PATIENT_RESULT/PATIENT\n"
            "NTE PATIENT_RESULT/PATIENT\n"
            "PV1 PATIENT_RESULT/PATIENT/VISIT\n"
            "ORC PATIENT_RESULT/ORDER_OBSERVATION\n"
            "OBR PATIENT_RESULT/ORDER_OBSERVATION\n"
            "NTE PATIENT_RESULT/ORDER_OBSERVATION\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION\n"
            "NTE PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION[2]\n"
            "OBR PATIENT_RESULT/ORDER_OBSERVATION[2]\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION[2]/OBSERVATION\n"
            "SPM PATIENT_RESULT/ORDER_OBSERVATION[2]/SPECIMEN\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION[2]/SPECIMEN\n");
}
END_TEST

START_TEST(a_second_patient_begins_a_result_anew)
{
    matches("ORU^R01", "2.5.1", "PID OBR OBX PID OBR OBX", "ORU_R01",
            "PID PATIENT_RESULT/PATIENT\n"
            "OBR PATIENT_RESULT/ORDER_OBSERVATION\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION\n"
            "PID PATIENT_RESULT[2]/PATIENT\n"
            "OBR PATIENT_RESULT[2]/ORDER_OBSERVATION\n"
            "OBX PATIENT_RESULT[2]/ORDER_OBSERVATION/OBSERVATION\n");
}
END_TEST

START_TEST(groups_have_the_names_of_their_version)
{
    matches("ORU^R01", "2.3", "PID OBR OBX", "ORU_R01",
            "PID RESPONSE/PATIENT\n"
            "OBR RESPONSE/ORDER_OBSERVATION\n"
            "OBX RESPONSE/ORDER_OBSERVATION/OBSERVATION\n");
}
END_TEST

START_TEST(an_order_is_no_prior_result_unless_a_patient_begins_it)
{
    matches(
        "OML^O21^OML_O21", "2.5.1", "PID ORC OBR OBX SPM ORC OBR OBX PID ORC OBR OBX",
        "OML_O21",
        "PID PATIENT\n"
        "ORC ORDER\n"
        "OBR ORDER/OBSERVATION_REQUEST\n"
        "OBX ORDER/OBSERVATION_REQUEST/OBSERVATION\n"
        "SPM ORDER/OBSERVATION_REQUEST/SPECIMEN\n"
        "ORC ORDER[2]\n"
        "OBR ORDER[2]/OBSERVATION_REQUEST\n"
        "OBX ORDER[2]/OBSERVATION_REQUEST/OBSERVATION\n"
        "PID ORDER[2]/OBSERVATION_REQUEST/PRIOR_RESULT/PATIENT_PRIOR\n"
        "ORC ORDER[2]/OBSERVATION_REQUEST/PRIOR_RESULT/ORDER_PRIOR\n"
        "OBR ORDER[2]/OBSERVATION_REQUEST/PRIOR_RESULT/ORDER_PRIOR\n"
        "OBX ORDER[2]/OBSERVATION_REQUEST/PRIOR_RESULT/ORDER_PRIOR/OBSERVATION_PRIOR\n");
}
END_TEST

START_TEST(vaccinations_stand_in_their_orders)
{
    matches("VXU^V04^VXU_V04", "2.5.1", "PID NK1 PV1 ORC RXA RXR OBX NTE OBX ORC RXA",
            "VXU_V04",
            "PID \n"
            "NK1 \n"
            "PV1 PATIENT\n"
            "ORC ORDER\n"
            "RXA ORDER\n"
            "RXR ORDER\n"
            "OBX ORDER/OBSERVATION\n"
            "NTE ORDER/OBSERVATION\n"
            "OBX ORDER/OBSERVATION[2]\n"
            "ORC ORDER[2]\n"
            "RXA ORDER[2]\n");
}
END_TEST

START_TEST(admissions_have_procedures_and_insurance)
{
    matches("ADT^A01", "2.5.1", "EVN PID NK1 NK1 PV1 AL1 DG1 PR1 ROL PR1 IN1 IN2 IN1 ACC",
            "ADT_A01",
            "EVN \nPID \nNK1 \nNK1 \nPV1 \nAL1 \nDG1 \n"
            "PR1 PROCEDURE\n"
            "ROL PROCEDURE\n"
            "PR1 PROCEDURE[2]\n"
            "IN1 INSURANCE\n"
            "IN2 INSURANCE\n"
            "IN1 INSURANCE[2]\n"
            "ACC \n");
}
END_TEST

START_TEST(appointments_have_resources)
{
    matches("SIU^S12", "2.5", "SCH NTE PID PV1 RGS AIS NTE AIG AIL AIP AIL RGS AIS",
            "SIU_S12",
            "SCH \nNTE \n"
            "PID PATIENT\n"
            "PV1 PATIENT\n"
            "RGS RESOURCES\n"
            "AIS RESOURCES/SERVICE\n"
            "NTE RESOURCES/SERVICE\n"
            "AIG RESOURCES/GENERAL_RESOURCE\n"
            "AIL RESOURCES/LOCATION_RESOURCE\n"
            "AIP RESOURCES/PERSONNEL_RESOURCE\n"
            "AIL? RESOURCES/PERSONNEL_RESOURCE\n"
            "RGS RESOURCES[2]\n"
            "AIS RESOURCES[2]/SERVICE\n");
}
END_TEST

START_TEST(documents_have_observations)
{
    matches("MDM^T02", "2.5", "EVN PID PV1 TXA OBX OBX NTE", "MDM_T02",
            "EVN \nPID \nPV1 \nTXA \n"
            "OBX OBSERVATION\n"
            "OBX OBSERVATION[2]\n"
            "NTE OBSERVATION[2]\n");
}
END_TEST

START_TEST(a_choice_is_no_group)
{
    matches("ORM^O01", "2.5", "PID ORC OBR NTE DG1 OBX ORC RXO", "ORM_O01",
            "PID PATIENT\n"
            "ORC ORDER\n"
            "OBR ORDER/ORDER_DETAIL\n"
            "NTE ORDER/ORDER_DETAIL\n"
            "DG1 ORDER/ORDER_DETAIL\n"
            "OBX ORDER/ORDER_DETAIL/OBSERVATION\n"
            "ORC ORDER[2]\n"
            "RXO ORDER[2]/ORDER_DETAIL\n");
}
END_TEST

/* ---- Faults --------------------------------------------------------------- */

START_TEST(a_segment_out_of_order_is_one_stray)
{
    matches("ADT^A01", "2.5.1", "PID EVN NK1 PV1 DG1", "ADT_A01",
            "PID? \nEVN \nNK1 \nPV1 \nDG1 \n");
    matches("ORU^R01", "2.5.1", "PID PV1 NTE OBR OBX", "ORU_R01",
            "PID PATIENT_RESULT/PATIENT\n"
            "PV1 PATIENT_RESULT/PATIENT/VISIT\n"
            "NTE? PATIENT_RESULT/PATIENT/VISIT\n"
            "OBR PATIENT_RESULT/ORDER_OBSERVATION\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION\n");
    matches("ADT^A01", "2.5.1", "EVN PID PV1 TXA AL1", "ADT_A01",
            "EVN \nPID \nPV1 \nTXA? \nAL1 \n");
}
END_TEST

START_TEST(what_lacks_a_required_segment_still_has_its_place)
{
    matches("ORU^R01", "2.5.1", "PID OBX OBX", "ORU_R01",
            "PID PATIENT_RESULT/PATIENT\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION[2]\n");
    matches("ADT^A01", "2.5.1", "PID PV1", "ADT_A01", "PID \nPV1 \n");
}
END_TEST

START_TEST(z_segments_stand_anywhere)
{
    matches("ORU^R01", "2.5.1", "ZAA PID ZPD OBR OBX ZOB OBX", "ORU_R01",
            "ZAA \n"
            "PID PATIENT_RESULT/PATIENT\n"
            "ZPD PATIENT_RESULT/PATIENT\n"
            "OBR PATIENT_RESULT/ORDER_OBSERVATION\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION\n"
            "ZOB PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION\n"
            "OBX PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION[2]\n");
}
END_TEST

/* ---- What is missing ------------------------------------------------------ */

static void note(void *to, struct hilum_view name, struct hilum_view group, uint32_t nth)
{
    char *text = to;

    snprintf(text + strlen(text), TEXT - strlen(text), "%.*s in %.*s[%u]\n",
             (int)name.len, name.ptr, (int)group.len, group.ptr, (unsigned)nth);
}

static void lacks(const char *type, const char *segments, const char *expected)
{
    struct structure_walk walk;
    char                  text[TEXT] = "";

    open_all();
    read_message(type, "2.5.1", segments);
    structure_begin(&walk, structure_of(structures, h.doc), h.doc, note, text);
    hilum_each(segment, hilum_root(h.doc)) structure_next(&walk, segment->name);
    structure_end(&walk);
    ck_assert_str_eq(text, expected);
    close_all();
}

START_TEST(what_is_missing_is_told_once)
{
    lacks("ADT^A01", "EVN PID PV1", "");
    lacks("ADT^A01", "PID PV1", "EVN in ADT_A01[1]\n");
    lacks("ADT^A01", "EVN PID", "PV1 in ADT_A01[1]\n");
    /* It is there, only out of place. */
    lacks("ADT^A01", "PID EVN PV1", "");
    lacks("ORU^R01", "PID OBX", "OBR in ORDER_OBSERVATION[1]\n");
    lacks("ORU^R01", "PID ORC ORC OBR OBX", "OBR in ORDER_OBSERVATION[1]\n");
    /* Only the first OBX is out of place. */
    lacks("ORU^R01", "PID OBX ORC OBR OBX", "");
    lacks("ORU^R01", "", "PATIENT_RESULT in ORU_R01[1]\n");
    lacks("ORU^R01", "PID", "ORDER_OBSERVATION in PATIENT_RESULT[1]\n");
    lacks("ORM^O01", "PID ORC RXO ORC OBR", "");
}
END_TEST

START_TEST(too_many_are_told_from_strays)
{
    struct structure_walk walk;
    enum structure_found  found = STRUCTURE_FREE;

    open_all();
    read_message("ADT^A01", "2.5.1", "EVN PID PV1 PV1");
    structure_begin(&walk, structure_of(structures, h.doc), h.doc, NULL, NULL);
    hilum_each(segment, hilum_root(h.doc)) found = structure_next(&walk, segment->name);
    ck_assert_int_eq(found, STRUCTURE_EXCESS);
    structure_end(&walk);
    close_all();
}
END_TEST

Suite *structure_suite(void)
{
    Suite *suite = suite_create("structure");
    TCase *tc    = tcase_create("structure");

    tcase_add_test(tc, msh_9_names_the_structure_or_the_event_does);
    tcase_add_test(tc, a_structure_may_come_from_another_version);
    tcase_add_test(tc, what_the_standard_does_not_have_has_no_structure);
    tcase_add_test(tc, results_stand_in_their_orders);
    tcase_add_test(tc, a_second_patient_begins_a_result_anew);
    tcase_add_test(tc, groups_have_the_names_of_their_version);
    tcase_add_test(tc, an_order_is_no_prior_result_unless_a_patient_begins_it);
    tcase_add_test(tc, vaccinations_stand_in_their_orders);
    tcase_add_test(tc, admissions_have_procedures_and_insurance);
    tcase_add_test(tc, appointments_have_resources);
    tcase_add_test(tc, documents_have_observations);
    tcase_add_test(tc, a_choice_is_no_group);
    tcase_add_test(tc, a_segment_out_of_order_is_one_stray);
    tcase_add_test(tc, what_lacks_a_required_segment_still_has_its_place);
    tcase_add_test(tc, z_segments_stand_anywhere);
    tcase_add_test(tc, what_is_missing_is_told_once);
    tcase_add_test(tc, too_many_are_told_from_strays);
    suite_add_tcase(suite, tc);
    return suite;
}
