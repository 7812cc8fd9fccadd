/* lock_test.c -- one engine per folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/lock.h"

#include "harness.h"

#include <sys/wait.h>
#include <unistd.h>

START_TEST(the_holder_is_known_while_it_lives)
{
    struct harness h;
    int            ready[2];
    char           byte;
    pid_t          child;

    harness_open(&h);
    ck_assert_int_eq(lock_holder(h.dir), 0);
    ck_assert_int_eq(pipe(ready), 0);
    child = fork();
    if (child == 0) {
        if (lock_take(h.dir, &h.problems) < 0 || write(ready[1], "", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert_int_eq(lock_holder(h.dir), child);
    ck_assert_int_lt(lock_take(h.dir, &h.problems), 0);
    ck_assert_ptr_nonnull(strstr(harness_problem(&h), "another engine"));
    kill(child, SIGKILL);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    ck_assert_int_eq(lock_holder(h.dir), 0);
    harness_close(&h);
}
END_TEST

START_TEST(a_dropped_lock_can_be_taken_again)
{
    struct harness h;
    int            lock;

    harness_open(&h);
    lock = lock_take(h.dir, &h.problems);
    ck_assert_int_ge(lock, 0);
    ck_assert_int_eq(lock_holder(h.dir), getpid());
    lock_drop(lock);
    lock = lock_take(h.dir, &h.problems);
    ck_assert_int_ge(lock, 0);
    lock_drop(lock);
    harness_close(&h);
}
END_TEST

START_TEST(a_missing_folder_is_a_sentence)
{
    struct harness h;

    harness_open(&h);
    ck_assert_int_lt(lock_take("/nowhere/at/all", &h.problems), 0);
    ck_assert_ptr_nonnull(strstr(harness_problem(&h), "No such file"));
    harness_close(&h);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_holder_is_known_while_it_lives,
        a_dropped_lock_can_be_taken_again,
        a_missing_folder_is_a_sentence,
    };

    return harness_run("lock", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
