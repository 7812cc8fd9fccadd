/* text.c -- the bytes of a message: are they UTF-8, and which line is it? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The length of the character here, or 0 where there is none. */
static size_t character(const unsigned char *p, size_t left)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t                length  = p[0] < 0x80   ? 1
                                    : p[0] < 0xc2 ? 0
                                    : p[0] < 0xe0 ? 2
                                    : p[0] < 0xf0 ? 3
                                    : p[0] < 0xf5 ? 4
                                                  : 0;
    uint32_t              code;

    if (length <= 1)
        return length;
    if (length > left)
        return 0;
    code = p[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (p[i] & 0x3fu);
    }
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return 0;
    return length;
}

/* How many bytes from here on are ASCII. */
static inline size_t ascii(const unsigned char *p, size_t left)
{
    size_t at = 0;

#ifdef __SSE2__
    for (; left - at >= 64; at += 64) {
        const __m128i *v = (const __m128i *)(const void *)(p + at);

        if (_mm_movemask_epi8(_mm_or_si128(
                _mm_or_si128(_mm_loadu_si128(v), _mm_loadu_si128(v + 1)),
                _mm_or_si128(_mm_loadu_si128(v + 2), _mm_loadu_si128(v + 3)))))
            break;
    }
    for (; left - at >= 16; at += 16) {
        int high =
            _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)(p + at)));

        if (high)
            return at + (size_t)__builtin_ctz((unsigned)high);
    }
#endif
    while (at < left && p[at] < 0x80)
        at++;
    return at;
}

size_t fhir_text_utf8(struct hilum_view text)
{
    const unsigned char *p = (const unsigned char *)text.ptr;

    for (size_t at = 0;;) {
        size_t length;

        at += ascii(p + at, text.len - at);
        if (at == text.len)
            return at;
        length = character(p + at, text.len - at);
        if (length == 0)
            return at;
        at += length;
    }
}

size_t fhir_text_mark(struct hilum_view text)
{
    return text.len >= 3 && memcmp(text.ptr, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

void fhir_text_line(struct hilum_view text, size_t at, struct fhir_text_line *l)
{
    if (l->line == 0 || at < l->at)
        *l = (struct fhir_text_line){ .line = 1, .column = 1 };
    for (; l->at < at && l->at < text.len; l->at++) {
        if (text.ptr[l->at] == '\n') {
            l->line++;
            l->column = 1;
        } else if (((unsigned char)text.ptr[l->at] & 0xc0) != 0x80) {
            l->column++;
        }
    }
}
