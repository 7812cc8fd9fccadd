/* value.c -- HL7 texts as FHIR primitives. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "value.h"

#include <stdio.h>

static const struct hilum_view none = { NULL, 0 };

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number of two digits, or -1. */
static int two(struct hilum_view v, size_t at)
{
    if (at + 2 > v.len || !digit(v.ptr[at]) || !digit(v.ptr[at + 1]))
        return -1;
    return (v.ptr[at] - '0') * 10 + (v.ptr[at + 1] - '0');
}

bool zone_read(struct hilum_view v, struct zone *z)
{
    int hours, minutes;

    z->len = 0;
    if (v.len == 1 && v.ptr[0] == 'Z') {
        memcpy(z->text, "Z", z->len = 1);
        return true;
    }
    if (v.len < 5 || v.len > 6 || (v.ptr[0] != '+' && v.ptr[0] != '-'))
        return false;
    hours   = two(v, 1);
    minutes = two(v, v.len - 2);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 ||
        (v.len == 6 && v.ptr[3] != ':'))
        return false;
    snprintf(z->text, sizeof z->text, "%c%02d:%02d", v.ptr[0], hours, minutes);
    z->len = 6;
    return true;
}

/* An HL7 time taken apart: how many of year, month, day, hour, minute, second it has. */
struct moment {
    int               parts;
    struct hilum_view digits, fraction;
    struct zone       zone;
};

