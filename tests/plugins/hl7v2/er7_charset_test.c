/* er7_charset_test.c -- every character set there and back, and what is wrong in them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/er7_charset.h"

#include "edited.h"
#include "suites.h"

#include <stdio.h>

enum { MOST = 4096 };

static struct harness h;

static void setup(void)
{
    harness_open(&h);
}

static void teardown(void)
{
    harness_close(&h);
}

/* A message in which MSH-18 says `set`, PID-3 is `name` and PID-5 is `last`. */
static struct hilum_view message(char room[static MOST], const char *set,
                                 const char *name, const char *last)
{
    int n = snprintf(room, MOST,
                     "MSH|^~\\&|ADT|WARD|LAB|HOSP|20260324120000||ADT^A01|42|P|2.5.1"
                     "||||||%s\rPID|1||%s^^^B||%s|z\rNTE|1||%s\r",
                     set, name, last, name);

    return (struct hilum_view){ room, (size_t)n };
}

static void read_message(struct hilum_view bytes)
{
    ck_assert_msg(harness_decode(&h, bytes) == HILUM_OK, "%s: %s", h.where, h.why);
}

/* Writes it: as it came, and with another text in PID-5. */
static void writes(struct hilum_view bytes, struct hilum_view changed, const char *what)
{
    const struct hilum_node *root = hilum_root(h.doc);

    h.out.len = 0;
    ck_assert_int_eq(h.part->encode(h.state, &h.call, h.doc, root, &h.out), HILUM_OK);
    ck_assert_msg(hilum_same(hilum_buffer_view(&h.out), bytes), "%s", what);
    edited(&h, "PID-5", "new");
    h.out.len = 0;
    ck_assert_int_eq(h.part->encode(h.state, &h.call, h.doc, hilum_root(h.doc), &h.out),
                     HILUM_OK);
    ck_assert_msg(hilum_same(hilum_buffer_view(&h.out), changed), "%s: %.*s", what,
                  (int)h.out.len, h.out.ptr);
}

/* ---- Every set of table 0211, and those of other names ---------------------- */

