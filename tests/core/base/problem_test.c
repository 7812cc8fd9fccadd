/* problem_test.c -- problems as they are gathered and printed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/problem.h"

#include "base/limits.h"

#include "../suite.h"

static struct arena    arena;
static struct problems problems;

static void setup(void)
{
    arena_init(&arena, 1 << 20);
    problems = (struct problems){ .arena = &arena };
}

static void teardown(void)
{
    arena_free(&arena);
}

static const char *printed(struct problem p, bool colour)
{
    static char room[1024];
    FILE       *to = fmemopen(room, sizeof room, "w");

    ck_assert_ptr_nonnull(to);
    problem_print(to, &p, colour);
    fclose(to);
    return room;
}

START_TEST(a_problem_prints_its_place_its_line_and_a_caret)
{
    ck_assert_str_eq(printed((struct problem){ .file      = "adt.yaml",
                                               .line      = 3,
                                               .column    = 5,
                                               .line_text = "  - drpo:",
                                               .what      = "there is no stage called drpo" },
                             false),
                     "adt.yaml:3:5: error: there is no stage called drpo\n"
                     "    3 |   - drpo:\n"
                     "      |     ^\n");
}
END_TEST

START_TEST(a_caret_stands_under_its_character_behind_tabs_and_letters_of_several_bytes)
{
    ck_assert_str_eq(printed((struct problem){ .file      = "a",
                                               .line      = 1,
                                               .column    = 4,
                                               .line_text = "\xc3\xa4\t\xe2\x82\xacx",
                                               .what      = "w" },
                             false),
                     "a:1:4: error: w\n"
                     "    1 | \xc3\xa4\t\xe2\x82\xacx\n"
                     "      |  \t ^\n");
}
END_TEST

START_TEST(a_column_beyond_the_line_puts_the_caret_at_its_end)
{
    ck_assert_str_eq(printed((struct problem){ .file      = "a",
                                               .line      = 1,
                                               .column    = 999,
                                               .line_text = "ab",
                                               .what      = "w" },
                             false),
                     "a:1:999: error: w\n    1 | ab\n      |   ^\n");
}
END_TEST

START_TEST(a_problem_without_a_place_is_one_line)
{
    ck_assert_str_eq(printed((struct problem){ .what = "w", .warning = true }, false),
                     "?: warning: w\n");
}
END_TEST

START_TEST(colours_are_for_terminals)
{
    struct problem p = { .file = "a", .line = 1, .column = 1, .line_text = "x", .what = "w" };

    ck_assert_ptr_nonnull(strchr(printed(p, true), '\033'));
    ck_assert_ptr_null(strchr(printed(p, false), '\033'));
}
END_TEST

START_TEST(at_the_limit_problems_are_only_counted)
{
    for (size_t i = 0; i < LIMIT_PROBLEMS + 20; i++)
        problems_add(&problems, &(struct problem){ .file = "a", .line = i }, "the %zuth", i);
    ck_assert_uint_eq(problems.count, LIMIT_PROBLEMS);
    ck_assert_uint_eq(problems.errors, LIMIT_PROBLEMS + 20);
    ck_assert_str_eq(problems.list[LIMIT_PROBLEMS - 1].what, "the 99th");
}
END_TEST

START_TEST(warnings_are_no_errors)
{
    problems_add(&problems, &(struct problem){ .warning = true }, "w");
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_uint_eq(problems.errors, 0);
}
END_TEST

START_TEST(texts_are_copied)
{
    char file[] = "name", line[] = "line";

    problems_add(&problems, &(struct problem){ .file = file, .line_text = line }, "%s", "w");
    file[0] = line[0] = 'x';
    ck_assert_str_eq(problems.list[0].file, "name");
    ck_assert_str_eq(problems.list[0].line_text, "line");
}
END_TEST

static const struct {
    const char *word, *meant; /* NULL: nothing near */
} slips[] = {
    { "listn", "listen" },   { "lisetn", "listen" }, { "listenn", "listen" },
    { "listen", "listen" },  { "tiemout", "timeout" }, { "ackk", "ack" },
    { "elephant", NULL },    { "zzz", NULL },        { "ack", "ack" },
    { "timeout_of_the_whole_connection_with_every_retry_included", NULL },
};

START_TEST(the_word_that_was_meant_is_found)
{
    static const char *const words[] = { "listen", "ack", "timeout", NULL };

    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        const char *near = problem_nearest(hilum_view(slips[i].word), words);

        if (slips[i].meant)
            ck_assert_msg(near && strcmp(near, slips[i].meant) == 0, "%s", slips[i].word);
        else
            ck_assert_msg(!near, "%s is taken for %s", slips[i].word, near);
    }
    ck_assert_ptr_null(problem_nearest(HILUM_VIEW("x"), NULL));
    ck_assert_ptr_null(problem_nearest(HILUM_VIEW("x"), (const char *const[]){ NULL }));
}
END_TEST

int main(void)
{
    return suite_run(
        "problem",
        SUITE_TESTS(a_problem_prints_its_place_its_line_and_a_caret,
                    a_caret_stands_under_its_character_behind_tabs_and_letters_of_several_bytes,
                    a_column_beyond_the_line_puts_the_caret_at_its_end,
                    a_problem_without_a_place_is_one_line, colours_are_for_terminals,
                    at_the_limit_problems_are_only_counted, warnings_are_no_errors,
                    texts_are_copied, the_word_that_was_meant_is_found),
        setup, teardown);
}
