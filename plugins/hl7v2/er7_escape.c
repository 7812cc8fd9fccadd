/* er7_escape.c -- decodes and encodes text with escape sequences. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_escape.h"

#include "er7_sequence.h"

enum {
    GROWTH = 3,  /* bytes of UTF-8 that one byte may become */
    MOST   = 64, /* bytes of \Xhh..\ that are looked at before it is written */
};

/* ---- Reading -------------------------------------------------------------- */

size_t er7_escape_room(const struct er7_delimiters *d, struct hilum_view raw)
{
    size_t      room = (GROWTH + 1) * raw.len;
    const char *end = raw.ptr + raw.len, *at = raw.ptr;

    /* Only lines and spaces that are counted take more. */
    while (at < end) {
        struct er7_sequence s;

        at = memchr(at, d->escape, (size_t)(end - at));
        if (!at)
            break;
        s = er7_sequence_read(d, (struct hilum_view){ at, (size_t)(end - at) });
        if (s.kind == ER7_LINES || s.kind == ER7_SPACES)
            room += s.count;
        at += s.kind == ER7_NONE ? 1 : s.length;
    }
    return room;
}

struct decoder {
    const struct er7_delimiters *d;
    struct er7_written          *written;
    struct hilum_buffer          out;
    char                        *scratch; /* room for as many bytes as were written */
    const struct iso2022_set    *half[2];
    bool                         utf8; /* switched to */
    size_t waiting;                    /* bytes at the end of `out`, of the left half */
};

/* What waits is text now that all of it is there.  Where it is none, it stays. */
static void flush(struct decoder *r)
{
    struct hilum_view bytes = { r->scratch, r->waiting };

    if (r->waiting == 0)
        return;
    r->out.len -= r->waiting;
    r->waiting = 0;
    memcpy(r->scratch, r->out.ptr + r->out.len, bytes.len);
    while (bytes.len) {
        size_t n = iso2022_read(&r->written->feed->sets, r->half[0], bytes, &r->out);
        size_t skip =
            bytes.len - n < r->half[0]->width ? bytes.len - n : r->half[0]->width;

        if (n == bytes.len)
            break;
        hilum_put(&r->out, bytes.ptr + n, skip);
        bytes = (struct hilum_view){ bytes.ptr + n + skip, bytes.len - n - skip };
    }
}

static void put_plain(struct decoder *r, struct hilum_view text)
{
    if (iso2022_plain(r->half[0])) {
        hilum_put_view(&r->out, text);
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        bool left = text.ptr[i] > ' ' && text.ptr[i] < 0x7f;

        if (!left)
            flush(r);
        hilum_put_byte(&r->out, text.ptr[i]);
        r->waiting += left;
    }
}

/* Bytes of \Xhh..\ where the right half has been switched: false as in
 * er7_written_text(). */
static bool put_right(struct decoder *r, struct hilum_view bytes)
{
    size_t from = r->out.len, at = 0;

    while (at < bytes.len) {
        size_t n = at;

        while (n < bytes.len && (unsigned char)bytes.ptr[n] > 0x7f)
            n++;
        if (n > at) {
            struct hilum_view run = { bytes.ptr + at, n - at };

            n = at + iso2022_read(&r->written->feed->sets, r->half[1], run, &r->out);
        } else if (er7_written_text(r->written, (struct hilum_view){ bytes.ptr + at, 1 },
                                    &r->out)) {
            n++;
        }
        if (n == at) {
            r->out.len = from;
            return false;
        }
        at = n;
    }
    return true;
}

static bool put_bytes(struct decoder *r, struct hilum_view bytes)
{
    size_t left = 0;

    while (left < bytes.len && bytes.ptr[left] > ' ' && bytes.ptr[left] < 0x7f)
        left++;
    if (!iso2022_plain(r->half[0]) && left == bytes.len) {
        put_plain(r, bytes);
        return true;
    }
    flush(r);
    if (!iso2022_plain(r->half[1]))
        return put_right(r, bytes);
    if (r->utf8 && charset_valid(bytes) < bytes.len)
        return false;
    if (r->utf8 && charset_ascii(bytes) < bytes.len) {
        hilum_put_view(&r->out, bytes);
        return true;
    }
    return er7_written_text(r->written, bytes, &r->out);
}

static struct hilum_view from_hex(struct hilum_view digits, char *to)
{
    for (size_t i = 0; i < digits.len / 2; i++)
        to[i] = (char)(er7_hex(digits.ptr[2 * i]) << 4 | er7_hex(digits.ptr[2 * i + 1]));
    return (struct hilum_view){ to, digits.len / 2 };
}

/* \Xhh..\, and those that follow at once: together they may be a character.  Returns
 * how many bytes they were written with. */
static size_t put_hex(struct decoder *r, struct hilum_view at)
{
    struct hilum_view   bytes = { r->scratch, 0 };
    struct er7_sequence s;
    size_t              used = 0;

    flush(r);
    while (used < at.len && at.ptr[used] == r->d->escape) {
        s = er7_sequence_read(r->d, (struct hilum_view){ at.ptr + used, at.len - used });
        if (s.kind != ER7_BYTES)
            break;
        bytes.len += from_hex(s.digits, r->scratch + bytes.len).len;
        used += s.length;
    }
    if (put_bytes(r, bytes))
        return used;
    for (size_t i = 0; i < used; i += s.length) {
        s = er7_sequence_read(r->d, (struct hilum_view){ at.ptr + i, used - i });
        if (!put_bytes(r, from_hex(s.digits, r->scratch)))
            hilum_put(&r->out, at.ptr + i, s.length);
    }
    return used;
}

