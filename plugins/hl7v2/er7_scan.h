/* er7_scan.h -- finds the separators of a text, 64 bytes at a time. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_SCAN_H
#define HL7V2_ER7_SCAN_H

#include "er7_delimiters.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { ER7_BLOCK = 64, ER7_MARKS = 8 };

/* Each block becomes a word with a bit for every separator in it; the bits are
 * then taken one by one.  Most fields of a message are empty or short, so
 * this costs far less than looking at the bytes, or calling memchr, would.
 * Escape characters and quotes are found too: a text without them is used as it
 * stands. */
struct er7_scan {
    bool high; /* a byte above 0x7f was seen */
    char mark[ER7_MARKS];
};

/* The separators of a block: all, those between fields, those between components. */
struct er7_bits {
    uint64_t all, fields, components;
};

static inline void er7_scan_begin(struct er7_scan *s, const struct er7_delimiters *d)
{
    const char mark[ER7_MARKS] = {
        d->field, d->component, d->repetition, d->escape, d->subcomponent, '\r', '\n', '"'
    };

    /* What the message does not have is looked for twice. */
    for (int i = 0; i < ER7_MARKS; i++)
        s->mark[i] = mark[i] ? mark[i] : d->field;
    s->high = false;
}

#if defined(__SSE2__)
static inline struct er7_bits er7_scan_64(struct er7_scan *s, const char *at)
{
    struct er7_bits bits = { 0, 0, 0 };
    __m128i         high = _mm_setzero_si128();

    for (int part = 0; part < ER7_BLOCK; part += 16) {
        __m128i bytes     = _mm_loadu_si128((const __m128i *)(const void *)(at + part));
        __m128i field     = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(s->mark[0]));
        __m128i component = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(s->mark[1]));
        __m128i all       = _mm_or_si128(field, component);

        for (int i = 2; i < ER7_MARKS; i++)
            all = _mm_or_si128(all, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(s->mark[i])));
        high = _mm_or_si128(high, bytes);
        bits.all |= (uint64_t)(uint32_t)_mm_movemask_epi8(all) << part;
        bits.fields |= (uint64_t)(uint32_t)_mm_movemask_epi8(field) << part;
        bits.components |= (uint64_t)(uint32_t)_mm_movemask_epi8(component) << part;
    }
    s->high |= _mm_movemask_epi8(high) != 0;
    return bits;
}
#else
static inline struct er7_bits er7_scan_64(struct er7_scan *s, const char *at)
{
    struct er7_bits bits = { 0, 0, 0 };

    for (int i = 0; i < ER7_BLOCK; i++) {
        s->high |= (unsigned char)at[i] > 0x7f;
        bits.fields |= (uint64_t)(at[i] == s->mark[0]) << i;
        bits.components |= (uint64_t)(at[i] == s->mark[1]) << i;
        for (int m = 0; m < ER7_MARKS; m++)
            bits.all |= (uint64_t)(at[i] == s->mark[m]) << i;
    }
    return bits;
}
#endif

/* The block that begins with the first of `left` bytes. */
static inline struct er7_bits er7_scan_block(struct er7_scan *s, const char *at,
                                             size_t left)
{
    char last[ER7_BLOCK];

    if (left >= ER7_BLOCK)
        return er7_scan_64(s, at);
    /* The end is read from a copy, with what is no separator behind it. */
    memset(last, 'A', sizeof last);
    memcpy(last, at, left);
    return er7_scan_64(s, last);
}

/* The lowest bit that is set, of a word that is not 0. */
static inline uint32_t er7_scan_lowest(uint64_t bits)
{
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctzll(bits);
#else
    uint32_t n = 0;

    for (; !(bits & 1); bits >>= 1)
        n++;
    return n;
#endif
}

/* How many bits are set from `at` on, where one is, without a gap. */
static inline uint32_t er7_scan_run(uint64_t bits, uint32_t at)
{
    uint64_t after = ~(bits >> at);

    return after ? er7_scan_lowest(after) : ER7_BLOCK;
}

#endif
