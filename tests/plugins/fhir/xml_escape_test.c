/* xml_escape_test.c -- texts as values of attributes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/xml_escape.h"

#include "suites.h"

static bool escape(struct hilum_view text, const char *wanted)
{
    struct hilum_buffer out   = { .most = 1 << 20, .grow = hilum_grow };
    char               *brief = malloc(XML_ESCAPE_ROOM(text.len));
    char               *end   = xml_escape_brief(brief, text);
    bool                ok    = xml_escape(text, &out);

    ck_assert_int_eq(ok, end != NULL);
    if (ok) {
        ck_assert_msg(hilum_is(hilum_buffer_view(&out), wanted), "%.*s", (int)out.len,
                      out.ptr);
        ck_assert_uint_eq((size_t)(end - brief), out.len);
        ck_assert_int_eq(memcmp(brief, out.ptr, out.len), 0);
    }
    free(brief);
    free(out.ptr);
    return ok;
}

START_TEST(what_a_parser_would_take_for_something_else_is_escaped)
{
    ck_assert(escape(HILUM_VIEW("a<b>&\"c'"), "a&lt;b>&amp;&quot;c'"));
    ck_assert(escape(HILUM_VIEW("\t\r\n"), "&#9;&#13;&#10;"));
    ck_assert(escape(HILUM_VIEW("sixteen bytes..\n and one <more> block of text"),
                     "sixteen bytes..&#10; and one &lt;more> block of text"));
    ck_assert(escape(HILUM_VIEW("0123456789abcdef\xef\xbc\xa1\xc3\xa4"),
                     "0123456789abcdef\xef\xbc\xa1\xc3\xa4"));
}
END_TEST

START_TEST(what_XML_cannot_say_is_refused_wherever_it_stands)
{
    for (size_t at = 0; at < 40; at++) {
        char text[44];

        memset(text, 'a', sizeof text);
        text[at] = '\x01';
        ck_assert(!escape((struct hilum_view){ text, sizeof text }, ""));
        memcpy(text + at, "\xef\xbf\xbf", 3);
        ck_assert(!escape((struct hilum_view){ text, sizeof text }, ""));
    }
}
END_TEST

START_TEST(long_texts_go_piece_by_piece)
{
    enum { LENGTH = 9001 };
    char *text = malloc(LENGTH), *wanted = malloc(LENGTH + 5);

    memset(text, 'a', LENGTH);
    memset(wanted, 'a', LENGTH);
    text[4095] = '&';
    memcpy(wanted + 4095, "&amp;", 5);
    memset(wanted + 4100, 'a', LENGTH - 4096);
    wanted[LENGTH + 4] = '\0';
    ck_assert(escape((struct hilum_view){ text, LENGTH }, wanted));
    /* A character that cannot be written is seen across pieces. */
    memcpy(text + 4095, "\xef\xbf\xbe", 3);
    ck_assert(!escape((struct hilum_view){ text, LENGTH }, ""));
    free(text);
    free(wanted);
}
END_TEST

Suite *xml_escape_suite(void)
{
    Suite *s = suite_create("fhir/xml_escape");
    TCase *c = tcase_create("texts");

    tcase_add_test(c, what_a_parser_would_take_for_something_else_is_escaped);
    tcase_add_test(c, what_XML_cannot_say_is_refused_wherever_it_stands);
    tcase_add_test(c, long_texts_go_piece_by_piece);
    suite_add_tcase(s, c);
    return s;
}
