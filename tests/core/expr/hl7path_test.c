/* hl7path_test.c -- HL7 paths in expressions. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

static const char message[] =
    "ADT_A01\n"
    "  MSH\n    1 = |\n    2 = ^~\\\\&\n    3 = WARD\n"
    "    9 = ADT^A01\n      1 = ADT\n      2 = A01\n"
    "  PID\n"
    "    3 = 123^^^W^MR\n      1 = 123\n      4 = W\n      5 = MR\n"
    "    3 = 456^^^X&1.2&ISO\n      1 = 456\n      4 = X&1.2&ISO\n        1 = X\n"
    "        2 = 1.2\n        3 = ISO\n"
    "    5 = DOE^JOHN\n      1 = DOE\n      2 = JOHN\n"
    "    7 = \"\"\n    8 = M\n"
    "  PV1\n    2 = I\n"
    "  OBX\n    2 = NM\n    3 = A\n    5 = 7.1\n    8 = H\n"
    "  OBX\n    2 = ST\n    3 = B\n    5 = one\n    5 = two\n"
    "  OBX\n    2 = NM\n    3 = C\n    5 = 12\n    8 = H\n";

static const struct expectation paths[] = {
    { "MSH-9.1", "ADT" },
    { "MSH-9.1 != 'ADT'", "false" },
    { "MSH-2", "^~\\&" },
    { "PID-3", "123^^^W^MR, 456^^^X&1.2&ISO" },
    { "PID-3.1", "123, 456" },
    { "PID-3[2].1", "456" },
    { "PID-3[2].4.1", "X" },
    { "PID-3[2].4.1 = 'X' and PV1-2 = 'I'", "true" },
    { "PID-3[3].1", "" },
    { "PID-3.4.1", "W, X" },
    { "PID-8.1", "M" },
    { "PID-8.1.1", "M" },
    { "PID-8.2", "" },
    { "ZZZ-1", "" },
    { "OBX-5", "7.1, one, two, 12" },
    { "OBX[2]-5", "one, two" },
    { "OBX[2]-5[2]", "two" },
    { "OBX[4]-5", "" },
    { "PID-3[2].1.toInteger() + 1", "457" },
    { "PID-3.1.count()", "2" },
};

static const struct expectation relative[] = {
    { "OBX.where(OBX-8 = 'H').count()", "2" },
    { "OBX.where(OBX-8 = 'H').select(OBX-3)", "A, C" },
    { "OBX.select(OBX-5.where($this = 'two' and OBX-2 = 'ST'))", "two" },
    { "OBX.where(OBX-2 = 'NM').all(OBX-5.toDecimal() > 7)", "true" },
    { "OBX.where(OBX[2]-3 = 'B').count()", "3" },
    { "OBX.where(PID-8 = 'M').count()", "3" },
    { "OBX.count()", "3" },
    { "OBX[0].select(OBX-3)", "A" },
    { "OBX-5.exists($this = 'one')", "true" },
};

static const struct expectation values[] = {
    { "PID-7.exists()", "true" },
    { "PID-7.hasValue()", "false" },
    { "PID-7 = '\"\"'", "true" },
    { "PID-9.exists()", "false" },
    { "PID-9 = 'x'", "" },
    { "OBX[3]-5 > '7.1'", "false" },
    { "OBX[3]-5.toDecimal() > 7.1", "true" },
    { "OBX[1]-5 is String", "true" },
};

static const struct expectation mistakes[] = {
    { "PID-0", "mistake 1: positions and repetitions in an HL7 path are 1 to 65535" },
    { "PV1-2 = 'I' and PID-3[0].1",
      "mistake 17: positions and repetitions in an HL7 path are 1 to 65535" },
    { "PID-3.0", "mistake 1: positions and repetitions in an HL7 path are 1 to 65535" },
    { "PID-70000", "mistake 1: positions and repetitions in an HL7 path are 1 to 65535" },
};

static struct hilum_doc doc;

static void read_message(void)
{
    doc = outline_read(message, "hl7v2");
    ck_assert_ptr_nonnull(doc.block);
}

static void free_message(void)
{
    outline_free(doc);
}

START_TEST(a_path_leads_to_fields_and_what_is_in_them)
{
    expect(doc, &paths[_i]);
}
END_TEST

START_TEST(a_path_begins_at_the_segment_that_is_asked)
{
    expect(doc, &relative[_i]);
}
END_TEST

START_TEST(values_are_strings_and_empty_is_not_null)
{
    expect(doc, &values[_i]);
}
END_TEST

START_TEST(positions_count_from_one)
{
    expect(doc, &mistakes[_i]);
}
END_TEST

START_TEST(elsewhere_it_is_a_subtraction)
{
    struct hilum_doc other = outline_read("Patient:Patient\n  PID:integer = 7\n", "fhir");

    ck_assert_str_eq(evaluate(other, "PID-3"), "4");
    outline_free(other);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    TCase *t = tcase_create("hl7path");

    tcase_add_checked_fixture(t, read_message, free_message);
    tcase_add_loop_test(t, a_path_leads_to_fields_and_what_is_in_them, 0, COUNT(paths));
    tcase_add_loop_test(t, a_path_begins_at_the_segment_that_is_asked, 0,
                        COUNT(relative));
    tcase_add_loop_test(t, values_are_strings_and_empty_is_not_null, 0, COUNT(values));
    tcase_add_loop_test(t, positions_count_from_one, 0, COUNT(mistakes));
    tcase_add_test(t, elsewhere_it_is_a_subtraction);
    return run_cases("hl7path", t);
}
