/* yaml_test.c -- a YAML file as a tree, with the place of everything. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/yaml.h"

#include "base/limits.h"
#include "reading.h"

#include <stdlib.h>

static const struct yaml_node *root_of(const char *text)
{
    struct yaml *doc = read_text(text);

    ck_assert_ptr_nonnull(doc);
    return doc->root;
}

START_TEST(everything_knows_its_place)
{
    const struct yaml_node *root = root_of("a: 1\nb:\n  - x\n  - { c: 'y' }\n");
    const struct yaml_node *list = yaml_get(root, "b");
    const struct yaml_node *map  = list->first->next;

    want_text(yaml_get(root, "a"), "1");
    ck_assert_uint_eq(list->key_at.line, 2);
    ck_assert_uint_eq(list->key_at.column, 1);
    ck_assert_uint_eq(list->at.line, 3);
    ck_assert_uint_eq(list->at.column, 3);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_uint_eq(map->at.column, 5);
    ck_assert_uint_eq(map->first->key_at.column, 7);
    ck_assert_uint_eq(map->first->at.column, 10);
    ck_assert(map->first->quoted);
    ck_assert(hilum_is(map->first->written, "'y'"));
    ck_assert_ptr_null(yaml_get(root, "c"));
}
END_TEST

START_TEST(columns_count_characters)
{
    const struct yaml_node *root =
        root_of("\xc3\xa9t\xc3\xa9: { a: \xe2\x82\xac, b: 1 }");
    const struct yaml_node *b = root->first->first->next;

    ck_assert_uint_eq(b->key_at.column, 14);
    ck_assert(hilum_is(b->written, "1"));
}
END_TEST

START_TEST(nothing_is_not_an_empty_text)
{
    const struct yaml_node *n = root_of("- \n- ~\n- null\n- ''\n- \"null\"\n")->first;
    const bool              want[] = { true, true, true, false, false };

    for (size_t i = 0; i < 5; i++, n = n->next)
        ck_assert_int_eq(yaml_nothing(n), want[i]);
}
END_TEST

START_TEST(all_duplicate_keys_are_reported)
{
    const struct yaml_node *root = root_of("a: 1\nb: { x: 1, x: { y: 2 } }\na: 3\n");

    want_problem(2, 12, "'x' is given twice, first in line 2");
    want_problem(3, 1, "'a' is given twice, first in line 1");
    want_text(yaml_get(root, "a"), "1");
    ck_assert_uint_eq(root->count, 2);
}
END_TEST

START_TEST(what_a_pipeline_does_not_need_is_refused)
{
    ck_assert_ptr_null(read_text("a: &x 1\nb: !t 2\nc: *x\n"));
    want_problem(1, 4, "an anchor (&x) is not understood");
    want_problem(2, 4, "a tag (!t) is not understood");
    want_problem(3, 4, "an alias (*x) is not understood");
    ck_assert_ptr_null(read_text("a: 1\n---\nb: 2\n"));
    want_problem(2, 1, "a second document begins here");
    ck_assert_ptr_null(read_text("{ a: 1 }: 2\n"));
    want_problem(1, 1, "a key must be a word");
}
END_TEST

/* Each says what to do, at the place that helps. */
static const struct {
    const char *text;
    size_t      line, column;
    const char *says;
} broken[] = {
    { "a:\n\tb: 1\n", 2, 1, "a tab in the indentation" },
    { "a:\n  b: 1\n \tc: 2\n", 3, 2, "a tab in the indentation" },
    { "a:\n  - b\n c: 1\n", 3, 2, "check the indentation" },
    { "a: 'b\nc: 1\n", 1, 4, "this quote is never closed" },
    { "a: b: c\n", 1, 5, "a ':' cannot stand here" },
    { "a: @b\n", 1, 4, "a value cannot begin with this character" },
    { "a: { b: 1\nc: 2\n", 2, 2, "missing before this, for what was opened in line 1" },
    { "a: [1, 2\n", 2, 1, "closing ']' is missing" },
    { "a: { b: ${X} }\n", 1, 9, "must stand in quotes" },
    { "a: \"\\q\"\n", 1, 5, "unknown escape" },
    { "a: !x!y z\n", 1, 4, "put text that begins with '!' in quotes" },
    { "", 1, 1, "the file is empty" },
    { "# nothing\n", 1, 1, "the file is empty" },
};

