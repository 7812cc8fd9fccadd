/* send_text_test.c -- the messages that hilum send sends. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/send_text.h"

#include "suite.h"

#include <stdlib.h>
#include <unistd.h>

static struct send_texts texts;

/* Adds a file of these bytes. */
static void add(const char *bytes)
{
    char path[] = "/tmp/hilum-send-XXXXXX";
    int  fd     = mkstemp(path);

    ck_assert_int_eq(write(fd, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
    close(fd);
    ck_assert(send_texts_add(&texts, path));
    unlink(path);
}

static void expect(size_t nth, const char *before, const char *id, const char *after)
{
    ck_assert_uint_lt(nth, texts.count);
    ck_assert(hilum_is(texts.list[nth].before, before));
    ck_assert(hilum_is(texts.list[nth].id, id));
    ck_assert(hilum_is(texts.list[nth].after, after));
}

static void setup(void)
{
    send_texts_init(&texts);
}

static void teardown(void)
{
    send_texts_free(&texts);
}

START_TEST(a_message_is_cut_around_its_control_id)
{
    add("MSH|^~\\&|a|b|c|d|e||ADT^A01|77|P|2.5\nPID|1\n");
    ck_assert(send_texts_cut(&texts));
    ck_assert_uint_eq(texts.count, 1);
    expect(0, "MSH|^~\\&|a|b|c|d|e||ADT^A01|", "77", "|P|2.5\rPID|1\r");
}
END_TEST

START_TEST(files_hold_several_messages)
{
    add("\x0bMSH#^~\\&########1#P\r\nPID#1\r\n\x1c\r\nMSH|^~\\&||||||||2");
    add("comment\nMSH|^~\\&||||||||\r");
    ck_assert(send_texts_cut(&texts));
    ck_assert_uint_eq(texts.count, 3);
    expect(0, "MSH#^~\\&########", "1", "#P\rPID#1\r");
    expect(1, "MSH|^~\\&||||||||", "2", "\rcomment\r");
    expect(2, "MSH|^~\\&||||||||", "", "\r");
}
END_TEST

START_TEST(a_message_without_a_control_id_is_left_as_it_is)
{
    add("MSH|^~\\&|a\rPID|1\r");
    ck_assert(send_texts_cut(&texts));
    expect(0, "MSH|^~\\&|a", "", "\rPID|1\r");
}
END_TEST

START_TEST(a_file_without_messages_is_nothing_to_send)
{
    add("hello\nworld MSH|\n");
    ck_assert(!send_texts_cut(&texts));
}
END_TEST

START_TEST(an_answer_says_what_and_whose)
{
    struct send_answer a =
        send_answer_read(HILUM_VIEW("MSH|^~\\&|\rMSA|AE|77|no\rERR|\r"));

    ck_assert(hilum_is(a.code, "AE") && hilum_is(a.id, "77") && hilum_is(a.text, "no"));
    a = send_answer_read(HILUM_VIEW("MSH|^~\\&|\rMSA|AA"));
    ck_assert(hilum_is(a.code, "AA") && a.id.len == 0 && a.text.len == 0);
    a = send_answer_read(HILUM_VIEW("HTTP/1.1 400"));
    ck_assert_uint_eq(a.code.len, 0);
    a = send_answer_read(HILUM_VIEW(""));
    ck_assert_uint_eq(a.code.len, 0);
}
END_TEST

int main(void)
{
    return suite_run("send_text",
                     SUITE_TESTS(a_message_is_cut_around_its_control_id,
                                 files_hold_several_messages,
                                 a_message_without_a_control_id_is_left_as_it_is,
                                 a_file_without_messages_is_nothing_to_send,
                                 an_answer_says_what_and_whose),
                     setup, teardown);
}
