/* er7_recode.c -- between the bytes of a message and UTF-8. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_charset.h"

enum { MOST_SWITCH = 3 }; /* bytes behind an ESC */

/* ---- Sequences ------------------------------------------------------------ */

int er7_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void er7_put_hex(char escape, struct hilum_view bytes, struct hilum_buffer *out)
{
    static const char digits[] = "0123456789ABCDEF";

    escape = escape ? escape : '\\';
    hilum_put_byte(out, escape);
    hilum_put_byte(out, 'X');
    for (size_t i = 0; i < bytes.len; i++) {
        hilum_put_byte(out, digits[(unsigned char)bytes.ptr[i] >> 4]);
        hilum_put_byte(out, digits[bytes.ptr[i] & 15]);
    }
    hilum_put_byte(out, escape);
}

const struct iso2022_set *er7_switch(char escape, struct hilum_view at, size_t *length)
{
    char                      behind[MOST_SWITCH];
    struct hilum_view         esc = { behind, 0 };
    const struct iso2022_set *set;
    size_t                    i = 2, used;

    if (at.len < 7 || at.ptr[0] != escape || (at.ptr[1] != 'C' && at.ptr[1] != 'M'))
        return NULL;
    while (esc.len < MOST_SWITCH && i + 2 < at.len && at.ptr[i] != escape) {
        int high = er7_hex(at.ptr[i]), low = er7_hex(at.ptr[i + 1]);

        if (high < 0 || low < 0)
            return NULL;
        behind[esc.len++] = (char)(high << 4 | low);
        i += 2;
    }
    if (esc.len < 2 || i >= at.len || at.ptr[i] != escape)
        return NULL;
    set     = iso2022_set(esc, &used);
    *length = i + 1;
    return set && used == esc.len ? set : NULL;
}

bool er7_switches_half(char escape, struct hilum_view text)
{
    const char *end = text.ptr + text.len, *at = text.ptr;

    while (escape && at < end) {
        const struct iso2022_set *set;
        size_t                    used;

        at = memchr(at, escape, (size_t)(end - at));
        if (!at)
            break;
        set = er7_switch(escape, (struct hilum_view){ at, (size_t)(end - at) }, &used);
        if (set && set->half == 1)
            return true;
        at++;
    }
    return false;
}

/* ---- Reading -------------------------------------------------------------- */

struct reader {
    const struct er7_written *w;
    char                      escape;
    struct hilum_view         left;
    struct hilum_buffer      *out;
    struct er7_bad           *bad;
    const struct iso2022_set *half[2]; /* NULL: as at the beginning */
    enum charset              base;
};

static void skip(struct reader *r, size_t count)
{
    r->left = (struct hilum_view){ r->left.ptr + count, r->left.len - count };
}

/* Bytes at the front that are no text in a set become an escape sequence, which holds
 * them, or what is said for them. */
static void put_bad(struct reader *r, size_t count, enum charset set,
                    struct hilum_view hold)
{
    uint32_t bytes = 0;

    for (size_t i = 0; i < count; i++)
        bytes = bytes << 8 | (unsigned char)r->left.ptr[i];
    if (r->bad->count < ER7_BAD) {
        r->bad->first[r->bad->count].at    = r->out->len;
        r->bad->first[r->bad->count].bytes = bytes;
        r->bad->first[r->bad->count].set   = set;
    }
    r->bad->count++;
    er7_put_hex(r->escape, hold.len ? hold : (struct hilum_view){ r->left.ptr, count },
                r->out);
    skip(r, count);
}

/* Bytes at the front that are all of one character set. */
static void read_run(struct reader *r, size_t length, enum charset set)
{
    const char *end = r->left.ptr + length;

    while (r->left.ptr < end && !r->out->failed) {
        struct hilum_view run  = { r->left.ptr, (size_t)(end - r->left.ptr) };
        size_t            unit = charset_unit(set);
        size_t            read = charset_read(&r->w->feed->sets, set, run, r->out);

        skip(r, read);
        if (read < run.len)
            put_bad(r, unit < run.len - read ? unit : run.len - read, set,
                    HILUM_VIEW(""));
    }
}

/* Bytes of one half.  In the left one those that are no character are kept with the
 * switches around them, as they would be ASCII without. */
static void read_half(struct reader *r, size_t length, const struct iso2022_set *set)
{
    const char *end = r->left.ptr + length;

    while (r->left.ptr < end && !r->out->failed) {
        struct hilum_view run  = { r->left.ptr, (size_t)(end - r->left.ptr) };
        size_t            read = iso2022_read(&r->w->feed->sets, set, run, r->out), unit;
        char              room[16];
        struct hilum_buffer hold = { .ptr = room, .room = sizeof room };

        skip(r, read);
        if (read == run.len)
            break;
        unit = set->width < run.len - read ? set->width : run.len - read;
        if (set->half == 0) {
            hilum_put_byte(&hold, ISO2022_ESC);
            hilum_put_text(&hold, set->escape);
            hilum_put(&hold, r->left.ptr, unit);
            hilum_put_text(&hold, "\x1b(B");
        }
        put_bad(r, unit, set->named, hilum_buffer_view(&hold));
    }
}

