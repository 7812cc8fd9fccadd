/* er7_scan.h -- finds the separators of a text, 64 bytes at a time. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_SCAN_H
#define HL7V2_ER7_SCAN_H

#include "er7_delimiters.h"

/* Each block of 64 bytes becomes words with a bit for every separator in it; the
 * bits are then taken one by one.  Most fields of a message are empty or short, so
 * this costs far less than looking at the bytes, or calling memchr, would.
 * Escape characters and quotes are found too: a text without them is used as it
 * stands.
 *
 * There are several ways to make these words, all with the same result: one in plain
 * C, and one for each set of vector instructions.  The processor decides. */
enum {
    ER7_BLOCK = 64, /* bytes */
    ER7_CHUNK = 32, /* blocks that are read at once, at most */
    ER7_MARKS = 8,  /* kinds of separators and other characters that are found */
};

/* What was found in a block: all, separators of fields, separators of components.  Bit
 * 0 stands for its first byte. */
struct er7_bits {
    uint64_t all, fields, components;
};

struct er7_scan;

/* Reads whole blocks. */
typedef void er7_scan_way(struct er7_scan *, const char *at, size_t blocks,
                          struct er7_bits *to);

struct er7_scan {
    er7_scan_way *way;
    bool          high; /* a byte above 0x7f was seen */
    unsigned char mark[ER7_MARKS];
    /* What the halves of a byte may be, a bit for each mark: a byte is the mark
     * whose bit both of its halves have. */
    unsigned char low_half[16], high_half[16];
};

void er7_scan_begin(struct er7_scan *, const struct er7_delimiters *);

/* Reads the first ER7_CHUNK blocks of a text, or what there is of them; nothing is
 * found behind its end.  Returns how many. */
size_t er7_scan_read(struct er7_scan *, const char *at, size_t length,
                     struct er7_bits *to);

/* The ways that this processor knows: the best one first, plain C last. */
enum { ER7_WAYS = 3 };
size_t er7_scan_ways(er7_scan_way *ways[ER7_WAYS]);

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
