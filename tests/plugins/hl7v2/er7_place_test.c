/* er7_place_test.c -- places as people write them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/er7_place.h"

#include "suites.h"

START_TEST(a_place_names_as_much_as_it_likes)
{
    struct er7_place p;

    ck_assert(er7_place_read(&p, "PID"));
    ck_assert_str_eq(p.segment, "PID");
    ck_assert_uint_eq(p.field, 0);
    ck_assert(er7_place_read(&p, "PV1-3"));
    ck_assert_uint_eq(p.field, 3);
    ck_assert(er7_place_read(&p, "OBX[12]-5[2].4.1"));
    ck_assert_uint_eq(p.sequence, 12);
    ck_assert_uint_eq(p.field, 5);
    ck_assert_uint_eq(p.repetition, 2);
    ck_assert_uint_eq(p.component, 4);
    ck_assert_uint_eq(p.subcomponent, 1);
}
END_TEST

START_TEST(anything_else_is_no_place)
{
    static const char *const none[] = {
        "",          "PI",     "pid-3",   "PID-",     "PID-0",           "PID-3x",
        "segment 3", "PID[-3", "PID-3[]", "PID-3..1", "PID-99999999999", "PID 3",
        "PIDX",      "PID-3[1"
    };
    struct er7_place p;

    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        ck_assert_msg(!er7_place_read(&p, none[i]), "%s", none[i]);
}
END_TEST

Suite *er7_place_suite(void)
{
    Suite *suite = suite_create("er7_place");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, a_place_names_as_much_as_it_likes);
    tcase_add_test(tc, anything_else_is_no_place);
    suite_add_tcase(suite, tc);
    return suite;
}
