/* columns.h -- the tables below schemas/hl7v2: lines, columns and spans of versions. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_COLUMNS_H
#define HL7V2_COLUMNS_H

#include "dictionary.h"

/* Takes what stands before the delimiter off the front of text. */
static inline struct hilum_view columns_take(struct hilum_view *text, char delimiter)
{
    const char       *stop = text->len ? memchr(text->ptr, delimiter, text->len) : NULL;
    struct hilum_view head = { text->ptr, stop ? (size_t)(stop - text->ptr) : text->len };
    size_t            used = head.len + (stop ? 1 : 0);

    text->ptr += used;
    text->len -= used;
    return head;
}

/* The next line that is no comment and not empty; false at the end. */
static inline bool columns_line(struct hilum_view *text, struct hilum_view *line)
{
    while (text->len) {
        *line = columns_take(text, '\n');
        if (line->len && line->ptr[0] != '#')
            return true;
    }
    return false;
}

/* The decimal digits that text begins with, as a number of at most six. */
static inline uint32_t columns_number(struct hilum_view text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.len && i < 6; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            break;
        n = n * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return n;
}

/* A span of versions, both inclusive: 2.3, 2.3-2.5 or 2.6+. */
struct columns_span {
    uint32_t from, to;
};

static inline struct columns_span columns_span(struct hilum_view text)
{
    struct columns_span s;
    struct hilum_view   from = columns_take(&text, '-');
    bool                open = from.len && from.ptr[from.len - 1] == '+';

    from.len -= open;
    s.from = dictionary_number(from);
    s.to   = open ? UINT32_MAX : text.len ? dictionary_number(text) : s.from;
    return s;
}

static inline bool columns_within(struct columns_span s, uint32_t version)
{
    return s.from <= version && version <= s.to;
}

#endif
