/* er7_encode_test.c -- how a document is written as ER7. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "edited.h"
#include "suites.h"

#include <stdlib.h>

#define MSH "MSH|^~\\&|ADT|WARD|LAB|HOSP|20260324120000||ADT^A01^ADT_A01|42|P|2.5.1\r"

static struct harness h;

static void setup(void)
{
    harness_open(&h);
}

static void teardown(void)
{
    harness_close(&h);
}

/* Reads and writes; CR is shown as a line break. */
static const char *again(const char *text)
{
    const char *written;

    ck_assert_msg(harness_read(&h, text) == HILUM_OK, "%s: %s", h.where, h.why);
    written = harness_write(&h, NULL);
    ck_assert_msg(written != NULL, "%s: %s", h.where, h.why);
    return written;
}

/* A message in the making, with a segment PID open. */
static struct hilum_builder *begin_pid(void)
{
    struct hilum_builder *b = &h.builder;

    b->source = HILUM_VIEW("");
    b->count = b->used = b->depth = 0;
    b->failed                     = false;
    hilum_build_open(b, HILUM_NAME("message"), 0, 0, HILUM_NO_PLACE);
    hilum_build_open(b, HILUM_NAME("PID"), 0, 0, HILUM_NO_PLACE);
    return b;
}

static void field(uint32_t name, const char *text)
{
    hilum_build_leaf(&h.builder, name, 0, 0, hilum_view(text), HILUM_NO_PLACE);
}

/* Closes what is open and writes it. */
static const char *written(void)
{
    static _Alignas(8) char block[8192];
    struct hilum_builder   *b     = &h.builder;
    struct hilum_block     *head  = (struct hilum_block *)(void *)block;
    size_t                  nodes = b->count * sizeof *b->nodes;
    struct hilum_doc        doc   = { head, "" };
    const char             *text;

    while (b->depth)
        hilum_build_close(b);
    ck_assert(!b->failed);
    *head = (struct hilum_block){ .nodes = b->count,
                                  .heap  = (uint32_t)(sizeof *head + nodes) };
    memcpy(head + 1, b->nodes, nodes);
    memcpy(block + head->heap, b->heap, b->used);
    free((void *)(uintptr_t)h.doc.block);
    h.doc = doc;
    text  = harness_write(&h, NULL);
    h.doc = (struct hilum_doc){ NULL, NULL };
    return text;
}

START_TEST(a_message_comes_back_byte_for_byte)
{
    static const char *const texts[] = {
        MSH "PID|1||123^^^HOSP&1.2.3&ISO^MR~456||DOE^JOHN||\"\"|\r",
        MSH "OBX|1|ST|A&B^C||x\\T\\y\\F\\z~~w\\H\\v\\N\\\rPV1\r",
        "MSH|^~\\&|A^|B&^|\n\nPID|1^^~~|A&&^B||\n",
        "\xef\xbb\xbf  \r\nMSH|^~\\&|A\r\nPID|C:\\temp\\|\x01\r\n\r\n",
        "MSH|^~\\&|A\rPID|no end",
        "MSH|^~\\&|A\rPID|M\xfcller\r",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_msg(harness_read(&h, texts[i]) == HILUM_OK, "%s", h.why);
        h.out.len = 0;
        ck_assert_int_eq(
            h.part->encode(h.state, &h.call, h.doc, hilum_root(h.doc), &h.out), HILUM_OK);
        ck_assert_msg(hilum_is(hilum_buffer_view(&h.out), texts[i]), "%s", texts[i]);
    }
}
END_TEST

START_TEST(an_mllp_frame_is_none_of_the_message)
{
    ck_assert_str_eq(again("\vMSH|^~\\&|A\r\x1c\r"), "MSH|^~\\&|A\n");
}
END_TEST

START_TEST(what_was_not_changed_is_written_as_it_stands)
{
    harness_read(&h, MSH "PID|1|^^|A&&^B||a\\.sp\\b|||\n\nNTE|1^^~~|\\H\\x\\N\\||\n");
    edited(&h, "PID-1", "2");
    ck_assert_str_eq(
        harness_write(&h, NULL),
        "MSH|^~\\&|ADT|WARD|LAB|HOSP|20260324120000||ADT^A01^ADT_A01|42|P|2.5.1\n"
        "PID|2||A&&^B||a\\.sp\\b\nNTE|1^^~~|\\H\\x\\N\\||\n");
}
END_TEST

