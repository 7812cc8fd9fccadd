/* lines_test.c -- places in a text, and what is shown of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/lines.h"

#include "base/limits.h"
#include "reading.h"

#include <stdlib.h>

static struct lines lines;

static bool take(const char *text)
{
    return lines_bytes(&lines, "test.txt", hilum_view(text), &problems);
}

START_TEST(a_place_has_an_offset_and_back)
{
    struct place at;

    ck_assert(take("one\ntwo\r\nthr\xc3\xa9"
                   "e\n"));
    ck_assert_uint_eq(lines_offset(&lines, (struct place){ 3, 5 }), 14);
    ck_assert_uint_eq(lines_offset(&lines, (struct place){ 2, 1 }), 4);
    ck_assert_uint_eq(lines_offset(&lines, (struct place){ 1, 99 }), 3);
    ck_assert_uint_eq(lines_offset(&lines, (struct place){ 99, 1 }), lines.len);
    at = lines_walk(&lines, (struct place){ 1, 1 }, 0, 14);
    ck_assert_uint_eq(at.line, 3);
    ck_assert_uint_eq(at.column, 5);
}
END_TEST

START_TEST(a_control_character_is_no_text)
{
    ck_assert(!lines_bytes(&lines, "test.txt", HILUM_VIEW("one\ntw\0o"), &problems));
    want_problem(2, 3, "byte 0x00 is a control character");
    ck_assert_str_eq(problems.list[0].line_text, "tw");
}
END_TEST

START_TEST(another_encoding_is_named_as_such)
{
    ck_assert(!take("caf\xe9"));
    want_problem(1, 4, "byte 0xe9 is not UTF-8");
}
END_TEST

START_TEST(a_byte_order_mark_moves_no_column)
{
    ck_assert(take("\xef\xbb\xbfone"));
    ck_assert_uint_eq(lines.len, 3);
}
END_TEST

START_TEST(a_hidden_part_is_shown_nowhere)
{
    ck_assert(take("user: me, password: secret, more\n"));
    lines_blame(&lines, (struct place){ 1, 1 }, "before");
    lines_hide(&lines, (struct hilum_view){ lines.text + 20, 6 });
    lines_blame(&lines, (struct place){ 1, 29 }, "after");
    ck_assert_str_eq(problems.list[0].line_text, "user: me, password: ******, more");
    ck_assert_str_eq(problems.list[1].line_text, "user: me, password: ******, more");
}
END_TEST

START_TEST(a_line_without_end_is_cut)
{
    static char text[5000];

    memset(text, 'x', sizeof text - 1);
    ck_assert(take(text));
    lines_blame(&lines, (struct place){ 1, 10 }, "shown");
    lines_blame(&lines, (struct place){ 1, 4000 }, "too far to the right");
    ck_assert_uint_eq(strlen(problems.list[0].line_text), 200);
    ck_assert_ptr_null(problems.list[1].line_text);
}
END_TEST

START_TEST(a_file_that_is_too_large_is_refused)
{
    char *text = malloc(LIMIT_CONFIG + 2);

    memset(text, 'x', LIMIT_CONFIG + 1);
    text[LIMIT_CONFIG + 1] = '\0';
    ck_assert(!take(text));
    free(text);
    want_problem(0, 0, "larger than 4 MB");
}
END_TEST

START_TEST(a_file_that_cannot_be_read_has_a_reason)
{
    ck_assert(!lines_file(&lines, "/no/such/file", &problems));
    want_problem(0, 0, "cannot read the file: No such file");
    ck_assert(!lines_file(&lines, "/", &problems));
    want_problem(0, 0, "cannot read the file: Is a directory");
    ck_assert(!lines_file(&lines, "/dev/zero", &problems));
    want_problem(0, 0, "larger than 4 MB");
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("lines");

    tcase_add_test(t, a_place_has_an_offset_and_back);
    tcase_add_test(t, a_control_character_is_no_text);
    tcase_add_test(t, another_encoding_is_named_as_such);
    tcase_add_test(t, a_byte_order_mark_moves_no_column);
    tcase_add_test(t, a_hidden_part_is_shown_nowhere);
    tcase_add_test(t, a_line_without_end_is_cut);
    tcase_add_test(t, a_file_that_is_too_large_is_refused);
    tcase_add_test(t, a_file_that_cannot_be_read_has_a_reason);
    return reading_run("lines", t);
}