START_TEST(a_syntax_error_says_how_to_mend_it)
{
    ck_assert_ptr_null(read_text(broken[_i].text));
    want_problem(broken[_i].line, broken[_i].column, broken[_i].says);
    ck_assert_uint_eq(problems.count, 1);
}
END_TEST

START_TEST(nesting_has_a_limit)
{
    char text[2 * LIMIT_CONFIG_DEPTH + 1];

    memset(text, '[', sizeof text);
    memset(text + LIMIT_CONFIG_DEPTH, ']', LIMIT_CONFIG_DEPTH);
    text[sizeof text - 1] = '\0';
    ck_assert_ptr_nonnull(read_text(text));
    text[LIMIT_CONFIG_DEPTH] = '[';
    ck_assert_ptr_null(read_text(text));
    want_problem(1, LIMIT_CONFIG_DEPTH + 1, "nested too deeply: 32");
}
END_TEST

START_TEST(values_have_a_limit)
{
    size_t len  = 2 * LIMIT_CONFIG_NODES + 2;
    char  *text = malloc(len + 1);

    for (size_t i = 0; i < len; i++)
        text[i] = i == 0 ? '[' : i == len - 1 ? ']' : i % 2 ? 'a' : ',';
    text[len] = '\0';
    ck_assert_ptr_null(read_text(text));
    free(text);
    want_problem(1, 2 * LIMIT_CONFIG_NODES, "too many values");
}
END_TEST

START_TEST(memory_that_is_out_is_a_problem)
{
    struct arena small;

    arena_init(&small, 1 << 10);
    ck_assert_ptr_null(
        yaml_bytes(&small, "x", HILUM_VIEW("[a, b, c, d, e, f]"), &problems));
    arena_free(&small);
}
END_TEST

/* The place of each ^ in the value. */
static const struct {
    const char *text;
    size_t      offset, line, column;
} inside[] = {
    { "a: xyz", 1, 1, 5 },
    { "a: 'x''z'", 2, 1, 8 },
    { "a: \"x\\ty\\u20acz\"", 3, 1, 9 },
    { "a: \"x\\ty\\u20acz\"", 6, 1, 15 },
    { "a: \"\xe2\x82\xacz\"", 3, 1, 6 },
    { "a: one\n   two", 4, 2, 4 },
    { "a: \"one\n   two\"", 5, 2, 5 },
    { "a: \"one\\\n   two\"", 4, 2, 5 },
    { "a: |\n  one\n  two\n", 4, 3, 3 },
    { "a: |\n  one\n    two\n", 6, 3, 5 },
    { "a: >\n  one\n  two\n", 5, 3, 4 },
    { "a: xyz", 3, 1, 7 },
    { "a: 'xyz'", 3, 1, 8 },
    { "a: 'xyz'", 99, 1, 9 },
};

START_TEST(a_byte_of_a_value_has_a_place)
{
    struct yaml *doc = read_text(inside[_i].text);
    struct place at;

    ck_assert_ptr_nonnull(doc);
    at = yaml_inside(doc, doc->root->first, inside[_i].offset);
    ck_assert_uint_eq(at.line, inside[_i].line);
    ck_assert_uint_eq(at.column, inside[_i].column);
}
END_TEST

START_TEST(a_path_begins_at_the_folder_of_the_file)
{
    struct yaml *doc  = yaml_bytes(&arena, "in/a.yaml", HILUM_VIEW("a: b"), &problems);
    struct yaml *here = read_text("a: b");

    ck_assert_str_eq(yaml_path(doc, "x/y"), "in/x/y");
    ck_assert_str_eq(yaml_path(doc, "/x/y"), "/x/y");
    ck_assert_str_eq(yaml_path(here, "x/y"), "x/y");
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("yaml");

    tcase_add_test(t, everything_knows_its_place);
    tcase_add_test(t, columns_count_characters);
    tcase_add_test(t, nothing_is_not_an_empty_text);
    tcase_add_test(t, all_duplicate_keys_are_reported);
    tcase_add_test(t, what_a_pipeline_does_not_need_is_refused);
    tcase_add_loop_test(t, a_syntax_error_says_how_to_mend_it, 0,
                        sizeof broken / sizeof *broken);
    tcase_add_test(t, nesting_has_a_limit);
    tcase_add_test(t, values_have_a_limit);
    tcase_add_test(t, memory_that_is_out_is_a_problem);
    tcase_add_loop_test(t, a_byte_of_a_value_has_a_place, 0,
                        sizeof inside / sizeof *inside);
    tcase_add_test(t, a_path_begins_at_the_folder_of_the_file);
    return reading_run("yaml", t);
}
