/* parser_test.c -- what compiles, and what is said of what does not. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include "base/limits.h"
#include "expr/expr.h"

#include <stdlib.h>

static const struct expectation mistakes[] = {
    { "", "mistake 1: an expression is missing" },
    { "a and", "mistake 6: an operand is missing after 'and'" },
    { "a and or b", "mistake 7: an operand is missing after 'and'" },
    { "1 +", "mistake 4: an operand is missing after '+'" },
    { "(1 + 2", "mistake 7: ')' is missing after '2'" },
    { "name[1", "mistake 7: ']' is missing after '1'" },
    { "name.", "mistake 6: a name is missing after '.'" },
    { "name given", "mistake 6: an operator is missing before 'given'" },
    { "name.exist()", "mistake 6: there is no function 'exist'; did you mean 'exists'?" },
    { "name.xyzzyqwert()", "mistake 6: there is no function 'xyzzyqwert'" },
    { "name.exists(a, b)", "mistake 16: exists() takes at most 1 argument" },
    { "name.count(1)", "mistake 12: count() takes no arguments" },
    { "name.where()", "mistake 6: where() needs 1 argument" },
    { "name.matches('a(b')",
      "mistake 14: this pattern, column 2: the closing bracket is missing" },
    { "1.5L", "mistake 1: a Long has no fraction" },
    { "'abc", "mistake 1: the closing quote is missing" },
    { "`abc", "mistake 1: the closing ` is missing" },
    { "1 /* never ends", "mistake 3: this comment does not end" },
    { "@2026-13-01", "mistake 1: this is not a date, dateTime or time" },
    { "@2026-02-29", "mistake 1: this is not a date, dateTime or time" },
    { "@T25", "mistake 1: this is not a date, dateTime or time" },
    { "99999999999999999999", "mistake 1: this number is too large" },
    { "a # b", "mistake 3: this sign means nothing in FHIRPath" },
    { "$that", "mistake 1: there are $this, $index and $total, and no other" },
    { "1 + %", "mistake 5: a name is missing after %" },
    { "%unheard", "error 1: there is no constant %unheard" },
    { "1 is", "mistake 5: a name is missing after 'is'" },
};

static const struct expectation good[] = {
    { "1 // a comment", "1" },
    { "1 /* a comment */ + 1", "2" },
    { "'a\\'b\\\\c\\n\\u00e9\\ud83d\\ude00'", "a'b\\c\n\xc3\xa9\xf0\x9f\x98\x80" },
    { "@2026-11-22", "2026-11-22" },
    { "@2026-11", "2026-11" },
    { "@2026T", "2026" },
    { "@2026-11-22T08:42:04.123+01:00", "2026-11-22T08:42:04.123+01:00" },
    { "@T08:42", "08:42" },
    { "4 days", "4 days" },
    { "4.50 'mg'", "4.50 'mg'" },
    { "1.50", "1.50" },
    { "{}", "" },
    { "--1", "1" },
    { "%ucum", "http://unitsofmeasure.org" },
    { "%`vs-languages`", "http://hl7.org/fhir/ValueSet/languages" },
};

static struct hilum_doc none;

START_TEST(a_mistake_has_a_column_and_a_sentence)
{
    expect(none, &mistakes[_i]);
}
END_TEST

START_TEST(literals_are_kept_as_they_are_written)
{
    expect(none, &good[_i]);
}
END_TEST

START_TEST(nesting_has_a_limit_and_length_of_a_chain_has_none)
{
    static char text[LIMIT_EXPR];
    size_t      at = 0;

    for (int i = 0; i <= LIMIT_EXPR_DEPTH; i++)
        text[at++] = '(';
    ck_assert_str_eq(evaluate(none, text),
                     "mistake 65: the expression is nested deeper than 64");
    at         = 0;
    text[at++] = '1';
    while (at < 8000) {
        memcpy(text + at, "+1", 3);
        at += 2;
    }
    ck_assert_str_eq(evaluate(none, text), "4001");
}
END_TEST

START_TEST(length_has_a_limit)
{
    char *text = malloc(LIMIT_EXPR + 1);

    memset(text, ' ', LIMIT_EXPR);
    text[LIMIT_EXPR] = '\0';
    ck_assert_str_eq(evaluate(none, text),
                     "mistake 1: the expression is longer than 16384 bytes");
    free(text);
}
END_TEST

START_TEST(an_arena_without_room_is_an_error)
{
    for (size_t most = 0; most < 4096; most += 16) {
        struct problem problem = { 0 };
        struct arena   arena;

        arena_init(&arena, most);
        if (!expr_compile(&arena, "a.b('c', 1) or 'd'", 18, 0, &problem))
            ck_assert_ptr_nonnull(problem.what);
        arena_free(&arena);
    }
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    TCase *t = tcase_create("parser");

    tcase_add_loop_test(t, a_mistake_has_a_column_and_a_sentence, 0, COUNT(mistakes));
    tcase_add_loop_test(t, literals_are_kept_as_they_are_written, 0, COUNT(good));
    tcase_add_test(t, nesting_has_a_limit_and_length_of_a_chain_has_none);
    tcase_add_test(t, length_has_a_limit);
    tcase_add_test(t, an_arena_without_room_is_an_error);
    return run_cases("parser", t);
}
