/* functions_encode.c -- strings written in other ways: encode, decode, escape, unescape.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"

#include "base/utf8.h"
#include "expr/strings.h"
#include "expr/value.h"

#include <stdio.h>

/* Writes a text in another form; `to` has room for six bytes for each of its bytes.
 * False: it is not what can be decoded. */
typedef bool rewrite(struct hilum_view from, char *to, size_t *used);

static const char hex_digits[] = "0123456789abcdef";
static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char urlbase64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void put(char *to, size_t *used, const char *text, size_t len)
{
    memcpy(to + *used, text, len);
    *used += len;
}

/* ---- Encodings ------------------------------------------------------------------ */

static bool to_hex(struct hilum_view from, char *to, size_t *used)
{
    for (size_t i = 0; i < from.len; i++) {
        to[(*used)++] = hex_digits[(unsigned char)from.ptr[i] >> 4];
        to[(*used)++] = hex_digits[from.ptr[i] & 15];
    }
    return true;
}

/* The digit's value, or -1. */
static int digit_of(const char *digits, char c)
{
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

static bool from_hex(struct hilum_view from, char *to, size_t *used)
{
    for (size_t i = 0; i + 1 < from.len; i += 2) {
        int high = digit_of(hex_digits, (char)(from.ptr[i] | 0x20));
        int low  = digit_of(hex_digits, (char)(from.ptr[i + 1] | 0x20));

        if (high < 0 || low < 0)
            return false;
        to[(*used)++] = (char)(high * 16 + low);
    }
    return from.len % 2 == 0;
}

static void put_base64(struct hilum_view from, const char *digits, char *to, size_t *used)
{
    for (size_t i = 0; i < from.len; i += 3) {
        size_t   left = from.len - i < 3 ? from.len - i : 3;
        uint32_t bits = 0;

        for (size_t j = 0; j < 3; j++)
            bits = bits << 8 | (j < left ? (unsigned char)from.ptr[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            to[(*used)++] = j <= left ? digits[bits >> (18 - 6 * j) & 63] : '=';
    }
}

static bool take_base64(struct hilum_view from, const char *digits, char *to,
                        size_t *used)
{
    uint32_t bits = 0, have = 0;

    while (from.len && from.ptr[from.len - 1] == '=')
        from.len--;
    for (size_t i = 0; i < from.len; i++) {
        int digit = digit_of(digits, from.ptr[i]);

        if (digit < 0)
            return false;
        bits = (bits << 6 | (uint32_t)digit) & 0xffffff;
        have += 6;
        if (have >= 8) {
            have -= 8;
            to[(*used)++] = (char)(bits >> have & 0xff);
        }
    }
    return have < 6;
}

static bool to_base64(struct hilum_view from, char *to, size_t *used)
{
    put_base64(from, base64, to, used);
    return true;
}

static bool from_base64(struct hilum_view from, char *to, size_t *used)
{
    return take_base64(from, base64, to, used);
}

static bool to_urlbase64(struct hilum_view from, char *to, size_t *used)
{
    put_base64(from, urlbase64, to, used);
    return true;
}

static bool from_urlbase64(struct hilum_view from, char *to, size_t *used)
{
    return take_base64(from, urlbase64, to, used);
}

/* ---- Escapes -------------------------------------------------------------------- */

struct escape {
    const char *plain, *written;
};

static const struct escape html[] = {
    { "&", "&amp;" },   { "<", "&lt;" },  { ">", "&gt;" },
    { "\"", "&quot;" }, { "'", "&#39;" }, { "'", "&apos;" },
};

static const struct escape json[] = {
    { "\"", "\\\"" }, { "\\", "\\\\" }, { "\b", "\\b" }, { "\f", "\\f" },
    { "\n", "\\n" },  { "\r", "\\r" },  { "\t", "\\t" }, { "/", "\\/" },
};

enum { JSON_WRITTEN = 7 }; /* a slash is understood, but not written so */

static void write_escapes(struct hilum_view from, const struct escape *all, size_t count,
                          char *to, size_t *used)
{
    for (size_t i = 0; i < from.len; i++) {
        size_t e = 0;

        while (e < count && all[e].plain[0] != from.ptr[i])
            e++;
        if (e < count)
            put(to, used, all[e].written, strlen(all[e].written));
        else
            to[(*used)++] = from.ptr[i];
    }
}

/* The escape that stands at the front of a text; NULL: none. */
static const struct escape *escape_at(struct hilum_view v, const struct escape *all,
                                      size_t count)
{
    for (size_t e = 0; e < count; e++) {
        size_t len = strlen(all[e].written);

        if (v.len >= len && memcmp(v.ptr, all[e].written, len) == 0)
            return &all[e];
    }
    return NULL;
}

/* &#960; &#x3c0; \u03c0: how long it is, and which character; 0: it is none. */
static size_t character_at(struct hilum_view v, bool in_html, uint32_t *out)
{
    char        text[12] = "";
    const char *digits   = text + 2;
    char       *end;
    bool        hex = !in_html;

    memcpy(text, v.ptr, v.len < sizeof text - 1 ? v.len : sizeof text - 1);
    if (memcmp(text, in_html ? "&#" : "\\u", 2) != 0)
        return 0;
    if (!in_html)
        text[6] = '\0';
    if (in_html && (text[2] == 'x' || text[2] == 'X')) {
        hex = true;
        digits++;
    }
    *out = (uint32_t)strtoul(digits, &end, hex ? 16 : 10);
    if (end == digits || digits[0] == '+' || digits[0] == '-' || digits[0] == ' ' ||
        *out > 0x10ffff || (in_html ? *end != ';' : end != text + 6))
        return 0;
    return (size_t)(end - text) + in_html;
}

static void read_escapes(struct hilum_view from, const struct escape *all, size_t count,
                         bool in_html, char *to, size_t *used)
{
    while (from.len) {
        const struct escape *e = escape_at(from, all, count);
        uint32_t             c;
        size_t               len = e ? strlen(e->written) : 0;

        if (e) {
            to[(*used)++] = e->plain[0];
        } else {
            len = from.len > 2 ? character_at(from, in_html, &c) : 0;
            if (len)
                *used += string_put(to + *used, c);
        }
        if (len == 0) {
            to[(*used)++] = from.ptr[0];
            len           = 1;
        }
        from.ptr += len;
        from.len -= len;
    }
}

static bool to_html(struct hilum_view from, char *to, size_t *used)
{
    write_escapes(from, html, sizeof html / sizeof *html, to, used);
    return true;
}

static bool from_html(struct hilum_view from, char *to, size_t *used)
{
    read_escapes(from, html, sizeof html / sizeof *html, true, to, used);
    return true;
}

static bool to_json(struct hilum_view from, char *to, size_t *used)
{
    write_escapes(from, json, JSON_WRITTEN, to, used);
    return true;
}

static bool from_json(struct hilum_view from, char *to, size_t *used)
{
    read_escapes(from, json, sizeof json / sizeof *json, false, to, used);
    return true;
}

/* ---- The functions -------------------------------------------------------------- */

struct form {
    const char *name;
    rewrite    *write, *read;
};

static const struct form encodings[] = {
    { "hex", to_hex, from_hex },
    { "base64", to_base64, from_base64 },
    { "urlbase64", to_urlbase64, from_urlbase64 },
    { NULL, NULL, NULL },
};

static const struct form escapes[] = {
    { "html", to_html, from_html },
    { "json", to_json, from_json },
    { NULL, NULL, NULL },
};

/* What would be no UTF-8 is no string. */
static bool apply(struct machine *m, const struct call *c, const struct form *forms,
                  bool read)
{
    struct hilum_view text, name;
    bool              empty, unnamed;
    size_t            used = 0;
    char             *to;

    if (!list_string(m, c->in, &text, &empty) ||
        !list_string(m, c->args[0], &name, &unnamed))
        return false;
    if (empty || unnamed)
        return true;
    while (forms->name && !hilum_is(name, forms->name))
        forms++;
    if (!forms->name)
        return true;
    if (text.len > UINT32_MAX / 16)
        return machine_fail(m, "the string would be too long");
    to = machine_alloc(m, text.len * 6 + 8);
    if (!to || !machine_spend(m, text.len / 8))
        return false;
    if (!(read ? forms->read : forms->write)(text, to, &used))
        return machine_fail(m, "this is not %s", forms->name);
    if (utf8_valid((struct hilum_view){ to, used }) != used)
        return true;
    return push(m, item_string((struct hilum_view){ to, used }));
}

bool run_encode(struct machine *m, const struct call *c)
{
    return apply(m, c, encodings, false);
}

bool run_decode(struct machine *m, const struct call *c)
{
    return apply(m, c, encodings, true);
}

bool run_escape(struct machine *m, const struct call *c)
{
    return apply(m, c, escapes, false);
}

bool run_unescape(struct machine *m, const struct call *c)
{
    return apply(m, c, escapes, true);
}
