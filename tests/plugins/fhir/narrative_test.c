/* narrative_test.c -- what a narrative may be, and what is not even XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/narrative.h"

#include "suites.h"

#define DIV "<div xmlns=\"http://www.w3.org/1999/xhtml\">"

static void expect_good(const char *text)
{
    struct fhir_narrative n = fhir_narrative(hilum_view(text));

    ck_assert_msg(!n.broken, "%s", n.broken);
    ck_assert_msg(!n.improper, "%s", n.improper);
    ck_assert(n.spaced);
}

static void expect_improper(const char *text, const char *why)
{
    struct fhir_narrative n = fhir_narrative(hilum_view(text));

    ck_assert_msg(!n.broken, "%s", n.broken);
    ck_assert(n.improper);
    ck_assert_msg(strstr(n.improper, why), "%s", n.improper);
}

static void expect_broken(const char *text, const char *why)
{
    struct fhir_narrative n = fhir_narrative(hilum_view(text));

    ck_assert_msg(n.broken, "%s", text);
    ck_assert_msg(strstr(n.broken, why), "%s: %s", text, n.broken);
}

START_TEST(basic_formatting_is_allowed)
{
    expect_good(DIV "</div>");
    expect_good("\n " DIV "<p>a<br/>b</p></div>\n");
    expect_good(DIV
                "<table border='1' cellspacing = \"0\"\n><tbody><tr><td colspan='2'>"
                "&lt;&amp;&#160;&#xe9; \xef\xbc\xa1</td ></tr></tbody></table></div>");
    expect_good(DIV "<a href=\"#x\" name='y'>z</a><img src='#p' alt=''/><!-- - c -->"
                    "<![CDATA[<x> ]]]></div>");
    expect_good(
        "<div xml:lang='de' lang='de' xmlns='http://www.w3.org/1999/xhtml'>"
        "<h1 style='color:red'>x ]] > y</h1><blockquote cite='u'>q</blockquote></div>");
}
END_TEST

START_TEST(the_div_is_found_between_blanks)
{
    struct fhir_narrative n = fhir_narrative(HILUM_VIEW("\n" DIV "</div>  "));

    ck_assert_uint_eq(n.begin, 1);
    ck_assert_uint_eq(n.end, 1 + strlen(DIV "</div>"));
}
END_TEST

START_TEST(active_content_is_not_allowed)
{
    expect_improper(DIV "<script>x</script></div>", "element");
    expect_improper(DIV "<form/></div>", "element");
    expect_improper(DIV "<P>x</P></div>", "element");
    expect_improper(DIV "<svg:g>x</svg:g></div>", "element");
    expect_improper(DIV "<p onclick='x'>x</p></div>", "attribute");
    expect_improper(DIV "<p href='x'>x</p></div>", "attribute");
    expect_improper("<div>x</div>", "namespace");
    expect_improper(DIV "<p xmlns='x'>x</p></div>", "namespace");
    expect_improper(DIV "<?p q?><?p?></div>", "instruction");
}
END_TEST

START_TEST(what_is_no_div_of_XML_is_broken)
{
    static const char *const texts[] = {
        "",
        " ",
        "x",
        "<p/>",
        "<divs/>",
        "<div",
        "<div ",
        "<div/",
        "<div>",
        "<div x",
        "<div x=",
        "<div x=y/>",
        "<div x='y",
        "<div x='<'/>",
        "<div x='y'z='y'/>",
        "<div x='' x=''/>",
        "<div></p>",
        "<div></div",
        "<div><p></div></p>",
        "<div/>x",
        "<div><1/></div>",
        "<div>&nbsp;</div>",
        "<div>&</div>",
        "<div>&#0;</div>",
        "<div>&#xd800;</div>",
        "<div>&#;</div>",
        "<div>&#x;</div>",
        "<div>&#x110000;</div>",
        "<div>&#99999999999;</div>",
        "<div>\x01</div>",
        "<div>\xef\xbf\xbf</div>",
        "<div>]]></div>",
        "<div><!-- -- --></div>",
        "<div><!-- </div>",
        "<div><![CDATA[ </div>",
        "<div><?xml v?></div>",
        "<div><?p",
        "<div><? p?></div>",
        "<div><?p-",
        "<div xmlns='http://www.w3.org/1999/html'/>",
        "<div><!ENTITY a 'b'></div>",
        "<div x='&a;'/>",
        "<div x='\x02'/>",
        "<!DOCTYPE div><div/>",
        "<div></ div>",
        "<div></divs>",
        "<div></di>",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        expect_broken(texts[i], "");
    expect_broken("<div>&nbsp;</div>", "XML's own five");
    expect_broken("<div><p></div></p>", "another name");
}
END_TEST

START_TEST(depth_and_attributes_have_ceilings)
{
    char text[4096] = "";

    for (int i = 0; i < 101; i++)
        strcat(text, "<div>");
    expect_broken(text, "too deeply");
    strcpy(text, "<div");
    for (int i = 0; i < 40; i++) {
        char name[] = { ' ', 'a', (char)('0' + i % 10), (char)('a' + i / 10), 0 };

        strcat(text, name);
        strcat(text, "=''");
    }
    strcat(text, "/>");
    expect_broken(text, "too many");
}
END_TEST

Suite *narrative_suite(void)
{
    Suite *s = suite_create("fhir/narrative");
    TCase *c = tcase_create("narratives");

    tcase_add_test(c, basic_formatting_is_allowed);
    tcase_add_test(c, the_div_is_found_between_blanks);
    tcase_add_test(c, active_content_is_not_allowed);
    tcase_add_test(c, what_is_no_div_of_XML_is_broken);
    tcase_add_test(c, depth_and_attributes_have_ceilings);
    suite_add_tcase(s, c);
    return s;
}
