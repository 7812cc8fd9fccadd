/* charset.c -- between UTF-8 and ISO 8859-1. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "charset.h"

static const struct {
    const char  *name;
    enum charset is;
} named[] = {
    { "", CHARSET_UNSAID },
    { "ASCII", CHARSET_UNSAID },
    { "US-ASCII", CHARSET_UNSAID },
    { "UNICODE UTF-8", CHARSET_UTF_8 },
    { "UNICODE", CHARSET_UTF_8 },
    { "UTF-8", CHARSET_UTF_8 },
    { "UTF8", CHARSET_UTF_8 },
    { "8859/1", CHARSET_LATIN_1 },
    { "ISO 8859-1", CHARSET_LATIN_1 },
    { "ISO-8859-1", CHARSET_LATIN_1 },
    { "ISO8859-1", CHARSET_LATIN_1 },
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c;
}

enum charset charset_named(struct hilum_view text)
{
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        size_t at = 0;

        while (at < text.len && named[i].name[at] &&
               upper(text.ptr[at]) == named[i].name[at])
            at++;
        if (at == text.len && !named[i].name[at])
            return named[i].is;
    }
    return CHARSET_OTHER;
}

/* The length of the character at the start, if it is valid (RFC 3629: nothing
 * overlong, no surrogates, nothing above U+10FFFF); else 0. */
static size_t valid_character(const unsigned char *s, size_t left)
{
    unsigned char least = 0x80, most = 0xbf;
    size_t        more;

    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xc2 || s[0] > 0xf4)
        return 0;
    more = s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;
    if (more >= left)
        return 0;
    if (s[0] == 0xe0)
        least = 0xa0;
    else if (s[0] == 0xed)
        most = 0x9f;
    else if (s[0] == 0xf0)
        least = 0x90;
    else if (s[0] == 0xf4)
        most = 0x8f;
    if (s[1] < least || s[1] > most)
        return 0;
    for (size_t i = 2; i <= more; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return more + 1;
}

size_t charset_valid(struct hilum_view text)
{
    size_t at = 0;

    while (at < text.len) {
        size_t step =
            valid_character((const unsigned char *)text.ptr + at, text.len - at);

        if (step == 0)
            break;
        at += step;
    }
    return at;
}

bool charset_ascii(struct hilum_view text)
{
    unsigned char all = 0;

    for (size_t i = 0; i < text.len; i++)
        all |= (unsigned char)text.ptr[i];
    return all < 0x80;
}

size_t charset_widen(struct hilum_view text, char *to)
{
    char *out = to;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c < 0x80) {
            *out++ = (char)c;
        } else {
            *out++ = (char)(0xc0 | c >> 6);
            *out++ = (char)(0x80 | (c & 0x3f));
        }
    }
    return (size_t)(out - to);
}

size_t charset_narrow(char *text, size_t length)
{
    size_t out = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c >= 0x80) {
            if ((c != 0xc2 && c != 0xc3) || i + 1 == length)
                return SIZE_MAX;
            c = (unsigned char)(c << 6 | ((unsigned char)text[++i] & 0x3f));
        }
        text[out++] = (char)c;
    }
    return out;
}