static int days_of(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool             leap   = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

static bool day_right(struct hilum_view d, int parts)
{
    int year  = two(d, 0) * 100 + two(d, 2);
    int month = parts > 1 ? two(d, 4) : 1, day = parts > 2 ? two(d, 6) : 1;

    return year > 0 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_of(year, month);
}

static bool clock_right(struct hilum_view d, size_t at)
{
    return (d.len <= at || two(d, at) < 24) && (d.len <= at + 2 || two(d, at + 2) < 60) &&
           (d.len <= at + 4 || two(d, at + 4) < 60);
}

static size_t run_of_digits(struct hilum_view v)
{
    size_t at = 0;

    while (at < v.len && digit(v.ptr[at]))
        at++;
    return at;
}

/* Cuts digits, fraction and zone; lengths from `least` to `most`, in twos. */
static bool moment_cut(struct hilum_view v, size_t least, size_t most, struct moment *m)
{
    size_t at = run_of_digits(v);

    *m = (struct moment){ .digits = { v.ptr, at } };
    v.ptr += at;
    v.len -= at;
    if (at < least || at > most || at % 2)
        return false;
    if (v.len && v.ptr[0] == '.') {
        v.ptr++;
        v.len--;
        at          = run_of_digits(v);
        m->fraction = (struct hilum_view){ v.ptr, at > 9 ? 9 : at };
        if (!at || m->digits.len != most)
            return false;
        v.ptr += at;
        v.len -= at;
    }
    return v.len == 0 || zone_read(v, &m->zone);
}

static bool moment_read(struct hilum_view v, struct moment *m)
{
    if (!moment_cut(v, 4, 14, m))
        return false;
    m->parts = (int)m->digits.len / 2 - 1;
    return day_right(m->digits, m->parts) && clock_right(m->digits, 8);
}

static size_t put_clock(char *to, struct hilum_view d, size_t at,
                        struct hilum_view fraction)
{
    size_t len = 0;

    for (size_t part = 0; part < 3; part++, at += 2) {
        bool given = at + 2 <= d.len;

        if (part)
            to[len++] = ':';
        to[len++] = given ? d.ptr[at] : '0'; /* FHIR wants seconds, which may be zeros */
        to[len++] = given ? d.ptr[at + 1] : '0';
    }
    if (fraction.len) {
        to[len++] = '.';
        memcpy(to + len, fraction.ptr, fraction.len);
        len += fraction.len;
    }
    return len;
}

static struct hilum_view moment_write(struct pool *pool, struct hilum_view v,
                                      enum kind kind, const struct zone *zone)
{
    struct moment m;
    size_t        len = 4;
    char         *to;
    bool          clock;

    if (!moment_read(v, &m))
        return none;
    if (m.zone.len)
        zone = &m.zone;
    clock = kind != KIND_DATE && m.parts > 3 && zone->len;
    if (kind == KIND_INSTANT && !clock)
        return none;
    to = pool_bytes(pool, 48);
    if (!to)
        return none;
    memcpy(to, m.digits.ptr, 4);
    for (size_t part = 1; part < 3 && part < (size_t)m.parts; part++) {
        to[len++] = '-';
        memcpy(to + len, m.digits.ptr + 2 + 2 * part, 2);
        len += 2;
    }
    if (clock) {
        to[len++] = 'T';
        len += put_clock(to + len, m.digits, 8, m.fraction);
        memcpy(to + len, zone->text, zone->len);
        len += zone->len;
    }
    return (struct hilum_view){ to, len };
}

static struct hilum_view time_write(struct pool *pool, struct hilum_view v)
{
    struct moment m;
    char         *to = pool_bytes(pool, 24);

    if (!to || !moment_cut(v, 2, 6, &m) || !clock_right(m.digits, 0))
        return none;
    return (struct hilum_view){ to, put_clock(to, m.digits, 0, m.fraction) };
}

/* JSON's numbers have no plus, no leading zeros, and digits around the point. */
static struct hilum_view number_write(struct pool *pool, struct hilum_view v, bool whole)
{
    bool   minus = v.len && v.ptr[0] == '-';
    size_t at = minus || (v.len && v.ptr[0] == '+') ? 1 : 0, digits, rest = 0, len = 0;
    char  *to;

    while (at + 1 < v.len && v.ptr[at] == '0' && digit(v.ptr[at + 1]))
        at++;
    v.ptr += at;
    v.len -= at;
    digits = run_of_digits(v);
    if (digits < v.len && v.ptr[digits] == '.')
        rest =
            run_of_digits((struct hilum_view){ v.ptr + digits + 1, v.len - digits - 1 });
    if (digits + rest == 0 || digits + rest > 64 ||
        digits + (digits < v.len ? rest + 1 : 0) != v.len || (whole && digits < v.len))
        return none;
    to = pool_bytes(pool, v.len + 3);
    if (!to)
        return none;
    if (minus)
        to[len++] = '-';
    if (!digits)
        to[len++] = '0';
    memcpy(to + len, v.ptr, digits);
    len += digits;
    if (rest) {
        memcpy(to + len, v.ptr + digits, rest + 1);
        len += rest + 1;
    }
    return (struct hilum_view){ to, len };
}

static struct hilum_view trimmed(struct hilum_view v)
{
    while (v.len && (unsigned char)v.ptr[0] <= ' ') {
        v.ptr++;
        v.len--;
    }
    while (v.len && (unsigned char)v.ptr[v.len - 1] <= ' ')
        v.len--;
    return v;
}

struct hilum_view value_convert(struct pool *pool, enum kind kind, struct hilum_view v,
                                const struct zone *zone)
{
    if (kind == KIND_STRING)
        return v;
    v = trimmed(v);
    switch (kind) {
    case KIND_DATE:
    case KIND_DATETIME:
    case KIND_INSTANT:
        return moment_write(pool, v, kind, zone);
    case KIND_TIME:
        return time_write(pool, v);
    case KIND_DECIMAL:
    case KIND_INTEGER:
        return number_write(pool, v, kind == KIND_INTEGER);
    case KIND_UNSIGNED:
    case KIND_POSITIVE:
        v = number_write(pool, v, true);
        return v.len && (v.ptr[0] == '-' || (kind == KIND_POSITIVE && v.ptr[0] == '0'))
                   ? none
                   : v;
    case KIND_BOOLEAN:
        return hilum_is(v, "true") || hilum_is(v, "false") ? v : none;
    case KIND_URI:
        for (size_t i = 0; i < v.len; i++)
            if ((unsigned char)v.ptr[i] <= ' ')
                return none;
        return v;
    default:
        return v;
    }
}

/* ---- Base64 --------------------------------------------------------------- */

static int hex(char c)
{
    return digit(c)               ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool from_hex(struct hilum_view v, char *to)
{
    for (size_t i = 0; i + 1 < v.len; i += 2) {
        int high = hex(v.ptr[i]), low = hex(v.ptr[i + 1]);

        if (high < 0 || low < 0)
            return false;
        to[i / 2] = (char)(high << 4 | low);
    }
    return v.len % 2 == 0;
}

static struct hilum_view encoded(struct pool *pool, struct hilum_view v)
{
    static const char set[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char  *to  = pool_bytes(pool, (v.len + 2) / 3 * 4);
    size_t len = 0;

    if (!to)
        return none;
    for (size_t i = 0; i < v.len; i += 3) {
        uint32_t bits = 0;

        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (i + k < v.len ? (unsigned char)v.ptr[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            to[len++] = i + k <= v.len ? set[bits >> (18 - 6 * k) & 63] : '=';
    }
    return (struct hilum_view){ to, len };
}

/* Base64 as it came, without the blanks and line ends that senders put in. */
static struct hilum_view compacted(struct pool *pool, struct hilum_view v)
{
    char  *to  = pool_bytes(pool, v.len);
    size_t len = 0;

    for (size_t i = 0; to && i < v.len; i++)
        if ((unsigned char)v.ptr[i] > ' ')
            to[len++] = v.ptr[i];
    return (struct hilum_view){ to, to ? len : 0 };
}

struct hilum_view value_base64(struct pool *pool, struct hilum_view data,
                               struct hilum_view encoding)
{
    char *bytes;

    if (hilum_is(encoding, "A"))
        return encoded(pool, data);
    if (!hilum_is(encoding, "Hex"))
        return compacted(pool, data);
    bytes = pool_bytes(pool, data.len / 2 + 1);
    if (!bytes || !from_hex(data, bytes))
        return none;
    return encoded(pool, (struct hilum_view){ bytes, data.len / 2 });
}
