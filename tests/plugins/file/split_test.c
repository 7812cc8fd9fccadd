/* split_test.c -- the messages of a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "file/split.h"

#include "suite.h"

#include <stdio.h>

/* Each message in brackets, line breaks as '/'. */
static void expect(const char *file, const char *wanted)
{
    struct hilum_view rest     = hilum_view(file), m;
    char              got[512] = "";
    size_t            len      = 0;

    while (split_next(&rest, &m))
        len += (size_t)snprintf(got + len, sizeof got - len, "[%.*s]", (int)m.len, m.ptr);
    for (char *c = got; *c; c++)
        if (*c == '\r' || *c == '\n')
            *c = '/';
    ck_assert_str_eq(got, wanted);
}

START_TEST(a_message_begins_at_each_msh)
{
    expect("MSH|1\rPID|1\rMSH|2\rPID|2\r", "[MSH|1/PID|1/][MSH|2/PID|2/]");
    expect("MSH|1\r\nPID|1\r\nMSH|2\r\nPID|2", "[MSH|1//PID|1/][MSH|2//PID|2]");
    expect("\n\nMSH#1\n\n\nMSH#2\n", "[MSH#1/][MSH#2/]");
}
END_TEST

START_TEST(a_batch_is_taken_apart)
{
    expect("FHS|\rBHS|\rMSH|1\rPID|\rMSH|2\rBTS|2\rFTS|1\r", "[MSH|1/PID|/][MSH|2/]");
    expect("FHS|\rBTS|0\r", "");
}
END_TEST

START_TEST(frames_are_taken_off)
{
    expect("\x0bMSH|1\rPID|1\r\x1c\r\x0bMSH|2\r\x1c\r", "[MSH|1/PID|1/][MSH|2/]");
}
END_TEST

START_TEST(what_is_no_hl7_is_a_message_too)
{
    expect("{\n \"resourceType\": \"Patient\"\n}\n",
           "[{/ \"resourceType\": \"Patient\"/}/]");
    expect("junk\rMSH|1\r", "[junk/][MSH|1/]");
    expect("MSHX\rMSH", "[MSHX/MSH]");
}
END_TEST

START_TEST(nothing_is_no_message)
{
    expect("", "");
    expect("\r\n\r\n", "");
}
END_TEST

int main(void)
{
    return suite_run("split",
                     SUITE_TESTS(a_message_begins_at_each_msh,
                                 a_batch_is_taken_apart,
                                 frames_are_taken_off,
                                 what_is_no_hl7_is_a_message_too,
                                 nothing_is_no_message),
                     NULL, NULL);
}
