/* primitive_test.c -- values of FHIR's primitive types. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/primitive.h"

#include "suites.h"

static bool fits(const char *type, const char *text)
{
    return fhir_primitive_fault(fhir_primitive_form(hilum_view(type)),
                                hilum_view(text)) == NULL;
}

START_TEST(a_date_may_be_a_year_a_month_or_a_day)
{
    ck_assert(fits("date", "2024"));
    ck_assert(fits("date", "2024-02"));
    ck_assert(fits("date", "2024-02-29"));
    ck_assert(!fits("date", "2023-02-29"));
    ck_assert(!fits("date", "1900-02-29"));
    ck_assert(fits("date", "2000-02-29"));
    ck_assert(!fits("date", "2024-13"));
    ck_assert(!fits("date", "2024-00-01"));
    ck_assert(!fits("date", "0000"));
    ck_assert(!fits("date", "24"));
    ck_assert(!fits("date", "2024-2-9"));
    ck_assert(!fits("date", "2024-02-29T"));
    ck_assert(!fits("date", "2024-02-29T12:00:00Z"));
    ck_assert(!fits("date", "20240229"));
}
END_TEST

START_TEST(a_time_in_a_dateTime_needs_seconds_and_a_zone)
{
    ck_assert(fits("dateTime", "2024"));
    ck_assert(fits("dateTime", "2024-02-29T12:30:00Z"));
    ck_assert(fits("dateTime", "2024-02-29T12:30:00.123456+01:00"));
    ck_assert(fits("dateTime", "2024-02-29T23:59:60-14:00"));
    ck_assert(!fits("dateTime", "2024-02-29T12:30Z"));
    ck_assert(!fits("dateTime", "2024-02-29T12:30:00"));
    ck_assert(!fits("dateTime", "2024-02-29T24:00:00Z"));
    ck_assert(!fits("dateTime", "2024-02-29T12:30:00.Z"));
    ck_assert(!fits("dateTime", "2024-02-29T12:30:00+14:01"));
    ck_assert(!fits("dateTime", "2024-02T12:30:00Z"));
}
END_TEST

START_TEST(an_instant_is_complete)
{
    ck_assert(fits("instant", "2024-02-29T12:30:00.5Z"));
    ck_assert(!fits("instant", "2024-02-29"));
    ck_assert(!fits("instant", "2024"));
}
END_TEST

START_TEST(a_time_has_no_zone)
{
    ck_assert(fits("time", "12:30:00"));
    ck_assert(fits("time", "12:30:00.25"));
    ck_assert(!fits("time", "12:30"));
    ck_assert(!fits("time", "12:30:00Z"));
}
END_TEST

START_TEST(whole_numbers_have_bounds)
{
    ck_assert(fits("integer", "-2147483648"));
    ck_assert(fits("integer", "2147483647"));
    ck_assert(!fits("integer", "2147483648"));
    ck_assert(!fits("integer", "99999999999999999999999999"));
    ck_assert(!fits("integer", "1.0"));
    ck_assert(!fits("integer", "1e3"));
    ck_assert(!fits("integer", "+1"));
    ck_assert(!fits("integer", "01"));
    ck_assert(!fits("integer", "-"));
    ck_assert(fits("unsignedInt", "0"));
    ck_assert(!fits("unsignedInt", "-1"));
    ck_assert(fits("positiveInt", "1"));
    ck_assert(!fits("positiveInt", "0"));
}
END_TEST

START_TEST(a_decimal_is_a_number_of_JSON)
{
    ck_assert(fits("decimal", "1.50"));
    ck_assert(fits("decimal", "-0.0"));
    ck_assert(fits("decimal", "1.2E-300"));
    ck_assert(!fits("decimal", ".5"));
    ck_assert(!fits("decimal", "5."));
    ck_assert(!fits("decimal", "1e"));
    ck_assert(!fits("decimal", "NaN"));
    ck_assert(!fits("decimal", "007"));
}
END_TEST

START_TEST(what_is_not_special_is_text_and_nothing_is_empty)
{
    ck_assert(fits("boolean", "true"));
    ck_assert(!fits("boolean", "True"));
    ck_assert(fits("uri", "urn:oid:1.2.3"));
    ck_assert(!fits("string", ""));
    ck_assert(!fits("boolean", ""));
}
END_TEST

Suite *primitive_suite(void)
{
    Suite *s = suite_create("fhir/primitive");
    TCase *c = tcase_create("values");

    tcase_add_test(c, a_date_may_be_a_year_a_month_or_a_day);
    tcase_add_test(c, a_time_in_a_dateTime_needs_seconds_and_a_zone);
    tcase_add_test(c, an_instant_is_complete);
    tcase_add_test(c, a_time_has_no_zone);
    tcase_add_test(c, whole_numbers_have_bounds);
    tcase_add_test(c, a_decimal_is_a_number_of_JSON);
    tcase_add_test(c, what_is_not_special_is_text_and_nothing_is_empty);
    suite_add_tcase(s, c);
    return s;
}
