/* er7_split_test.c -- the messages of a stream, however it is cut. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/er7_split.h"

#include "suites.h"

#include <stdio.h>

enum { GOT = 4096 };

/* What came of a stream: messages in brackets and faults in braces, with line breaks
 * as '/'; and the labels of the last message. */
struct got {
    char   text[GOT];
    size_t len;
    char   labels[ER7_LABELS];
};

static void add(struct got *g, char open, struct hilum_view v, char close)
{
    g->len += (size_t)snprintf(g->text + g->len, sizeof g->text - g->len, "%c%.*s%c",
                               open, (int)v.len, v.ptr, close);
    ck_assert_uint_lt(g->len, sizeof g->text);
}

static void take(struct got *g, const struct hilum_piece *p)
{
    if (p->found == HILUM_FOUND_MESSAGE) {
        add(g, '[', p->message, ']');
        snprintf(g->labels, sizeof g->labels, "%.*s", (int)p->labels.len, p->labels.ptr);
    } else if (p->found == HILUM_FOUND_FAULT) {
        ck_assert(*p->reason);
        add(g, '{', hilum_view(p->place), '}');
    }
}

/* Reads a stream whose bytes come so many at a time. */
static struct got read_stream(struct hilum_view bytes, size_t chunk)
{
    struct er7_split   s     = { 0 };
    struct got         g     = { .len = 0 };
    struct hilum_piece piece = { .found = HILUM_FOUND_OTHER };
    size_t             at = 0, end = 0;

    while (piece.found != HILUM_FOUND_NOTHING) {
        er7_split(&s, (struct hilum_view){ bytes.ptr + at, end - at }, end == bytes.len,
                  &piece);
        at += piece.used;
        ck_assert_uint_le(at, end);
        take(&g, &piece);
        if (piece.found == HILUM_FOUND_MORE) {
            ck_assert_uint_eq(piece.used, 0);
            ck_assert_uint_lt(end, bytes.len);
            end = bytes.len - end < chunk ? bytes.len : end + chunk;
        }
    }
    ck_assert_uint_eq(at, bytes.len);
    for (char *c = g.text; *c; c++)
        if (*c == '\r' || *c == '\n')
            *c = '/';
    return g;
}

/* The same at every size of the pieces; the labels of the last message. */
static const char *expect(const char *file, const char *wanted)
{
    static struct got whole;
    struct hilum_view bytes = hilum_view(file);

    whole = read_stream(bytes, bytes.len + 1);
    ck_assert_str_eq(whole.text, wanted);
    for (size_t chunk = 1; chunk < bytes.len; chunk++)
        ck_assert_str_eq(read_stream(bytes, chunk).text, wanted);
    return whole.labels;
}

START_TEST(a_message_begins_at_each_msh)
{
    expect("MSH|1\rPID|1\rMSH|2\rPID|2\r", "[MSH|1/PID|1/][MSH|2/PID|2/]");
    expect("MSH|1\r\nPID|1\r\nMSH|2\r\nPID|2", "[MSH|1//PID|1//][MSH|2//PID|2]");
    expect("\n\nMSH#1\n\n\nMSH#2\n", "[MSH#1/][MSH#2/]");
    expect("MSH|1 MSH|\rOBX|MSH|\rMSHX|\rMSH", "[MSH|1 MSH|/OBX|MSH|/MSHX|/MSH]");
}
END_TEST

START_TEST(what_stands_before_a_name_is_passed_over)
{
    expect("\xef\xbb\xbfMSH|1\r  \tMSH|2\r\xef\xbb\xbfMSH|3\r \r",
           "[MSH|1/][MSH|2/][MSH|3/ /]");
    expect("\xef\xbb\xbf\r\n \t\r\n  MSH|1\r\n   \r\n\r\nMSH|2", "[MSH|1//   //][MSH|2]");
}
END_TEST

START_TEST(frames_are_taken_off)
{
    expect("\x0bMSH|1\rPID|1\r\x1c\r\x0bMSH|2\r\x1c\r", "[MSH|1/PID|1/][MSH|2/]");
    expect("\x0bMSH|1\x1c\r\x0bMSH|2\x1c\r", "[MSH|1][MSH|2]");
}
END_TEST

START_TEST(what_is_no_hl7_is_a_message_too)
{
    expect("{\n \"resourceType\": \"Patient\"\n}\n",
           "[{/ \"resourceType\": \"Patient\"/}/]");
    expect("junk\rMSH|1\r", "[junk/][MSH|1/]");
    expect("FHS|\rjunk\rBHS|\rmore\rBTS|0\rFTS|1\rend", "[junk/][more/][end]");
    expect("MSHX\rMSH", "[MSHX/MSH]");
}
END_TEST

