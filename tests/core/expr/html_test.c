/* html_test.c -- narratives that FHIR allows, and others. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include "expr/html.h"

#define DIV(text) "<div xmlns=\"http://www.w3.org/1999/xhtml\">" text "</div>"

static const char *const allowed[] = {
    DIV("a"),
    DIV("<p>a <b>b</b></p><br/><hr />"),
    DIV("<a href=\"#x\" title='t'>a</a>"),
    DIV("<img src=\"a.png\"/>"),
    DIV("a &amp; b &#160; &nbsp;"),
    DIV("<!-- <script> -->a"),
    "  " DIV("a") "\n",
};

static const char *const refused[] = {
    "",
    "a",
    "<p>a</p>",
    DIV(""),
    DIV("  \n"),
    DIV("<br/>"),
    DIV("<script>a</script>"),
    DIV("<p onclick=\"x\">a</p>"),
    DIV("<a href=\"javascript:x\">a</a>"),
    DIV("<form>a</form>"),
    DIV("<p>a"),
    DIV("<p>a</b>"),
    DIV("<p x>a</p>"),
    DIV("a & b"),
    DIV("a &unclosed b"),
    DIV("<p title=\"a>a</p>"),
    DIV("a") DIV("b"),
    "<div",
    "<div title",
    "<div title=",
    "<!-- ",
    "<",
};

START_TEST(what_is_allowed_is_allowed)
{
    ck_assert_msg(html_allowed(hilum_view(allowed[_i])), "%s", allowed[_i]);
}
END_TEST

START_TEST(what_is_not_is_not)
{
    ck_assert_msg(!html_allowed(hilum_view(refused[_i])), "%s", refused[_i]);
}
END_TEST

START_TEST(depth_has_a_limit)
{
    static char text[16384];

    for (int i = 0; i < 1000; i++)
        memcpy(text + strlen(text), "<div>", 6);
    ck_assert(!html_allowed(hilum_view(text)));
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    TCase *t = tcase_create("html");

    tcase_add_loop_test(t, what_is_allowed_is_allowed, 0, COUNT(allowed));
    tcase_add_loop_test(t, what_is_not_is_not, 0, COUNT(refused));
    tcase_add_test(t, depth_has_a_limit);
    return run_cases("html", t);
}
