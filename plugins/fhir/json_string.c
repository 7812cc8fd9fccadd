/* json_string.c -- writes strings of JSON, and JSON that is pleasant to read. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json_encode.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { PIECE = 4096 }; /* of a text is escaped at once */

static inline bool must_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

/* plain_4(), _8() and _16() copy so many bytes, and say whether none of them is to be
 * escaped. */
#ifdef __SSE2__

/* A bit for each byte that is to be escaped. */
static inline int to_escape(__m128i v)
{
    __m128i low   = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
    __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    __m128i back  = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));

    return _mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, back)));
}

static inline bool plain_4(char *to, const char *p)
{
    int32_t word;

    memcpy(&word, p, 4);
    memcpy(to, &word, 4);
    return !(to_escape(_mm_cvtsi32_si128(word)) & 0xf);
}

static inline bool plain_8(char *to, const char *p)
{
    __m128i v = _mm_loadl_epi64((const __m128i *)(const void *)p);

    _mm_storel_epi64((__m128i *)(void *)to, v);
    return !(to_escape(v) & 0xff);
}

static inline bool plain_16(char *to, const char *p)
{
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

    _mm_storeu_si128((__m128i *)(void *)to, v);
    return !to_escape(v);
}

#else

#define ONES UINT64_C(0x0101010101010101)
#define HIGH_BITS (ONES << 7)
#define LESS(w, n) (((w)-ONES * (n)) & ~(w)&HIGH_BITS) /* any byte below n */
#define EQUAL(w, c) LESS((w) ^ (ONES * (c)), 1)        /* any byte that is c */
#define TO_ESCAPE(w) (LESS(w, 0x20) | EQUAL(w, '"') | EQUAL(w, '\\'))

static inline bool plain_4(char *to, const char *p)
{
    uint32_t word;

    memcpy(&word, p, 4);
    memcpy(to, &word, 4);
    return !TO_ESCAPE(word | ONES << 37); /* beside it blanks, which are plain */
}

static inline bool plain_8(char *to, const char *p)
{
    uint64_t word;

    memcpy(&word, p, 8);
    memcpy(to, &word, 8);
    return !TO_ESCAPE(word);
}

static inline bool plain_16(char *to, const char *p)
{
    return plain_8(to, p) & plain_8(to + 8, p + 8);
}

#endif

/* Writes a byte that must be escaped. */
static char *escape(char *to, unsigned char c)
{
    static const char hex[]   = "0123456789abcdef";
    static const char brief[] = "btnufr"; /* for 8 to 13, but for 11 */

    *to++ = '\\';
    if (c >= 0x20 || (c >= 8 && c <= 13 && c != 11)) {
        *to++ = c >= 0x20 ? (char)c : brief[c - 8];
        return to;
    }
    memcpy(to, "u00", 3);
    to[3] = hex[c >> 4];
    to[4] = hex[c & 15];
    return to + 5;
}

static inline char *put_byte(char *to, unsigned char c)
{
    if (must_escape(c))
        return escape(to, c);
    *to = (char)c;
    return to + 1;
}

static char *put_bytes(char *to, const char *p, const char *end)
{
    while (p < end)
        to = put_byte(to, (unsigned char)*p++);
    return to;
}

/* In blocks, byte by byte only where one of a block is to be escaped. */
static inline char *put_piece(char *to, const char *p, const char *end)
{
    for (; end - p >= 16; p += 16)
        to = plain_16(to, p) ? to + 16 : put_bytes(to, p, p + 16);
    if (end - p >= 8) {
        to = plain_8(to, p) ? to + 8 : put_bytes(to, p, p + 8);
        p += 8;
    }
    if (end - p >= 4) {
        to = plain_4(to, p) ? to + 4 : put_bytes(to, p, p + 4);
        p += 4;
    }
    while (p < end)
        to = put_byte(to, (unsigned char)*p++);
    return to;
}

char *json_string_brief(char *to, struct hilum_view text)
{
    *to++ = '"';
    to    = put_piece(to, text.ptr, text.ptr + text.len);
    *to++ = '"';
    return to;
}

void json_string(struct hilum_view text, struct hilum_buffer *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len;

    hilum_put_byte(out, '"');
    while (p < end) {
        const char *stop = end - p > PIECE ? p + PIECE : end;
        char       *to   = hilum_room(out, JSON_STRING_ROOM((size_t)(stop - p)));

        if (!to)
            return;
        out->len = (size_t)(put_piece(to, p, stop) - out->ptr);
        p        = stop;
    }
    hilum_put_byte(out, '"');
}

/* ---- To be read by people ------------------------------------------------- */

static void new_line(struct hilum_buffer *out, unsigned depth)
{
    hilum_put_byte(out, '\n');
    while (depth-- > 0)
        hilum_put(out, "  ", 2);
}

/* The quote behind the string that begins here. */
static const char *string_end(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++)
        p += *p == '\\';
    return p;
}

void json_pretty(struct hilum_view compact, struct hilum_buffer *out)
{
    const char *end   = compact.ptr + compact.len, *stop;
    unsigned    depth = 0;

    for (const char *p = compact.ptr; p < end; p++) {
        switch (*p) {
        case '"':
            stop = string_end(p, end);
            hilum_put(out, p, (size_t)(stop - p) + 1);
            p = stop;
            break;
        case '{':
        case '[':
            hilum_put_byte(out, *p);
            new_line(out, ++depth);
            break;
        case '}':
        case ']':
            new_line(out, --depth);
            hilum_put_byte(out, *p);
            break;
        case ',':
            hilum_put_byte(out, *p);
            new_line(out, depth);
            break;
        case ':':
            hilum_put(out, ": ", 2);
            break;
        default:
            hilum_put_byte(out, *p);
        }
    }
    hilum_put_byte(out, '\n');
}
