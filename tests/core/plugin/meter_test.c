/* meter_test.c -- named counters. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/meter.h"

#include "base/bytes.h"

#include "../suite.h"

#include <pthread.h>
#include <stdio.h>

static struct meters *meters;

static void setup(void)
{
    meters = meters_new();
    ck_assert_ptr_nonnull(meters);
}

static void teardown(void)
{
    meters_free(meters);
}

START_TEST(a_meter_begins_at_zero_and_adds_up)
{
    ck_assert_int_eq(meters_read(meters, "a", "x"), 0);
    meters_count(meters, "a", "x", 2);
    meters_count(meters, "a", "x", 3);
    meters_count(meters, "a", "y", 7);
    meters_count(meters, "b", "x", -1);
    ck_assert_int_eq(meters_read(meters, "a", "x"), 5);
    ck_assert_int_eq(meters_read(meters, "a", "y"), 7);
    ck_assert_int_eq(meters_read(meters, "b", "x"), -1);
    ck_assert_int_eq(meters_read(meters, "b", "y"), 0);
}
END_TEST

START_TEST(they_are_printed_in_the_order_of_their_names)
{
    struct hilum_buffer out;

    buffer_init(&out, 1 << 16);
    meters_count(meters, "b", "delivered", 2);
    meters_count(meters, "a", "delivered", 1);
    meters_count(meters, "b", "accepted", 3);
    meters_print(meters, &out);
    ck_assert_str_eq(buffer_text(&out), "hilum_accepted{part=\"b\"} 3\n"
                                        "hilum_delivered{part=\"a\"} 1\n"
                                        "hilum_delivered{part=\"b\"} 2\n");
    buffer_free(&out);
}
END_TEST

static void *count_many(void *arg)
{
    for (int i = 0; i < 20000; i++) {
        char name[16];

        snprintf(name, sizeof name, "m%d", i % 50);
        meters_count(arg, "owner", name, 1);
    }
    return NULL;
}

START_TEST(threads_count_together)
{
    pthread_t threads[4];
    int64_t   sum = 0;

    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, count_many, meters), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 50; i++) {
        char name[16];

        snprintf(name, sizeof name, "m%d", i);
        sum += meters_read(meters, "owner", name);
    }
    ck_assert_int_eq(sum, 80000);
}
END_TEST

START_TEST(there_are_only_so_many)
{
    struct hilum_buffer out;
    size_t              lines = 0;

    for (int i = 0; i < 10000; i++) {
        char name[16];

        snprintf(name, sizeof name, "m%d", i);
        meters_count(meters, "owner", name, 1);
    }
    buffer_init(&out, 1 << 20);
    meters_print(meters, &out);
    for (size_t i = 0; i < out.len; i++)
        lines += out.ptr[i] == '\n';
    ck_assert_uint_eq(lines, 4096);
    buffer_free(&out);
    meters_count(meters, "owner", "m7", 1);
    ck_assert_int_eq(meters_read(meters, "owner", "m7"), 2);
}
END_TEST

int main(void)
{
    return suite_run("meter",
                     SUITE_TESTS(a_meter_begins_at_zero_and_adds_up,
                                 they_are_printed_in_the_order_of_their_names,
                                 threads_count_together, there_are_only_so_many),
                     setup, teardown);
}
