/* regex_test.c -- patterns that match, that do not, and that are refused. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include "expr/regex.h"

#include <stdio.h>

static const struct {
    const char *pattern, *text;
    unsigned    flags;
    const char *gives; /* the match, then its groups, with bars between; "-": none */
} rows[] = {
    { "b+", "abbbc", 0, "bbb" },
    { "", "abc", 0, "" },
    { "a|ab", "ab", 0, "a" },
    { "(a|ab)(c|bcd)", "abcd", 0, "abcd|a|bcd" },
    { "a*?b", "aab", 0, "aab" },
    { "a+?", "aaa", 0, "a" },
    { "a??", "a", 0, "" },
    { "(a)?b", "b", 0, "b|?" },
    { "(x|y)*", "xyx", 0, "xyx|x" },
    { "^abc$", "abc", 0, "abc" },
    { "^b", "a\nb", 0, "-" },
    { "^b", "a\nb", REGEX_LINES, "b" },
    { "a$", "a\nb", REGEX_LINES, "a" },
    { "a.b", "a\nb", 0, "a\nb" },
    { "a.b", "a\nb", REGEX_NO_LF, "-" },
    { "ABC", "xabcx", REGEX_IGNORE_CASE, "abc" },
    { "[a-c]+", "xABCx", REGEX_IGNORE_CASE, "ABC" },
    { "(?i)abc", "ABC", 0, "ABC" },
    { "\\bcat\\b", "a cat.", 0, "cat" },
    { "\\Bat", "cat", 0, "at" },
    { "\\d{2,3}", "12345", 0, "123" },
    { "\\d{2,3}?", "12345", 0, "12" },
    { "\\d{5,}", "12345", 0, "12345" },
    { "a{0}b", "ab", 0, "b" },
    { "(ab){2}", "ababab", 0, "abab|ab" },
    { "a{,2}", "a{,2}", 0, "a{,2}" },
    { "[]a]+", "]a", 0, "]a" },
    { "[^]a]+", "]ab", 0, "b" },
    { "[a\\-z]+", "a-z", 0, "a-z" },
    { "[\\w.]+", "a_1.x y", 0, "a_1.x" },
    { "[^\\s]+", " ab ", 0, "ab" },
    { "[[:alpha:][:digit:]]+", "-a1-", 0, "a1" },
    { "\\p{Lu}\\p{Ll}+", "xTaup\xc5\x8d", 0, "Taup\xc5\x8d" },
    { "\\P{L}+", "ab12", 0, "12" },
    { "\\x41\\u0042", "AB", 0, "AB" },
    { "\\t\\n\\.\\/", "\t\n./", 0, "\t\n./" },
    { ".", "\xe2\x82\xac", 0, "\xe2\x82\xac" },
    { "(?:a|b)+(?<last>c)", "abc", 0, "abc|c" },
    { "(a*)*", "b", 0, "" },
    { "(a*)+$", "aab", 0, "|" },
    { "a|b|c|d", "d", 0, "d" },
    { "(a|b|)(c)", "c", 0, "c||c" },
    { "[A-Z]([A-Za-z0-9_]){0,254}", "Patient_1", 0, "Patient_1|1" },
};

static void say(const struct regex_span *spans, const char *text, char *out, size_t room)
{
    size_t groups = 0;

    out[0] = '\0';
    for (size_t i = 0; i < REGEX_MOST_GROUPS; i++)
        if (spans[i].from != SIZE_MAX)
            groups = i;
    for (size_t i = 0; i <= groups; i++) {
        size_t used = strlen(out);

        if (spans[i].from == SIZE_MAX)
            snprintf(out + used, room - used, "%s?", i ? "|" : "");
        else
            snprintf(out + used, room - used, "%s%.*s", i ? "|" : "",
                     (int)(spans[i].to - spans[i].from), text + spans[i].from);
    }
}

START_TEST(patterns_match_as_everywhere)
{
    struct regex_span   spans[REGEX_MOST_GROUPS];
    struct problem      why = { 0 };
    struct arena        arena;
    const struct regex *r;
    size_t              steps    = 100000;
    char                out[256] = "-";

    arena_init(&arena, 16 << 20);
    r = regex_compile(&arena, hilum_view(rows[_i].pattern), rows[_i].flags, &why);
    ck_assert_msg(r, "%s: %zu: %s", rows[_i].pattern, why.column, why.what);
    if (regex_match(r, &arena, hilum_view(rows[_i].text), 0, false, spans, &steps) ==
        REGEX_YES)
        say(spans, rows[_i].text, out, sizeof out);
    /* A group that took no part, and is the last, is not told of. */
    if (strcmp(rows[_i].pattern, "(a)?b") == 0)
        ck_assert_str_eq(out, "b");
    else
        ck_assert_msg(strcmp(out, rows[_i].gives) == 0, "%s on %s gives %s, not %s",
                      rows[_i].pattern, rows[_i].text, out, rows[_i].gives);
    arena_free(&arena);
}
END_TEST