START_TEST(what_says_nothing_is_left_out_of_what_is_put_together)
{
    harness_read(&h, "MSH|^~\\&|A^|B&^|\n\nPID|1^^~~|A&&^B|\\.sp\\|\n");
    edited(&h, NULL, NULL);
    ck_assert_str_eq(harness_write(&h, NULL), "MSH|^~\\&|A|B\nPID|1|A^B|\\.br\\\n");
}
END_TEST

START_TEST(the_messages_own_delimiters_are_used)
{
    ck_assert_str_eq(again("MSH$*%!@$A$x!S!y\rPID$1*2%3@4\r"),
                     "MSH$*%!@$A$x!S!y\nPID$1*2%3@4\n");
    ck_assert_str_eq(again("MSH|^~\\&#|A#\rPID|x#\r"), "MSH|^~\\&#|A#\nPID|x#\n");
    ck_assert_str_eq(again("MSH|^|A^B~C\r"), "MSH|^|A^B~C\n");
}
END_TEST

START_TEST(a_segment_or_a_field_can_be_written_alone)
{
    harness_read(&h, MSH "PID|1||1^^^A&B~2||D\\T\\E^J\r");
    ck_assert_str_eq(harness_write(&h, harness_node(&h, "PID")),
                     "PID|1||1^^^A&B~2||D\\T\\E^J\n");
    ck_assert_str_eq(harness_write(&h, harness_node(&h, "PID-3")), "1^^^A&B");
    ck_assert_str_eq(harness_write(&h, harness_node(&h, "PID-3.4")), "A&B");
    ck_assert_str_eq(harness_write(&h, harness_node(&h, "PID-3.4.2")), "B");
    ck_assert_str_eq(harness_write(&h, harness_node(&h, "PID-5.1")), "D\\T\\E");
}
END_TEST

START_TEST(a_document_that_was_built_is_written_with_the_usual_delimiters)
{
    struct hilum_builder *b = begin_pid();

    field(1, "1");
    field(3, "a|b^c\nd\re\\");
    hilum_build_open(b, 5, 0, 0, HILUM_NO_PLACE);
    field(2, "JOHN");
    hilum_build_close(b);
    field(5, "again");
    ck_assert_str_eq(written(),
                     "PID|1||a\\F\\b\\S\\c\\.br\\d\\X0D\\e\\E\\||^JOHN~again\n");
}
END_TEST

START_TEST(fields_out_of_order_are_refused)
{
    begin_pid();
    field(3, "a");
    field(2, "b");
    ck_assert_ptr_null(written());
    ck_assert_str_eq(h.where, "PID-2");
}
END_TEST

START_TEST(components_do_not_repeat)
{
    hilum_build_open(begin_pid(), 3, 0, 0, HILUM_NO_PLACE);
    field(2, "a");
    field(2, "b");
    ck_assert_ptr_null(written());
    ck_assert_str_eq(h.where, "PID-3");
}
END_TEST

START_TEST(what_lies_too_deep_is_refused)
{
    for (int i = 0; i < 4; i++)
        hilum_build_open(i ? &h.builder : begin_pid(), 1, 0, 0, HILUM_NO_PLACE);
    field(1, "a");
    ck_assert_ptr_null(written());
}
END_TEST

START_TEST(what_has_no_separator_is_refused)
{
    harness_read(&h, "MSH|^~|A\rPID|a\\b\r");
    ck_assert_ptr_nonnull(harness_write(&h, NULL));
    struct hilum_builder *b = begin_pid();

    b->depth = 1;
    b->count = 1;
    hilum_build_open(b, HILUM_NAME("MSH"), 0, 0, HILUM_NO_PLACE);
    field(2, "^");
    field(3, "a^b");
    ck_assert_ptr_null(written());
    ck_assert_str_eq(h.where, "MSH-3");
}
END_TEST

Suite *er7_encode_suite(void)
{
    Suite *suite = suite_create("er7_encode");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_message_comes_back_byte_for_byte);
    tcase_add_test(tc, an_mllp_frame_is_none_of_the_message);
    tcase_add_test(tc, what_was_not_changed_is_written_as_it_stands);
    tcase_add_test(tc, what_says_nothing_is_left_out_of_what_is_put_together);
    tcase_add_test(tc, the_messages_own_delimiters_are_used);
    tcase_add_test(tc, a_segment_or_a_field_can_be_written_alone);
    tcase_add_test(tc, a_document_that_was_built_is_written_with_the_usual_delimiters);
    tcase_add_test(tc, fields_out_of_order_are_refused);
    tcase_add_test(tc, components_do_not_repeat);
    tcase_add_test(tc, what_lies_too_deep_is_refused);
    tcase_add_test(tc, what_has_no_separator_is_refused);
    suite_add_tcase(suite, tc);
    return suite;
}
