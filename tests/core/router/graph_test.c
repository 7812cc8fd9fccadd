/* graph_test.c -- pipelines whose parts are looked up and whose links must fit. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rig.h"

#include "../suite.h"

static struct rig rig;

static void setup(void)
{
    rig_open(&rig);
}

static void teardown(void)
{
    rig_close(&rig);
}

#define SOURCE "pipeline: test\nsource:\n  texts: { dir: '@' }\n"
#define SINKS  "sinks:\n  - record: { dir: '@' }\n"

/* One problem, at a place, with these words. */
static void wrong(const char *text, size_t line, size_t column, const char *words)
{
    rig.problems.count = rig.problems.errors = 0;
    rig_graph(&rig, text);
    rig_problem(&rig, words);
    ck_assert_uint_eq(rig.problems.errors, 1);
    ck_assert_uint_eq(rig.problems.list[0].line, line);
    ck_assert_uint_eq(rig.problems.list[0].column, column);
}

START_TEST(a_whole_pipeline_is_linked)
{
    const struct graph *g = rig_graph(
        &rig, "pipeline: test\nsource:\n  texts: { dir: '@' }\n"
              "order_by: key\n"
              "steps:\n"
              "  - obey: { dir: '@' }\n    name: first\n    when: text.exists()\n"
              "  - obey: { dir: '@' }\n    name: second\n"
              "sinks:\n"
              "  - record: { dir: '@' }\n"
              "  - record: { dir: '@' }\n    name: early\n    from: source\n"
              "  - parts.record: { dir: '@' }\n    name: mid\n    from: first\n    when: \"key = 'a'\"\n"
              "stores:\n  s: { few: {} }\n");

    ck_assert_uint_eq(rig.problems.count, 0);
    ck_assert_str_eq(g->name, "test");
    ck_assert_ptr_nonnull(g->order_by);
    ck_assert_str_eq(codec_part(g->source.codec)->part.name, "line");
    ck_assert_str_eq(g->source.name, "test.texts");
    ck_assert_uint_eq(g->step_count, 2);
    ck_assert_ptr_nonnull(g->steps[0].when);
    ck_assert_ptr_null(g->steps[1].when);
    ck_assert_uint_eq(g->sinks[0].point, 2);
    ck_assert_uint_eq(g->sinks[1].point, 0);
    ck_assert_uint_eq(g->sinks[2].point, 1);
    ck_assert_str_eq(codec_part(g->sinks[0].codec)->part.accepts, "line/text");
    ck_assert_str_eq(g->sinks[2].name, "test.mid");
    ck_assert_str_eq(g->stores[0].name, "test.s");
}
END_TEST

START_TEST(a_part_that_is_not_there_is_named_with_the_nearest)
{
    wrong(SOURCE "steps:\n  - obay: { dir: '@' }\n" SINKS, 5, 5,
          "there is no stage called obay (did you mean 'obey'?)");
    wrong(SOURCE "steps:\n  - transmogrify\n" SINKS, 5, 5, "there is no stage called transmogrify");
}
END_TEST

START_TEST(a_part_in_the_wrong_place_is_told_what_it_is)
{
    wrong(SOURCE "steps:\n  - record: { dir: '@' }\n" SINKS, 5, 5,
          "record is a sink, and here stands a stage");
}
END_TEST

START_TEST(a_mistake_in_an_expression_has_its_column)
{
    wrong(SOURCE "order_by: \"key =\"\n" SINKS, 4, 17, "");
    wrong(SOURCE "steps:\n  - obey: { dir: '@' }\n    when: \"text = (1\"\n" SINKS, 6, 21, "");
}
END_TEST

START_TEST(options_are_checked)
{
    wrong(SOURCE "steps:\n  - obey: { dri: x, dir: '@' }\n" SINKS, 5, 13, "dri");
    wrong(SOURCE "steps:\n  - obey: {}\n" SINKS, 5, 5, "dir");
    wrong(SOURCE "steps:\n  - obey: { dir: '@', openings: many }\n" SINKS, 5,
          23 + (size_t)(strlen(rig.dir) + 2) - 3 + 10, "many");
}
END_TEST

START_TEST(a_format_that_nobody_reads_is_a_problem)
{
    wrong(SOURCE "  format: nothing\n" SINKS, 4, 11, "there is no codec for the format nothing");
    wrong(SOURCE "sinks:\n  - record: { dir: '@' }\n    format: other/x\n", 6, 13,
          "format is other/x, and what comes here is line");
}
END_TEST

START_TEST(a_check_opens_the_steps_and_closes_them)
{
    struct graph *g = rig_graph(&rig, SOURCE "steps:\n  - obey: { dir: '@', openings: 1 }\n"
                                             "  - obey: { dir: '@', openings: 1 }\n" SINKS);

    ck_assert_uint_eq(rig.problems.count, 0);
    ck_assert_str_eq(rig_file(&rig, "life"), "");
    graph_try(g);
    rig_problem(&rig, "obey: the stage was opened too often");
    ck_assert_uint_eq(rig.problems.count, 1);
    ck_assert_uint_eq(rig.problems.list[0].line, 6);
    ck_assert_str_eq(rig_file(&rig, "life"), "obey open\nobey close\nobey open\nobey close\n");
}
END_TEST

int main(void)
{
    return suite_run("graph",
                     SUITE_TESTS(a_whole_pipeline_is_linked,
                                 a_part_that_is_not_there_is_named_with_the_nearest,
                                 a_part_in_the_wrong_place_is_told_what_it_is,
                                 a_mistake_in_an_expression_has_its_column, options_are_checked,
                                 a_format_that_nobody_reads_is_a_problem,
                                 a_check_opens_the_steps_and_closes_them),
                     setup, teardown);
}
