/* utf8_test.c -- UTF-8 as RFC 3629 has it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include "../suite.h"

static const struct {
    const char *bytes;
    size_t      len, valid;
} edges[] = {
    { "", 0, 0 },
    { "\x00", 1, 1 },
    { "\x7f", 1, 1 },
    { "\x80", 1, 0 },                 /* a byte that follows, alone */
    { "\xbf", 1, 0 },
    { "\xc0\x80", 2, 0 },             /* overlong */
    { "\xc1\xbf", 2, 0 },
    { "\xc2\x80", 2, 2 },             /* U+0080 */
    { "\xdf\xbf", 2, 2 },             /* U+07FF */
    { "\xc2\x7f", 2, 0 },
    { "\xc2\xc0", 2, 0 },
    { "\xe0\x80\x80", 3, 0 },         /* overlong */
    { "\xe0\x9f\xbf", 3, 0 },
    { "\xe0\xa0\x80", 3, 3 },         /* U+0800 */
    { "\xed\x9f\xbf", 3, 3 },         /* U+D7FF */
    { "\xed\xa0\x80", 3, 0 },         /* U+D800, a surrogate */
    { "\xed\xbf\xbf", 3, 0 },         /* U+DFFF */
    { "\xee\x80\x80", 3, 3 },         /* U+E000 */
    { "\xef\xbf\xbf", 3, 3 },         /* U+FFFF */
    { "\xef\xbb\xbf", 3, 3 },         /* a byte order mark */
    { "\xe2\x82", 2, 0 },             /* cut off */
    { "\xe2", 1, 0 },
    { "\xe2\x82\x41", 3, 0 },
    { "\xf0\x80\x80\x80", 4, 0 },     /* overlong */
    { "\xf0\x8f\xbf\xbf", 4, 0 },
    { "\xf0\x90\x80\x80", 4, 4 },     /* U+10000 */
    { "\xf4\x8f\xbf\xbf", 4, 4 },     /* U+10FFFF */
    { "\xf4\x90\x80\x80", 4, 0 },     /* above */
    { "\xf5\x80\x80\x80", 4, 0 },
    { "\xf8\x88\x80\x80\x80", 5, 0 }, /* five bytes */
    { "\xfc\x84\x80\x80\x80\x80", 6, 0 },
    { "\xfe", 1, 0 },
    { "\xff", 1, 0 },
    { "\xf0\x9f\x98", 3, 0 },         /* cut off */
    { "ab\xc3\xa4" "c\xc3", 6, 5 },
};

START_TEST(every_edge_is_where_the_rfc_has_it)
{
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        ck_assert_msg(utf8_valid((struct hilum_view){ edges[i].bytes, edges[i].len }) ==
                          edges[i].valid,
                      "edge %zu", i);
}
END_TEST

/* The RFC's grammar, written down a second time. */
static bool is_character(uint32_t n, unsigned char *out, size_t *len)
{
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff))
        return false;
    *len = n < 0x80 ? 1 : n < 0x800 ? 2 : n < 0x10000 ? 3 : 4;
    for (size_t i = *len; i-- > 1; n >>= 6)
        out[i] = (unsigned char)(0x80 | (n & 0x3f));
    out[0] = (unsigned char)(*len == 1 ? n : (0xf00u >> *len & 0xff) | n);
    return true;
}

START_TEST(every_character_is_valid_and_counted_once)
{
    for (uint32_t n = 0; n < 0x110000; n++) {
        unsigned char     bytes[4];
        size_t            len;
        struct hilum_view v = { (const char *)bytes, 0 };

        if (!is_character(n, bytes, &len))
            continue;
        v.len = len;
        ck_assert_uint_eq(utf8_valid(v), len);
        ck_assert_uint_eq(utf8_step(v), len);
        ck_assert_uint_eq(utf8_count(v), 1);
        v.len = len - 1;
        ck_assert_uint_eq(utf8_valid(v), 0);
    }
}
END_TEST

/* Eight bytes are looked at together where all are ASCII. */
START_TEST(a_fault_is_found_at_every_offset)
{
    char text[40];

    for (size_t len = 1; len <= sizeof text; len++)
        for (size_t at = 0; at < len; at++) {
            memset(text, 'a', sizeof text);
            text[at] = (char)0xff;
            ck_assert_uint_eq(utf8_valid((struct hilum_view){ text, len }), at);
        }
}
END_TEST

START_TEST(characters_are_counted)
{
    ck_assert_uint_eq(utf8_count(HILUM_VIEW("")), 0);
    ck_assert_uint_eq(utf8_count(HILUM_VIEW("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z")), 5);
    ck_assert_uint_eq(utf8_step((struct hilum_view){ NULL, 0 }), 0);
}
END_TEST

int main(void)
{
    return suite_run("utf8",
                     SUITE_TESTS(every_edge_is_where_the_rfc_has_it,
                                 every_character_is_valid_and_counted_once,
                                 a_fault_is_found_at_every_offset, characters_are_counted),
                     NULL, NULL);
}
