/* er7_copy.h -- copies text that needs no escape sequences, and finds what does. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_COPY_H
#define HL7V2_ER7_COPY_H

#include "er7_delimiters.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Most leaves of a message have fewer than 16 bytes, so that what matters is not how
 * fast bytes are copied, but that nothing depends on how many they are: they are taken
 * from both ends at once, in pieces that overlap, and compared in one step. */

enum { ER7_SPECIAL = 5 }; /* separators, and the escape character */

struct er7_copy {
#if defined(__SSE2__)
    __m128i special[ER7_SPECIAL];
#else
    bool special[256];
#endif
};

#if defined(__SSE2__)
static inline void er7_copy_begin(struct er7_copy *c, const struct er7_delimiters *d)
{
    const char special[ER7_SPECIAL] = { d->field, d->component, d->repetition, d->escape,
                                        d->subcomponent };

    for (int i = 0; i < ER7_SPECIAL; i++)
        c->special[i] = _mm_set1_epi8(special[i] ? special[i] : d->field);
}

/* A bit for each of 16 bytes that is a control character or a separator. */
static inline unsigned er7_copy_special(const struct er7_copy *c, __m128i bytes)
{
    __m128i all = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);

    all = _mm_or_si128(all, _mm_cmpeq_epi8(bytes, c->special[0]));
    all = _mm_or_si128(all, _mm_cmpeq_epi8(bytes, c->special[1]));
    all = _mm_or_si128(all, _mm_cmpeq_epi8(bytes, c->special[2]));
    all = _mm_or_si128(all, _mm_cmpeq_epi8(bytes, c->special[3]));
    all = _mm_or_si128(all, _mm_cmpeq_epi8(bytes, c->special[4]));
    return (unsigned)_mm_movemask_epi8(all);
}

static inline bool er7_copy_short(const struct er7_copy *c, const char *from,
                                  size_t length, char *to)
{
    uint64_t first = 0, last = 0;
    unsigned count = (1u << length) - 1;

    if (length >= 8) {
        memcpy(&first, from, 8);
        memcpy(&last, from + length - 8, 8);
        memcpy(to, &first, 8);
        memcpy(to + length - 8, &last, 8);
        count = 0xffff;
    } else if (length >= 4) {
        uint32_t a, b;

        memcpy(&a, from, 4);
        memcpy(&b, from + length - 4, 4);
        memcpy(to, &a, 4);
        memcpy(to + length - 4, &b, 4);
        first = a | (uint64_t)b << 32;
        count = 0xff;
    } else if (length) {
        unsigned char a = (unsigned char)from[0], b = (unsigned char)from[length / 2],
                      z = (unsigned char)from[length - 1];

        to[0]          = (char)a;
        to[length / 2] = (char)b;
        to[length - 1] = (char)z;
        first          = a | (uint64_t)b << 8 | (uint64_t)z << 16;
        count          = 7;
    }
    return !(er7_copy_special(c, _mm_set_epi64x((long long)last, (long long)first)) &
             count);
}

/* Copies a text; false where one of its bytes is special, and not all may be there. */
static inline bool er7_copy_plain(const struct er7_copy *c, const char *from,
                                  size_t length, char *to)
{
    size_t at = 0;

    if (length < 16)
        return er7_copy_short(c, from, length, to);
    for (;;) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + at));

        _mm_storeu_si128((__m128i *)(void *)(to + at), bytes);
        if (er7_copy_special(c, bytes))
            return false;
        if (at == length - 16)
            return true;
        at = at + 16 <= length - 16 ? at + 16 : length - 16;
    }
}
#else
static inline void er7_copy_begin(struct er7_copy *c, const struct er7_delimiters *d)
{
    for (int i = 0; i < 256; i++)
        c->special[i] =
            i < ' ' || er7_delimiters_separate(d, (char)i) || (char)i == d->escape;
}

static inline bool er7_copy_plain(const struct er7_copy *c, const char *from,
                                  size_t length, char *to)
{
    bool special = false;

    for (size_t i = 0; i < length; i++) {
        special |= c->special[(unsigned char)from[i]];
        to[i] = from[i];
    }
    return !special;
}
#endif

#endif
