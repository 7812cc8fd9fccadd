/* tables_test.c -- the codes of tables, by version, and changed by a site. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"

#include "plugins/hl7v2/tables.h"

static const char source[] = "# tables\n"
                             "0001\tAdministrative Sex\n"
                             "\t2.3.1+\tF\tM\tO\tU\n"
                             "\t2.4+\tA\tN\n"
                             "\t2.3.1-2.4\tX\n"
                             "0005\tRace\n"
                             "\t2.3.1\tB\n"
                             "\t2.4\tW\t...\n"
                             "0396\t\n"
                             "\t2.3.1+\tL\tHL7nnnn\n";

static struct tables t;

static void open_version(uint32_t version)
{
    ck_assert(tables_open(&t, hilum_view(source), version));
}

START_TEST(a_version_has_its_codes)
{
    open_version(20301);
    ck_assert(tables_has(&t, 1, HILUM_VIEW("F")));
    ck_assert(tables_has(&t, 1, HILUM_VIEW("X")));
    ck_assert(!tables_has(&t, 1, HILUM_VIEW("A")));
    ck_assert(!tables_has(&t, 2, HILUM_VIEW("F")));
    tables_close(&t);
    open_version(20501);
    ck_assert(tables_has(&t, 1, HILUM_VIEW("A")));
    ck_assert(!tables_has(&t, 1, HILUM_VIEW("X")));
    ck_assert(!tables_has(&t, 1, HILUM_VIEW("f")));
    ck_assert(hilum_is(tables_title(&t, 1), "Administrative Sex"));
    ck_assert_uint_eq(tables_title(&t, 2).len, 0);
    tables_close(&t);
}
END_TEST

START_TEST(what_is_older_has_the_first_codes)
{
    open_version(20100);
    ck_assert(tables_known(&t, 1));
    ck_assert(tables_has(&t, 1, HILUM_VIEW("X")));
    tables_close(&t);
}
END_TEST

START_TEST(a_table_with_codes_for_others_is_not_known)
{
    open_version(20400);
    ck_assert(tables_known(&t, 1));
    ck_assert(!tables_known(&t, 5));
    ck_assert(!tables_known(&t, 396));
    ck_assert(!tables_known(&t, 9999));
    ck_assert(!tables_known(&t, TABLES_MOST));
    tables_close(&t);
    open_version(20301);
    ck_assert(tables_known(&t, 5));
    tables_close(&t);
}
END_TEST

START_TEST(a_site_changes_tables)
{
    open_version(20501);
    tables_remove(&t, 1, HILUM_VIEW("A"));
    tables_remove(&t, 1, HILUM_VIEW("never there"));
    ck_assert(tables_add(&t, 1, HILUM_VIEW("D")));
    ck_assert(!tables_has(&t, 1, HILUM_VIEW("A")));
    ck_assert(tables_has(&t, 1, HILUM_VIEW("D")));
    ck_assert(tables_add(&t, TABLES_SITE, HILUM_VIEW("A")));
    ck_assert(tables_known(&t, TABLES_SITE));
    tables_clear(&t, 1);
    ck_assert(!tables_has(&t, 1, HILUM_VIEW("F")));
    ck_assert(tables_has(&t, TABLES_SITE, HILUM_VIEW("A")));
    tables_close(&t);
}
END_TEST

START_TEST(many_codes_have_room)
{
    static char code[5000][8];

    open_version(20501);
    for (size_t i = 0; i < 5000; i++) {
        for (size_t n = i, k = 0; k < 5; k++, n /= 10)
            code[i][k] = (char)('0' + n % 10);
        ck_assert(tables_add(&t, TABLES_SITE + 1, hilum_view(code[i])));
    }
    for (size_t i = 0; i < 5000; i++)
        ck_assert(tables_has(&t, TABLES_SITE + 1, hilum_view(code[i])));
    tables_close(&t);
}
END_TEST

Suite *tables_suite(void)
{
    Suite *suite = suite_create("tables");
    TCase *tc    = tcase_create("tables");

    tcase_add_test(tc, a_version_has_its_codes);
    tcase_add_test(tc, what_is_older_has_the_first_codes);
    tcase_add_test(tc, a_table_with_codes_for_others_is_not_known);
    tcase_add_test(tc, a_site_changes_tables);
    tcase_add_test(tc, many_codes_have_room);
    suite_add_tcase(suite, tc);
    return suite;
}
