/* bytes.c -- reading views, and buffers on the heap. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUFFER_KEPT = 1 << 20 }; /* bytes that a reset leaves, at most */

void buffer_init(struct hilum_buffer *b, size_t most)
{
    *b = (struct hilum_buffer){ .most = most, .grow = hilum_grow };
}

void buffer_free(struct hilum_buffer *b)
{
    free(b->ptr);
    b->ptr = NULL;
    b->len = b->room = 0;
}

void buffer_reset(struct hilum_buffer *b)
{
    /* One huge message must not keep its memory for ever. */
    if (b->room > BUFFER_KEPT && b->grow)
        buffer_free(b);
    b->len    = 0;
    b->failed = false;
}

void buffer_vprintf(struct hilum_buffer *b, const char *fmt, va_list ap)
{
    va_list again;
    int     len;
    char   *to;

    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (len < 0)
        return;
    to = hilum_room(b, (size_t)len + 1);
    if (!to)
        return;
    vsnprintf(to, (size_t)len + 1, fmt, ap);
    b->len += (size_t)len;
}

void buffer_printf(struct hilum_buffer *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buffer_vprintf(b, fmt, ap);
    va_end(ap);
}

const char *buffer_text(struct hilum_buffer *b)
{
    char *end = hilum_room(b, 1);

    if (!end)
        return NULL;
    *end = '\0';
    return b->ptr;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct hilum_view view_trim(struct hilum_view v)
{
    while (v.len && is_blank(v.ptr[0])) {
        v.ptr++;
        v.len--;
    }
    while (v.len && is_blank(v.ptr[v.len - 1]))
        v.len--;
    return v;
}

bool view_starts(struct hilum_view v, const char *with)
{
    size_t len = strlen(with);

    return v.len >= len && memcmp(v.ptr, with, len) == 0;
}

bool view_int(struct hilum_view v, int64_t *out)
{
    bool     minus = v.len && v.ptr[0] == '-';
    size_t   i     = minus || (v.len && v.ptr[0] == '+') ? 1 : 0;
    uint64_t n     = 0;
    uint64_t most  = (uint64_t)INT64_MAX + (minus ? 1 : 0);

    if (i == v.len)
        return false;
    for (; i < v.len; i++) {
        unsigned digit = (unsigned char)v.ptr[i] - (unsigned)'0';

        if (digit > 9 || n > (most - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *out = minus ? (int64_t)(0 - n) : (int64_t)n;
    return true;
}

uint64_t bytes_hash(const void *bytes, size_t len)
{
    const unsigned char *at   = bytes;
    uint64_t             hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ at[i]) * 0x100000001b3u;
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93u;
    return hash ^ hash >> 32;
}