START_TEST(nothing_is_no_message)
{
    expect("", "");
    expect("\r\n\r\n", "");
    expect(" \t", "");
    expect("                                                                    "
           "                                         \r\x1c\r",
           "");
}
END_TEST

START_TEST(a_batch_is_taken_apart)
{
    expect("FHS|\rBHS|\rMSH|1\rPID|\rMSH|2\rBTS|2\rFTS|1\r", "[MSH|1/PID|/][MSH|2/]");
    expect("BHS|\r\nMSH|1\r\nBTS| 01 \r\nBHS|\r\nMSH|2\r\nBTS\r\n", "[MSH|1//][MSH|2//]");
    expect("BHS|\nMSH|1\nBTS||comment\n", "[MSH|1/]");
    expect("FHS|\rMSH|1\rMSH|2\rFTS|1\r", "[MSH|1/][MSH|2/]");
    expect("FHS|\rBHS|\rBTS|0\rFTS|1", "");
    expect("FHS|\rBHS|\rMSH|1\rBTS\rFTS", "[MSH|1/]");
}
END_TEST

START_TEST(counts_that_do_not_agree_are_told)
{
    expect("BHS|\rMSH|1\rBTS|2\r", "[MSH|1/]{BTS-1}");
    expect("BHS|\rMSH|1\rBTS|one\r", "[MSH|1/]{BTS-1}");
    expect("BHS|\rMSH|1\rBTS|1234567890123456789012\r", "[MSH|1/]{BTS-1}");
    expect("FHS|\rBHS|\rMSH|1\rBTS|1\rFTS|2\r", "[MSH|1/]{FTS-1}");
    expect("FHS|\rFTS|1\r", "{FTS-1}");
}
END_TEST

START_TEST(headers_and_trailers_that_are_missing_are_told)
{
    expect("FHS|\rBHS|\rMSH|1\r", "[MSH|1/]{BTS}{FTS}");
    expect("FHS|\rBHS|\rMSH|1\rFTS|1", "[MSH|1/]{BTS}");
    expect("BHS|\rMSH|1\rBHS|\rMSH|2\rBTS|1\r", "[MSH|1/]{BTS}[MSH|2/]");
    expect("FHS|\rBHS|\rMSH|1\rFHS|\rFTS|0\r", "[MSH|1/]{BTS}{FTS}");
    expect("MSH|1\rBTS|1\rFTS|1\r", "[MSH|1/]{BTS}{FTS}");
    expect("FHS|\rBHS|\rMSH|1\rBTS|1\rMSH|2\rMSH|3\rFTS|1\r",
           "[MSH|1/]{BHS}[MSH|2/][MSH|3/]");
}
END_TEST

START_TEST(messages_carry_what_the_headers_say)
{
    ck_assert_str_eq(
        expect("FHS|^~\\&|LAB^1.2.3^ISO|HOSP|||20260101||NAME||F-1\r"
               "BHS#*~\\&#APP*1.2#WARD*3###20260102##NIGHT##B-7\rMSH|1\rMSH|2\rBTS#2\r"
               "FTS|1\r",
               "[MSH|1/][MSH|2/]"),
        "file=F-1\nfile-sender=LAB|HOSP\nfile-name=NAME\nbatch=B-7\n"
        "batch-sender=APP|WARD\nbatch-name=NIGHT\nbatch-time=20260102\n"
        "batch-position=2\n");
    ck_assert_str_eq(
        expect("FHS|^~\\&||HOSP\rBHS|^~\\&|A\rBTS|0\rMSH|1\rFTS|1\r", "{BHS}[MSH|1/]"),
        "file-sender=|HOSP\n");
    ck_assert_str_eq(expect("BHS|^~\\&|A\rnone\rBTS|0\r", "[none/]"), "batch-sender=A\n");
    ck_assert_str_eq(expect("BHS|\rMSH|1\rBTS|1\rMSH|2\r", "[MSH|1/][MSH|2/]"), "");
}
END_TEST

