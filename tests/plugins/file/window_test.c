/* window_test.c -- a file is read through a window of bounded size. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "file/window.h"

#include "place.h"
#include "suite.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static struct window w;

static void begin(void)
{
    place_begin();
    w = (struct window){ .fd = -1 };
}

static void end(void)
{
    window_free(&w);
    place_end();
}

static void write_large(const char *path, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);

    ck_assert_int_eq(ftruncate(fd, (off_t)size), 0);
    close(fd);
}

static bool open_it(const char *name)
{
    return window_open(&w, AT_FDCWD, name, 1 << 30);
}

START_TEST(a_window_slides_over_a_file)
{
    place_write("a", "one two");
    ck_assert(open_it("a"));
    ck_assert_uint_eq(window_view(&w).len, 0);
    ck_assert_int_eq(window_more(&w, 100), WINDOW_READ);
    ck_assert(hilum_is(window_view(&w), "one two"));
    window_use(&w, 4);
    ck_assert_uint_eq(w.at, 4);
    ck_assert_int_eq(window_more(&w, 100), WINDOW_END);
    ck_assert(hilum_is(window_view(&w), "two"));
}
END_TEST

START_TEST(a_symbolic_link_is_not_opened)
{
    place_write("a", "one");
    ck_assert_int_eq(symlink("a", "b"), 0);
    ck_assert(!open_it("b"));
    ck_assert_int_eq(errno, ELOOP);
}
END_TEST

START_TEST(it_grows_to_a_ceiling_and_shrinks_again)
{
    size_t most = 3 * WINDOW_ROOM;

    write_large("a", 10 * WINDOW_ROOM);
    ck_assert(open_it("a"));
    while (window_more(&w, most) == WINDOW_READ)
        ck_assert_uint_le(w.room, most);
    ck_assert_uint_eq(window_view(&w).len, most);
    ck_assert_int_eq(window_more(&w, most), WINDOW_FULL);
    window_use(&w, most);
    ck_assert_int_eq(window_more(&w, most), WINDOW_READ);
    ck_assert_uint_eq(w.room, WINDOW_ROOM);
    ck_assert_uint_eq(w.at, most);
}
END_TEST

START_TEST(a_file_that_changes_is_noticed_at_its_end)
{
    write_large("a", 100);
    ck_assert(open_it("a"));
    ck_assert_int_eq(window_more(&w, 1000), WINDOW_READ);
    ck_assert_int_eq(truncate("a", 50), 0);
    ck_assert_int_eq(window_more(&w, 1000), WINDOW_CHANGED);
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
    place_write("a", "12345");
    ck_assert(!window_open(&w, AT_FDCWD, "a", 4));
    ck_assert_int_eq(errno, EFBIG);
    ck_assert(!open_it("."));
    ck_assert_int_eq(errno, EINVAL);
    ck_assert_int_eq(mkfifo("b", 0600), 0);
    ck_assert(!open_it("b"));
    ck_assert_int_eq(errno, EINVAL);
    ck_assert(!open_it("c"));
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_int_eq(w.fd, -1);
}
END_TEST

int main(void)
{
    return suite_run("window",
                     SUITE_TESTS(a_window_slides_over_a_file,
                                 a_symbolic_link_is_not_opened,
                                 it_grows_to_a_ceiling_and_shrinks_again,
                                 a_file_that_changes_is_noticed_at_its_end,
                                 what_is_no_file_is_refused),
                     begin, end);
}