/* A switch at the front, which leaves no text if it is ISO 2022's own. */
static bool read_switch(struct reader *r)
{
    const struct iso2022_set *set;
    size_t                    used;

    if (r->left.ptr[0] == ISO2022_ESC) {
        set = iso2022_set((struct hilum_view){ r->left.ptr + 1, r->left.len - 1 }, &used);
        used++;
    } else {
        /* What HL7's own sequences do to the left half is seen when the text is
         * decoded: there they can be kept as they were written. */
        set = er7_switch(r->escape, r->left, &used);
        if (!set || set->half == 0)
            return false;
        hilum_put(r->out, r->left.ptr, used);
    }
    if (!set)
        return false;
    if (set->half < 2)
        r->half[set->half] = set;
    else
        r->base = set->charset == CHARSET_UTF_8 ? CHARSET_UTF_8 : r->w->base;
    skip(r, used);
    return true;
}

/* How many bytes from the front on are of the same kind: up to a switch, the end of
 * a segment, and where `half` is set, a byte of the other half. */
static size_t run_length(const struct reader *r, bool half)
{
    bool   right = (unsigned char)r->left.ptr[0] > 0x7f;
    size_t n     = 1, used;

    for (; n < r->left.len; n++) {
        unsigned char c = (unsigned char)r->left.ptr[n];

        if (c == ISO2022_ESC || c == '\r' || c == '\n')
            break;
        if (half && ((c > 0x7f) != right || c <= ' '))
            break;
        if (!half && c == (unsigned char)r->escape &&
            er7_switch(r->escape, (struct hilum_view){ r->left.ptr + n, r->left.len - n },
                       &used))
            break;
    }
    return n;
}

static void read_switched(struct reader *r)
{
    while (r->left.len && !r->out->failed) {
        unsigned char             c   = (unsigned char)r->left.ptr[0];
        const struct iso2022_set *set = r->half[c > 0x7f];

        if ((c == ISO2022_ESC || c == (unsigned char)r->escape) && read_switch(r))
            continue;
        if (c == ISO2022_ESC) {
            put_bad(r, 1, r->base, HILUM_VIEW(""));
        } else if (c == '\r' || c == '\n') {
            /* A segment begins as the message did. */
            r->half[0] = r->half[1] = NULL;
            r->base                 = r->w->base;
            hilum_put_byte(r->out, (char)c);
            skip(r, 1);
        } else if (!iso2022_plain(set) && c > ' ') {
            read_half(r, run_length(r, true), set);
        } else {
            bool other = !iso2022_plain(r->half[0]) || !iso2022_plain(r->half[1]);

            read_run(r, run_length(r, other), r->base);
        }
    }
}

void er7_written_read(const struct er7_written *w, char escape, struct hilum_view message,
                      struct hilum_buffer *out, struct er7_bad *bad)
{
    struct reader r = {
        .w = w, .escape = escape, .left = message, .out = out, .bad = bad, .base = w->base
    };

    hilum_room(out, message.len + message.len / 2);
    if (w->switched)
        read_switched(&r);
    else
        read_run(&r, message.len, w->base);
}

/* Control characters are none of a text, whether of one byte or (in UTF-8) two. */
static bool is_text(struct hilum_view text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7f)
            return false;
        if (c == 0xc2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xa0)
            return false;
    }
    return true;
}

bool er7_written_text(struct er7_written *w, struct hilum_view bytes,
                      struct hilum_buffer *out)
{
    size_t       from = out->len;
    enum charset set;
    bool         wide;

    if (charset_ascii(bytes) == bytes.len) {
        if (is_text(bytes))
            hilum_put_view(out, bytes);
        return is_text(bytes);
    }
    er7_written_say(w);
    set  = w->base;
    wide = charset_unit(set) > 1;
    if ((w->open || wide) && charset_valid(bytes) == bytes.len) {
        if (is_text(bytes))
            hilum_put_view(out, bytes);
        return is_text(bytes);
    }
    if (w->open && w->base <= CHARSET_UTF_8)
        set = CHARSET_WINDOWS_1252;
    if (!wide && charset_read(&w->feed->sets, set, bytes, out) == bytes.len &&
        !out->failed && is_text((struct hilum_view){ out->ptr + from, out->len - from }))
        return true;
    out->len = from;
    return false;
}

