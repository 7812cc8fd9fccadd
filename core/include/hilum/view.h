/* hilum/view.h -- borrowed bytes, and buffers that grow to a stated ceiling. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HILUM_VIEW_H
#define HILUM_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define HILUM_EXPORT     __attribute__((visibility("default")))
#define HILUM_PRINTF(n)  __attribute__((format(printf, n, (n) + 1)))
#define HILUM_VPRINTF(n) __attribute__((format(printf, n, 0)))
#else
#define HILUM_EXPORT
#define HILUM_PRINTF(n)
#define HILUM_VPRINTF(n)
#endif

/* Borrowed bytes, not NUL-terminated.  ptr may be NULL where len is 0. */
struct hilum_view {
    const char *ptr;
    size_t      len;
};

/* A view of a string literal. */
#define HILUM_VIEW(literal) ((struct hilum_view){ "" literal, sizeof(literal) - 1 })

static inline struct hilum_view hilum_view(const char *text)
{
    return (struct hilum_view){ text, text ? strlen(text) : 0 };
}

static inline bool hilum_same(struct hilum_view a, struct hilum_view b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool hilum_is(struct hilum_view a, const char *text)
{
    return hilum_same(a, hilum_view(text));
}

/* Bytes being gathered.  It never grows past `most`: a put that does not fit
 * sets `failed`, after which every put does nothing, so that a writer may check
 * once, at its end.  `grow` makes room for `need` more bytes or says false. */
struct hilum_buffer {
    char  *ptr;
    size_t len;
    size_t room;
    size_t most;
    bool   failed;
    bool (*grow)(struct hilum_buffer *, size_t need);
};

/* What a buffer on the heap sets `grow` to: it doubles, up to `most`.  Its owner
 * frees ptr. */
static inline bool hilum_grow(struct hilum_buffer *b, size_t need)
{
    size_t room = b->room ? b->room : 256;
    char  *to;

    if (need > b->most - b->len)
        return false;
    while (room < b->most && room - b->len < need)
        room *= 2;
    if (room > b->most)
        room = b->most;
    to = (char *)realloc(b->ptr, room);
    if (!to)
        return false;
    b->ptr  = to;
    b->room = room;
    return true;
}

/* Room for need more bytes at the end, or NULL; what was written there counts
 * once it has been added to len. */
static inline char *hilum_room(struct hilum_buffer *b, size_t need)
{
    if (b->failed)
        return NULL;
    if (need > b->room - b->len && !(b->grow && b->grow(b, need))) {
        b->failed = true;
        return NULL;
    }
    return b->ptr + b->len;
}

static inline void hilum_put(struct hilum_buffer *b, const void *from, size_t len)
{
    char *to = len ? hilum_room(b, len) : NULL;

    if (to) {
        memcpy(to, from, len);
        b->len += len;
    }
}

static inline void hilum_put_view(struct hilum_buffer *b, struct hilum_view v)
{
    hilum_put(b, v.ptr, v.len);
}

static inline void hilum_put_text(struct hilum_buffer *b, const char *text)
{
    hilum_put(b, text, strlen(text));
}

static inline void hilum_put_byte(struct hilum_buffer *b, char c)
{
    char *to = hilum_room(b, 1);

    if (to) {
        *to = c;
        b->len++;
    }
}

static inline struct hilum_view hilum_buffer_view(const struct hilum_buffer *b)
{
    return (struct hilum_view){ b->ptr, b->len };
}

#endif /* HILUM_VIEW_H */
