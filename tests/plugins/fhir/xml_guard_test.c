/* xml_guard_test.c -- what would take the XML parser hours does not reach it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/xml_guard.h"

#include "suites.h"

#include <stdio.h>

enum { ROOM = 4 * XML_GUARD_BLOCK };

/* A tag with so many attributes behind some text, in a text of ROOM bytes. */
static struct hilum_view tag_with(char *text, size_t before, const char *tag, int count,
                                  const char *behind)
{
    size_t at = before;

    memset(text, ' ', ROOM);
    memcpy(text + at, tag, strlen(tag));
    at += strlen(tag);
    for (int i = 0; i < count; i++)
        at += (size_t)snprintf(text + at, 16, " a%d='='", i);
    memcpy(text + at, behind, strlen(behind));
    return (struct hilum_view){ text, ROOM };
}

START_TEST(a_large_tag_of_many_attributes_is_found)
{
    char *text = malloc(ROOM);

    ck_assert_uint_eq(xml_guard(tag_with(text, 9, "<a", 100, "")), 9);
    ck_assert_uint_eq(xml_guard(tag_with(text, XML_GUARD_BLOCK + 9, "<a", 100, "")),
                      XML_GUARD_BLOCK + 9);
    free(text);
}
END_TEST

START_TEST(what_is_no_such_tag_is_not)
{
    char *text = malloc(ROOM);

    ck_assert_uint_eq(xml_guard(tag_with(text, 9, "<a", 10, "")), ROOM);
    ck_assert_uint_eq(xml_guard(tag_with(text, 9, "<a>", 100, "")), ROOM);
    ck_assert_uint_eq(xml_guard(tag_with(text, 9, "<!--", 100, "-->")), ROOM);
    ck_assert_uint_eq(xml_guard(tag_with(text, 9, "", 100, "")), ROOM);
    ck_assert_uint_eq(xml_guard(HILUM_VIEW("<a")), 2);
    free(text);
}
END_TEST

Suite *xml_guard_suite(void)
{
    Suite *s = suite_create("fhir/xml_guard");
    TCase *c = tcase_create("tags");

    tcase_add_test(c, a_large_tag_of_many_attributes_is_found);
    tcase_add_test(c, what_is_no_such_tag_is_not);
    suite_add_tcase(s, c);
    return s;
}
