/* utf8.c -- is it UTF-8, and where is it not? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

/* The length of one valid character at s, of at most left bytes; 0: none. */
static size_t character(const unsigned char *s, size_t left)
{
    size_t   len  = s[0] < 0x80   ? 1
                    : s[0] < 0xc2 ? 0
                    : s[0] < 0xe0 ? 2
                    : s[0] < 0xf0 ? 3
                    : s[0] < 0xf5 ? 4
                                  : 0;
    unsigned low  = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
    unsigned high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;

    if (len == 0 || len > left)
        return 0;
    if (len > 1 && (s[1] < low || s[1] > high))
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return len;
}

size_t utf8_valid(struct hilum_view v)
{
    const unsigned char *s = (const unsigned char *)v.ptr;
    size_t               i = 0;

    while (i < v.len) {
        uint64_t eight;
        size_t   len;

        if (v.len - i >= sizeof eight) {
            memcpy(&eight, s + i, sizeof eight);
            if (!(eight & 0x8080808080808080u)) {
                i += sizeof eight;
                continue;
            }
        }
        len = character(s + i, v.len - i);
        if (len == 0)
            return i;
        i += len;
    }
    return i;
}

size_t utf8_step(struct hilum_view v)
{
    size_t len = v.len ? character((const unsigned char *)v.ptr, v.len) : 0;

    return v.len && len == 0 ? 1 : len;
}

size_t utf8_count(struct hilum_view v)
{
    size_t n = 0;

    for (size_t i = 0; i < v.len; i++)
        n += ((unsigned char)v.ptr[i] & 0xc0) != 0x80;
    return n;
}
