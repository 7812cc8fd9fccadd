/* set_test.c -- lists without repeats, short and long ones. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include <stdio.h>
#include <stdlib.h>

static struct hilum_doc none;

static const struct expectation few[] = {
    { "(1 | 2 | 1)", "1, 2" },
    { "1.combine(1).combine(1.0).distinct()", "1" },
    { "'a'.combine('a').combine('b').distinct()", "a, b" },
    { "'a'.combine('a').isDistinct()", "false" },
    { "(1 | 2 | 3).intersect(3 | 1)", "1, 3" },
    { "1.combine(1).combine(2).intersect(1 | 2)", "1, 2" },
    { "1.combine(1).combine(2).exclude(2)", "1, 1" },
    { "(1 | 2).subsetOf(3 | 2 | 1)", "true" },
    { "(1 | 4).subsetOf(3 | 2 | 1)", "false" },
    { "(1 | 2 | 3).supersetOf(2)", "true" },
    { "{}.intersect(1)", "" },
    { "(1 | 2).exclude({})", "1, 2" },
};

/* More than are looked through one by one; among the texts stand numbers. */
static const struct expectation many[] = {
    { "x.count()", "5000" },
    { "x.distinct().count()", "1000" },
    { "x.isDistinct()", "false" },
    { "x.distinct().isDistinct()", "true" },
    { "(x | x).count()", "1000" },
    { "x.intersect('text7' | 'text8' | 'none').count()", "2" },
    { "x.exclude('text7').distinct().count()", "999" },
    { "x.subsetOf(x)", "true" },
    { "(x | 1 | 2 | 1).count()", "1002" },
    { "(x | 1).combine(x | 1 | 2).distinct().count()", "1002" },
    { "x.combine('none').subsetOf(x)", "false" },
    { "x.repeat('text1' | 'new')", "text1, new" },
};

START_TEST(of_few_items_each_is_there_once)
{
    expect(none, &few[_i]);
}
END_TEST

START_TEST(of_many_items_each_is_there_once)
{
    enum { ROOM = 200000 };
    char            *text = malloc(ROOM);
    size_t           used = (size_t)snprintf(text, ROOM, "r\n");
    struct hilum_doc doc;

    for (int i = 0; i < 5000; i++)
        used += (size_t)snprintf(text + used, ROOM - used, "  x = text%d\n", i % 1000);
    doc = outline_read(text, "json");
    expect(doc, &many[_i]);
    outline_free(doc);
    free(text);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    TCase *t = tcase_create("set");

    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, of_few_items_each_is_there_once, 0, COUNT(few));
    tcase_add_loop_test(t, of_many_items_each_is_there_once, 0, COUNT(many));
    return run_cases("set", t);
}
