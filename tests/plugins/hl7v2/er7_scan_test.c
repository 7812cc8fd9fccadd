/* er7_scan_test.c -- every way to find separators finds the same. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"

#include "plugins/hl7v2/er7_scan.h"

enum { BLOCKS = 40, TEXT = BLOCKS * ER7_BLOCK, ROUNDS = 400 };

/* Numbers that are the same every time. */
static uint32_t draw(uint32_t below)
{
    static uint64_t state = 88172645463325252ull;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32) % below;
}

/* Text with many separators, or any bytes at all. */
static void fill(char *text, const char *likely)
{
    bool any = draw(4) == 0;

    for (size_t i = 0; i < TEXT; i++)
        text[i] = any ? (char)draw(256) : likely[draw((uint32_t)strlen(likely))];
}

static bool is_mark(const struct er7_delimiters *d, char c)
{
    return c == '\r' || c == '\n' || c == '"' || er7_delimiters_separate(d, c) ||
           (c && c == d->escape);
}

/* What a block holds, looked at byte by byte. */
static struct er7_bits look(const struct er7_delimiters *d, const char *at, size_t left)
{
    struct er7_bits bits = { 0, 0, 0 };

    for (size_t i = 0; i < ER7_BLOCK && i < left; i++) {
        bits.all |= (uint64_t)is_mark(d, at[i]) << i;
        bits.fields |= (uint64_t)(at[i] == d->field) << i;
        bits.components |= (uint64_t)(d->component && at[i] == d->component) << i;
    }
    return bits;
}

static void same(struct er7_bits a, struct er7_bits b)
{
    ck_assert_uint_eq(a.all, b.all);
    ck_assert_uint_eq(a.fields, b.fields);
    ck_assert_uint_eq(a.components, b.components);
}

static const struct er7_delimiters usual = { '|', '^', '~', '\\', '&', '#' };
static const struct er7_delimiters few   = { '#', '$', 0, 0, 0, 0 };
static const struct er7_delimiters other = { '@', '`', '%', '/', '?', 0 };

static const struct er7_delimiters *const messages[] = { &usual, &few, &other };

START_TEST(every_way_finds_what_a_look_at_each_byte_finds)
{
    const struct er7_delimiters *d = messages[_i];
    static char                  text[TEXT];
    struct er7_bits              bits[BLOCKS];
    er7_scan_way                *ways[ER7_WAYS];
    size_t                       count = er7_scan_ways(ways);

    ck_assert_uint_ge(count, 1);
    for (int round = 0; round < ROUNDS; round++) {
        bool high = false;

        fill(text, "|||^^~&\\\r\n\"#$@`?/0AzQ pP");
        for (size_t i = 0; i < TEXT; i++)
            high |= (unsigned char)text[i] > 0x7f;
        for (size_t way = 0; way < count; way++) {
            struct er7_scan s;

            er7_scan_begin(&s, d);
            ways[way](&s, text, BLOCKS, bits);
            ck_assert_int_eq(s.high, high);
            for (size_t n = 0; n < BLOCKS; n++)
                same(bits[n], look(d, text + n * ER7_BLOCK, ER7_BLOCK));
        }
    }
}
END_TEST

START_TEST(nothing_is_found_behind_the_end)
{
    static char     text[TEXT];
    struct er7_bits bits[ER7_CHUNK];

    memset(text, '|', sizeof text);
    for (size_t length = 0; length < TEXT; length++) {
        struct er7_scan s;
        size_t          blocks;

        er7_scan_begin(&s, &usual);
        blocks = er7_scan_read(&s, text, length, bits);
        ck_assert_uint_le(blocks, ER7_CHUNK);
        ck_assert_uint_ge(blocks * ER7_BLOCK, length < 2048 ? length : 2048);
        for (size_t n = 0; n < blocks; n++)
            same(bits[n], look(&usual, text, length - n * ER7_BLOCK));
    }
}
END_TEST

START_TEST(a_byte_above_0x7f_is_noticed_wherever_it_stands)
{
    char            text[2 * ER7_BLOCK + 7];
    struct er7_bits bits[ER7_CHUNK];

    for (size_t i = 0; i <= sizeof text; i++) {
        struct er7_scan s;

        memset(text, 'A', sizeof text);
        if (i < sizeof text)
            text[i] = (char)0xe9;
        er7_scan_begin(&s, &usual);
        er7_scan_read(&s, text, sizeof text, bits);
        ck_assert_int_eq(s.high, i < sizeof text);
    }
}
END_TEST

START_TEST(a_run_ends_at_the_first_gap)
{
    ck_assert_uint_eq(er7_scan_run(1, 0), 1);
    ck_assert_uint_eq(er7_scan_run(0x70, 4), 3);
    ck_assert_uint_eq(er7_scan_run(0x70, 5), 2);
    ck_assert_uint_eq(er7_scan_run(UINT64_MAX, 0), 64);
    ck_assert_uint_eq(er7_scan_run(UINT64_MAX, 63), 1);
    ck_assert_uint_eq(er7_scan_lowest(1ull << 63), 63);
}
END_TEST

Suite *er7_scan_suite(void)
{
    Suite *s = suite_create("finding separators");
    TCase *c = tcase_create("scan");

    tcase_add_loop_test(c, every_way_finds_what_a_look_at_each_byte_finds, 0,
                        sizeof messages / sizeof messages[0]);
    tcase_add_test(c, nothing_is_found_behind_the_end);
    tcase_add_test(c, a_byte_above_0x7f_is_noticed_wherever_it_stands);
    tcase_add_test(c, a_run_ends_at_the_first_gap);
    suite_add_tcase(s, c);
    return s;
}
