/* json_source.c -- looking at JSON text itself, where the parser's events say too little.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json_source.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p;
}

/* The quote that ends the string whose content begins here, or end. */
static const char *skip_string(const char *p, const char *end)
{
    while (p < end && *p != '"')
        p += *p == '\\' && end - p > 1 ? 2 : 1;
    return p;
}

/* The string value behind a key, or NULL where there is no colon and string. */
static struct hilum_view value_of_key(const char *p, const char *end)
{
    const char *close;

    p = skip_blanks(p, end);
    if (p == end || *p != ':')
        return (struct hilum_view){ NULL, 0 };
    p = skip_blanks(p + 1, end);
    if (p == end || *p != '"')
        return (struct hilum_view){ NULL, 0 };
    close = skip_string(p + 1, end);
    return (struct hilum_view){ p + 1, (size_t)(close - p - 1) };
}

struct hilum_view json_source_type(struct hilum_view rest)
{
    const struct hilum_view wanted = HILUM_VIEW("resourceType");
    const char             *p = rest.ptr, *end = rest.ptr + rest.len;
    unsigned                depth = 1;
    bool                    key   = true; /* the next string of this object is a key */

    for (; p < end && depth > 0; p++) {
        const char *close;

        switch (*p) {
        case '{':
        case '[':
            depth++;
            break;
        case '}':
        case ']':
            depth--;
            break;
        case ',':
            key = depth == 1;
            break;
        case '"':
            close = skip_string(p + 1, end);
            if (key &&
                hilum_same((struct hilum_view){ p + 1, (size_t)(close - p - 1) }, wanted))
                return value_of_key(close + (close < end), end);
            key = false;
            p   = close < end ? close : end - 1;
            break;
        default:
            break;
        }
    }
    return (struct hilum_view){ NULL, 0 };
}

/* The four digits behind \u. */
static uint32_t hex(const char *p)
{
    uint32_t code = 0;

    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)p[i];

        code = code << 4 | (c <= '9' ? c - (uint32_t)'0' : (c | 0x20u) - 'a' + 10);
    }
    return code;
}

/* The next `\u` from here on, or NULL.  Few escapes are of this kind. */
static const char *find_code(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i slash = _mm_set1_epi8('\\'), u = _mm_set1_epi8('u');

    for (; end - p > 16; p += 16) {
        __m128i here = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i next = _mm_loadu_si128((const __m128i *)(const void *)(p + 1));
        int     bits = _mm_movemask_epi8(
                _mm_and_si128(_mm_cmpeq_epi8(here, slash), _mm_cmpeq_epi8(next, u)));

        if (bits)
            return p + __builtin_ctz((unsigned)bits);
    }
#endif
    for (; end - p > 1; p++)
        if (p[0] == '\\' && p[1] == 'u')
            return p;
    return NULL;
}

/* Whether the slash at p is escaped itself, by an odd number of others before it. */
static bool is_escaped(const char *from, const char *p)
{
    const char *first = p;

    while (first > from && first[-1] == '\\')
        first--;
    return (p - first) % 2 == 1;
}

bool json_source_escapes(struct hilum_view string)
{
    const char *p = string.ptr, *from = p, *end = string.ptr + string.len;

    for (p = find_code(p, end); p; p = find_code(p, end)) {
        uint32_t code;

        if (is_escaped(from, p)) {
            p += 2;
            continue;
        }
        if (end - p < 6)
            return false;
        code = hex(p + 2);
        p += 6;
        if (code == 0 || (code >= 0xdc00 && code <= 0xdfff))
            return false;
        if (code >= 0xd800 && code <= 0xdbff) {
            if (end - p < 6 || p[0] != '\\' || p[1] != 'u' || hex(p + 2) < 0xdc00 ||
                hex(p + 2) > 0xdfff)
                return false;
            p += 6;
        }
        from = p;
    }
    return true;
}