static void switch_to(struct decoder *r, const struct iso2022_set *set)
{
    flush(r);
    if (set->half < 2)
        r->half[set->half] = set;
    else
        r->utf8 = set->charset == CHARSET_UTF_8;
}

/* Returns how many bytes were read; 0: none, as this is no sequence. */
static size_t put_sequence(struct decoder *r, struct hilum_view at)
{
    struct er7_sequence s = er7_sequence_read(r->d, at);

    switch (s.kind) {
    case ER7_NONE:
        return 0;
    case ER7_CHARACTER:
        put_plain(r, (struct hilum_view){ &s.character, 1 });
        break;
    case ER7_BYTES:
        return put_hex(r, at);
    case ER7_SWITCH:
        switch_to(r, s.set);
        break;
    case ER7_KEPT:
        flush(r);
        hilum_put(&r->out, at.ptr, s.length);
        break;
    case ER7_LINES:
    case ER7_SPACES:
        flush(r);
        while (s.count--)
            hilum_put_byte(&r->out, s.kind == ER7_LINES ? '\n' : ' ');
        break;
    case ER7_SILENT:
        break;
    }
    return s.length;
}

void er7_escape_decode(const struct er7_delimiters *d, struct er7_written *written,
                       struct hilum_view raw, struct hilum_buffer *out)
{
    struct decoder r   = { .d = d, .written = written, .out = *out };
    const char    *end = raw.ptr + raw.len, *at = raw.ptr;

    r.out.room -= raw.len;
    r.scratch = r.out.ptr + r.out.room;
    while (at < end) {
        const char *open = memchr(at, d->escape, (size_t)(end - at));
        size_t      used;

        open = open ? open : end;
        put_plain(&r, (struct hilum_view){ at, (size_t)(open - at) });
        if (open == end)
            break;
        used = put_sequence(&r, (struct hilum_view){ open, (size_t)(end - open) });
        if (used == 0) {
            put_plain(&r, (struct hilum_view){ open, 1 });
            used = 1;
        }
        at = open + used;
    }
    flush(&r);
    out->len = r.out.len;
    out->failed |= r.out.failed;
}

/* ---- Writing -------------------------------------------------------------- */

/* How many bytes from here on need nothing done. */
static size_t plain(const struct er7_delimiters *d, const char *at, size_t left)
{
    size_t n = 0;

    while (n < left) {
        char c = at[n];

        if (er7_delimiters_separate(d, c) || c == d->escape ||
            ((unsigned char)c < 0x20 && c != '\t'))
            break;
        n++;
    }
    return n;
}

/* Would these bytes stay as they are written?  Then one of them is a control
 * character, or they are no UTF-8. */
static bool no_text(struct hilum_view digits)
{
    char              room[MOST];
    size_t            most = digits.len < 2 * MOST ? digits.len : 2 * MOST;
    struct hilum_view some = from_hex((struct hilum_view){ digits.ptr, most }, room);

    for (size_t i = 0; i < digits.len; i += 2) {
        int c = er7_hex(digits.ptr[i]) << 4 | er7_hex(digits.ptr[i + 1]);

        if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7f)
            return true;
    }
    return charset_valid(some) < some.len;
}

/* Appends what stands for a byte that cannot stand for itself: a separator, or a
 * control character, which might end a segment or a frame. */
static void put_escaped(const struct er7_delimiters *d, char c, struct hilum_buffer *out)
{
    char letter = 0;

    /* A separator is no control character; one that is not used is 0. */
    if ((unsigned char)c < 0x20)
        letter = 0;
    else if (c == d->field)
        letter = 'F';
    else if (c == d->component)
        letter = 'S';
    else if (c == d->subcomponent)
        letter = 'T';
    else if (c == d->repetition)
        letter = 'R';
    else if (c == d->escape)
        letter = 'E';
    if (!letter && !(c == '\n' && !er7_delimiters_separate(d, '.'))) {
        er7_put_hex(d->escape, (struct hilum_view){ &c, 1 }, out);
        return;
    }
    hilum_put_byte(out, d->escape);
    if (letter)
        hilum_put_byte(out, letter);
    else
        hilum_put_text(out, ".br");
    hilum_put_byte(out, d->escape);
}

/* An escape character of the text.  Returns how much of the text was written. */
static size_t put_escape(const struct er7_delimiters *d, struct hilum_view at,
                         struct hilum_buffer *out)
{
    struct er7_sequence s = er7_sequence_read(d, at);

    if (s.kind == ER7_KEPT || (s.kind == ER7_BYTES && no_text(s.digits))) {
        hilum_put(out, at.ptr, s.length);
        return s.length;
    }
    /* With \E\ it would be a formatting command that is escaped twice. */
    if (s.kind == ER7_LINES || s.kind == ER7_SPACES || s.kind == ER7_SILENT)
        er7_put_hex(d->escape, (struct hilum_view){ at.ptr, 1 }, out);
    else
        put_escaped(d, *at.ptr, out);
    return 1;
}

bool er7_escape_encode(const struct er7_delimiters *d, struct hilum_view text,
                       struct hilum_buffer *out)
{
    for (size_t at = 0; at < text.len;) {
        size_t run = plain(d, text.ptr + at, text.len - at);

        hilum_put(out, text.ptr + at, run);
        at += run;
        if (at == text.len)
            break;
        if (!d->escape)
            return false;
        if (text.ptr[at] == d->escape)
            at += put_escape(d, (struct hilum_view){ text.ptr + at, text.len - at }, out);
        else
            put_escaped(d, text.ptr[at++], out);
    }
    return true;
}
