/* operators_test.c -- operators, their ranks, and three-valued logic. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

static const struct expectation truth[] = {
    { "true and true", "true" },
    { "true and false", "false" },
    { "true and {}", "" },
    { "false and {}", "false" },
    { "{} and false", "false" },
    { "{} and true", "" },
    { "{} and {}", "" },
    { "true or {}", "true" },
    { "{} or true", "true" },
    { "false or {}", "" },
    { "false or false", "false" },
    { "{} or {}", "" },
    { "true xor false", "true" },
    { "true xor true", "false" },
    { "true xor {}", "" },
    { "{} xor false", "" },
    { "false implies {}", "true" },
    { "{} implies true", "true" },
    { "{} implies false", "" },
    { "true implies {}", "" },
    { "true implies false", "false" },
    { "{} implies {}", "" },
    { "'text' and true", "true" },
    { "(1 | 2) and true", "error 9: 2 items stand where one boolean is needed" },
    { "false and (1 | 2)", "false" },
};

static const struct expectation ranks[] = {
    { "1 + 2 * 3 + 4", "11" },
    { "2 * 3 = 6 and 1 < 2", "true" },
    { "1 | 2 = 1 | 2", "true" },
    { "true or true and false", "true" },
    { "-1 + 2", "1" },
    { "1 > 2 is Boolean", "error 3: these two values have no order" },
    { "1 in 1 | 2", "true" },
    { "'a' & 'b' = 'ab'", "true" },
    { "false implies true = false", "true" },
};

static const struct expectation equality[] = {
    { "1 = 1.0", "true" },
    { "1 = '1'", "false" },
    { "{} = 1", "" },
    { "{} ~ {}", "true" },
    { "1 ~ {}", "false" },
    { "(1 | 2) = (2 | 1)", "false" },
    { "(1 | 2) ~ (2 | 1)", "true" },
    { "'ABC' ~ 'abc'", "true" },
    { "'\u00c4 B' ~ '\u00e4\tb'", "true" },
    { "1.2 / 1.8 ~ 0.67", "true" },
    { "@2026 = @2026-01", "" },
    { "@2026 ~ @2026-01", "false" },
    { "@2026-01-02 != @2025", "true" },
    { "@2026-01-01T10:00Z = @2026-01-01T11:00+01:00", "true" },
    { "@2026-01-01T10:00:00 = @2026-01-01T10:00:00.0", "true" },
    { "@2026-01-01T10:00:00Z = @2026-01-01T10:00:00", "" },
    { "@2026-01-01 = @T10:00", "false" },
    { "4 'g' = 4000 'mg'", "true" },
    { "1 day = 24 hours", "true" },
    { "1 'wk' = 7 days", "true" },
    { "1 year = 12 months", "true" },
    { "1 year = 1 'a'", "" },
    { "1 year ~ 1 'a'", "true" },
    { "4 'g' = 4 'm'", "" },
};

static const struct expectation order[] = {
    { "1 < 2", "true" },
    { "1.5 >= 1", "true" },
    { "'a' < 'b'", "true" },
    { "'a' < 1", "error 5: these two values have no order" },
    { "@2026-01 < @2026-02-01", "true" },
    { "@2026-01 < @2026-01-05", "" },
    { "5 'mg' < 1 'g'", "true" },
    { "5 'mg' < 1 'm'", "" },
    { "{} < 1", "" },
    { "9000000000000000000 < 0.000000000000000001", "false" },
};

static const struct expectation arithmetic[] = {
    { "7 div 2", "3" },
    { "7 mod 2", "1" },
    { "7 / 2", "3.5" },
    { "1 / 3", "0.33333333" },
    { "2 / 3", "0.66666667" },
    { "1 / 0", "" },
    { "1 mod 0", "" },
    { "0.1 + 0.2", "0.3" },
    { "1.50 + 1", "2.50" },
    { "2.2 mod 1.8", "0.4" },
    { "9223372036854775807 + 1", "" },
    { "9223372036854775807 * 2", "" },
    { "'a' + 'b'", "ab" },
    { "'a' + {}", "" },
    { "'a' & {}", "a" },
    { "'a' - 'b'", "error 5: these two values cannot be calculated with" },
    { "@2026-01-31 + 1 month", "2026-02-28" },
    { "@2024-02-29 + 1 year", "2025-02-28" },
    { "@2026-03-01 - 1 day", "2026-02-28" },
    { "@2026 + 24 months", "2028" },
    { "@T23:30 + 1 hour", "00:30" },
    { "@2026-01-01T00:00:00.000Z - 1 millisecond", "2025-12-31T23:59:59.999Z" },
    { "@2026-01-01 + 1 'a'",
      "error 13: only a quantity of time can be added to a date or time" },
    { "@9999-12-31 + 1 day", "" },
    { "@0001-01-01 - 9223372036854775807 years", "" },
    { "3 'mg' + 4 'mg'", "7 'mg'" },
    { "3 'mg' * 2", "6 'mg'" },
    { "-(1 | 2)", "error 1: 2 items stand where one is needed" },
    { "-{}", "" },
    { "(1 | 2) + 1", "error 9: 2 items stand where one is needed" },
    { "1 - (1 | 2)", "error 3: 2 items stand where one is needed" },
};

static const struct expectation lists[] = {
    { "1 | 2 | 1", "1, 2" },
    { "2 in (1 | 2)", "true" },
    { "(1 | 2) contains 3", "false" },
    { "{} in (1 | 2)", "" },
    { "(5 | 6)[1]", "6" },
    { "(5 | 6)[2]", "" },
    { "(5 | 6)[-1]", "" },
    { "1 is Integer", "true" },
    { "1 is System.Integer", "true" },
    { "1 is FHIR.integer", "false" },
    { "(1 | 'a') as String", "a" },
};

static const struct {
    const struct expectation *rows;
    int                       count;
} tables[] = {
#define TABLE(t)                                                                         \
    {                                                                                    \
        t, sizeof(t) / sizeof *(t)                                                       \
    }
    TABLE(truth), TABLE(ranks),      TABLE(equality),
    TABLE(order), TABLE(arithmetic), TABLE(lists),
};

static struct hilum_doc none;

static void expect_table(int table)
{
    for (int i = 0; i < tables[table].count; i++)
        expect(none, &tables[table].rows[i]);
}

START_TEST(what_is_not_known_stays_unknown)
{
    expect_table(0);
}
END_TEST

START_TEST(operators_bind_by_rank)
{
    expect_table(1);
}
END_TEST

START_TEST(equality_knows_precision_zone_and_unit)
{
    expect_table(2);
}
END_TEST

START_TEST(order_is_for_values_of_a_kind)
{
    expect_table(3);
}
END_TEST

START_TEST(arithmetic_is_exact_or_empty)
{
    expect_table(4);
}
END_TEST

START_TEST(lists_are_joined_searched_and_indexed)
{
    expect_table(5);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("operators");

    tcase_add_test(t, what_is_not_known_stays_unknown);
    tcase_add_test(t, operators_bind_by_rank);
    tcase_add_test(t, equality_knows_precision_zone_and_unit);
    tcase_add_test(t, order_is_for_values_of_a_kind);
    tcase_add_test(t, arithmetic_is_exact_or_empty);
    tcase_add_test(t, lists_are_joined_searched_and_indexed);
    return run_cases("operators", t);
}
