/* finder_test.c -- files that are announced, and files that are found. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "file/finder.h"

#include "place.h"
#include "suite.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

static struct finder f;

static void begin(void)
{
    bool watched;

    place_begin();
    f = (struct finder){ .path = "in", .pattern = "*.hl7" };
    ck_assert(finder_open(&f, &watched));
    ck_assert_ptr_null(finder_next(&f));
}

static void end(void)
{
    finder_close(&f);
    place_end();
}

static void write_old(const char *path)
{
    place_write(path, "");
    utime(path, &(struct utimbuf){ 1000000000, 1000000000 });
}

START_TEST(a_file_is_announced_when_it_is_closed_or_moved_in)
{
    place_write("in/a.hl7", "");
    place_write("in/b.part", "");
    ck_assert_int_eq(rename("in/b.part", "in/b.hl7"), 0);
    mkdir("in/c.hl7", 0700);
    ck_assert_str_eq(finder_next(&f), "a.hl7");
    ck_assert_str_eq(finder_next(&f), "b.hl7");
    ck_assert_ptr_null(finder_next(&f));
}
END_TEST

START_TEST(a_look_finds_what_has_not_changed_for_a_while)
{
    write_old("in/b.hl7");
    write_old("in/a.hl7");
    write_old("in/.c.hl7");
    while (finder_next(&f))
        ;
    place_write("in/d.hl7", "");
    while (finder_next(&f))
        ;
    finder_look_within(&f, 0);
    ck_assert_str_eq(finder_next(&f), "a.hl7");
    ck_assert_str_eq(finder_next(&f), "b.hl7");
    ck_assert_ptr_null(finder_next(&f));
    ck_assert_int_le(finder_rest(&f), 1000);
}
END_TEST

START_TEST(lost_announcements_are_made_up_for)
{
    char  name[64];
    FILE *in   = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
    int   most = 0;

    ck_assert_ptr_nonnull(in);
    ck_assert_int_eq(fscanf(in, "%d", &most), 1);
    fclose(in);
    if (most > 100000)
        return;
    for (int i = 0; i < most; i++) {
        snprintf(name, sizeof name, "in/%d.txt", i % 2);
        place_write(name, "");
    }
    write_old("in/late.hl7");
    ck_assert_str_eq(finder_next(&f), "late.hl7");
}
END_TEST

START_TEST(a_folder_that_is_replaced_is_opened_again)
{
    ck_assert_int_eq(finder_check(&f), FINDER_SAME);
    ck_assert_int_eq(rmdir("in"), 0);
    place_write("in", "a file");
    f.check_at = 0;
    ck_assert_int_eq(finder_check(&f), FINDER_GONE);
    ck_assert_ptr_null(finder_next(&f));
    f.check_at = 0;
    ck_assert_int_eq(finder_check(&f), FINDER_SAME);
    ck_assert_int_eq(unlink("in"), 0);
    f.check_at = 0;
    ck_assert_int_eq(finder_check(&f), FINDER_AGAIN);
    place_write("in/a.hl7", "");
    ck_assert_str_eq(finder_next(&f), "a.hl7");
}
END_TEST

int main(void)
{
    return suite_run("finder",
                     SUITE_TESTS(a_file_is_announced_when_it_is_closed_or_moved_in,
                                 a_look_finds_what_has_not_changed_for_a_while,
                                 lost_announcements_are_made_up_for,
                                 a_folder_that_is_replaced_is_opened_again),
                     begin, end);
}
