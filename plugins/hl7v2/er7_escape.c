/* er7_escape.c -- decodes and encodes escape sequences. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_escape.h"

#include "charset.h"

enum { MOST_LINES = 6 }; /* of \.spN\, so that no text outgrows its source */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool all_hex(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (hex(v.ptr[i]) < 0)
            return false;
    return true;
}

static bool all_digits(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (v.ptr[i] < '0' || v.ptr[i] > '9')
            return false;
    return true;
}

/* How many line breaks a sequence stands for; 0 where it is none of these. */
static size_t line_breaks(struct hilum_view body)
{
    if (hilum_is(body, ".br") || hilum_is(body, ".sp"))
        return 1;
    if (body.len == 4 && memcmp(body.ptr, ".sp", 3) == 0 && body.ptr[3] > '0' &&
        body.ptr[3] <= '0' + MOST_LINES)
        return (size_t)(body.ptr[3] - '0');
    return 0;
}

/* Is it .in+4, .fi, ...: a point, two letters of a command and perhaps a number? */
static bool is_format(struct hilum_view body)
{
    static const char commands[][3] = { "sp", "fi", "nf", "in", "ti", "sk", "ce" };
    size_t            at            = 3;

    if (body.len < 3 || body.len > 8 || body.ptr[0] != '.' || line_breaks(body))
        return false;
    if (body.len > 4 && (body.ptr[3] == '+' || body.ptr[3] == '-'))
        at++;
    if (!all_digits((struct hilum_view){ body.ptr + at, body.len - at }))
        return false;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (memcmp(body.ptr + 1, commands[i], 2) == 0)
            return true;
    return false;
}

/* Is this, between two escape characters, a sequence that stays as it is? */
static bool is_kept(struct hilum_view body)
{
    struct hilum_view rest = { body.ptr + 1, body.len - 1 };

    if (body.len == 0)
        return false;
    switch (body.ptr[0]) {
    case 'H':
    case 'N':
        return rest.len == 0;
    case 'C':
        return rest.len == 4 && all_hex(rest);
    case 'M':
        return (rest.len == 4 || rest.len == 6) && all_hex(rest);
    case 'Z':
        return rest.len > 0 && all_hex(rest);
    default:
        return is_format(body);
    }
}

/* The separator that a letter stands for; 0: none. */
static char separator(const struct er7_delimiters *d, char letter)
{
    switch (letter) {
    case 'F':
        return d->field;
    case 'S':
        return d->component;
    case 'T':
        return d->subcomponent ? d->subcomponent : '&';
    case 'R':
        return d->repetition ? d->repetition : '~';
    case 'E':
        return d->escape;
    case 'P':
        return d->truncation ? d->truncation : '#';
    default:
        return 0;
    }
}

/* The bytes of \Xhh..\; 0 where these are no pairs of digits. */
static size_t decode_hex(struct hilum_view digits, char *to)
{
    struct hilum_view bytes = { to, digits.len / 2 };
    bool              high  = false;

    if (digits.len == 0 || digits.len % 2 || !all_hex(digits))
        return 0;
    for (size_t i = 0; i < bytes.len; i++) {
        int c = hex(digits.ptr[2 * i]) << 4 | hex(digits.ptr[2 * i + 1]);

        high |= c > 0x7f;
        to[i] = (char)c;
    }
    if (!high || charset_valid(bytes) == bytes.len)
        return bytes.len;
    /* As UTF-8 they are at most twice as many: as many as the digits were. */
    memmove(to + bytes.len, to, bytes.len);
    bytes.ptr = to + bytes.len;
    return charset_widen(bytes, to);
}

/* What stands for a sequence; 0 where nothing does. */
static size_t decode_one(const struct er7_delimiters *d, struct hilum_view body, char *to)
{
    size_t lines;

    if (body.len == 1) {
        *to = separator(d, body.ptr[0]);
        return *to != 0;
    }
    if (body.len > 1 && body.ptr[0] == 'X')
        return decode_hex((struct hilum_view){ body.ptr + 1, body.len - 1 }, to);
    lines = line_breaks(body);
    memset(to, '\n', lines);
    return lines;
}

size_t er7_escape_decode(const struct er7_delimiters *d, struct hilum_view raw, char *to)
{
    const char *at = raw.ptr, *end = raw.ptr + raw.len;
    char       *out = to;

    while (at < end) {
        const char *open = memchr(at, d->escape, (size_t)(end - at));
        const char *close =
            open ? memchr(open + 1, d->escape, (size_t)(end - open - 1)) : NULL;
        struct hilum_view body;
        size_t            made;

        if (!close)
            open = end;
        memcpy(out, at, (size_t)(open - at));
        out += open - at;
        at = open;
        if (!close)
            break;
        body = (struct hilum_view){ open + 1, (size_t)(close - open - 1) };
        made = decode_one(d, body, out);
        out += made;
        if (made) {
            at = close + 1;
        } else {
            /* A kept sequence goes whole; else the next one may begin at close. */
            size_t keep = is_kept(body) ? body.len + 2 : body.len + 1;

            memcpy(out, open, keep);
            out += keep;
            at += keep;
        }
    }
    return (size_t)(out - to);
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

/* The length of a kept sequence that begins here; 0: none does. */
static size_t kept(const struct er7_delimiters *d, const char *at, size_t left)
{
    size_t            length = plain(d, at + 1, left - 1);
    struct hilum_view body   = { at + 1, length };

    if (length + 1 == left || at[length + 1] != d->escape || !is_kept(body))
        return 0;
    return length + 2;
}

/* Appends what stands for a byte that cannot stand for itself: a separator, or a
 * control character, which might end a segment or a frame. */
static void put_escaped(const struct er7_delimiters *d, char c, struct hilum_buffer *out)
{
    static const char digits[] = "0123456789ABCDEF";
    const char sequence[3]     = { 'X', digits[(unsigned char)c >> 4], digits[c & 15] };
    char       letter          = 0;

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
    hilum_put_byte(out, d->escape);
    if (letter)
        hilum_put_byte(out, letter);
    else if (c == '\n' && !er7_delimiters_separate(d, '.'))
        hilum_put_text(out, ".br");
    else
        hilum_put(out, sequence, sizeof sequence);
    hilum_put_byte(out, d->escape);
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
        run = text.ptr[at] == d->escape ? kept(d, text.ptr + at, text.len - at) : 0;
        if (run) {
            hilum_put(out, text.ptr + at, run);
            at += run;
        } else {
            put_escaped(d, text.ptr[at++], out);
        }
    }
    return true;
}
