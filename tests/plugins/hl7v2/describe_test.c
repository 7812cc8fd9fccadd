/* describe_test.c -- the standard's names. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

static struct harness h;

static void named(const char *place, const char *name)
{
    const struct hilum_node *n = harness_node(&h, place);
    struct hilum_view        v;

    ck_assert_ptr_nonnull(n);
    v = h.part->describe(h.state, &h.call, h.doc, n);
    ck_assert_msg(hilum_is(v, name), "%s is %.*s", place, (int)v.len, v.ptr);
}

START_TEST(every_part_has_the_name_of_its_version)
{
    harness_open(&h);
    ck_assert_int_eq(harness_read(&h,
                                  "MSH|^~\\&|A||||||ADT^A01|1|P|2.5.1\r"
                                  "PID|||1^^^H&1.2&ISO||DOE^J\rZXX|1\r"
                                  "OBX|1|CWE|X||A^B|||||||||||||||||||||||||||||||9\r"),
                     HILUM_OK);
    named("MSH", "Message Header");
    named("MSH-9", "Message Type");
    named("MSH-9.2", "Trigger Event");
    named("PID", "Patient Identification");
    named("PID-3", "Patient Identifier List");
    named("PID-3.1", "ID Number");
    named("PID-3.4", "Assigning Authority");
    named("PID-3.4.2", "Universal ID");
    named("OBX-5", "Observation Value");
    named("OBX-5.2", "Text");
    named("OBX-36", "");
    named("ZXX", "");
    named("ZXX-1", "");
    ck_assert_uint_eq(h.part->describe(h.state, &h.call, h.doc, hilum_root(h.doc)).len,
                      0);
    ck_assert_int_eq(harness_read(&h, "MSH|^~\\&|A||||||ADT^A01|1|P|2.3\rPID|||1\r"),
                     HILUM_OK);
    named("PID-3", "Patient ID Internal ID");
    harness_close(&h);
}
END_TEST

Suite *describe_suite(void)
{
    Suite *suite = suite_create("describe");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, every_part_has_the_name_of_its_version);
    suite_add_tcase(suite, tc);
    return suite;
}