/* ---- Writing -------------------------------------------------------------- */

struct writer {
    const struct er7_written *w;
    struct charsets          *sets;
    char                      escape;
    struct hilum_buffer      *out;
    const struct iso2022_set *half[2];
    size_t                    missing;
};

static void put_switch(struct writer *w, const char *escape)
{
    hilum_put_byte(w->out, ISO2022_ESC);
    hilum_put_text(w->out, escape);
}

/* A character that no set has. */
static void put_missing(struct writer *w, struct hilum_view character)
{
    char escape = w->escape ? w->escape : '\\';

    hilum_put_byte(w->out, escape);
    hilum_put_text(w->out, "C2547");
    hilum_put_byte(w->out, escape);
    er7_put_hex(escape, character, w->out);
    hilum_put_byte(w->out, escape);
    hilum_put_text(w->out, "C2540");
    hilum_put_byte(w->out, escape);
    w->missing++;
}

/* What is not ASCII, in the set that holds at the moment. */
static bool put_same(struct writer *w, struct hilum_view character)
{
    char   bytes[4];
    size_t n, from = w->out->len;

    for (int i = 0; i < 2; i++) {
        if (iso2022_plain(w->half[i]))
            continue;
        n = iso2022_write(w->sets, w->half[i], character, bytes);
        hilum_put(w->out, bytes, n);
        if (n)
            return true;
    }
    if (!iso2022_plain(w->half[1]) ||
        charset_write(w->sets, w->w->base, character, w->out) != character.len)
        return false;
    /* Of Shift JIS only single bytes stand there without a switch, and of those
     * sets that are switched to with bytes below 0x80 they could be mistaken. */
    if (!charset_switched(w->w->base) || w->out->len == from + 1)
        return true;
    w->out->len = from;
    return false;
}

static void put_left(struct writer *w, const struct iso2022_set *set)
{
    if (iso2022_plain(set) && !iso2022_plain(w->half[0]))
        put_switch(w, w->w->named[0] == CHARSET_IR_14 ? "(J" : "(B");
    else if (set && set != w->half[0])
        put_switch(w, set->escape);
    w->half[0] = set;
}

static void put_character(struct writer *w, struct hilum_view character)
{
    const struct iso2022_set *set;
    char                      bytes[4];
    size_t                    n;

    if (put_same(w, character))
        return;
    set = iso2022_find(w->sets, w->w->named, w->w->count, character, bytes, &n);
    if (!set) {
        put_left(w, NULL);
        put_missing(w, character);
        return;
    }
    if (set->half == 0) {
        put_left(w, set);
    } else {
        put_switch(w, set->escape);
        w->half[1] = set;
    }
    hilum_put(w->out, bytes, n);
}

/* ASCII, one byte.  It ends what was switched to on the left, and a segment's end what
 * was on the right. */
static void put_ascii(struct writer *w, struct hilum_view at)
{
    const struct iso2022_set *set;
    size_t                    used;

    put_left(w, NULL);
    hilum_put_byte(w->out, at.ptr[0]);
    if (at.ptr[0] == '\r' || at.ptr[0] == '\n')
        w->half[1] = NULL;
    if (w->escape && at.ptr[0] == w->escape) {
        set = er7_switch(w->escape, at, &used);
        if (set && set->half == 1)
            w->half[1] = set;
    }
}

static void put_switched(struct writer *w, struct hilum_view text)
{
    for (size_t at = 0; at < text.len;) {
        size_t step = charset_step(text.ptr[at]);

        step = step < text.len - at ? step : text.len - at;
        if ((unsigned char)text.ptr[at] < 0x80)
            put_ascii(w, (struct hilum_view){ text.ptr + at, text.len - at });
        else
            put_character(w, (struct hilum_view){ text.ptr + at, step });
        at += step;
    }
    put_left(w, NULL);
}

size_t er7_written_put(const struct er7_written *written, char escape,
                       struct hilum_view text, struct hilum_buffer *out)
{
    struct writer w = {
        .w = written, .sets = &written->feed->sets, .escape = escape, .out = out
    };

    if (written->mark)
        charset_write(w.sets, written->base, HILUM_VIEW("\xef\xbb\xbf"), out);
    if (written->switched || er7_switches_half(escape, text)) {
        put_switched(&w, text);
        return w.missing;
    }
    while (text.len && !out->failed) {
        size_t n = charset_write(w.sets, written->base, text, out);

        text = (struct hilum_view){ text.ptr + n, text.len - n };
        if (text.len == 0)
            break;
        n = charset_step(text.ptr[0]);
        n = n < text.len ? n : text.len;
        put_missing(&w, (struct hilum_view){ text.ptr, n });
        text = (struct hilum_view){ text.ptr + n, text.len - n };
    }
    return w.missing;
}
