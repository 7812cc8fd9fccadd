/* functions_sort_test.c -- sorting, and adding up. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

static struct hilum_doc none;

static const struct expectation rows[] = {
    { "(3 | 1 | 2).sort()", "1, 2, 3" },
    { "(3 | 1 | 2).sort($this)", "1, 2, 3" },
    { "(3 | 1 | 2).sort(-$this)", "3, 2, 1" },
    { "('b' | 'c' | 'a').sort(-$this)", "c, b, a" },
    { "('b' | 'c' | 'a').sort($this desc)", "c, b, a" },
    { "('b' | 'c' | 'a').sort($this asc)", "a, b, c" },
    { "('bb' | 'c' | 'aa').sort(length(), $this desc)", "c, bb, aa" },
    { "(2 | 1).sort(iif($this = 2, {}, $this))", "2, 1" },
    { "(9 | 8 | 7 | 6 | 5 | 4 | 3 | 2 | 1).sort()", "1, 2, 3, 4, 5, 6, 7, 8, 9" },
    { "(10 'g' | 1 'kg' | 1 'mg').sort()", "1 'mg', 10 'g', 1 'kg'" },
    { "{}.sort()", "" },
    { "(1 | 'a').sort()", "error 11: these two values have no order" },
    { "(1 | 2 | 3).sum()", "6" },
    { "('a' | 'b').sum()", "ab" },
    { "(1 'm' | 20 'cm').sum()", "120 'cm'" },
    { "(1 'm' | 20 'g').sum()", "" },
    { "{}.sum()", "" },
    { "(1 | 2).avg()", "1.5" },
    { "(3 | 1 | 2).min()", "1" },
    { "(3 | 1 | 2).max()", "3" },
    { "{}.max()", "" },
};

START_TEST(lists_are_sorted_and_added_up)
{
    expect(none, &rows[_i]);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("functions_sort");

    tcase_add_loop_test(t, lists_are_sorted_and_added_up, 0,
                        (int)(sizeof rows / sizeof *rows));
    return run_cases("functions_sort", t);
}
