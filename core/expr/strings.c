/* strings.c -- letters beyond ASCII, and strings that are alike. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/strings.h"

uint32_t string_character(struct hilum_view v, size_t *len)
{
    static const uint8_t masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
    unsigned char        lead    = (unsigned char)v.ptr[0];
    size_t               want = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t             c;

    *len = 1;
    if (want == 1 || lead < 0xc2 || lead > 0xf4 || v.len < want)
        return lead;
    c = lead & masks[want];
    for (size_t i = 1; i < want; i++) {
        unsigned char more = (unsigned char)v.ptr[i];

        if ((more & 0xc0) != 0x80)
            return lead;
        c = c << 6 | (more & 0x3fu);
    }
    *len = want;
    return c;
}

size_t string_put(char *to, uint32_t c)
{
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (len == 1) {
        to[0] = (char)c;
        return 1;
    }
    for (size_t i = len; i-- > 1; c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)((0xf0u << (4 - len)) | c);
    return len;
}

/* Letters whose other case lies at a fixed distance. */
struct letters {
    uint32_t first, last; /* capitals */
    uint32_t distance;    /* to the small ones */
};

static const struct letters letters[] = {
    { 'A', 'Z', 32 },     { 0xc0, 0xd6, 32 },   { 0xd8, 0xde, 32 },
    { 0x391, 0x3a1, 32 }, { 0x3a3, 0x3ab, 32 }, { 0x400, 0x40f, 80 },
    { 0x410, 0x42f, 32 },
};

/* Where capitals and small letters alternate: those of a range with the capital
 * on the even or on the odd number. */
static bool alternates(uint32_t c, uint32_t *capital)
{
    bool even = (c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) ||
                (c >= 0x14a && c <= 0x177) || (c >= 0x460 && c <= 0x481) ||
                (c >= 0x1e00 && c <= 0x1e95) || (c >= 0x1ea0 && c <= 0x1eff);
    bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);

    *capital = even ? c & ~1u : odd ? (c - 1) | 1 : c;
    return even || odd;
}

uint32_t string_lower(uint32_t c)
{
    uint32_t capital;

    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (c >= letters[i].first && c <= letters[i].last)
            return c + letters[i].distance;
    return alternates(c, &capital) ? capital + 1 : c;
}

uint32_t string_upper(uint32_t c)
{
    uint32_t capital;

    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (c - letters[i].distance >= letters[i].first &&
            c - letters[i].distance <= letters[i].last)
            return c - letters[i].distance;
    return alternates(c, &capital) ? capital : c;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 ||
           (c >= 0x2000 && c <= 0x200a);
}

/* Takes the next character in small letters; one blank is as good as another. */
static uint32_t take(struct hilum_view *v)
{
    size_t   len;
    uint32_t c;

    if (v->len == 0)
        return UINT32_MAX;
    c = string_character(*v, &len);
    v->ptr += len;
    v->len -= len;
    return is_blank(c) ? ' ' : string_lower(c);
}

bool strings_alike(struct hilum_view a, struct hilum_view b)
{
    uint32_t x, y;

    do {
        x = take(&a);
        y = take(&b);
    } while (x == y && x != UINT32_MAX);
    return x == y;
}
