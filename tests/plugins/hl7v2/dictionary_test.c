/* dictionary_test.c -- what the tables say of each version. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/dictionary.h"

#include "harness.h"
#include "suites.h"

static struct harness    h;
static struct dictionary d;

static void setup(void)
{
    harness_open(&h);
    d = (struct dictionary){ .versions = 0 };
    ck_assert_int_eq(dictionary_open(&d, &h.call), HILUM_OK);
}

static void teardown(void)
{
    dictionary_close(&d);
    harness_close(&h);
}

static const struct dictionary_version *version(const char *text)
{
    const struct dictionary_version *v =
        dictionary_version(&d, &h.call, hilum_view(text));

    ck_assert_ptr_nonnull(v);
    return v;
}

static const struct dictionary_member *field(const char *text, const char *segment,
                                             uint32_t number)
{
    const struct dictionary_version *v = version(text);

    return dictionary_member(v, dictionary_segment(v, hilum_name(segment, 3)), number);
}

START_TEST(a_version_is_a_number)
{
    ck_assert_uint_eq(dictionary_number(HILUM_VIEW("2.5.1")), 20501);
    ck_assert_uint_eq(dictionary_number(HILUM_VIEW("2.1")), 20100);
    ck_assert_uint_eq(dictionary_number(HILUM_VIEW("")), 0);
    ck_assert_uint_eq(dictionary_number(HILUM_VIEW("v2.3")), 0);
    ck_assert_uint_eq(dictionary_number(HILUM_VIEW("2.3.1.4")), 0);
}
END_TEST

START_TEST(an_unknown_version_is_the_nearest_lower_one)
{
    ck_assert_ptr_eq(version("2.3.2"), version("2.3.1"));
    ck_assert_ptr_eq(version("3.0"), version("2.8.2"));
    ck_assert_ptr_eq(version("1.0"), version("2.5.1"));
    ck_assert_ptr_eq(version(""), version("2.5.1"));
}
END_TEST

START_TEST(fields_change_their_datatype_with_the_version)
{
    ck_assert_uint_eq(field("2.1", "PID", 5)->type, HILUM_NAME("PN"));
    ck_assert_uint_eq(field("2.3", "PID", 5)->type, HILUM_NAME("XPN"));
    ck_assert_uint_eq(field("2.5.1", "OBX", 3)->type, HILUM_NAME("CE"));
    ck_assert_uint_eq(field("2.6", "OBX", 3)->type, HILUM_NAME("CWE"));
    ck_assert_uint_eq(field("2.5.1", "OBX", 5)->type, HILUM_NAME("varies"));
}
END_TEST

START_TEST(what_is_not_there_is_not_known)
{
    ck_assert_uint_eq(field("2.5.1", "PID", 200)->type, 0);
    ck_assert_uint_eq(field("2.5.1", "ZZZ", 1)->type, 0);
    ck_assert_uint_eq(field("2.5.1", "PID", 0)->type, 0);
    ck_assert_uint_eq(dictionary_datatype(version("2.5.1"), HILUM_NAME("XX"))->count, 0);
}
END_TEST

START_TEST(every_version_knows_its_segments)
{
    static const char *const all[] = { "2.1",   "2.2", "2.3", "2.3.1", "2.4",   "2.5",
                                       "2.5.1", "2.6", "2.7", "2.8",   "2.8.1", "2.8.2" };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        ck_assert_uint_eq(field(all[i], "MSH", 10)->type, HILUM_NAME("ST"));
        ck_assert_uint_gt(version(all[i])->groups, 50);
    }
}
END_TEST

Suite *dictionary_suite(void)
{
    Suite *suite = suite_create("dictionary");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_version_is_a_number);
    tcase_add_test(tc, an_unknown_version_is_the_nearest_lower_one);
    tcase_add_test(tc, fields_change_their_datatype_with_the_version);
    tcase_add_test(tc, what_is_not_there_is_not_known);
    tcase_add_test(tc, every_version_knows_its_segments);
    suite_add_tcase(suite, tc);
    return suite;
}
