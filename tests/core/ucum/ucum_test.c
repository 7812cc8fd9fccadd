/* ucum_test.c -- comparing, converting and writing units, and UCUM's own cases. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ucum/ucum.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

static struct ucum_unit unit(const char *code)
{
    struct ucum_unit    out;
    struct ucum_mistake why = { 0 };

    ck_assert_msg(ucum_parse(hilum_view(code), &out, &why), "%s: %zu: %s", code,
                  why.column, why.what);
    return out;
}

static bool near(long double a, long double b)
{
    return fabsl(a - b) <= 1e-12L * fabsl(b);
}

static const struct {
    double      value;
    const char *from, *to;
    double      gives;
} conversions[] = {
    { 1, "kg", "g", 1000 },
    { 1, "mg/dL", "g/L", 0.01 },
    { 37, "Cel", "[degF]", 98.6 },
    { 212, "[degF]", "Cel", 100 },
    { 0, "Cel", "K", 273.15 },
    { 1, "mCel", "K", 273.151 },
    { 80, "[degRe]", "Cel", 100 },
    { 7, "[pH]", "mol/L", 1e-7 },
    { 1, "mol/L", "[pH]", 0 },
    { 20, "dB", "1", 100 },
    { 2, "B[V]", "V", 10 },
    { 6, "B[SPL]", "Pa", 0.02 },
    { 100, "%[slope]", "deg", 45 },
    { 1, "Np", "1", 2.718281828459045 },
    { 8, "bit_s", "1", 256 },
    { 3, "[hp'_X]", "1", 0.001 },
    { 1, "[in_i]", "cm", 2.54 },
    { 1, "[lb_av]", "g", 453.59237 },
    { 1, "h", "min", 60 },
    { 1, "k[iU]/L", "[iU]/mL", 1 },
    { 1, "[IU]", "[iU]", 1 },
    { 1, "Ki[iU]", "[iU]", 1024 },
    { 760, "mm[Hg]", "kPa", 101.325 },
    { 1, "kat", "U", 6e7 },
};

START_TEST(values_are_converted)
{
    for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++) {
        struct ucum_unit from = unit(conversions[i].from), to = unit(conversions[i].to);
        long double      out;

        ck_assert(ucum_convert(conversions[i].value, &from, &to, &out));
        ck_assert_msg(fabsl(out - conversions[i].gives) <=
                          1e-5L * fabsl((long double)conversions[i].gives) + 1e-12L,
                      "%g %s is %Lg %s", conversions[i].value, conversions[i].from, out,
                      conversions[i].to);
    }
}
END_TEST

START_TEST(what_has_another_dimension_is_not_converted)
{
    static const char *const pairs[][2] = {
        { "g", "m" },
        { "[iU]", "[arb'U]" },
        { "[iU]", "1" },
        { "Cel/h", "K/h" },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct ucum_unit a = unit(pairs[i][0]), b = unit(pairs[i][1]);
        long double      out;

        ck_assert(!ucum_comparable(&a, &b));
        ck_assert(!ucum_convert(1, &a, &b, &out));
    }
}
END_TEST

START_TEST(a_scale_has_an_end)
{
    struct ucum_unit ph = unit("[pH]"), mol = unit("mol/L"), np = unit("Np"),
                     none = unit("1");
    long double out;

    ck_assert(!ucum_convert(0, &mol, &ph, &out));
    ck_assert(!ucum_convert(-1, &mol, &ph, &out));
    ck_assert(!ucum_convert(1e6L, &np, &none, &out));
}
END_TEST

START_TEST(the_canonical_form_is_a_code_itself)
{
    static const char *const forms[][2] = {
        { "mm[Hg]", "m-1.s-2.g" },  { "%", "1" },       { "mol/L", "m-3" },
        { "k[iU]/mL", "m-3.[iU]" }, { "N", "m.s-2.g" }, { "[IU]2", "[iU]2" },
    };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct ucum_unit u = unit(forms[i][0]), v;
        char             text[UCUM_MOST_CANONICAL];

        ck_assert(hilum_is(ucum_canonical(&u, text), forms[i][1]));
        v = unit(text);
        ck_assert(ucum_comparable(&u, &v));
    }
}
END_TEST

START_TEST(units_have_names)
{
    ck_assert(hilum_is(ucum_name(HILUM_VIEW("g")), "gram"));
    ck_assert(hilum_is(ucum_name(HILUM_VIEW("[in_i]")), "inch"));
    ck_assert_uint_eq(ucum_name(HILUM_VIEW("mg")).len, 0);
    ck_assert_uint_eq(ucum_name(HILUM_VIEW("")).len, 0);
}
END_TEST

/* ---- The cases that come with UCUM ---------------------------------------------- */

/* Opens a file of the shared material; NULL: it is not there, and that was said. */
static FILE *shared(const char *name)
{
    const char *folder = getenv("HILUM_SHARED");
    char        path[1024];
    FILE       *file = NULL;

    if (folder) {
        snprintf(path, sizeof path, "%s/data/ucum/%s", folder, name);
        file = fopen(path, "r");
    }
    if (!file)
        fprintf(stderr, "SKIPPED: HILUM_SHARED leads to no data/ucum/%s\n", name);
    return file;
}

/* Cuts a line at its tabs; so many parts it has. */
static size_t cut(char *line, char *parts[static 8])
{
    size_t count = 0;
    char  *at    = line;

    line[strcspn(line, "\r\n")] = '\0';
    while (at && count < 8) {
        parts[count++] = at;
        at             = strchr(at, '\t');
        if (at)
            *at++ = '\0';
    }
    return count;
}

START_TEST(all_validation_cases_of_ucum_pass)
{
    FILE  *file = shared("validation.tsv");
    char   line[1024], *parts[8];
    size_t count = 0;

    while (file && fgets(line, sizeof line, file)) {
        struct ucum_unit out;

        if (cut(line, parts) != 3 || strcmp(parts[0], "id") == 0)
            continue;
        ck_assert_msg(ucum_parse(hilum_view(parts[1]), &out, NULL) ==
                          (strcmp(parts[2], "true") == 0),
                      "%s %s", parts[0], parts[1]);
        count++;
    }
    ck_assert(!file || count == 203);
    if (file)
        fclose(file);
}
END_TEST

START_TEST(all_conversion_cases_of_ucum_pass)
{
    FILE  *file = shared("conversion.tsv");
    char   line[1024], *parts[8];
    size_t count = 0;

    while (file && fgets(line, sizeof line, file)) {
        struct ucum_unit from, to;
        long double      out;

        if (cut(line, parts) != 5 || strcmp(parts[0], "id") == 0)
            continue;
        from = unit(parts[2]);
        to   = unit(parts[3]);
        ck_assert(ucum_convert(strtold(parts[1], NULL), &from, &to, &out));
        ck_assert_msg(near(out, strtold(parts[4], NULL)), "%s %.20Lg", parts[0], out);
        count++;
    }
    ck_assert(!file || count == 6);
    if (file)
        fclose(file);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("ucum");
    TCase   *t     = tcase_create("ucum");
    SRunner *runner;
    int      failed;

    tcase_add_test(t, values_are_converted);
    tcase_add_test(t, what_has_another_dimension_is_not_converted);
    tcase_add_test(t, a_scale_has_an_end);
    tcase_add_test(t, the_canonical_form_is_a_code_itself);
    tcase_add_test(t, units_have_names);
    tcase_add_test(t, all_validation_cases_of_ucum_pass);
    tcase_add_test(t, all_conversion_cases_of_ucum_pass);
    suite_add_tcase(suite, t);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
