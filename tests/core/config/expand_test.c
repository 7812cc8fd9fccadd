/* expand_test.c -- values that come from the environment or a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/expand.h"

#include "base/limits.h"
#include "reading.h"

#include <stdlib.h>
#include <unistd.h>

static const struct yaml_node *value(const char *text)
{
    struct yaml *doc = read_text(text);

    ck_assert_ptr_nonnull(doc);
    return doc->root->first;
}

/* A file with these bytes; the caller frees nothing but unlinks it. */
static const char *file_with(const char *bytes, size_t len)
{
    static char path[] = "/tmp/expand_test.XXXXXX";
    int         fd;

    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    return path;
}

static const struct {
    const char *text;
    const char *want;
} good[] = {
    { "a: ${HILUM_A}", "one" },         { "a: \"x-${HILUM_A}-${HILUM_A}\"", "x-one-one" },
    { "a: ${HILUM_NONE:-two}", "two" }, { "a: ${HILUM_EMPTY:-two}", "two" },
    { "a: \"${HILUM_EMPTY}\"", "" },    { "a: \"${HILUM_NONE:-}\"", "" },
    { "a: $${HILUM_A}", "${HILUM_A}" }, { "a: $HILUM_A $x $", "$HILUM_A $x $" },
};

START_TEST(a_variable_is_replaced)
{
    setenv("HILUM_A", "one", 1);
    setenv("HILUM_EMPTY", "", 1);
    want_text(value(good[_i].text), good[_i].want);
    ck_assert_uint_eq(problems.count, 0);
}
END_TEST

START_TEST(only_what_came_from_outside_is_a_secret)
{
    setenv("HILUM_A", "one", 1);
    ck_assert(value("a: ${HILUM_A}")->expanded);
    ck_assert(!value("a: $${HILUM_A}")->expanded);
    ck_assert(!value("a: b")->expanded);
    ck_assert(hilum_is(value("a: ${HILUM_A}")->written, "${HILUM_A}"));
}
END_TEST

static const struct {
    const char *text;
    size_t      column;
    const char *says;
} bad[] = {
    { "a: x${HILUM_NONE}", 5, "the variable HILUM_NONE is not set" },
    { "a: ${}", 4, "is neither ${NAME}" },
    { "a: ${a-b}", 4, "is neither ${NAME}" },
    { "a: ${HILUM_NONE:+x}", 4, "is neither ${NAME}" },
    { "a: '${HILUM_NONE'", 5, "'${' without its '}'" },
    { "a: 'it''s ${file:no/such}'", 11, "cannot read the file 'no/such': No such file" },
    { "a: ${file:/dev/zero}", 4, "it is too large" },
};

START_TEST(a_mistake_has_its_column)
{
    const struct yaml_node *node = value(bad[_i].text);

    want_problem(1, bad[_i].column, bad[_i].says);
    ck_assert(node->broken);
    ck_assert_uint_eq(problems.count, 1);
}
END_TEST

START_TEST(all_mistakes_of_a_value_are_reported)
{
    value("a: ${HILUM_NONE}${HILUM_NONE_EITHER}\n");
    want_problem(1, 4, "HILUM_NONE is not set");
    want_problem(1, 17, "HILUM_NONE_EITHER is not set");
}
END_TEST

START_TEST(a_file_loses_its_last_newline)
{
    const char *path = file_with("secret\r\n", 8);
    char        text[100];

    snprintf(text, sizeof text, "a: \"<${file:%s}>\"", path);
    want_text(value(text), "<secret>");
    unlink(path);
}
END_TEST

START_TEST(a_file_must_be_text)
{
    const char *path = file_with("\xff\xfe", 2);
    char        text[100];

    snprintf(text, sizeof text, "a: ${file:%s}", path);
    ck_assert(value(text)->broken);
    unlink(path);
    want_problem(1, 4, "is not UTF-8 text");
}
END_TEST

START_TEST(keys_are_left_alone)
{
    ck_assert(hilum_is(value("${HILUM_NONE}: b")->key, "${HILUM_NONE}"));
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("expand");

    tcase_add_loop_test(t, a_variable_is_replaced, 0, sizeof good / sizeof *good);
    tcase_add_test(t, only_what_came_from_outside_is_a_secret);
    tcase_add_loop_test(t, a_mistake_has_its_column, 0, sizeof bad / sizeof *bad);
    tcase_add_test(t, all_mistakes_of_a_value_are_reported);
    tcase_add_test(t, a_file_loses_its_last_newline);
    tcase_add_test(t, a_file_must_be_text);
    tcase_add_test(t, keys_are_left_alone);
    return reading_run("expand", t);
}
