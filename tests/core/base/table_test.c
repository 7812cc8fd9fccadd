/* table_test.c -- a hash table from bytes to pointers. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/table.h"

#include "../suite.h"

#include <stdio.h>

enum { MANY = 5000 };

static struct table table;
static int          values[MANY];

static void teardown(void)
{
    table_free(&table);
}

static struct hilum_view key_of(int i, char *room, size_t size)
{
    return (struct hilum_view){ room, (size_t)snprintf(room, size, "key-%d", i) };
}

START_TEST(a_zeroed_table_is_empty)
{
    size_t at = 0;

    ck_assert_ptr_null(table_get(&table, HILUM_VIEW("x")));
    ck_assert_ptr_null(table_next(&table, &at, NULL));
}
END_TEST

START_TEST(what_was_set_is_found_after_growing)
{
    char room[32];

    for (int i = 0; i < MANY; i++)
        ck_assert(table_set(&table, key_of(i, room, sizeof room), &values[i]));
    ck_assert_uint_eq(table.used, MANY);
    for (int i = 0; i < MANY; i++)
        ck_assert_ptr_eq(table_get(&table, key_of(i, room, sizeof room)), &values[i]);
    ck_assert_ptr_null(table_get(&table, HILUM_VIEW("key-5000")));
    ck_assert_ptr_null(table_get(&table, HILUM_VIEW("key-")));
}
END_TEST

START_TEST(setting_again_replaces)
{
    ck_assert(table_set(&table, HILUM_VIEW("a"), &values[0]));
    ck_assert(table_set(&table, HILUM_VIEW("a"), &values[1]));
    ck_assert_uint_eq(table.used, 1);
    ck_assert_ptr_eq(table_get(&table, HILUM_VIEW("a")), &values[1]);
}
END_TEST

START_TEST(keys_are_bytes_and_copied)
{
    char key[] = { 'a', '\0', 'b' };

    ck_assert(table_set(&table, (struct hilum_view){ key, 3 }, &values[0]));
    ck_assert(table_set(&table, (struct hilum_view){ NULL, 0 }, &values[1]));
    key[2] = 'c';
    ck_assert_ptr_null(table_get(&table, (struct hilum_view){ key, 3 }));
    key[2] = 'b';
    ck_assert_ptr_eq(table_get(&table, (struct hilum_view){ key, 3 }), &values[0]);
    ck_assert_ptr_null(table_get(&table, HILUM_VIEW("a")));
    ck_assert_ptr_eq(table_get(&table, HILUM_VIEW("")), &values[1]);
}
END_TEST

START_TEST(a_walk_meets_each_key_once)
{
    static int        met[MANY];
    char              room[32];
    struct hilum_view key;
    size_t            at = 0, count = 0;
    int              *value;

    memset(met, 0, sizeof met);
    for (int i = 0; i < MANY; i++)
        ck_assert(table_set(&table, key_of(i, room, sizeof room), &values[i]));
    for (value = table_next(&table, &at, &key); value; value = table_next(&table, &at, &key)) {
        ck_assert(hilum_same(key, key_of((int)(value - values), room, sizeof room)));
        ck_assert_int_eq(met[value - values]++, 0);
        count++;
    }
    ck_assert_uint_eq(count, MANY);
}
END_TEST

START_TEST(a_freed_table_can_be_used_again)
{
    ck_assert(table_set(&table, HILUM_VIEW("a"), &values[0]));
    table_free(&table);
    ck_assert_ptr_null(table_get(&table, HILUM_VIEW("a")));
    ck_assert(table_set(&table, HILUM_VIEW("b"), &values[0]));
    ck_assert_ptr_eq(table_get(&table, HILUM_VIEW("b")), &values[0]);
}
END_TEST

int main(void)
{
    return suite_run("table",
                     SUITE_TESTS(a_zeroed_table_is_empty, what_was_set_is_found_after_growing,
                                 setting_again_replaces, keys_are_bytes_and_copied,
                                 a_walk_meets_each_key_once, a_freed_table_can_be_used_again),
                     NULL, teardown);
}
