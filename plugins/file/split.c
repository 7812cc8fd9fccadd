/* split.c -- the messages of a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "split.h"

enum { VT = 0x0b, FS = 0x1c };

enum line { LINE_BLANK, LINE_ENVELOPE, LINE_MSH, LINE_OTHER };

/* Framing bytes end a line too: what follows is a message's beginning, or
 * nothing. */
static bool is_end(char c)
{
    return c == '\r' || c == '\n' || c == VT || c == FS;
}

static size_t line_length(struct hilum_view v)
{
    size_t len = 0;

    while (len < v.len && !is_end(v.ptr[len]))
        len++;
    return len;
}

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static enum line kind(struct hilum_view line)
{
    static const char envelopes[][4] = { "FHS", "BHS", "BTS", "FTS" };

    if (line.len == 0)
        return LINE_BLANK;
    if (line.len < 4 || is_letter_or_digit(line.ptr[3]))
        return LINE_OTHER;
    if (memcmp(line.ptr, "MSH", 3) == 0)
        return LINE_MSH;
    for (size_t i = 0; i < sizeof envelopes / sizeof *envelopes; i++)
        if (memcmp(line.ptr, envelopes[i], 3) == 0)
            return LINE_ENVELOPE;
    return LINE_OTHER;
}

static void step(struct hilum_view *v, size_t len)
{
    v->ptr += len;
    v->len -= len;
}

/* The line at the start, without what ends it. */
static struct hilum_view first_line(struct hilum_view v)
{
    return (struct hilum_view){ v.ptr, line_length(v) };
}

static void skip_line(struct hilum_view *v)
{
    step(v, line_length(*v));
    if (v->len)
        step(v, 1);
}

bool split_next(struct hilum_view *rest, struct hilum_view *message)
{
    enum line k;

    for (k = LINE_BLANK; rest->len; skip_line(rest)) {
        k = kind(first_line(*rest));
        if (k == LINE_MSH || k == LINE_OTHER)
            break;
    }
    *message = (struct hilum_view){ rest->ptr, 0 };
    if (rest->len == 0)
        return false;
    do {
        skip_line(rest);
        message->len = (size_t)(rest->ptr - message->ptr);
        k            = kind(first_line(*rest));
    } while (rest->len && k != LINE_MSH && k != LINE_ENVELOPE);
    /* Blank lines and framing at the end are not the message's. */
    while (message->len > 1 && is_end(message->ptr[message->len - 1]) &&
           is_end(message->ptr[message->len - 2]))
        message->len--;
    return true;
}
