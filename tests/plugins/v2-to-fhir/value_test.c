/* value_test.c -- HL7 texts as FHIR primitives. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"
#include "v2-to-fhir/value.h"

struct example {
    enum kind   kind;
    const char *text, *wanted; /* "": it is no such value */
};

/* What each is with the zone given. */
static void check(const struct example *list, size_t count, const char *zone)
{
    struct pool pool = { .most = 1 << 20 };
    struct zone z    = { .len = 0 };

    if (zone[0])
        ck_assert(zone_read(hilum_view(zone), &z));
    for (size_t i = 0; i < count; i++) {
        struct hilum_view got =
            value_convert(&pool, list[i].kind, hilum_view(list[i].text), &z);

        ck_assert_msg(hilum_is(got, list[i].wanted), "%s: %.*s, not %s", list[i].text,
                      (int)got.len, got.ptr ? got.ptr : "", list[i].wanted);
    }
    pool_free(&pool);
}

#define CHECK(list, zone) check(list, sizeof(list) / sizeof *(list), zone)

START_TEST(a_date_has_the_precision_of_its_text)
{
    static const struct example dates[] = {
        { KIND_DATE, "1961", "1961" },
        { KIND_DATE, "196106", "1961-06" },
        { KIND_DATE, "19610615", "1961-06-15" },
        { KIND_DATE, "19610615123456+0100", "1961-06-15" },
        { KIND_DATE, "0000", "" },
        { KIND_DATE, "19611301", "" },
        { KIND_DATE, "19610229", "" },
        { KIND_DATE, "20000229", "2000-02-29" },
        { KIND_DATE, "1961-06-15", "" },
        { KIND_DATE, "196", "" },
        { KIND_DATE, "", "" },
    };

    CHECK(dates, "");
}
END_TEST

START_TEST(a_time_needs_a_zone)
{
    static const struct example without[] = {
        { KIND_DATETIME, "20260102", "2026-01-02" },
        { KIND_DATETIME, "20260102030405", "2026-01-02" },
        { KIND_DATETIME, "20260102030405-0500", "2026-01-02T03:04:05-05:00" },
        { KIND_DATETIME, "20260102030405.1234-0500", "2026-01-02T03:04:05.1234-05:00" },
        { KIND_INSTANT, "20260102030405", "" },
    };
    static const struct example with[] = {
        { KIND_DATETIME, "2026010203", "2026-01-02T03:00:00+01:00" },
        { KIND_DATETIME, "202601020304", "2026-01-02T03:04:00+01:00" },
        { KIND_DATETIME, "20260102240000", "" },
        { KIND_DATETIME, "20260102030405+9900", "" },
        { KIND_INSTANT, "20260102030405", "2026-01-02T03:04:05+01:00" },
        { KIND_INSTANT, "20260102", "" },
    };

    CHECK(without, "");
    CHECK(with, "+01:00");
}
END_TEST

START_TEST(a_time_of_day_has_seconds)
{
    static const struct example times[] = {
        { KIND_TIME, "1530", "15:30:00" },
        { KIND_TIME, "153045.5", "15:30:45.5" },
        { KIND_TIME, "2560", "" },
    };

    CHECK(times, "");
}
END_TEST

START_TEST(a_number_is_written_as_json_wants_it)
{
    static const struct example numbers[] = {
        { KIND_DECIMAL, "7.50", "7.50" }, { KIND_DECIMAL, "+007.50", "7.50" },
        { KIND_DECIMAL, "-.5", "-0.5" },  { KIND_DECIMAL, "5.", "5" },
        { KIND_DECIMAL, "0", "0" },       { KIND_DECIMAL, "000", "0" },
        { KIND_DECIMAL, "1e5", "" },      { KIND_DECIMAL, "<5", "" },
        { KIND_DECIMAL, ".", "" },        { KIND_DECIMAL, "1.2.3", "" },
        { KIND_INTEGER, "12", "12" },     { KIND_INTEGER, "1.5", "" },
        { KIND_POSITIVE, "0", "" },       { KIND_POSITIVE, "-3", "" },
        { KIND_UNSIGNED, "0", "0" },      { KIND_BOOLEAN, "true", "true" },
        { KIND_BOOLEAN, "Y", "" },        { KIND_CODE, " F ", "F" },
        { KIND_URI, "a b", "" },          { KIND_STRING, " as it is ", " as it is " },
    };

    CHECK(numbers, "");
}
END_TEST

START_TEST(encapsulated_data_becomes_base64)
{
    struct pool pool = { .most = 1 << 20 };

    ck_assert(hilum_is(value_base64(&pool, HILUM_VIEW("ABC"), HILUM_VIEW("A")), "QUJD"));
    ck_assert(hilum_is(value_base64(&pool, HILUM_VIEW("AB"), HILUM_VIEW("A")), "QUI="));
    ck_assert(
        hilum_is(value_base64(&pool, HILUM_VIEW("414243"), HILUM_VIEW("Hex")), "QUJD"));
    ck_assert(hilum_is(value_base64(&pool, HILUM_VIEW("QU\r\n JD"), HILUM_VIEW("Base64")),
                       "QUJD"));
    ck_assert(hilum_is(value_base64(&pool, HILUM_VIEW("41424"), HILUM_VIEW("Hex")), ""));
    ck_assert(hilum_is(value_base64(&pool, HILUM_VIEW("4x"), HILUM_VIEW("Hex")), ""));
    pool_free(&pool);
}
END_TEST

Suite *value_suite(void)
{
    Suite *s = suite_create("v2-to-fhir/value");
    TCase *c = tcase_create("value");

    tcase_add_test(c, a_date_has_the_precision_of_its_text);
    tcase_add_test(c, a_time_needs_a_zone);
    tcase_add_test(c, a_time_of_day_has_seconds);
    tcase_add_test(c, a_number_is_written_as_json_wants_it);
    tcase_add_test(c, encapsulated_data_becomes_base64);
    suite_add_tcase(s, c);
    return s;
}
