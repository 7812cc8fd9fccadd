/* answer_batch_test.c -- the one reply to a batch. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>

#define FHS "FHS|^~\\&|ADT|WARD|LAB|HOSP|2026||daily.hl7||F7\r"
#define BHS "BHS|^~\\&|ADT|WARD|LAB|HOSP|2026||name||B7\r"
#define MSH(id) "MSH|^~\\&|A|B|C|D|||ADT^A01|" id "|P|2.5\rPID|1\r"
#define ACK(code, id) "MSH|^~\\&|C|D\rMSA|" code "|" id "\r"

/* Headers of the reply, the ids of which stand in as # when they are shown. */
#define FHS_REPLY "FHS|^~\\&|LAB|HOSP|ADT|WARD|20260324120000+0000||||#|F7\n"
#define BHS_REPLY "BHS|^~\\&|LAB|HOSP|ADT|WARD|20260324120000+0000||||#|B7\n"

/* The reply to a batch, with up to four replies to its messages. */
static const char *reply(const char *mode, const char *bytes, const char *const *replies,
                         size_t count)
{
    static char       text[4096];
    struct harness    h;
    struct hilum_view views[4];
    size_t            at = 0;

    for (size_t i = 0; i < count; i++)
        views[i] = hilum_view(replies[i]);
    ck_assert(harness_try(&h, "batch_answer", mode));
    ck_assert_int_eq(
        h.part->enclose(h.state, &h.call, hilum_view(bytes), views, count, &h.out),
        HILUM_OK);
    for (size_t i = 0; i < h.out.len && at + 1 < sizeof text; i++) {
        bool id = i >= 4 && memcmp(h.out.ptr + i - 4, "||||", 4) == 0;

        text[at++] = id ? '#' : h.out.ptr[i] == '\r' ? '\n' : h.out.ptr[i];
        i += id ? 19 : 0;
    }
    text[at] = '\0';
    harness_close(&h);
    return text;
}

START_TEST(a_batch_is_answered_with_a_batch)
{
    ck_assert_str_eq(reply("all", BHS MSH("1") MSH("2") "BTS|2\r",
                           (const char *[]){ ACK("AA", "1"), ACK("AE", "2") }, 2),
                     BHS_REPLY "MSH|^~\\&|C|D\nMSA|AA|1\nMSH|^~\\&|C|D\nMSA|AE|2\n"
                               "BTS|2\n");
}
END_TEST

START_TEST(a_file_is_answered_with_a_file)
{
    ck_assert_str_eq(
        reply("all", FHS BHS MSH("1") "BTS|1\r" BHS MSH("2") MSH("3") "BTS|2\rFTS|2\r",
              (const char *[]){ ACK("AA", "1"), ACK("AA", "2"), ACK("AA", "3") }, 3),
        FHS_REPLY BHS_REPLY
        "MSH|^~\\&|C|D\nMSA|AA|1\nBTS|1\n" BHS_REPLY
        "MSH|^~\\&|C|D\nMSA|AA|2\nMSH|^~\\&|C|D\nMSA|AA|3\nBTS|2\nFTS|2\n");
    ck_assert_str_eq(
        reply("all", FHS MSH("1") "FTS|0\r", (const char *[]){ ACK("AA", "1") }, 1),
        FHS_REPLY "MSH|^~\\&|C|D\nMSA|AA|1\nFTS|0\n");
}
END_TEST

START_TEST(only_errors_or_nothing_may_be_told)
{
    const char *const mixed[] = { ACK("AA", "1"), ACK("AE", "2") };
    const char *const good[]  = { ACK("AA", "1"), ACK("CA", "2") };

    ck_assert_str_eq(reply("errors", BHS MSH("1") MSH("2") "BTS|2\r", mixed, 2),
                     BHS_REPLY "MSH|^~\\&|C|D\nMSA|AE|2\nBTS|1\n");
    ck_assert_str_eq(reply("errors", BHS MSH("1") MSH("2") "BTS|2\r", good, 2),
                     BHS_REPLY "BTS|0\n");
    ck_assert_str_eq(reply("none", BHS MSH("1") MSH("2") "BTS|2\r", mixed, 2), "");
}
END_TEST

