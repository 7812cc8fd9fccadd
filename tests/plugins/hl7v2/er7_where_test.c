/* er7_where_test.c -- the places of nodes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/er7_where.h"

#include "harness.h"
#include "suites.h"

START_TEST(every_node_has_the_place_that_leads_to_it)
{
    static const char *const places[] = {
        "MSH",        "MSH-3",        "PID", "PID-3",  "PID-3.1",  "PID-3[2]",
        "PID-3[2].4", "PID-3[2].4.2", "OBX", "OBX[2]", "OBX[2]-1", "OBX[2]-5[2].2",
    };
    char           where[ER7_WHERE];
    struct harness h;

    harness_open(&h);
    ck_assert_int_eq(harness_read(&h, "MSH|^~\\&|A\rPID|1||1^2~3^^^A&B\r"
                                      "OBX|1\rOBX|2||||x~y^z\r"),
                     HILUM_OK);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const struct hilum_node *n = harness_node(&h, places[i]);

        ck_assert_ptr_nonnull(n);
        er7_where(hilum_root(h.doc), (uint32_t)(n - hilum_root(h.doc)), where);
        ck_assert_str_eq(where, places[i]);
    }
    er7_where(hilum_root(h.doc), 0, where);
    ck_assert_str_eq(where, "");
    harness_close(&h);
}
END_TEST

START_TEST(a_byte_belongs_to_the_innermost_node_that_begins_before_it)
{
    static const char text[] = "MSH|^~\\&|A\rPID|1||12^34\r";
    char              where[ER7_WHERE];
    struct harness    h;

    harness_open(&h);
    ck_assert_int_eq(harness_read(&h, text), HILUM_OK);
    for (size_t i = 0; i < 2; i++) {
        size_t at = (size_t)(strstr(text, "34") - text) + i;

        er7_where(hilum_root(h.doc), er7_where_node(hilum_root(h.doc), at), where);
        ck_assert_str_eq(where, "PID-3.2");
    }
    ck_assert_uint_eq(er7_where_node(hilum_root(h.doc), 0), 1);
    harness_close(&h);
}
END_TEST

Suite *er7_where_suite(void)
{
    Suite *suite = suite_create("er7_where");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, every_node_has_the_place_that_leads_to_it);
    tcase_add_test(tc, a_byte_belongs_to_the_innermost_node_that_begins_before_it);
    suite_add_tcase(suite, tc);
    return suite;
}
