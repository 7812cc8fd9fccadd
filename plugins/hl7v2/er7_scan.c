/* er7_scan.c -- the ways to find separators, and which one a processor takes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_scan.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define ER7_X86 1
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#define ER7_NEON 1
#endif

/* Marks are known by their bits: the top one is that of the first. */
enum { FIELD_BIT = 7, COMPONENT_BIT = 6 };

/* ---- Plain C ------------------------------------------------------------ */

static void scan_plain(struct er7_scan *s, const char *at, size_t blocks,
                       struct er7_bits *to)
{
    unsigned char high = 0;

    for (size_t n = 0; n < blocks; n++, at += ER7_BLOCK) {
        struct er7_bits bits = { 0, 0, 0 };

        for (int i = 0; i < ER7_BLOCK; i++) {
            unsigned char c    = (unsigned char)at[i];
            unsigned      mark = s->low_half[c & 15] & s->high_half[c >> 4];

            high |= c;
            bits.all |= (uint64_t)(mark != 0) << i;
            bits.fields |= (uint64_t)(mark >> FIELD_BIT & 1) << i;
            bits.components |= (uint64_t)(mark >> COMPONENT_BIT & 1) << i;
        }
        to[n] = bits;
    }
    s->high |= high > 0x7f;
}

/* ---- x86 ---------------------------------------------------------------- */

#if defined(ER7_X86)
static uint64_t bits_16(__m128i bytes, int part)
{
    return (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << (16 * part);
}

static void scan_sse2(struct er7_scan *s, const char *at, size_t blocks,
                      struct er7_bits *to)
{
    __m128i mark[ER7_MARKS], high = _mm_setzero_si128();

    for (int i = 0; i < ER7_MARKS; i++)
        mark[i] = _mm_set1_epi8((char)s->mark[i]);
    for (size_t n = 0; n < blocks; n++, at += ER7_BLOCK) {
        struct er7_bits bits = { 0, 0, 0 };

        for (int part = 0; part < ER7_BLOCK / 16; part++) {
            __m128i bytes     = _mm_loadu_si128((const __m128i *)(const void *)at + part);
            __m128i field     = _mm_cmpeq_epi8(bytes, mark[0]);
            __m128i component = _mm_cmpeq_epi8(bytes, mark[1]);
            __m128i all       = _mm_or_si128(field, component);

            for (int i = 2; i < ER7_MARKS; i++)
                all = _mm_or_si128(all, _mm_cmpeq_epi8(bytes, mark[i]));
            high = _mm_or_si128(high, bytes);
            bits.all |= bits_16(all, part);
            bits.fields |= bits_16(field, part);
            bits.components |= bits_16(component, part);
        }
        to[n] = bits;
    }
    s->high |= _mm_movemask_epi8(high) != 0;
}

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline uint64_t bits_32(__m256i bytes, int part)
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(bytes) << (32 * part);
}

AVX2 static inline __m256i twice(const unsigned char *table)
{
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)table));
}

/* A shuffle looks 32 bytes up in a table of 16 at once, by their lower halves; what is
 * above 0x7f gives 0.  Only the top bit of a byte goes into a word: shifting brings up
 * the next. */
AVX2 static void scan_avx2(struct er7_scan *s, const char *at, size_t blocks,
                           struct er7_bits *to)
{
    const __m256i low_half = twice(s->low_half), high_half = twice(s->high_half);
    const __m256i none = _mm256_setzero_si256(), half = _mm256_set1_epi8(15);
    __m256i       high = none;

    for (size_t n = 0; n < blocks; n++, at += ER7_BLOCK) {
        struct er7_bits bits = { 0, 0, 0 };

        for (int part = 0; part < ER7_BLOCK / 32; part++) {
            __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at + part);
            __m256i upper = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
            __m256i mark  = _mm256_and_si256(_mm256_shuffle_epi8(low_half, bytes),
                                             _mm256_shuffle_epi8(high_half, upper));

            high = _mm256_or_si256(high, bytes);
            bits.all |= bits_32(_mm256_cmpeq_epi8(mark, none), part);
            bits.fields |= bits_32(mark, part);
            bits.components |= bits_32(_mm256_slli_epi16(mark, 1), part);
        }
        bits.all = ~bits.all;
        to[n]    = bits;
    }
    s->high |= _mm256_movemask_epi8(high) != 0;
}
#endif

