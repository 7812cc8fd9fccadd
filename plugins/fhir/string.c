/* string.c -- writes strings of JSON, and JSON that is pleasant to read. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "encode.h"

#define ONES         UINT64_C(0x0101010101010101)
#define HIGH_BITS    (ONES << 7)
#define LESS(w, n)   (((w)-ONES * (n)) & ~(w)&HIGH_BITS) /* any byte below n */
#define EQUAL(w, c)  LESS((w) ^ (ONES * (c)), 1)         /* any byte that is c */
#define TO_ESCAPE(w) (LESS(w, 0x20) | EQUAL(w, '"') | EQUAL(w, '\\'))

enum {
    PIECE  = 4096, /* of a text is escaped at once */
    WIDEST = 6,    /* bytes of \u001f */
};

/* Writes one byte as JSON has it; says how many bytes that took. */
static size_t escape(char *to, unsigned char c)
{
    static const char hex[]   = "0123456789abcdef";
    static const char brief[] = "btnufr"; /* for 8 to 13, but for 11 */

    if (c >= 0x20 && c != '"' && c != '\\') {
        *to = (char)c;
        return 1;
    }
    to[0] = '\\';
    if (c >= 0x20 || (c >= 8 && c <= 13 && c != 11)) {
        to[1] = c >= 0x20 ? (char)c : brief[c - 8];
        return 2;
    }
    memcpy(to + 1, "u00", 3);
    to[4] = hex[c >> 4];
    to[5] = hex[c & 15];
    return WIDEST;
}

/* Writes a piece, eight bytes at a time where none is to be escaped; there is room
 * for all of it to be, and for a word more. */
static char *put_piece(char *to, const char *p, const char *end)
{
    while (p < end) {
        const char *stop = end - p < 8 ? end : p + 8;

        if (stop == p + 8) {
            uint64_t word;

            memcpy(&word, p, 8);
            if (!TO_ESCAPE(word)) {
                memcpy(to, p, 8);
                to += 8;
                p += 8;
                continue;
            }
        }
        while (p < stop)
            to += escape(to, (unsigned char)*p++);
    }
    return to;
}

void fhir_encode_string(struct hilum_view text, struct hilum_buffer *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len;

    hilum_put_byte(out, '"');
    while (p < end) {
        const char *stop = end - p > PIECE ? p + PIECE : end;
        char       *to   = hilum_room(out, (size_t)(stop - p) * WIDEST);

        if (!to)
            return;
        out->len = (size_t)(put_piece(to, p, stop) - out->ptr);
        p        = stop;
    }
    hilum_put_byte(out, '"');
}

/* ---- To be read by people ------------------------------------------------- */

static void new_line(struct hilum_buffer *out, unsigned depth)
{
    hilum_put_byte(out, '\n');
    while (depth-- > 0)
        hilum_put(out, "  ", 2);
}

/* The quote behind the string that begins here. */
static const char *string_end(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++)
        p += *p == '\\';
    return p;
}

void fhir_encode_pretty(struct hilum_view compact, struct hilum_buffer *out)
{
    const char *end   = compact.ptr + compact.len, *stop;
    unsigned    depth = 0;

    for (const char *p = compact.ptr; p < end; p++) {
        switch (*p) {
        case '"':
            stop = string_end(p, end);
            hilum_put(out, p, (size_t)(stop - p) + 1);
            p = stop;
            break;
        case '{':
        case '[':
            hilum_put_byte(out, *p);
            new_line(out, ++depth);
            break;
        case '}':
        case ']':
            new_line(out, --depth);
            hilum_put_byte(out, *p);
            break;
        case ',':
            hilum_put_byte(out, *p);
            new_line(out, depth);
            break;
        case ':':
            hilum_put(out, ": ", 2);
            break;
        default:
            hilum_put_byte(out, *p);
        }
    }
    hilum_put_byte(out, '\n');
}
