/* functions_regex_test.c -- searching strings for patterns, and replacing what is found.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

static struct hilum_doc none;

static const struct expectation rows[] = {
    { "'FHIR'.matches('fhir')", "false" },
    { "'FHIR'.matches('fhir', 'i')", "true" },
    { "'xFHIRx'.matches('FHIR')", "true" },
    { "'xFHIRx'.matchesFull('FHIR')", "false" },
    { "'FHIR'.matchesFull('F.*R')", "true" },
    { "'a\\nb'.matches('a.b')", "true" },
    { "'a\\nb'.matches('^b$')", "false" },
    { "'a\\nb'.matches('^b$', 'm')", "true" },
    { "'a\\nb'.matchesFull('b', 'm')", "true" },
    { "{}.matches('a')", "" },
    { "'a'.matches({})", "" },
    { "'a'.matches('a', 'x')", "error 5: the flags of a pattern are i and m" },
    { "'a'.matches('(')",
      "mistake 13: this pattern, column 1: the closing bracket is missing" },
    { "'a'.matches('(' & '')",
      "error 5: the pattern, column 1: the closing bracket is missing" },
    { "('a' | 'b').where(matches('[b-z]'))", "b" },
    { "'abc'.replaceMatches('b', 'x')", "axc" },
    { "'abab'.replaceMatches('a', '')", "bb" },
    { "'abc'.replaceMatches('', 'x')", "abc" },
    { "'abc'.replaceMatches('x*', '-')", "-a-b-c-" },
    { "'a b'.replaceMatches('(\\\\w) (\\\\w)', '$2 $1')", "b a" },
    { "'11/30/1972'.replaceMatches('\\\\b(?<month>\\\\d{1,2})/(?<day>\\\\d{1,2})/"
      "(?<year>\\\\d{2,4})\\\\b', '${day}-${month}-${year}')",
      "30-11-1972" },
    { "'a'.replaceMatches('a', '$$')", "$$" },
    { "'\xe2\x82\xac'.replaceMatches('x?', '-')", "-\xe2\x82\xac-" },
    { "'abc'.replaceMatches({}, 'x')", "" },
    { "'abc'.replaceMatches('b', {})", "" },
};

START_TEST(strings_are_searched)
{
    expect(none, &rows[_i]);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("functions_regex");

    tcase_add_loop_test(t, strings_are_searched, 0, (int)(sizeof rows / sizeof *rows));
    return run_cases("functions_regex", t);
}
