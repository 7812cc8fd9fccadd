/* mark.h -- 128 bits of hash: what contents are compared by, and ids made of. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks stand in stores, and derived ids in the world: the function may never
 * change.
 */
#ifndef FHIR_MARK_H
#define FHIR_MARK_H

#include <hilum/view.h>

#include <endian.h>

struct mark {
    uint64_t lane[2];
};

static inline struct mark mark_begin(void)
{
    return (struct mark){ { 0x9e3779b97f4a7c15u, 0xc2b2ae3d27d4eb4fu } };
}

static inline void mark_word(struct mark *m, uint64_t word)
{
    m->lane[0] = (m->lane[0] ^ word) * 0xff51afd7ed558ccdu;
    m->lane[0] ^= m->lane[0] >> 32;
    m->lane[1] = (m->lane[1] + word) * 0xc4ceb9fe1a85ec53u;
    m->lane[1] ^= m->lane[1] >> 29;
}

/* Eight bytes at a time, the first one lowest, and the length behind them. */
static inline void mark_bytes(struct mark *m, struct hilum_view v)
{
    uint64_t word;
    size_t   at = 0;

    for (; v.len - at >= sizeof(word); at += sizeof(word)) {
        memcpy(&word, v.ptr + at, sizeof(word));
        mark_word(m, le64toh(word));
    }
    word = 0;
    for (size_t i = 0; at + i < v.len; i++)
        word |= (uint64_t)(unsigned char)v.ptr[at + i] << (8 * i);
    if (at < v.len)
        mark_word(m, word);
    mark_word(m, v.len);
}

enum { MARK_ID = 27 };

/* The mark as an id of 26 letters and digits. */
static inline struct hilum_view mark_id(struct mark m, char out[MARK_ID])
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

    for (size_t i = 0; i < MARK_ID - 1; i++) {
        out[i]    = digits[m.lane[0] & 31];
        m.lane[0] = m.lane[0] >> 5 | m.lane[1] << 59;
        m.lane[1] >>= 5;
    }
    out[MARK_ID - 1] = '\0';
    return (struct hilum_view){ out, MARK_ID - 1 };
}

#endif
