/* fold.c -- words without case and accents, as they are searched. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "fold.h"

static const struct fold_row {
    uint16_t code;
    char     to[8];
} fold_rows[] = {
#include "fold_table.h"
};

enum {
    FOLD_ROWS = sizeof(fold_rows) / sizeof(fold_rows[0]),
    FOLD_MOST = 4, /* bytes that one byte becomes, at most */
};

/* What a character becomes, or NULL where it stays. */
static const char *fold_find(uint32_t code)
{
    size_t low = 0, high = FOLD_ROWS;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (fold_rows[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < FOLD_ROWS && fold_rows[low].code == code ? fold_rows[low].to : NULL;
}

/* The character at the start, and its length; only those of two or three bytes
 * can be in the table. */
static size_t fold_decode(const unsigned char *at, size_t left, uint32_t *code)
{
    if (left >= 2 && (at[0] & 0xe0) == 0xc0 && (at[1] & 0xc0) == 0x80) {
        *code = (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3f);
        return 2;
    }
    if (left >= 3 && (at[0] & 0xf0) == 0xe0 && (at[1] & 0xc0) == 0x80 &&
        (at[2] & 0xc0) == 0x80) {
        *code = (uint32_t)(at[0] & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 |
                (at[2] & 0x3f);
        return 3;
    }
    *code = 0;
    return 1;
}

struct hilum_view fold(struct hilum_call *call, struct hilum_view text)
{
    const unsigned char *from  = (const unsigned char *)text.ptr;
    bool                 ascii = true;
    char                *to;
    size_t               len = 0;

    for (size_t i = 0; i < text.len && ascii; i++)
        ascii = from[i] < 0x80;
    to = hilum_scratch(call, ascii ? text.len + 1 : FOLD_MOST * text.len);
    for (size_t i = 0, step; to && i < text.len; i += step) {
        uint32_t    code;
        const char *row;

        step = 1;
        if (from[i] < 0x80) {
            to[len++] = (char)(from[i] >= 'A' && from[i] <= 'Z' ? from[i] + 32 : from[i]);
            continue;
        }
        step = fold_decode(from + i, text.len - i, &code);
        row  = fold_find(code);
        memcpy(to + len, row ? row : (const char *)from + i, row ? strlen(row) : step);
        len += row ? strlen(row) : step;
    }
    return (struct hilum_view){ to, len };
}
