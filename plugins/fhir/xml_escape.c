/* xml_escape.c -- writes texts as values of XML attributes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_escape.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    BLOCK  = 16,
    PIECE  = 4096, /* of a text is escaped at once */
    BEYOND = 0xef, /* the first byte of U+FFFE and U+FFFF, and of many others */
};

/* Copies a block and says whether nothing in it is to be escaped, or refused. */
static inline bool plain_block(char *to, const char *p)
{
#ifdef __SSE2__
    __m128i v     = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i low   = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
    __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    __m128i amp   = _mm_cmpeq_epi8(v, _mm_set1_epi8('&'));
    __m128i less  = _mm_cmpeq_epi8(v, _mm_set1_epi8('<'));
    __m128i odd   = _mm_cmpeq_epi8(v, _mm_set1_epi8((char)BEYOND));

    _mm_storeu_si128((__m128i *)(void *)to, v);
    return !_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(low, odd),
                                           _mm_or_si128(quote, _mm_or_si128(amp, less))));
#else
    bool plain = true;

    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)p[i];

        to[i] = p[i];
        plain &= c >= 0x20 && c != '"' && c != '&' && c != '<' && c != BEYOND;
    }
    return plain;
#endif
}

static inline char *put(char *to, const char *text, size_t length)
{
    memcpy(to, text, length);
    return to + length;
}

/* One byte that may have to be escaped; NULL: it cannot be written. */
static inline char *put_byte(char *to, const char *p, const char *end)
{
    switch ((unsigned char)*p) {
    case '"':
        return put(to, "&quot;", 6);
    case '&':
        return put(to, "&amp;", 5);
    case '<':
        return put(to, "&lt;", 4);
    case '\t':
        return put(to, "&#9;", 4);
    case '\n':
        return put(to, "&#10;", 5);
    case '\r':
        return put(to, "&#13;", 5);
    case BEYOND:
        if (end - p >= 3 && p[1] == '\xbf' && (p[2] == '\xbe' || p[2] == '\xbf'))
            return NULL;
        break;
    default:
        if ((unsigned char)*p < 0x20)
            return NULL;
    }
    *to = *p;
    return to + 1;
}

/* From p to `stop`; the text itself ends at `end`. */
static inline char *put_piece(char *to, const char *p, const char *stop, const char *end)
{
    while (to && p < stop) {
        const char *last = stop - p > BLOCK ? p + BLOCK : stop;

        if (stop - p >= BLOCK && plain_block(to, p)) {
            to += BLOCK;
            p += BLOCK;
            continue;
        }
        while (to && p < last)
            to = put_byte(to, p++, end);
    }
    return to;
}

char *xml_escape_brief(char *to, struct hilum_view text)
{
    const char *end = text.ptr + text.len;

    return put_piece(to, text.ptr, end, end);
}

bool xml_escape(struct hilum_view text, struct hilum_buffer *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len;

    while (p < end) {
        const char *stop = end - p > PIECE ? p + PIECE : end;
        char       *to   = hilum_room(out, XML_ESCAPE_ROOM((size_t)(stop - p)));

        if (!to)
            return true; /* the buffer says that it has failed */
        to = put_piece(to, p, stop, end);
        if (!to)
            return false;
        out->len = (size_t)(to - out->ptr);
        p        = stop;
    }
    return true;
}
