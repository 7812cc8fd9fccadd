/* groups_test.c -- the groups of a message's segments, as a codec gives them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>

enum { ROOM = 16 };

static struct harness h;

START_TEST(segments_have_the_paths_of_their_groups)
{
    static const char *const paths[] = {
        "",
        "PATIENT_RESULT/PATIENT",
        "PATIENT_RESULT/ORDER_OBSERVATION",
        "PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION",
        "PATIENT_RESULT/ORDER_OBSERVATION/OBSERVATION[2]",
        "PATIENT_RESULT/ORDER_OBSERVATION[2]",
        "PATIENT_RESULT/ORDER_OBSERVATION[2]",
    };
    struct hilum_group group[ROOM];
    size_t             count;

    harness_open(&h);
    ck_assert_int_eq(harness_read(&h, "MSH|^~\\&|A||||||ORU^R01|1|P|2.5.1\r"
                                      "PID|1\rOBR|1\rOBX|1\rOBX|2\rOBR|2\rTXA|1\r"),
                     HILUM_OK);
    count = h.part->groups(h.state, &h.call, h.doc, group, ROOM);
    ck_assert_uint_eq(count, 7);
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(hilum_is(group[i].path, paths[i]), "%zu is in %.*s", i,
                      (int)group[i].path.len, group[i].path.ptr);
        ck_assert_uint_eq(group[i].stray, i == 6);
    }
    ck_assert_uint_eq(h.part->groups(h.state, &h.call, h.doc, group, 2), 7);
    harness_close(&h);
}
END_TEST

START_TEST(what_the_standard_does_not_know_has_no_groups)
{
    struct hilum_group group[ROOM];

    harness_open(&h);
    ck_assert_int_eq(
        harness_read(&h, "MSH|^~\\&|A||||||ZZZ^Z01|1|P|2.5.1\rPID|1\rOBX|1\r"), HILUM_OK);
    ck_assert_uint_eq(h.part->groups(h.state, &h.call, h.doc, group, ROOM), 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(group[i].path.len, 0);
        ck_assert_uint_eq(group[i].stray, 0);
    }
    harness_close(&h);
}
END_TEST

Suite *groups_suite(void)
{
    Suite *suite = suite_create("groups");
    TCase *tc    = tcase_create("groups");

    tcase_add_test(tc, segments_have_the_paths_of_their_groups);
    tcase_add_test(tc, what_the_standard_does_not_know_has_no_groups);
    suite_add_tcase(suite, tc);
    return suite;
}
