/* xml_escape_test.c -- texts as XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/xml_escape.h"

#include "services.h"
#include "suites.h"

static struct harness      h;
static struct er7_feed     feed;
static struct hilum_buffer out, spare;

static void open_harness(void)
{
    harness_open_part(&h, "xml");
    memset(&feed, 0, sizeof feed);
    ck_assert(er7_feed_open(&feed, &h.call, "UNICODE UTF-8"));
    out   = (struct hilum_buffer){ .most = 1 << 20, .grow = hilum_grow };
    spare = out;
}

static void close_harness(void)
{
    harness_close(&h);
    er7_feed_close(&feed);
    free(out.ptr);
    free(spare.ptr);
}

static void text(struct hilum_view v, const char *as)
{
    out.len = 0;
    xml_escape_text(v, &out);
    ck_assert_msg(hilum_is(hilum_buffer_view(&out), as), "%.*s", (int)out.len, out.ptr);
}

static void raw(const char *v, const char *written, const char *as)
{
    struct er7_delimiters d = ER7_USUAL_DELIMITERS;
    struct er7_written    w = { .feed = &feed, .delimiters = &d };

    out.len = 0;
    xml_escape_raw(&d, &w, hilum_view(v), hilum_view(written), &spare, &out);
    ck_assert_msg(hilum_is(hilum_buffer_view(&out), as), "%.*s", (int)out.len, out.ptr);
}

START_TEST(characters_stand_for_themselves)
{
    text(HILUM_VIEW("a|^~\\\"'\t\xc3\xa4"), "a|^~\\\"'\t\xc3\xa4");
    text(HILUM_VIEW("<a>&]]>"), "&lt;a&gt;&amp;]]&gt;");
    text(HILUM_VIEW(""), "");
}
END_TEST

START_TEST(what_xml_cannot_hold_is_an_escape_element)
{
    text(HILUM_VIEW("a\nb"), "a<escape V=\".br\"/>b");
    text(HILUM_VIEW("\0\r\x1f"),
         "<escape V=\"X00\"/><escape V=\"X0D\"/><escape V=\"X1F\"/>");
    text(HILUM_VIEW("\xef\xbf\xbe\xef\xbf\xbd"), "<escape V=\"XEFBFBE\"/>\xef\xbf\xbd");
    text(HILUM_VIEW("a\xe4z\xc3"), "a<escape V=\"XE4\"/>z<escape V=\"XC3\"/>");
}
END_TEST

START_TEST(sequences_of_separators_are_characters)
{
    raw("|^&~\\#", "\\F\\\\S\\\\T\\\\R\\\\E\\\\P\\", "|^&amp;~\\#");
}
END_TEST

START_TEST(all_other_sequences_are_escape_elements)
{
    raw("ab", "\\H\\a\\N\\b", "<escape V=\"H\"/>a<escape V=\"N\"/>b");
    raw("a\nb", "a\\.br\\b", "a<escape V=\".br\"/>b");
    raw("a", "\\.in+4\\a", "<escape V=\".in+4\"/>a");
    raw("\r", "\\X0D\\", "<escape V=\"X0D\"/>");
    raw("\\Za_1\\", "\\Za_1\\", "<escape V=\"Za_1\"/>");
}
END_TEST

START_TEST(what_was_escaped_twice_is_written_once)
{
    raw("a\nb\nc", "a\\E\\.br\\E\\b\\\\.br\\\\c",
        "a<escape V=\".br\"/>b<escape V=\".br\"/>c");
}
END_TEST

START_TEST(other_escape_characters_stand_for_themselves)
{
    raw("C:\\dir\\|", "C:\\dir\\\\F\\", "C:\\dir\\|");
    raw("\\", "\\", "\\");
}
END_TEST

START_TEST(where_text_and_sequences_differ_the_text_counts)
{
    raw("\xc3\xa4<", "\\XE4\\<", "\xc3\xa4&lt;");
}
END_TEST

Suite *xml_escape_suite(void)
{
    Suite *s = suite_create("xml_escape");
    TCase *c = tcase_create("all");

    tcase_add_checked_fixture(c, open_harness, close_harness);
    tcase_add_test(c, characters_stand_for_themselves);
    tcase_add_test(c, what_xml_cannot_hold_is_an_escape_element);
    tcase_add_test(c, sequences_of_separators_are_characters);
    tcase_add_test(c, all_other_sequences_are_escape_elements);
    tcase_add_test(c, what_was_escaped_twice_is_written_once);
    tcase_add_test(c, other_escape_characters_stand_for_themselves);
    tcase_add_test(c, where_text_and_sequences_differ_the_text_counts);
    suite_add_tcase(s, c);
    return s;
}
