/* parse_test.c -- codes that are units, and codes that are none. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ucum/ucum.h"

#include <check.h>

START_TEST(codes_are_read)
{
    static const char *const codes[] = {
        "m",          "/m",      "10*9/L",
        "10^-3.g",    "mm[Hg]",  "{cells}",
        "g{hgb}/L",   "/{HPF}",  "1",
        "kg.m/s2",    "m[H2O]",  "B[10.nV]",
        "g/(8.h.kg)", "cm-1",    "dar",
        "[car_Au]",   "''",      "[m/s2/Hz^(1/2)]",
        "Cel/h",      "(((m)))", "cm[H2O]/(s.m)",
    };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct ucum_unit    out;
        struct ucum_mistake why = { 0 };

        ck_assert_msg(ucum_parse(hilum_view(codes[i]), &out, &why), "%s: %zu: %s",
                      codes[i], why.column, why.what);
    }
}
END_TEST

START_TEST(mistakes_have_a_column)
{
    static const struct {
        const char *code;
        size_t      column;
    } rows[] = {
        { "", 1 },       { "m/", 3 },      { "m//s", 3 },   { "mgg", 1 },
        { "kg/xyz", 4 }, { "g/48h", 5 },   { "(m", 1 },     { "m)", 2 },
        { "m{a", 2 },    { "{a}rad", 4 },  { "m{a b}", 4 }, { "m100", 2 },
        { "m+", 3 },     { "k[in_i]", 1 }, { "m2.", 4 },    { "()", 2 },
        { "0", 1 },      { "m{a}{b}", 5 }, { "m s", 1 },    { "m50.m50", 4 },
        { "MG/DL", 4 },  { "1.5.g", 0 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ucum_unit    out;
        struct ucum_mistake why = { 0 };

        ck_assert_msg(ucum_parse(hilum_view(rows[i].code), &out, &why) ==
                          (rows[i].column == 0),
                      "%s", rows[i].code);
        ck_assert_msg(why.column == rows[i].column, "%s: %zu: %s", rows[i].code,
                      why.column, why.what);
    }
}
END_TEST

START_TEST(everything_has_a_ceiling)
{
    char                text[1024];
    struct ucum_unit    out;
    struct ucum_mistake why;

    memset(text, '(', sizeof text);
    ck_assert(!ucum_parse((struct hilum_view){ text, 200 }, &out, &why));
    ck_assert_uint_eq(why.column, UCUM_MOST_DEPTH + 1);
    ck_assert(!ucum_parse((struct hilum_view){ text, sizeof text }, &out, &why));
    ck_assert(!ucum_parse(HILUM_VIEW("((((10*99)99)99)99)99"), &out, &why));
    ck_assert(!ucum_parse(HILUM_VIEW("[iU].[arb'U].[CFU].[PFU]"), &out, &why));
    ck_assert(ucum_parse(HILUM_VIEW("[iU].[arb'U].[CFU]/[iU]"), &out, &why));
    ck_assert(!ucum_parse(HILUM_VIEW("1234567890123456789"), &out, &why));
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("parse");
    TCase   *t     = tcase_create("parse");
    SRunner *runner;
    int      failed;

    tcase_add_test(t, codes_are_read);
    tcase_add_test(t, mistakes_have_a_column);
    tcase_add_test(t, everything_has_a_ceiling);
    suite_add_tcase(suite, t);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
