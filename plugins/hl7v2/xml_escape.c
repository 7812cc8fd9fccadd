/* xml_escape.c -- the text of a leaf, as HL7 v2.xml writes it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_escape.h"

#include "charset.h"
#include "er7_escape.h"
#include "er7_sequence.h"

/* Bytes that do not stand for themselves.  EF begins the two characters of which XML
 * knows nothing, U+FFFE and U+FFFF. */
enum byte { PLAIN, ENTITY, CONTROL, NONCHARACTER };

static const unsigned char bytes[256] = {
    [0x00] = CONTROL, [0x01] = CONTROL, [0x02] = CONTROL,      [0x03] = CONTROL,
    [0x04] = CONTROL, [0x05] = CONTROL, [0x06] = CONTROL,      [0x07] = CONTROL,
    [0x08] = CONTROL, [0x0a] = CONTROL, [0x0b] = CONTROL,      [0x0c] = CONTROL,
    [0x0d] = CONTROL, [0x0e] = CONTROL, [0x0f] = CONTROL,      [0x10] = CONTROL,
    [0x11] = CONTROL, [0x12] = CONTROL, [0x13] = CONTROL,      [0x14] = CONTROL,
    [0x15] = CONTROL, [0x16] = CONTROL, [0x17] = CONTROL,      [0x18] = CONTROL,
    [0x19] = CONTROL, [0x1a] = CONTROL, [0x1b] = CONTROL,      [0x1c] = CONTROL,
    [0x1d] = CONTROL, [0x1e] = CONTROL, [0x1f] = CONTROL,      ['<'] = ENTITY,
    ['>'] = ENTITY,   ['&'] = ENTITY,   [0xef] = NONCHARACTER,
};

static void put_element(struct hilum_view body, struct hilum_buffer *out)
{
    hilum_put_text(out, "<escape V=\"");
    hilum_put_view(out, body);
    hilum_put_text(out, "\"/>");
}

static void put_hex(const char *at, size_t length, struct hilum_buffer *out)
{
    static const char digit[] = "0123456789ABCDEF";
    char              body[7] = "X";

    for (size_t i = 0; i < length; i++) {
        body[1 + 2 * i] = digit[(unsigned char)at[i] >> 4];
        body[2 + 2 * i] = digit[at[i] & 15];
    }
    put_element((struct hilum_view){ body, 1 + 2 * length }, out);
}

/* Returns how many bytes have been written. */
static size_t put_odd(const char *at, size_t left, struct hilum_buffer *out)
{
    switch (bytes[(unsigned char)*at]) {
    case ENTITY:
        hilum_put_text(out, *at == '<' ? "&lt;" : *at == '>' ? "&gt;" : "&amp;");
        return 1;
    case NONCHARACTER:
        if (left < 3 || at[1] != '\xbf' || (unsigned char)at[2] < 0xbe) {
            hilum_put(out, at, 1);
            return 1;
        }
        put_hex(at, 3, out);
        return 3;
    default:
        if (*at == '\n')
            put_element(HILUM_VIEW(".br"), out);
        else
            put_hex(at, 1, out);
        return 1;
    }
}

static void put_valid(struct hilum_view text, struct hilum_buffer *out)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;

        while (at < text.len && bytes[(unsigned char)text.ptr[at]] == PLAIN)
            at++;
        hilum_put(out, text.ptr + from, at - from);
        if (at < text.len)
            at += put_odd(text.ptr + at, text.len - at, out);
    }
}

void xml_escape_text(struct hilum_view text, struct hilum_buffer *out)
{
    while (text.len) {
        size_t valid = charset_valid(text);

        put_valid((struct hilum_view){ text.ptr, valid }, out);
        if (valid < text.len)
            put_hex(text.ptr + valid++, 1, out);
        text.ptr += valid;
        text.len -= valid;
    }
}

/* ---- Escape sequences ----------------------------------------------------- */

/* Whether raw, as UTF-8, is that text. */
static bool agree(const struct er7_delimiters *d, struct er7_written *written,
                  struct hilum_view text, struct hilum_view raw,
                  struct hilum_buffer *spare)
{
    spare->len = 0;
    if (!hilum_room(spare, er7_escape_room(d, raw)))
        return false;
    er7_escape_decode(d, written, raw, spare);
    return hilum_same(text, hilum_buffer_view(spare));
}

/* What stands in a sequence, which may have been escaped twice. */
static struct hilum_view body_of(const struct er7_delimiters *d,
                                 struct hilum_view            sequence)
{
    const char *at   = sequence.ptr;
    size_t      mark = 1;

    if (at[1] == d->escape)
        mark = 2;
    else if (sequence.len > 3 && at[1] == 'E' && at[2] == d->escape)
        mark = 3;
    return (struct hilum_view){ at + mark, sequence.len - 2 * mark };
}

/* What begins with an escape character.  Returns how much of it was written. */
static size_t put_sequence(const struct er7_delimiters *d, struct hilum_view at,
                           struct hilum_buffer *out)
{
    struct er7_sequence s = er7_sequence_read(d, at);

    if (s.kind == ER7_NONE)
        s = (struct er7_sequence){ .character = d->escape, .length = 1 };
    if (s.character)
        xml_escape_text((struct hilum_view){ &s.character, 1 }, out);
    else
        put_element(body_of(d, (struct hilum_view){ at.ptr, s.length }), out);
    return s.length;
}

void xml_escape_raw(const struct er7_delimiters *d, struct er7_written *written,
                    struct hilum_view text, struct hilum_view raw,
                    struct hilum_buffer *spare, struct hilum_buffer *out)
{
    const char *at = raw.ptr, *end = raw.ptr + raw.len;

    if (!d->escape || !agree(d, written, text, raw, spare)) {
        xml_escape_text(text, out);
        return;
    }
    while (at < end) {
        const char *open = memchr(at, d->escape, (size_t)(end - at));

        open = open ? open : end;
        xml_escape_text((struct hilum_view){ at, (size_t)(open - at) }, out);
        at = open;
        if (at < end)
            at += put_sequence(d, (struct hilum_view){ at, (size_t)(end - at) }, out);
    }
}
