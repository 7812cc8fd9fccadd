/* lane_test.c -- jobs in lanes: order, busy, parked, suspended. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/lane.h"

#include "../suite.h"

enum { JOBS = 64, MANY = 2000 };

static struct lanes lanes;
static struct job   jobs[JOBS];

static void setup(void)
{
    lanes_init(&lanes);
    memset(jobs, 0, sizeof jobs);
}

/* Empties all lanes, whatever they wait for. */
static void teardown(void)
{
    struct lane *lane;

    lanes_wake(&lanes, INT64_MAX);
    for (lane = lanes_take(&lanes); lane; lane = lanes_take(&lanes)) {
        while (lane->head)
            lane_shift(&lanes, lane);
        lanes_release(&lanes, lane, 0, 0);
    }
    ck_assert_uint_eq(lanes.count, 0);
    ck_assert_uint_eq(lanes.jobs, 0);
    lanes_free(&lanes);
}

static void push(uint64_t key, size_t job)
{
    ck_assert(lanes_push(&lanes, key, &jobs[job]));
}

/* The next lane, which must be that of the key. */
static struct lane *take(uint64_t key)
{
    struct lane *lane = lanes_take(&lanes);

    ck_assert_ptr_nonnull(lane);
    ck_assert_uint_eq(lane->key, key);
    return lane;
}

static void nothing_to_take(void)
{
    ck_assert_ptr_null(lanes_take(&lanes));
}

START_TEST(a_lane_gives_its_jobs_in_order)
{
    struct lane *lane;

    for (size_t i = 0; i < 5; i++)
        push(7, i);
    lane = take(7);
    for (size_t i = 0; i < 5; i++)
        ck_assert_ptr_eq(lane_shift(&lanes, lane), &jobs[i]);
    ck_assert_ptr_null(lane->head);
    ck_assert_uint_eq(lanes.jobs, 0);
    lanes_release(&lanes, lane, 0, 0);
    ck_assert_uint_eq(lanes.count, 0);
}
END_TEST

START_TEST(lanes_take_turns)
{
    struct lane *lane;

    push(1, 0);
    push(2, 1);
    push(1, 2);
    lane = take(1);
    lane_shift(&lanes, lane);
    lanes_release(&lanes, lane, 0, 0);
    lanes_release(&lanes, take(2), 0, 0);
    lanes_release(&lanes, take(1), 0, 0);
}
END_TEST

START_TEST(a_busy_lane_is_not_given_out_again)
{
    struct lane *lane;

    push(1, 0);
    lane = take(1);
    push(1, 1);
    nothing_to_take();
    ck_assert_ptr_eq(lane_shift(&lanes, lane), &jobs[0]);
    push(1, 2);
    nothing_to_take();
    lanes_release(&lanes, lane, 0, 0);
    ck_assert_ptr_eq(lane_shift(&lanes, take(1)), &jobs[1]);
    lanes_release(&lanes, lane, 0, 0);
}
END_TEST

/* The batch is under way, and the lane is empty meanwhile. */
START_TEST(what_comes_into_a_busy_lane_without_jobs_waits_for_its_release)
{
    struct lane *lane;

    push(1, 0);
    lane = take(1);
    lane_shift(&lanes, lane);
    push(1, 1);
    nothing_to_take();
    ck_assert_uint_eq(lanes.count, 1);
    lanes_release(&lanes, lane, 0, 0);
    ck_assert_ptr_eq(take(1), lane);
    lanes_release(&lanes, lane, 0, 0);
}
END_TEST

START_TEST(what_is_put_back_stands_in_front_again)
{
    struct lane *lane;

    for (size_t i = 0; i < 3; i++)
        push(1, i);
    lane = take(1);
    lane_shift(&lanes, lane);
    lane_shift(&lanes, lane);
    lane_unshift(&lanes, lane, &jobs[1]);
    lane_unshift(&lanes, lane, &jobs[0]);
    for (size_t i = 0; i < 3; i++)
        ck_assert_ptr_eq(lane_shift(&lanes, lane), &jobs[i]);
    lane_unshift(&lanes, lane, &jobs[2]);
    push(1, 3);
    ck_assert_ptr_eq(lane_shift(&lanes, lane), &jobs[2]);
    ck_assert_ptr_eq(lane_shift(&lanes, lane), &jobs[3]);
    lanes_release(&lanes, lane, 0, 0);
}
END_TEST

START_TEST(a_parked_lane_waits_for_its_time_and_others_do_not)
{
    push(1, 0);
    push(2, 1);
    lanes_release(&lanes, take(1), 150, 100);
    push(1, 2);
    lanes_release(&lanes, take(2), 130, 100);
    nothing_to_take();
    ck_assert_int_eq(lanes_wake(&lanes, 129), 130);
    nothing_to_take();
    ck_assert_int_eq(lanes_wake(&lanes, 130), 150);
    lanes_release(&lanes, take(2), 0, 0);
    take(2);
    ck_assert_int_eq(lanes_wake(&lanes, 1000), INT64_MAX);
    lanes_release(&lanes, take(1), 0, 0);
    lanes_suspend(jobs[1].lane);
    lanes_queue(&lanes, jobs[1].lane);
}
END_TEST

START_TEST(a_time_that_has_come_does_not_park)
{
    push(1, 0);
    lanes_release(&lanes, take(1), 100, 100);
    lanes_release(&lanes, take(1), 99, 100);
    lanes_release(&lanes, take(1), 0, 100);
}
END_TEST

START_TEST(a_suspended_lane_waits_until_it_is_queued)
{
    struct lane *lane;

    push(1, 0);
    lane = take(1);
    lanes_suspend(lane);
    nothing_to_take();
    push(1, 1);
    nothing_to_take();
    ck_assert_int_eq(lanes_wake(&lanes, INT64_MAX), INT64_MAX);
    nothing_to_take();
    lanes_queue(&lanes, lane);
    lanes_queue(&lanes, lane);
    ck_assert_ptr_eq(take(1), lane);
    nothing_to_take();
    ck_assert_ptr_eq(lane_shift(&lanes, lane), &jobs[0]);
    lanes_release(&lanes, lane, 0, 0);
}
END_TEST

START_TEST(many_lanes_are_kept_apart_and_forgotten)
{
    static struct job many[2 * MANY];
    struct lane      *lane;
    size_t            met = 0;

    for (size_t i = 0; i < 2 * MANY; i++)
        ck_assert(lanes_push(&lanes, (uint64_t)(i % MANY) << 40, &many[i]));
    ck_assert_uint_eq(lanes.count, MANY);
    for (lane = lanes_take(&lanes); lane; lane = lanes_take(&lanes)) {
        struct job *one = lane_shift(&lanes, lane), *two = lane_shift(&lanes, lane);

        ck_assert_ptr_eq(two, one + MANY);
        lanes_release(&lanes, lane, 0, 0);
        met++;
    }
    ck_assert_uint_eq(met, MANY);
    ck_assert_uint_eq(lanes.count, 0);
}
END_TEST

int main(void)
{
    return suite_run("lane",
                     SUITE_TESTS(a_lane_gives_its_jobs_in_order, lanes_take_turns,
                                 a_busy_lane_is_not_given_out_again,
                                 what_comes_into_a_busy_lane_without_jobs_waits_for_its_release,
                                 what_is_put_back_stands_in_front_again,
                                 a_parked_lane_waits_for_its_time_and_others_do_not,
                                 a_time_that_has_come_does_not_park,
                                 a_suspended_lane_waits_until_it_is_queued,
                                 many_lanes_are_kept_apart_and_forgotten),
                     setup, teardown);
}