START_TEST(messages_that_want_no_answer_have_none)
{
    ck_assert_str_eq(reply("all", BHS MSH("1") MSH("2") MSH("3") "BTS|3\r",
                           (const char *[]){ "", ACK("AA", "2"), "" }, 3),
                     BHS_REPLY "MSH|^~\\&|C|D\nMSA|AA|2\nBTS|1\n");
    ck_assert_str_eq(
        reply("all", BHS MSH("1") MSH("2") "BTS|2\r", (const char *[]){ "", "" }, 2), "");
    ck_assert_str_eq(reply("errors", BHS "BTS|0\r", NULL, 0), "");
}
END_TEST

START_TEST(a_batch_that_is_cut_is_answered_as_far_as_it_goes)
{
    ck_assert_str_eq(reply("all", "\xef\xbb\xbf\n " BHS "\n" MSH("1"),
                           (const char *[]){ ACK("AA", "1") }, 1),
                     BHS_REPLY "MSH|^~\\&|C|D\nMSA|AA|1\nBTS|1\n");
    ck_assert_str_eq(reply("all", BHS MSH("1") BHS MSH("2"),
                           (const char *[]){ ACK("AA", "1"), ACK("AA", "2") }, 2),
                     BHS_REPLY "MSH|^~\\&|C|D\nMSA|AA|1\nBTS|1\n" BHS_REPLY
                               "MSH|^~\\&|C|D\nMSA|AA|2\nBTS|1\n");
    ck_assert_str_eq(
        reply("all", "BHS\r" MSH("1"), (const char *[]){ ACK("AA", "1") }, 1),
        "MSH|^~\\&|C|D\nMSA|AA|1\n");
}
END_TEST

/* Text that is no message is one to the splitter, so it has a reply, too. */
START_TEST(every_reply_stands_in_its_batch)
{
    ck_assert_str_eq(
        reply("all", BHS "rubbish\r" MSH("1") "BTS|1\r" BHS MSH("2") "BTS|1\r",
              (const char *[]){ ACK("AR", ""), ACK("AA", "1"), ACK("AA", "2") }, 3),
        BHS_REPLY "MSH|^~\\&|C|D\nMSA|AR|\nMSH|^~\\&|C|D\nMSA|AA|1\nBTS|2\n" BHS_REPLY
                  "MSH|^~\\&|C|D\nMSA|AA|2\nBTS|1\n");
}
END_TEST

START_TEST(a_batch_has_separators_of_its_own)
{
    const char *text = reply("all", "BHS$*%!@$A$B$C$D$$$$$9\r" MSH("1") "BTS$1\r",
                             (const char *[]){ ACK("AA", "1") }, 1);

    ck_assert_ptr_nonnull(strstr(text, "BHS$*%!@$C$D$A$B$20260324120000+0000$$$$"));
    ck_assert_ptr_nonnull(strstr(text, "$9\nMSH|^~\\&|C|D\nMSA|AA|1\nBTS$1\n"));
}
END_TEST

Suite *answer_batch_suite(void)
{
    Suite *suite = suite_create("answer_batch");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, a_batch_is_answered_with_a_batch);
    tcase_add_test(tc, a_file_is_answered_with_a_file);
    tcase_add_test(tc, only_errors_or_nothing_may_be_told);
    tcase_add_test(tc, messages_that_want_no_answer_have_none);
    tcase_add_test(tc, a_batch_that_is_cut_is_answered_as_far_as_it_goes);
    tcase_add_test(tc, every_reply_stands_in_its_batch);
    tcase_add_test(tc, a_batch_has_separators_of_its_own);
    suite_add_tcase(suite, tc);
    return suite;
}