static const struct {
    const char *msh_18, *bytes, *text;
} sets[] = {
    /* MSH-18         what stands in the message         what it says */
    { "ASCII", "Mueller", "Mueller" },
    { "ISO IR6", "Mueller", "Mueller" },
    { "8859/1", "M\xfcller \xc5se \xf1", "Müller Åse ñ" },
    { "8859/2",
      "Dvo\xf8\xe1k \xa3\xf3"
      "d\xbc",
      "Dvořák Łódź" },
    { "8859/3",
      "\xc6"
      "a\xfd \xb1",
      "Ĉaŭ ħ" },
    { "8859/4", "\xd3\xbani\xf1\xb9", "Ķēniņš" },
    { "8859/5", "\xb8\xd2\xd0\xdd\xde\xd2", "Иванов" },
    { "8859/6", "\xe5\xcd\xe5\xcf", "محمد" },
    { "8859/7", "\xd0\xe1\xf0\xdc\xf2", "Παπάς" },
    { "8859/8", "\xeb\xe4\xef", "כהן" },
    { "8859/9",
      "\xde"
      "ahin \xfd\xf0",
      "Şahin ığ" },
    { "8859/10", "\xde\xf3r \xaf", "Þór Ŋ" },
    { "8859/11", "\xca\xc1\xaa\xd2\xc2", "สมชาย" },
    { "8859/13", "\xd0\xef\xfbka", "Šļūka" },
    { "8859/14", "\xd0yn \xa2", "Ŵyn ḃ" },
    { "8859/15", "\xbcuvre 5\xa4", "Œuvre 5€" },
    { "8859/16", "\xaatefan \xde", "Ștefan Ț" },
    { "ISO IR14", "\xd4\xcf\xc0\xde YAMADA", "ﾔﾏﾀﾞ YAMADA" },
    { "ISO IR14~ISO IR87", "\xd4\xcf\xc0\xde\x1b$B;3ED\x1b(J", "ﾔﾏﾀﾞ山田" },
    { "~ISO IR87", "\x1b$B;3ED\x1b(B TARO \x1b$BB@O:\x1b(B", "山田 TARO 太郎" },
    { "ISO IR87", "\x1b$B;3ED\x1b(B", "山田" },
    { "~ISO IR87~ISO IR159", "\x1b$B;3\x1b$(D0!0\"\x1b(B", "山丂丄" },
    { "GB 18030-2000",
      "\xcd\xf5\xd0\xa1\xc3\xf7 \x81"
      "9\xef"
      "1",
      "王小明 㐂" },
    { "KS X 1001",
      "\xb1\xe8\xb9\xce\xbc\xf6 \x81"
      "A",
      "김민수 갂" },
    { "CNS 11643-1992", "\xc4\xe3\x8e\xa2\xa1\xa1", "中乂" },
    { "BIG-5", "\xa4\xfd\xb3\\\xa5\\\xbb\\", "王許功蓋" },
    { "UNICODE UTF-8", "Müller 山田 😀", "Müller 山田 😀" },
    { "UNICODE", "Müller 山田", "Müller 山田" },
    { "ISO-8859-1", "\xe9", "é" },
    { "ISO8859-15", "\xa4", "€" },
    { "utf-8", "é", "é" },
    { "UTF8", "é", "é" },
    { "SHIFT-JIS",
      "\x8eR\x93"
      "c\x83\\\x83|",
      "山田ソポ" },
    { "SJIS", "\x94\\", "能" },
    { "EUC-JP", "\xbb\xb3\xc5\xc4\xc2\xc0\xcf\xba", "山田太郎" },
    { "GBK", "\xcd\xf5\x81\\", "王乗" },
    { "KOI8-R", "\xe9\xd7\xc1\xce\xcf\xd7", "Иванов" },
    { "WINDOWS-1250", "Dvo\xf8\xe1k", "Dvořák" },
    { "WINDOWS-1251", "\xc8\xe2\xe0\xed\xee\xe2", "Иванов" },
    { "WINDOWS-1252",
      "na\xefve \x93"
      "5\x80\x94",
      "naïve “5€”" },
    { "WINDOWS-1253", "\xd0\xe1\xf0\xdc\xf2", "Παπάς" },
    { "WINDOWS-1254",
      "\xde"
      "ahin",
      "Şahin" },
    { "WINDOWS-1255", "\xeb\xe4\xef", "כהן" },
    { "WINDOWS-1256", "\xe3\xcd\xe3\xcf", "محمد" },
    { "WINDOWS-1257", "\xd0\xef\xfbka", "Šļūka" },
    { "WINDOWS-1258", "Ph\xf4 \xfe", "Phô ₫" },
    /* Switched to in the text, by ISO 2022's sequences. */
    { "ASCII~8859/2", "Dvo\xf8\xe1k", "Dvořák" },
    { "8859/1~8859/5", "\xe9 \x1b-L\xb8\xd2", "é Ив" },
    { "~KS X 1001", "\x1b$)C\xb1\xe8\xc8\xf1\xc1\xdf", "김희중" },
    { "~GB 2312", "\x1b$)A\xcd\xf5", "王" },
};

START_TEST(every_character_set_goes_there_and_back)
{
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        char              was[MOST], is[MOST];
        struct hilum_view bytes   = message(was, sets[i].msh_18, sets[i].bytes, "old");
        struct hilum_view changed = message(is, sets[i].msh_18, sets[i].bytes, "new");

        read_message(bytes);
        ck_assert_msg(strcmp(harness_text(&h, "PID-3.1"), sets[i].text) == 0, "%s: %s",
                      sets[i].msh_18, harness_text(&h, "PID-3.1"));
        ck_assert_str_eq(harness_text(&h, "NTE-3"), sets[i].text);
        ck_assert_str_eq(harness_text(&h, "PID-3.4"), "B");
        ck_assert_msg(h.reports == 0, "%s: %s", sets[i].msh_18, h.reported);
        writes(bytes, changed, sets[i].msh_18);
    }
}
END_TEST

