/* reading.h -- what tests of files share: reading a text, and asking for problems. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_CONFIG_READING_H
#define TESTS_CORE_CONFIG_READING_H

#include "config/yaml.h"

#include <check.h>

/* One file being read; set up anew by reading_setup() for each test. */
static struct arena    arena;
static struct problems problems;

static inline void reading_setup(void)
{
    arena_init(&arena, 64 << 20);
    problems = (struct problems){ .arena = &arena };
}

static inline void reading_teardown(void)
{
    arena_free(&arena);
}

static inline struct yaml *read_text(const char *text)
{
    return yaml_bytes(&arena, "test.yaml", hilum_view(text), &problems);
}

/* The problem at a place whose sentence has these words in it. */
static inline bool has_problem(size_t line, size_t column, const char *words)
{
    for (size_t i = 0; i < problems.count; i++) {
        const struct problem *p = &problems.list[i];

        if (p->line == line && p->column == column && strstr(p->what, words))
            return true;
    }
    return false;
}

/* Fails the test and shows what there is instead. */
static inline void want_problem(size_t line, size_t column, const char *words)
{
    if (has_problem(line, column, words))
        return;
    for (size_t i = 0; i < problems.count; i++)
        problem_print(stderr, &problems.list[i], false);
    ck_abort_msg("no problem at %zu:%zu with \"%s\"", line, column, words);
}

static inline void want_text(const struct yaml_node *node, const char *text)
{
    ck_assert_ptr_nonnull(node);
    ck_assert_int_eq(node->kind, YAML_TEXT);
    ck_assert_str_eq(node->text.ptr, text);
    ck_assert_uint_eq(node->text.len, strlen(text));
}

/* Runs one case of tests. */
static inline int reading_run(const char *name, TCase *tests)
{
    Suite   *suite  = suite_create(name);
    SRunner *runner = srunner_create(suite);
    int      failed;

    tcase_add_checked_fixture(tests, reading_setup, reading_teardown);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

#endif
