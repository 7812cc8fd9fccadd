/* json_string_test.c -- strings of JSON, and JSON that is pleasant to read. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "harness.h"
#include "plugins/fhir/json_encode.h"
#include "suites.h"

static char                room[64 << 10];
static struct hilum_buffer out;

static void set_up(void)
{
    out = (struct hilum_buffer){ .ptr = room, .room = sizeof(room) };
}

static void expect(struct hilum_view text, const char *written)
{
    out.len = 0;
    json_string(text, &out);
    ck_assert_msg(hilum_is(hilum_buffer_view(&out), written), "%.*s", (int)out.len,
                  out.ptr);
}

START_TEST(only_what_must_be_escaped_is)
{
    expect(HILUM_VIEW("plain text, / and \x7f stay"), "\"plain text, / and \x7f stay\"");
    expect(HILUM_VIEW("\"\\\b\f\n\r\t"), "\"\\\"\\\\\\b\\f\\n\\r\\t\"");
    expect(HILUM_VIEW("\x01\x0b\x1f"), "\"\\u0001\\u000b\\u001f\"");
    expect(HILUM_VIEW("\xc3\xa4\xe2\x82\xac"), "\"\xc3\xa4\xe2\x82\xac\"");
    expect(HILUM_VIEW(""), "\"\"");
}
END_TEST

START_TEST(an_escape_is_seen_at_any_place_of_a_word)
{
    for (size_t at = 0; at < 24; at++) {
        char text[24], wanted[40];

        memset(text, 'a', sizeof(text));
        text[at] = '"';
        snprintf(wanted, sizeof(wanted), "\"%.*s\\\"%.*s\"", (int)at, text,
                 (int)(23 - at), text + at + 1);
        expect((struct hilum_view){ text, sizeof(text) }, wanted);
    }
}
END_TEST

START_TEST(a_long_text_is_written_in_pieces)
{
    static char text[9000];

    memset(text, '\n', sizeof(text));
    json_string((struct hilum_view){ text, sizeof(text) }, &out);
    ck_assert(!out.failed);
    ck_assert_uint_eq(out.len, 2 * sizeof(text) + 2);
}
END_TEST

START_TEST(a_full_buffer_fails_and_is_not_overrun)
{
    out.room = 10;
    json_string(HILUM_VIEW("01234567890123"), &out);
    ck_assert(out.failed);
    ck_assert_uint_le(out.len, 10);
}
END_TEST

START_TEST(pretty_JSON_leaves_strings_alone)
{
    json_pretty(HILUM_VIEW("{\"a\":[1,{\"b\":\"{\\\"[,:\"}]}"), &out);
    ck_assert(
        hilum_is(hilum_buffer_view(&out),
                 "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"{\\\"[,:\"\n    }\n  ]\n"
                 "}\n"));
}
END_TEST

Suite *json_string_suite(void)
{
    Suite *s = suite_create("fhir/json_string");
    TCase *c = tcase_create("text");

    tcase_add_checked_fixture(c, set_up, NULL);
    tcase_add_test(c, only_what_must_be_escaped_is);
    tcase_add_test(c, an_escape_is_seen_at_any_place_of_a_word);
    tcase_add_test(c, a_long_text_is_written_in_pieces);
    tcase_add_test(c, a_full_buffer_fails_and_is_not_overrun);
    tcase_add_test(c, pretty_JSON_leaves_strings_alone);
    suite_add_tcase(s, c);
    return s;
}