START_TEST(labels_are_short_and_clean)
{
    char file[512], wanted[128];

    ck_assert_str_eq(expect("BHS|^~\\&|||||||a\x01"
                            "b\x7f=c\rMSH|1\rBTS|1\r",
                            "[MSH|1/]"),
                     "batch-name=a b =c\nbatch-position=1\n");
    ck_assert_str_eq(expect("BHS|^~\\&|||||||Z\xc3\xbcrich\rMSH|1\rBTS|1\r", "[MSH|1/]"),
                     "batch-name=Z\xc3\xbcrich\nbatch-position=1\n");
    ck_assert_str_eq(expect("BHS|^~\\&|||||||Z\xfcrich\rMSH|1\rBTS|1\r", "[MSH|1/]"),
                     "batch-name=Z?rich\nbatch-position=1\n");
    snprintf(file, sizeof file, "BHS|^~\\&|||||||%063d\xc3\xbc\rMSH|1\rBTS|1\r", 7);
    snprintf(wanted, sizeof wanted, "batch-name=%063d\nbatch-position=1\n", 7);
    ck_assert_str_eq(expect(file, "[MSH|1/]"), wanted);
}
END_TEST

START_TEST(the_longest_labels_fit)
{
    struct er7_batch  b = { 0 };
    char              header[1200];
    size_t            len = 0;
    struct hilum_view labels;

    len += (size_t)snprintf(header, sizeof header, "XHS|^~\\&");
    for (int i = 3; i < 12; i++)
        len += (size_t)snprintf(header + len, sizeof header - len, "|%0100d", i);
    er7_batch_line(&b, ER7_LINE_FHS, (struct hilum_view){ header, len });
    er7_batch_line(&b, ER7_LINE_BHS, (struct hilum_view){ header, len });
    b.messages = UINT64_MAX;
    labels     = er7_batch_labels(&b, true);
    ck_assert_uint_lt(labels.len, sizeof b.labels);
    ck_assert_mem_eq(labels.ptr + labels.len - 5, "1615\n", 5);
}
END_TEST

START_TEST(bytes_that_hold_several_messages_are_known)
{
    ck_assert(er7_several(HILUM_VIEW("FHS|^~\\&|")));
    ck_assert(er7_several(HILUM_VIEW("\x0b\r\n  BHS|^~\\&|")));
    ck_assert(er7_several(HILUM_VIEW("\xef\xbb\xbf"
                                     "BHS|^~\\&|")));
    ck_assert(!er7_several(HILUM_VIEW("MSH|^~\\&|\rBHS|^~\\&|")));
    ck_assert(!er7_several(HILUM_VIEW("BTS|1")));
    ck_assert(!er7_several(HILUM_VIEW("BHS")));
    ck_assert(!er7_several(HILUM_VIEW("")));
}
END_TEST

START_TEST(a_long_message_is_looked_through_once)
{
    enum { LONG = 1 << 20 };
    char              *text = malloc(LONG);
    struct er7_split   s    = { 0 };
    struct hilum_piece p;

    memset(text, 'M', LONG);
    for (size_t i = 0; i < LONG; i += 64)
        text[i] = '\r';
    memcpy(text, "MSH|", 4);
    for (size_t end = 1; end < LONG; end += 509) {
        er7_split(&s, (struct hilum_view){ text, end }, false, &p);
        ck_assert_uint_eq(p.found, HILUM_FOUND_MORE);
        ck_assert_uint_ge(s.scanned + 5, end);
    }
    er7_split(&s, (struct hilum_view){ text, LONG }, true, &p);
    ck_assert_uint_eq(p.found, HILUM_FOUND_MESSAGE);
    ck_assert_uint_eq(p.message.len, LONG);
    free(text);
}
END_TEST

Suite *er7_split_suite(void)
{
    Suite *suite = suite_create("er7_split");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, a_message_begins_at_each_msh);
    tcase_add_test(tc, what_stands_before_a_name_is_passed_over);
    tcase_add_test(tc, frames_are_taken_off);
    tcase_add_test(tc, what_is_no_hl7_is_a_message_too);
    tcase_add_test(tc, nothing_is_no_message);
    tcase_add_test(tc, a_batch_is_taken_apart);
    tcase_add_test(tc, counts_that_do_not_agree_are_told);
    tcase_add_test(tc, headers_and_trailers_that_are_missing_are_told);
    tcase_add_test(tc, messages_carry_what_the_headers_say);
    tcase_add_test(tc, labels_are_short_and_clean);
    tcase_add_test(tc, the_longest_labels_fit);
    tcase_add_test(tc, bytes_that_hold_several_messages_are_known);
    tcase_add_test(tc, a_long_message_is_looked_through_once);
    suite_add_tcase(suite, tc);
    return suite;
}