/* ---- ARM ---------------------------------------------------------------- */

#if defined(ER7_NEON)
/* A word of the bytes that are 0xff, the others being 0. */
static inline uint64_t bits_64(const uint8x16_t part[4])
{
    static const uint8_t weights[16] = { 1, 2, 4, 8, 16, 32, 64, 128,
                                         1, 2, 4, 8, 16, 32, 64, 128 };
    const uint8x16_t     weight      = vld1q_u8(weights);
    uint8x16_t lower = vpaddq_u8(vandq_u8(part[0], weight), vandq_u8(part[1], weight));
    uint8x16_t upper = vpaddq_u8(vandq_u8(part[2], weight), vandq_u8(part[3], weight));
    uint8x16_t sum   = vpaddq_u8(lower, upper);

    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static void scan_neon(struct er7_scan *s, const char *at, size_t blocks,
                      struct er7_bits *to)
{
    const uint8x16_t low_half = vld1q_u8(s->low_half), high_half = vld1q_u8(s->high_half);
    uint8x16_t       high = vdupq_n_u8(0);

    for (size_t n = 0; n < blocks; n++, at += ER7_BLOCK) {
        uint8x16_t all[4], fields[4], components[4];

        for (int part = 0; part < 4; part++) {
            uint8x16_t bytes = vld1q_u8((const uint8_t *)at + 16 * part);
            uint8x16_t mark =
                vandq_u8(vqtbl1q_u8(low_half, vandq_u8(bytes, vdupq_n_u8(15))),
                         vqtbl1q_u8(high_half, vshrq_n_u8(bytes, 4)));

            high             = vorrq_u8(high, bytes);
            all[part]        = vtstq_u8(mark, mark);
            fields[part]     = vtstq_u8(mark, vdupq_n_u8(1 << FIELD_BIT));
            components[part] = vtstq_u8(mark, vdupq_n_u8(1 << COMPONENT_BIT));
        }
        to[n] = (struct er7_bits){ bits_64(all), bits_64(fields), bits_64(components) };
    }
    s->high |= vmaxvq_u8(high) > 0x7f;
}
#endif

/* ---- Which one ---------------------------------------------------------- */

size_t er7_scan_ways(er7_scan_way *ways[ER7_WAYS])
{
    size_t n = 0;

#if defined(ER7_X86)
    if (__builtin_cpu_supports("avx2"))
        ways[n++] = scan_avx2;
    ways[n++] = scan_sse2;
#elif defined(ER7_NEON)
    ways[n++] = scan_neon;
#endif
    ways[n++] = scan_plain;
    return n;
}

void er7_scan_begin(struct er7_scan *s, const struct er7_delimiters *d)
{
    const char mark[ER7_MARKS] = {
        d->field, d->component, d->repetition, d->escape, d->subcomponent, '\r', '\n', '"'
    };
    er7_scan_way *ways[ER7_WAYS];

    er7_scan_ways(ways);
    *s = (struct er7_scan){ .way = ways[0] };
    /* What the message does not have is looked for twice. */
    for (int i = 0; i < ER7_MARKS; i++) {
        unsigned char c   = (unsigned char)(mark[i] ? mark[i] : d->field);
        unsigned char bit = (unsigned char)(1 << FIELD_BIT >> i);

        s->mark[i] = c;
        s->low_half[c & 15] |= bit;
        s->high_half[c >> 4] |= bit;
    }
}

size_t er7_scan_read(struct er7_scan *s, const char *at, size_t length,
                     struct er7_bits *to)
{
    size_t blocks = length / ER7_BLOCK;
    char   last[ER7_BLOCK];

    if (blocks >= ER7_CHUNK) {
        s->way(s, at, ER7_CHUNK, to);
        return ER7_CHUNK;
    }
    if (blocks)
        s->way(s, at, blocks, to);
    if (length % ER7_BLOCK == 0)
        return blocks;
    /* The end is read from a copy, with what is no separator behind it. */
    memset(last, 'A', sizeof last);
    memcpy(last, at + blocks * ER7_BLOCK, length % ER7_BLOCK);
    s->way(s, last, 1, to + blocks);
    return blocks + 1;
}
