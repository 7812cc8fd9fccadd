/* unit_test.c -- the units of quantities, compared and calculated with. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

static struct hilum_doc none;

static const struct expectation rows[] = {
    { "4 'g' = 4000 'mg'", "true" },
    { "4 'g' = 4001 'mg'", "false" },
    { "1 '[in_i]' = 2.54 'cm'", "true" },
    { "1 '[in_i]' > 2.53 'cm'", "true" },
    { "37 'Cel' = 98.6 '[degF]'", "true" },
    { "1 'g' = 1 'm'", "" },
    { "1 'g' < 1 'm'", "" },
    { "1 'g' ~ 1 'm'", "false" },
    { "1 'none' = 1 'none'", "true" },
    { "5 'mmol/L' = 5 'mol/m3'", "true" },
    { "1 year = 12 months", "true" },
    { "1 week = 7 days", "true" },
    { "1 month = 30 days", "true" },
    { "1 year = 1 'a'", "" },
    { "1 year ~ 1 'a'", "true" },
    { "1 second = 1 's'", "true" },
    { "4040 'mg' ~ 4.0403 'g'", "true" },
    { "4040 'mg' ~ 4 'g'", "true" },
    { "4040 'mg' ~ 4.1 'g'", "false" },
    { "4040 'mg' ~ 4.041 'g'", "false" },
    { "4 'g' + 3 'mg'", "4003 'mg'" },
    { "7 days + 12 hours", "180 hours" },
    { "1 'm' - 20 'cm'", "80 'cm'" },
    { "1 'm' + 1 'g'", "" },
    { "3 + 2 '1'", "5 '1'" },
    { "2 'cm' * 3 'm'", "6 'cm.m'" },
    { "2 'cm' * 3 'cm'", "6 'cm2'" },
    { "2.0 'cm' * 2.0 'm' = 0.040 'm2'", "true" },
    { "4.0 'g' / 2.0 'm' = 2 'g/m'", "true" },
    { "6 'm' / 2 'cm'", "300 '1'" },
    { "2 * 1 year", "2 year" },
    { "1 year * 1 year", "" },
    { "50 '%' * 4 'g'", "2.0 'g'" },
    { "1 'B' + 1 'B'", "" },
    { "1 'kg'.comparable(1 '[lb_av]')", "true" },
    { "1 'kg'.comparable(1 's')", "false" },
    { "1 'kg'.toQuantity('g')", "1000 'g'" },
    { "1 'kg'.toQuantity('m')", "" },
    { "1 'kg'.convertsToQuantity('g')", "true" },
    { "(1 'kg').value", "1" },
    { "(1 'kg').unit", "kg" },
};

START_TEST(units_are_converted)
{
    expect(none, &rows[_i]);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("unit");

    tcase_add_loop_test(t, units_are_converted, 0, (int)(sizeof rows / sizeof *rows));
    return run_cases("unit", t);
}
