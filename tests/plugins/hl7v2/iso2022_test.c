/* iso2022_test.c -- the sets that escape sequences switch to. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/iso2022.h"

#include "suites.h"

static struct charsets open;

static void teardown(void)
{
    charsets_close(&open);
}

static const struct iso2022_set *set(const char *behind_esc)
{
    size_t                    used;
    const struct iso2022_set *s = iso2022_set(hilum_view(behind_esc), &used);

    ck_assert_msg(s != NULL && used == strlen(behind_esc), "%s", behind_esc);
    return s;
}

START_TEST(every_set_reads_a_character_and_writes_it_again)
{
    static const struct {
        const char *escape, *bytes, *text;
    } rows[] = {
        { "$B", ";3", "山" },        { "$@", ";3", "山" },  { "$(B", ";3", "山" },
        { "$(D", "0!", "丂" },       { ")I", "\xd4", "ﾔ" }, { "(I", "T", "ﾔ" },
        { "$)C", "\xb1\xe8", "김" }, { "$(C", "1h", "김" }, { "$)A", "\xcd\xf5", "王" },
        { "$(A", "Mu", "王" },       { "$A", "Mu", "王" },  { "$)G", "\xc4\xa1", "一" },
        { "$(G", "D!", "一" },       { "$(H", "!!", "乂" }, { "-A", "\xe9", "é" },
        { "-B", "\xf8", "ř" },       { "-C", "\xc6", "Ĉ" }, { "-D", "\xd3", "Ķ" },
        { "-L", "\xb8", "И" },       { "-G", "\xe5", "م" }, { "-F", "\xd0", "Π" },
        { "-H", "\xeb", "כ" },       { "-M", "\xde", "Ş" }, { "-V", "\xaf", "Ŋ" },
        { "-T", "\xca", "ส" },       { "-Y", "\xd0", "Š" }, { "-_", "\xd0", "Ŵ" },
        { "-b", "\xa4", "€" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct iso2022_set *s = set(rows[i].escape);
        char                      room[16], bytes[4];
        struct hilum_buffer       out = { .ptr = room, .room = sizeof room };
        struct hilum_view         raw = hilum_view(rows[i].bytes);

        ck_assert_uint_eq(iso2022_read(&open, s, raw, &out), raw.len);
        ck_assert_msg(hilum_is(hilum_buffer_view(&out), rows[i].text), "%s",
                      rows[i].escape);
        ck_assert_uint_eq(iso2022_write(&open, s, hilum_view(rows[i].text), bytes),
                          raw.len);
        ck_assert_int_eq(memcmp(bytes, raw.ptr, raw.len), 0);
    }
}
END_TEST

START_TEST(reading_stops_in_front_of_what_a_set_does_not_have)
{
    char                room[1024], many[300];
    struct hilum_buffer out = { .ptr = room, .room = sizeof room };

    for (size_t i = 0; i < sizeof many; i++)
        many[i] = i % 2 ? '3' : ';';
    many[260] = many[261] = '~';
    ck_assert_uint_eq(
        iso2022_read(&open, set("$B"), (struct hilum_view){ many, sizeof many }, &out),
        260);
    ck_assert_uint_eq(out.len, 3 * 130);
    ck_assert_uint_eq(iso2022_read(&open, set("$B"), HILUM_VIEW(";"), &out), 0);
}
END_TEST

START_TEST(a_character_is_found_in_the_sets_that_are_named)
{
    static const enum charset named[] = { CHARSET_IR_14, CHARSET_IR_87 };
    char                      bytes[4];
    size_t                    n;
    const struct iso2022_set *s;

    s = iso2022_find(&open, named, 2, HILUM_VIEW("山"), bytes, &n);
    ck_assert_ptr_eq(s, set("$B"));
    s = iso2022_find(&open, named, 2, HILUM_VIEW("ﾔ"), bytes, &n);
    ck_assert_ptr_eq(s, set(")I"));
    ck_assert_ptr_null(iso2022_find(&open, named, 2, HILUM_VIEW("김"), bytes, &n));
    ck_assert_ptr_null(iso2022_find(&open, named, 1, HILUM_VIEW("山"), bytes, &n));
}
END_TEST

START_TEST(what_is_no_switch_is_none)
{
    size_t used;

    ck_assert_ptr_null(iso2022_set(HILUM_VIEW("[2J"), &used));
    ck_assert_ptr_null(iso2022_set(HILUM_VIEW("$"), &used));
    ck_assert_ptr_null(iso2022_set(HILUM_VIEW(""), &used));
    ck_assert(iso2022_plain(NULL));
    ck_assert(iso2022_plain(set("(B")));
    ck_assert(iso2022_plain(set("(J")));
    ck_assert(!iso2022_plain(set("$B")));
}
END_TEST

Suite *iso2022_suite(void)
{
    Suite *suite = suite_create("iso2022");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, every_set_reads_a_character_and_writes_it_again);
    tcase_add_test(tc, reading_stops_in_front_of_what_a_set_does_not_have);
    tcase_add_test(tc, a_character_is_found_in_the_sets_that_are_named);
    tcase_add_test(tc, what_is_no_switch_is_none);
    suite_add_tcase(suite, tc);
    return suite;
}
