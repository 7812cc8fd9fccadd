/* progress_test.c -- what is noted of a file holds for that file alone. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "file/progress.h"

#include "place.h"
#include "suite.h"

#include <fcntl.h>
#include <unistd.h>

static struct stat describe(const char *name)
{
    struct stat st;

    ck_assert_int_eq(stat(name, &st), 0);
    return st;
}

static struct progress read_it(void)
{
    struct stat st = describe("a.hl7");

    return progress_read(AT_FDCWD, "a.hl7", &st);
}

static void write_it(uint64_t position)
{
    struct stat st = describe("a.hl7");

    ck_assert(progress_write(AT_FDCWD, "a.hl7", &st, &(struct progress){ position, 3 }));
}

START_TEST(progress_is_read_as_it_was_written)
{
    place_write("a.hl7", "some text");
    ck_assert_uint_eq(read_it().position, 0);
    write_it(7);
    write_it(9);
    ck_assert_uint_eq(read_it().position, 9);
    ck_assert_uint_eq(read_it().rejected, 3);
    ck_assert_uint_eq(place_count("."), 2);
    progress_remove(AT_FDCWD, "a.hl7");
    ck_assert_uint_eq(read_it().position, 0);
    ck_assert_uint_eq(place_count("."), 1);
}
END_TEST

START_TEST(progress_is_not_written_through_a_link)
{
    struct stat st;

    place_write("a.hl7", "some text");
    place_write("other", "precious");
    ck_assert_int_eq(symlink("other", ".a.hl7.progress.new"), 0);
    st = describe("a.hl7");
    ck_assert(
        !progress_write(AT_FDCWD, "a.hl7", &st, &(struct progress){ .position = 7 }));
    ck_assert(place_has("other", "precious"));
}
END_TEST

START_TEST(another_file_has_no_progress)
{
    place_write("a.hl7", "some text");
    write_it(9);
    place_write("a.hl7", "some more text");
    ck_assert_uint_eq(read_it().position, 0);
}
END_TEST

START_TEST(what_is_damaged_is_no_progress)
{
    static const char *const damaged[] = {
        "", "9", "9 3 1 2 3 4", "x\n", "9 3\n", "99999999999999999999999 3 1 2 3 4\n"
    };

    place_write("a.hl7", "some text");
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        place_write(".a.hl7.progress", damaged[i]);
        ck_assert_uint_eq(read_it().position, 0);
    }
    write_it(10); /* beyond the file's end */
    ck_assert_uint_eq(read_it().position, 0);
}
END_TEST

START_TEST(a_folder_that_takes_none_is_borne)
{
    struct stat st;

    place_write("a.hl7", "some text");
    st = describe("a.hl7");
    mkdir(".a.hl7.progress", 0700);
    ck_assert(!progress_write(AT_FDCWD, "a.hl7", &st, &(struct progress){ 1, 0 }));
    ck_assert_uint_eq(read_it().position, 0);
    ck_assert_uint_eq(place_count("."), 2);
}
END_TEST

int main(void)
{
    return suite_run(
        "progress",
        SUITE_TESTS(progress_is_read_as_it_was_written,
                    progress_is_not_written_through_a_link, another_file_has_no_progress,
                    what_is_damaged_is_no_progress, a_folder_that_takes_none_is_borne),
        place_begin, place_end);
}