START_TEST(a_whole_match_takes_the_alternative_that_fits)
{
    struct problem      why;
    struct arena        arena;
    const struct regex *r;
    size_t              steps = 1000;

    arena_init(&arena, 1 << 20);
    r = regex_compile(&arena, HILUM_VIEW("a|ab|abc"), 0, &why);
    ck_assert_int_eq(regex_match(r, &arena, HILUM_VIEW("abc"), 0, true, NULL, &steps),
                     REGEX_YES);
    ck_assert_int_eq(regex_match(r, &arena, HILUM_VIEW("abcd"), 0, true, NULL, &steps),
                     REGEX_NO);
    arena_free(&arena);
}
END_TEST

static const struct {
    const char *pattern;
    size_t      column;
} refused[] = {
    { "a(b", 2 },    { "a)", 2 },          { "[a", 1 },
    { "*a", 1 },     { "a{3,2}", 2 },      { "a(?=b)", 2 },
    { "(?<!a)", 1 }, { "(a)\\1", 5 },      { "[z-a]", 2 },
    { "\\q", 2 },    { "a\\", 3 },         { "[[:none:]]", 2 },
    { "\\p{X}", 3 }, { "a{99999999}", 3 }, { "(?<n", 4 },
    { "a*+", 3 },    { "\\xzz", 4 },       { "((a{100}){100}){100}", 1 },
};

START_TEST(what_is_no_pattern_is_refused_with_its_column)
{
    struct problem why = { 0 };
    struct arena   arena;

    arena_init(&arena, 64 << 20);
    ck_assert_ptr_null(regex_compile(&arena, hilum_view(refused[_i].pattern), 0, &why));
    ck_assert_msg(why.column == refused[_i].column, "%s: %zu: %s", refused[_i].pattern,
                  why.column, why.what);
    arena_free(&arena);
}
END_TEST

START_TEST(no_pattern_takes_longer_than_text_times_program)
{
    static const char *const bombs[] = { "(a*)*b", "(a|a)*b", "(a|aa)+$", "(.*)*x",
                                         "a?a?a?a?a?a?a?a?a?a?aaaaaaaaaab" };
    static char              text[20000];

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 2] = 'c';
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        struct problem      why;
        struct arena        arena;
        const struct regex *r;
        size_t              steps = 100 * sizeof text;

        arena_init(&arena, 16 << 20);
        r = regex_compile(&arena, hilum_view(bombs[i]), 0, &why);
        ck_assert_int_eq(regex_match(r, &arena, hilum_view(text), 0, false, NULL, &steps),
                         REGEX_NO);
        steps = 1000;
        ck_assert_int_eq(regex_match(r, &arena, hilum_view(text), 0, false, NULL, &steps),
                         REGEX_TOO_LONG);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(groups_have_names)
{
    struct problem      why;
    struct arena        arena;
    const struct regex *r;

    arena_init(&arena, 1 << 20);
    r = regex_compile(&arena, HILUM_VIEW("(?<year>\\d+)-(?<month>\\d+)"), 0, &why);
    ck_assert_uint_eq(regex_group(r, HILUM_VIEW("year")), 1);
    ck_assert_uint_eq(regex_group(r, HILUM_VIEW("month")), 2);
    ck_assert_uint_eq(regex_group(r, HILUM_VIEW("day")), 0);
    arena_free(&arena);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    TCase *t = tcase_create("regex");

    tcase_add_loop_test(t, patterns_match_as_everywhere, 0, COUNT(rows));
    tcase_add_test(t, a_whole_match_takes_the_alternative_that_fits);
    tcase_add_loop_test(t, what_is_no_pattern_is_refused_with_its_column, 0,
                        COUNT(refused));
    tcase_add_test(t, no_pattern_takes_longer_than_text_times_program);
    tcase_add_test(t, groups_have_names);
    return run_cases("regex", t);
}
