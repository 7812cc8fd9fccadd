/* validate_type_test.c -- the forms of values. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"

#include "plugins/hl7v2/validate_type.h"

static const struct {
    enum validate_type type;
    const char        *value;
    bool               right;
} values[] = {
    { VALIDATE_NM, "1", true },
    { VALIDATE_NM, "-1.50", true },
    { VALIDATE_NM, "+.5", true },
    { VALIDATE_NM, "007", true },
    { VALIDATE_NM, "1,5", false },
    { VALIDATE_NM, "1e3", false },
    { VALIDATE_NM, "-", false },
    { VALIDATE_NM, ".", false },
    { VALIDATE_NM, " 1", false },
    { VALIDATE_SI, "12", true },
    { VALIDATE_SI, "-1", false },
    { VALIDATE_SI, "1.0", false },
    { VALIDATE_DT, "2026", true },
    { VALIDATE_DT, "202602", true },
    { VALIDATE_DT, "20240229", true },
    { VALIDATE_DT, "20260229", false },
    { VALIDATE_DT, "19000229", false },
    { VALIDATE_DT, "20000229", true },
    { VALIDATE_DT, "20261301", false },
    { VALIDATE_DT, "20260431", false },
    { VALIDATE_DT, "2026-01-01", false },
    { VALIDATE_DT, "202", false },
    { VALIDATE_DT, "20260101120000", false },
    { VALIDATE_TM, "09", true },
    { VALIDATE_TM, "0930", true },
    { VALIDATE_TM, "093015.1234-0500", true },
    { VALIDATE_TM, "2400", false },
    { VALIDATE_TM, "0960", false },
    { VALIDATE_TM, "093015.", false },
    { VALIDATE_TM, "9:30", false },
    { VALIDATE_DTM, "2026", true },
    { VALIDATE_DTM, "2026+0100", true },
    { VALIDATE_DTM, "20260101", true },
    { VALIDATE_DTM, "2026010112", true },
    { VALIDATE_DTM, "202601011230", true },
    { VALIDATE_DTM, "20260101123015.12+0530", true },
    { VALIDATE_DTM, "20260101123015.12345", false },
    { VALIDATE_DTM, "20260101T1230", false },
    { VALIDATE_DTM, "20260101250000", false },
    { VALIDATE_DTM, "20260101+1560", false },
    { VALIDATE_DTM, "2026011", false },
    { VALIDATE_ANY, "anything", true },
};

START_TEST(each_datatype_has_its_form)
{
    const char *value = values[_i].value;

    ck_assert_msg(validate_type_holds(values[_i].type, hilum_view(value)) ==
                      values[_i].right,
                  "%s is %s", value, validate_type_words(values[_i].type));
}
END_TEST

START_TEST(datatypes_are_known_by_name)
{
    ck_assert_int_eq(validate_type_of(HILUM_NAME("NM")), VALIDATE_NM);
    ck_assert_int_eq(validate_type_of(HILUM_NAME("TS")), VALIDATE_DTM);
    ck_assert_int_eq(validate_type_of(HILUM_NAME("CWE")), VALIDATE_ANY);
}
END_TEST

START_TEST(identifiers_have_the_form_of_their_type)
{
    ck_assert(validate_oid(HILUM_VIEW("2.16.840.1.113883")));
    ck_assert(validate_oid(HILUM_VIEW("1.2")));
    ck_assert(!validate_oid(HILUM_VIEW("3.1")));
    ck_assert(!validate_oid(HILUM_VIEW("2..1")));
    ck_assert(!validate_oid(HILUM_VIEW("2.16.")));
    ck_assert(!validate_oid(HILUM_VIEW("")));
    ck_assert(validate_uuid(HILUM_VIEW("123e4567-e89b-12d3-A456-426614174000")));
    ck_assert(!validate_uuid(HILUM_VIEW("123e4567e89b12d3a456426614174000")));
    ck_assert(validate_dns(HILUM_VIEW("lab.example.org")));
    ck_assert(!validate_dns(HILUM_VIEW("lab example")));
}
END_TEST

START_TEST(embedded_data_is_in_its_encoding)
{
    ck_assert(validate_base64(HILUM_VIEW("SGVsbG8=")));
    ck_assert(validate_base64(HILUM_VIEW("SGVs\r\nbG8=\r\n")));
    ck_assert(validate_base64(HILUM_VIEW("")));
    ck_assert(!validate_base64(HILUM_VIEW("SGVsbG8")));
    ck_assert(!validate_base64(HILUM_VIEW("SGV*bG8=")));
    ck_assert(!validate_base64(HILUM_VIEW("SGV=bG8=")));
    ck_assert(validate_hex(HILUM_VIEW("00fF")));
    ck_assert(!validate_hex(HILUM_VIEW("00f")));
    ck_assert(!validate_hex(HILUM_VIEW("0x")));
}
END_TEST

START_TEST(check_digits_belong_to_their_number)
{
    ck_assert(validate_mod10(HILUM_VIEW("12345"), HILUM_VIEW("5")));
    ck_assert(!validate_mod10(HILUM_VIEW("12345"), HILUM_VIEW("4")));
    ck_assert(validate_mod11(HILUM_VIEW("1234567"), HILUM_VIEW("4")));
    ck_assert(!validate_mod11(HILUM_VIEW("1234567"), HILUM_VIEW("5")));
    /* Nothing can be said of these. */
    ck_assert(validate_mod10(HILUM_VIEW("A123"), HILUM_VIEW("1")));
    ck_assert(validate_mod11(HILUM_VIEW("123"), HILUM_VIEW("X")));
}
END_TEST

Suite *validate_type_suite(void)
{
    Suite *suite = suite_create("validate_type");
    TCase *tc    = tcase_create("validate_type");

    tcase_add_loop_test(tc, each_datatype_has_its_form, 0,
                        (int)(sizeof values / sizeof values[0]));
    tcase_add_test(tc, datatypes_are_known_by_name);
    tcase_add_test(tc, identifiers_have_the_form_of_their_type);
    tcase_add_test(tc, embedded_data_is_in_its_encoding);
    tcase_add_test(tc, check_digits_belong_to_their_number);
    suite_add_tcase(suite, tc);
    return suite;
}
