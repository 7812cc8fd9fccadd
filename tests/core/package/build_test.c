/* build_test.c -- packages that are written, opened, and damaged. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/build.h"

#include "base/bytes.h"

#include "../suite.h"

static struct build         build;
static struct hilum_buffer  file;
static struct hilum_package package;
static const char          *why;

static void setup(void)
{
    build_init(&build);
    buffer_init(&file, 1 << 20);
}

static void teardown(void)
{
    build_free(&build);
    buffer_free(&file);
}

static bool reopen(void)
{
    file.len = 0;
    return build_write(&build, HILUM_VIEW("ward"), HILUM_VIEW("1.0.0"),
                       HILUM_VIEW("4.0.1"), &file) &&
           hilum_package_open(&package, hilum_buffer_view(&file), &why);
}

static void add_structure(const char *url)
{
    struct hilum_structure s = { .url = build_text(&build, hilum_view(url)) };

    build_add(&build, HILUM_STRUCTURES, &s, 1);
}

START_TEST(a_text_is_kept_once)
{
    uint32_t text = build_text(&build, HILUM_VIEW("Patient"));

    ck_assert_uint_eq(build_text(&build, HILUM_VIEW("Patient")), text);
    ck_assert_uint_ne(build_text(&build, HILUM_VIEW("Patient.name")), text);
    ck_assert_uint_eq(build_text(&build, HILUM_VIEW("")), 0);
    ck_assert(reopen());
    ck_assert(hilum_is(hilum_package_text(&package, text), "Patient"));
}
END_TEST

START_TEST(runs_that_are_alike_are_one)
{
    uint32_t list[] = { 4, 8, 15 }, other[] = { 8, 15, 4 };

    ck_assert_uint_eq(build_run(&build, HILUM_LISTS, list, 3).first,
                      build_run(&build, HILUM_LISTS, list, 3).first);
    ck_assert_uint_ne(build_run(&build, HILUM_LISTS, other, 3).first,
                      build_run(&build, HILUM_LISTS, list, 3).first);
}
END_TEST

START_TEST(what_has_a_url_is_found_by_it)
{
    add_structure("http://b");
    add_structure("http://c");
    add_structure("http://a");
    ck_assert(reopen());
    ck_assert_uint_eq(
        hilum_package_find(&package, HILUM_STRUCTURES, 0, 3, HILUM_VIEW("http://a")), 0);
    ck_assert_uint_eq(
        hilum_package_find(&package, HILUM_STRUCTURES, 0, 3, HILUM_VIEW("http://c")), 2);
    ck_assert_uint_eq(
        hilum_package_find(&package, HILUM_STRUCTURES, 0, 3, HILUM_VIEW("http://d")), 3);
}
END_TEST

START_TEST(a_package_of_another_version_is_refused)
{
    ck_assert(reopen());
    ((struct hilum_package_header *)(void *)file.ptr)->version++;
    ck_assert(!hilum_package_open(&package, hilum_buffer_view(&file), &why));
    ck_assert_ptr_nonnull(strstr(why, "another version"));
}
END_TEST

START_TEST(a_package_that_is_cut_off_is_refused)
{
    add_structure("http://a");
    ck_assert(reopen());
    for (size_t len = 0; len < file.len; len++)
        ck_assert(
            !hilum_package_open(&package, (struct hilum_view){ file.ptr, len }, &why));
}
END_TEST

START_TEST(a_section_beyond_the_file_is_refused)
{
    ck_assert(reopen());
    ((struct hilum_package_header *)(void *)file.ptr)->sections[HILUM_VALUES].count =
        1u << 30;
    ck_assert(!hilum_package_open(&package, hilum_buffer_view(&file), &why));
}
END_TEST

START_TEST(an_index_that_leads_nowhere_reads_as_nothing)
{
    add_structure("http://a");
    ck_assert(reopen());
    ck_assert_uint_eq(hilum_package_structure(&package, 7)->url, 0);
    ck_assert_uint_eq(hilum_package_text(&package, UINT32_MAX).len, 0);
    ck_assert_uint_eq(hilum_package_list(&package, UINT32_MAX), 0);
    ck_assert_uint_eq(hilum_package_after(3, 0, 10), 4);
    ck_assert_uint_eq(hilum_package_after(3, UINT32_MAX, 10), 10);
}
END_TEST

int main(void)
{
    return suite_run("build",
                     SUITE_TESTS(a_text_is_kept_once, runs_that_are_alike_are_one,
                                 what_has_a_url_is_found_by_it,
                                 a_package_of_another_version_is_refused,
                                 a_package_that_is_cut_off_is_refused,
                                 a_section_beyond_the_file_is_refused,
                                 an_index_that_leads_nowhere_reads_as_nothing),
                     setup, teardown);
}
