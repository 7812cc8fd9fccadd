/* digest.c -- a 128-bit digest that is always the same for the same text. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "digest.h"

static inline uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static inline void rounds(uint64_t v[4], int count)
{
    uint64_t a = v[0], b = v[1], c = v[2], d = v[3]; /* in registers */

    while (count--) {
        a += b;
        b = rotate(b, 13) ^ a;
        a = rotate(a, 32);
        c += d;
        d = rotate(d, 16) ^ c;
        a += d;
        d = rotate(d, 21) ^ a;
        c += b;
        b = rotate(b, 17) ^ c;
        c = rotate(c, 32);
    }
    v[0] = a;
    v[1] = b;
    v[2] = c;
    v[3] = d;
}

/* The digest is the same on machines of either byte order. */
static uint64_t little(uint64_t m)
{
    const union {
        uint16_t number;
        uint8_t  bytes[2];
    } order         = { .number = 1 };
    uint64_t turned = 0;

    if (order.bytes[0])
        return m;
    for (int i = 0; i < 8; i++)
        turned |= (m >> 8 * i & 0xff) << (56 - 8 * i);
    return turned;
}

static void word(struct digest *d, uint64_t m)
{
    d->v[3] ^= m;
    rounds(d->v, 2);
    d->v[0] ^= m;
}

void digest_begin(struct digest *d)
{
    const uint64_t low = 0x0706050403020100u, high = 0x0f0e0d0c0b0a0908u;

    d->v[0] = 0x736f6d6570736575u ^ low;
    d->v[1] = 0x646f72616e646f6du ^ high ^ 0xee;
    d->v[2] = 0x6c7967656e657261u ^ low;
    d->v[3] = 0x7465646279746573u ^ high;
    d->len = d->held = 0;
}

/* Takes in all whole words that wait. */
static void flush(struct digest *d)
{
    size_t at = 0;

    for (; at + 8 <= d->held; at += 8) {
        uint64_t m;

        memcpy(&m, d->wait + at, 8);
        word(d, little(m));
    }
    d->held -= at;
    memmove(d->wait, d->wait + at, d->held);
}

/* Text that fills what waits, perhaps more than once. */
static void add_long(struct digest *d, struct hilum_view text)
{
    while (text.len) {
        size_t some = sizeof d->wait - d->held;

        if (some > text.len)
            some = text.len;
        memcpy(d->wait + d->held, text.ptr, some);
        d->held += some;
        text.ptr += some;
        text.len -= some;
        if (d->held == sizeof d->wait)
            flush(d);
    }
}

void digest_add(struct digest *d, struct hilum_view text)
{
    d->len += text.len;
    if (text.len >= sizeof d->wait - d->held) {
        add_long(d, text);
    } else if (text.len) {
        memcpy(d->wait + d->held, text.ptr, text.len);
        d->held += text.len;
    }
}

void digest_part(struct digest *d, struct hilum_view text)
{
    digest_add(d, text);
    d->wait[d->held++] = '\0'; /* there always is room for one byte more */
    d->len++;
    if (d->held == sizeof d->wait)
        flush(d);
}

static void half(const uint64_t v[4], uint8_t *out)
{
    uint64_t x = little(v[0] ^ v[1] ^ v[2] ^ v[3]);

    memcpy(out, &x, 8);
}

void digest_end(struct digest *d, uint8_t out[16])
{
    uint64_t last = 0;

    flush(d);
    memcpy(&last, d->wait, d->held);
    word(d, little(last) | (uint64_t)d->len << 56);
    d->v[2] ^= 0xee;
    rounds(d->v, 4);
    half(d->v, out);
    d->v[1] ^= 0xdd;
    rounds(d->v, 4);
    half(d->v, out + 8);
}

void digest_uuid(const uint8_t digest[16], char uuid[37])
{
    static const char hex[]    = "0123456789abcdef";
    static const char places[] = { 0,  2,  4,  6,  9,  11, 14, 16,
                                   19, 21, 24, 26, 28, 30, 32, 34 };

    memcpy(uuid, "00000000-0000-8000-8000-000000000000", 37);
    for (int i = 0; i < 16; i++) {
        uuid[(int)places[i]]     = hex[digest[i] >> 4];
        uuid[(int)places[i] + 1] = hex[digest[i] & 15];
    }
    uuid[14] = '8';                           /* the version */
    uuid[19] = hex[8 | (digest[8] >> 4 & 3)]; /* the variant */
}