START_TEST(the_feeds_option_is_stronger_than_msh_18)
{
    char              was[MOST], is[MOST];
    struct hilum_view bytes = message(was, "UNICODE UTF-8", "Dvo\xf8\xe1k", "old");

    harness_close(&h);
    ck_assert(harness_try(&h, "charset", "8859/2"));
    read_message(bytes);
    ck_assert_str_eq(harness_text(&h, "PID-3.1"), "Dvořák");
    writes(bytes, message(is, "UNICODE UTF-8", "Dvo\xf8\xe1k", "new"), "option");
    harness_close(&h);
    ck_assert(harness_try(&h, "charset", "~ISO IR87"));
    read_message(message(was, "", "\x1b$B;3ED\x1b(B", "old"));
    ck_assert_str_eq(harness_text(&h, "PID-3.1"), "山田");
    ck_assert_uint_eq(h.reports, 0);
}
END_TEST

START_TEST(an_option_that_is_no_character_set_is_refused)
{
    harness_close(&h);
    ck_assert(!harness_try(&h, "charset", "KLINGON"));
    ck_assert_str_eq(h.where, "charset");
    ck_assert_ptr_nonnull(strstr(h.why, "UNICODE UTF-8, "));
    ck_assert_ptr_nonnull(strstr(h.why, "8859/9, "));
}
END_TEST

/* ---- Found out -------------------------------------------------------------- */

