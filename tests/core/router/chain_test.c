/* chain_test.c -- the steps of a pipeline in a row. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rig.h"

#include "router/chain.h"

#include "../suite.h"

static struct rig          rig;
static struct chain        chain;
static struct chain_result result;

static void setup(void)
{
    rig_open(&rig);
    chain  = (struct chain){ 0 };
    result = (struct chain_result){ 0 };
}

static void teardown(void)
{
    chain_release(&result);
    if (chain.graph)
        chain_close(&chain);
    rig_close(&rig);
}

#define BEGIN "pipeline: test\nsource:\n  texts: { dir: '@' }\n"
#define STEP  "  - obey: { dir: '@' }\n"
#define SINKS                                                                            \
    "sinks:\n"                                                                           \
    "  - record: { dir: '@' }\n"                                                         \
    "  - record: { dir: '@' }\n    name: early\n    from: source\n"                      \
    "  - record: { dir: '@' }\n    name: some\n    when: \"text = 'part1'\"\n"

static void open_chain(const char *text)
{
    struct graph *g = rig_graph(&rig, text);

    ck_assert_uint_eq(rig.problems.count, 0);
    ck_assert(chain_open(&chain, g));
}

static void run(const char *text, uint32_t sinks)
{
    struct call             c;
    const struct hilum_msg *m;

    call_init(&c, &rig.engine);
    call_begin(&c, NULL);
    m = rig.engine.host.decode(&c.pub, "line", hilum_view(text));
    ck_assert_ptr_nonnull(m);
    chain_release(&result);
    chain_run(&chain, m, sinks, &result);
    if (result.count == 0)
        ck_assert_int_eq(m->refs, 1);
    message_unref(m);
    call_free(&c);
}

/* How many messages reach a sink. */
static size_t at(size_t sink)
{
    size_t n = 0;

    for (size_t i = 0; i < result.count; i++)
        n += result.outputs[i].sink == sink;
    return n;
}

START_TEST(every_sink_takes_what_stands_at_its_point)
{
    open_chain(BEGIN "steps:\n" STEP SINKS);
    run("a|split:3", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_OK);
    ck_assert_uint_eq(at(0), 3);
    ck_assert_uint_eq(at(1), 1);
    ck_assert_uint_eq(at(2), 1);
}
END_TEST

START_TEST(sinks_that_are_not_asked_for_get_nothing)
{
    open_chain(BEGIN "steps:\n" STEP SINKS);
    run("a|split:3", 1u << 1);
    ck_assert_uint_eq(result.count, 1);
    ck_assert_uint_eq(at(1), 1);
    run("a|split:3", 0);
    ck_assert_int_eq(result.verdict, HILUM_OK);
    ck_assert_uint_eq(result.count, 0);
}
END_TEST

START_TEST(what_is_dropped_reaches_only_earlier_points)
{
    open_chain(BEGIN "steps:\n" STEP SINKS);
    run("a|drop", UINT32_MAX);
    ck_assert_uint_eq(result.count, 1);
    ck_assert_uint_eq(at(1), 1);
}
END_TEST

START_TEST(a_step_whose_condition_does_not_hold_is_passed_by)
{
    open_chain(BEGIN "steps:\n" STEP "    when: \"key = 'a'\"\n" SINKS);
    run("b|reject", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_OK);
    ck_assert_uint_eq(at(0), 1);
    run("a|reject", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_REJECT);
}
END_TEST

START_TEST(a_condition_that_errs_rejects_with_its_reason)
{
    open_chain(BEGIN "steps:\n" STEP "    when: \"(key | text).single()\"\n" SINKS);
    run("a|b", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_REJECT);
    ck_assert_str_eq(result.step, "obey");
    ck_assert_uint_gt(strlen(result.reason), 0);
    ck_assert_int_eq(strncmp(result.place, "column ", 7), 0);
    ck_assert_uint_eq(result.count, 0);
}
END_TEST

START_TEST(a_verdict_carries_step_place_and_reason_and_no_outputs)
{
    open_chain(BEGIN "steps:\n" STEP "    name: first\n" STEP "    name: second\n" SINKS);
    run("a|reject", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_REJECT);
    ck_assert_str_eq(result.step, "first");
    ck_assert_str_eq(result.place, "text");
    ck_assert_str_eq(result.reason, "the stage was told so");
    ck_assert_uint_eq(result.count, 0);
    ck_assert(!result.held);
    run("a|retry:1", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_RETRY);
    run("a|retry:1", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_OK);
}
END_TEST

START_TEST(a_step_that_fails_is_opened_anew)
{
    open_chain(BEGIN "steps:\n" STEP SINKS);
    run("a|fail:1", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_FAIL);
    ck_assert_str_eq(rig_file(&rig, "life"), "obey open\nobey close\nobey open\n");
    run("a|fail:1", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_OK);
}
END_TEST

START_TEST(hold_and_continue_are_the_steps_own)
{
    open_chain(BEGIN "steps:\n" STEP "    name: one\n    on_error: continue\n"
                     "    when: \"key = 'a'\"\n" STEP "    name: two\n    on_error: hold\n" SINKS);
    run("a|split:2", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_OK);
    run("b|reject", UINT32_MAX);
    ck_assert_int_eq(result.verdict, HILUM_REJECT);
    ck_assert(result.held);
    ck_assert_str_eq(result.step, "two");
}
END_TEST

START_TEST(remarks_of_all_steps_come_together)
{
    open_chain(BEGIN "steps:\n" STEP "    name: one\n" STEP "    name: two\n" SINKS);
    run("a|remark", UINT32_MAX);
    ck_assert_str_eq(result.remarks, "unmapped: text; unmapped: text");
    run("a|plain", UINT32_MAX);
    ck_assert_str_eq(result.remarks, "");
}
END_TEST

START_TEST(a_chain_that_does_not_open_is_closed_and_says_why)
{
    struct graph *g = rig_graph(&rig, BEGIN "steps:\n" STEP "    name: one\n"
                                            "  - obey: { dir: '@', openings: 1 }\n" SINKS);

    ck_assert(!chain_open(&chain, g));
    rig_problem(&rig, "obey: the stage was opened too often");
    ck_assert_ptr_null(chain.graph);
    ck_assert_uint_eq(rig_times(rig_file(&rig, "life"), "obey close"), 2);
}
END_TEST

int main(void)
{
    return suite_run("chain",
                     SUITE_TESTS(every_sink_takes_what_stands_at_its_point,
                                 sinks_that_are_not_asked_for_get_nothing,
                                 what_is_dropped_reaches_only_earlier_points,
                                 a_step_whose_condition_does_not_hold_is_passed_by,
                                 a_condition_that_errs_rejects_with_its_reason,
                                 a_verdict_carries_step_place_and_reason_and_no_outputs,
                                 a_step_that_fails_is_opened_anew,
                                 hold_and_continue_are_the_steps_own,
                                 remarks_of_all_steps_come_together,
                                 a_chain_that_does_not_open_is_closed_and_says_why),
                     setup, teardown);
}
