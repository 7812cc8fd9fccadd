/* repeats_test.c -- remembering which messages there were of late. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/repeats.h"

#include "harness.h"

START_TEST(the_newest_message_of_a_key_is_found)
{
    struct repeats r = { 0 };

    ck_assert_int_eq(repeats_find(&r, 7), 0);
    ck_assert(repeats_note(&r, 7, 1));
    ck_assert(repeats_note(&r, 8, 2));
    ck_assert(repeats_note(&r, 7, 3));
    ck_assert_int_eq(repeats_find(&r, 7), 3);
    ck_assert_int_eq(repeats_find(&r, 8), 2);
    ck_assert_int_eq(repeats_find(&r, 9), 0);
    repeats_free(&r);
}
END_TEST

START_TEST(the_last_half_million_are_remembered_and_no_more_than_twice_that)
{
    struct repeats r    = { 0 };
    int64_t        most = 3 * REPEATS_LEAST;

    /* Neighbours in the table, so that they must step aside for each other. */
    for (int64_t id = 1; id <= most; id++)
        ck_assert(repeats_note(&r, (uint64_t)id * 3, id));
    for (int64_t id = most - REPEATS_LEAST + 1; id <= most; id++)
        ck_assert_int_eq(repeats_find(&r, (uint64_t)id * 3), id);
    ck_assert_int_eq(repeats_find(&r, 3), 0);
    ck_assert_uint_le(r.young.count + r.old.count, 2 * REPEATS_LEAST);
    repeats_free(&r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_newest_message_of_a_key_is_found,
        the_last_half_million_are_remembered_and_no_more_than_twice_that,
    };

    return harness_run("repeats", tests, 2) ? 1 : 0;
}