/* What is read where MSH-18 does not help, and what is said of it. */
START_TEST(what_msh_18_does_not_say_is_found_out_from_the_bytes)
{
    static const struct {
        const char *msh_18, *bytes, *text, *said;
    } rows[] = {
        { "", "Muller", "Muller", "" },
        { "", "M\xc3\xbcller", "Müller", "MSH-18 charset: found out from the bytes" },
        { "", "M\xfcller 5\x80", "Müller 5€", "read as WINDOWS-1252" },
        { "ASCII", "M\xc3\xbcller", "Müller", "read as UNICODE UTF-8" },
        { "ASCII", "M\xfcller", "Müller", "read as WINDOWS-1252" },
        { "", "\x1b$B;3ED\x1b(B", "山田", "read as UNICODE UTF-8 and ISO 2022" },
        { "KLINGON", "M\xc3\xbcller", "Müller", "is not known" },
        { "KLINGON", "M\xfcller", "Müller", "read as WINDOWS-1252" },
        { "UNICODE", "M\xfcller", "Müller", "" },
        { "UNICODE UTF-16", "M\xc3\xbcller", "Müller", "" },
        { "~ISO IR87", "\xe5\xb1\xb1", "山", "switches to no other set" },
        { "~ISO IR87", "\x8eR", "山", "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char room[MOST];

        read_message(message(room, rows[i].msh_18, rows[i].bytes, "old"));
        ck_assert_msg(strcmp(harness_text(&h, "PID-3.1"), rows[i].text) == 0, "%s: %s",
                      rows[i].said, harness_text(&h, "PID-3.1"));
        ck_assert_msg(strstr(h.reported, rows[i].said) != NULL, "%s: %s", rows[i].said,
                      h.reported);
    }
}
END_TEST

START_TEST(a_byte_order_mark_says_utf_8)
{
    static const char text[] =
        "\xef\xbb\xbfMSH|^~\\&|M\xc3\xbcller|||||||||||||||8859/1\r";

    read_message(hilum_view(text));
    ck_assert_str_eq(harness_text(&h, "MSH-3"), "Müller");
    ck_assert(hilum_same(hilum_text(h.doc, hilum_root(h.doc)), hilum_view(text)));
}
END_TEST

/* ---- Wide characters -------------------------------------------------------- */

static struct hilum_view widened(char room[static MOST], enum charset set, bool mark,
                                 const char *text)
{
    struct charsets     open = { 0 };
    struct hilum_buffer out  = { .ptr = room, .room = MOST };

    if (mark)
        charset_write(&open, set, HILUM_VIEW("\xef\xbb\xbf"), &out);
    ck_assert_uint_eq(charset_write(&open, set, hilum_view(text), &out), strlen(text));
    charsets_close(&open);
    return hilum_buffer_view(&out);
}

START_TEST(wide_characters_go_there_and_back_in_their_byte_order)
{
    static const enum charset wide[] = { CHARSET_UTF_16LE, CHARSET_UTF_16BE,
                                         CHARSET_UTF_32LE, CHARSET_UTF_32BE };
    static const char *const  said[] = { "", "UNICODE", "UNICODE UTF-16", "ASCII" };

    for (size_t i = 0; i < 2 * 4 * 4; i++) {
        enum charset      set  = wide[i / 2 % 4];
        bool              mark = i % 2;
        char              narrow[MOST], was[MOST], is[MOST];
        struct hilum_view bytes, changed;

        message(narrow, said[i / 8], "Müller 山田 😀", "old");
        bytes = widened(was, set, mark, narrow);
        message(narrow, said[i / 8], "Müller 山田 😀", "new");
        changed = widened(is, set, mark, narrow);
        read_message(bytes);
        ck_assert_str_eq(harness_text(&h, "PID-3.1"), "Müller 山田 😀");
        ck_assert_str_eq(harness_text(&h, "PID-5"), "old");
        ck_assert_ptr_nonnull(strstr(h.reported, "found out from the bytes"));
        writes(bytes, changed, charset_name(set));
    }
}
END_TEST

START_TEST(a_message_that_was_built_is_written_in_utf_16_with_a_mark)
{
    char              room[MOST], wide[MOST];
    struct hilum_view text = message(room, "UNICODE UTF-16", "M", "old");

    read_message(text);
    edited(&h, NULL, NULL);
    h.builder.count                                            = 0;
    h.out.len                                                  = 0;
    ((struct hilum_node *)(uintptr_t)hilum_root(h.doc))->place = HILUM_NO_PLACE;
    ck_assert_int_eq(h.part->encode(h.state, &h.call, h.doc, hilum_root(h.doc), &h.out),
                     HILUM_OK);
    ck_assert(hilum_same(hilum_buffer_view(&h.out),
                         widened(wide, CHARSET_UTF_16BE, true, room)));
}
END_TEST

START_TEST(half_a_wide_character_is_kept)
{
    static const char text[] = "M\0S\0H\0|\0^\0~\0\\\0&\0|\0\x3d\xd8x\0|\0y\0\r\0z";

    read_message((struct hilum_view){ text, sizeof text - 2 });
    ck_assert_str_eq(harness_text(&h, "MSH-3"), "\\X3DD8\\x");
    ck_assert_str_eq(h.reported, "MSH-3 charset: byte 0x3DD8 is no UTF-16LE");
}
END_TEST

/* ---- Bytes that are no text -------------------------------------------------- */

START_TEST(bytes_that_are_no_text_stay_as_escape_sequences)
{
    static const struct {
        const char *msh_18, *bytes, *text, *said;
    } rows[] = {
        { "UNICODE UTF-8", "M\xfcller", "M\\XFC\\ller", "0xFC is no UNICODE UTF-8" },
        { "UTF-8", "\xed\xa0\x80", "\\XED\\\\XA0\\\\X80\\", "0x80 is no UNICODE" },
        { "8859/6", "a\xa1", "a\\XA1\\", "0xA1 is no 8859/6" },
        { "KS X 1001", "\xb1\xe8\xff", "김\\XFF\\", "0xFF is no KS X 1001" },
        { "WINDOWS-1252", "\x81", "\\X81\\", "0x81 is no WINDOWS-1252" },
        { "GB 18030-2000", "\xff", "\\XFF\\", "0xFF is no GB 18030-2000" },
        { "BIG-5", "\xfe\xfe", "\\XFE\\\\XFE\\", "0xFE is no BIG-5" },
        { "~ISO IR87", "\x1b$B;3\x7e\x7e\x1b(B", "山\\X1B24427E7E1B2842\\",
          "0x7E7E is no ISO IR87" },
        { "~ISO IR87", "\x1b[2J\x1b$B;3\x1b(B", "\\X1B\\[2J山", "0x1B is no ISO IR87" },
        { "", "5\x81\xfc", "5\\X81\\ü", "0x81 is no WINDOWS-1252" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char              room[MOST];
        struct hilum_view bytes = message(room, rows[i].msh_18, rows[i].bytes, "old");

        read_message(bytes);
        ck_assert_msg(strcmp(harness_text(&h, "PID-3.1"), rows[i].text) == 0, "%s: %s",
                      rows[i].said, harness_text(&h, "PID-3.1"));
        ck_assert_str_eq(harness_text(&h, "PID-7"), "(none)");
        ck_assert_str_eq(harness_text(&h, "PID-6"), "z");
        ck_assert_msg(strstr(h.reported, rows[i].said) != NULL, "%s: %s", rows[i].said,
                      h.reported);
        ck_assert_ptr_nonnull(strstr(h.reported, "NTE-3 charset"));
        h.out.len = 0;
        h.part->encode(h.state, &h.call, h.doc, hilum_root(h.doc), &h.out);
        ck_assert(hilum_same(hilum_buffer_view(&h.out), bytes));
    }
}
END_TEST

START_TEST(bad_bytes_are_reported_twenty_times_and_then_counted)
{
    char room[MOST], bad[61];

    memset(bad, 0xff, 60);
    bad[60] = '\0';
    read_message(message(room, "UTF-8", bad, "old"));
    ck_assert_uint_eq(h.reports, 21);
    ck_assert_str_eq(h.reported,
                     " charset: 100 more bytes are in no character set of the message");
}
END_TEST

/* ---- Characters that the set does not have ----------------------------------- */

START_TEST(a_character_that_is_in_no_set_is_written_as_utf_8_in_escape_sequences)
{
    char        room[MOST], wanted[MOST];
    const char *written;

    read_message(message(room, "8859/1", "M\xfcller", "old"));
    edited(&h, "PID-5", "5€ \xc3\xbc");
    written = harness_write(&h, NULL);
    ck_assert_str_eq(h.reported, "MSH-18 charset: 1 characters that 8859/1 does not have "
                                 "are written as UTF-8 in escape sequences");
    message(wanted, "8859/1~UNICODE UTF-8", "M\xfcller",
            "5\\C2547\\\\XE282AC\\\\C2540\\ \xfc");
    for (char *c = wanted; *c; c++)
        *c = *c == '\r' ? '\n' : *c;
    ck_assert_str_eq(written, wanted);
    for (char *c = wanted; *c; c++)
        *c = *c == '\n' ? '\r' : *c;
    read_message(hilum_view(wanted));
    ck_assert_str_eq(harness_text(&h, "PID-5"), "5€ ü");
    ck_assert_str_eq(harness_text(&h, "PID-3.1"), "Müller");
}
END_TEST

START_TEST(a_character_is_written_in_another_set_of_msh_18)
{
    char room[MOST];

    read_message(message(room, "~ISO IR87", "x", "old"));
    edited(&h, "PID-5", "山a田^");
    ck_assert_ptr_nonnull(
        strstr(harness_write(&h, NULL), "|\x1b$B;3\x1b(Ba\x1b$BED\x1b(B\\S\\|z"));
    read_message(message(room, "8859/1~8859/5", "x", "old"));
    edited(&h, "PID-5", "é И é");
    ck_assert_ptr_nonnull(
        strstr(harness_write(&h, NULL), "|\xe9 \x1b-L\xb8 \x1b-A\xe9|z"));
    read_message(message(room, "8859/1~8859/5", "x", "old"));
    edited(&h, "PID-5", "é И é");
    ck_assert_uint_eq(h.reports, 0);
}
END_TEST

Suite *er7_charset_suite(void)
{
    Suite *suite = suite_create("er7_charset");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, every_character_set_goes_there_and_back);
    tcase_add_test(tc, the_feeds_option_is_stronger_than_msh_18);
    tcase_add_test(tc, an_option_that_is_no_character_set_is_refused);
    tcase_add_test(tc, what_msh_18_does_not_say_is_found_out_from_the_bytes);
    tcase_add_test(tc, a_byte_order_mark_says_utf_8);
    tcase_add_test(tc, wide_characters_go_there_and_back_in_their_byte_order);
    tcase_add_test(tc, a_message_that_was_built_is_written_in_utf_16_with_a_mark);
    tcase_add_test(tc, half_a_wide_character_is_kept);
    tcase_add_test(tc, bytes_that_are_no_text_stay_as_escape_sequences);
    tcase_add_test(tc, bad_bytes_are_reported_twenty_times_and_then_counted);
    tcase_add_test(tc,
                   a_character_that_is_in_no_set_is_written_as_utf_8_in_escape_sequences);
    tcase_add_test(tc, a_character_is_written_in_another_set_of_msh_18);
    suite_add_tcase(suite, tc);
    return suite;
}
