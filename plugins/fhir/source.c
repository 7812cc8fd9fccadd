/* source.c -- looking at JSON text itself, where the parser's events say too little. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "source.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* The length of the character here, or 0 where there is none. */
static size_t character(const unsigned char *p, size_t left)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t                length  = p[0] < 0x80   ? 1
                                    : p[0] < 0xc2 ? 0
                                    : p[0] < 0xe0 ? 2
                                    : p[0] < 0xf0 ? 3
                                    : p[0] < 0xf5 ? 4
                                                  : 0;
    uint32_t              code;

    if (length <= 1)
        return length;
    if (length > left)
        return 0;
    code = p[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (p[i] & 0x3fu);
    }
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return 0;
    return length;
}

size_t fhir_source_utf8(struct hilum_view text)
{
    const unsigned char *p  = (const unsigned char *)text.ptr;
    size_t               at = 0;

    while (at < text.len) {
        uint64_t words[4];
        size_t   length;

        if (text.len - at >= sizeof(words)) {
            memcpy(words, p + at, sizeof(words));
            if (!((words[0] | words[1] | words[2] | words[3]) & HIGH_BITS)) {
                at += sizeof(words);
                continue;
            }
        }
        length = character(p + at, text.len - at);
        if (length == 0)
            return at;
        at += length;
    }
    return at;
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p;
}

/* The quote that ends the string whose content begins here, or end. */
static const char *skip_string(const char *p, const char *end)
{
    while (p < end && *p != '"')
        p += *p == '\\' && end - p > 1 ? 2 : 1;
    return p;
}

/* The string value behind a key, or NULL where there is no colon and string. */
static struct hilum_view value_of_key(const char *p, const char *end)
{
    const char *close;

    p = skip_blanks(p, end);
    if (p == end || *p != ':')
        return (struct hilum_view){ NULL, 0 };
    p = skip_blanks(p + 1, end);
    if (p == end || *p != '"')
        return (struct hilum_view){ NULL, 0 };
    close = skip_string(p + 1, end);
    return (struct hilum_view){ p + 1, (size_t)(close - p - 1) };
}

struct hilum_view fhir_source_type(struct hilum_view rest)
{
    const struct hilum_view wanted = HILUM_VIEW("resourceType");
    const char             *p = rest.ptr, *end = rest.ptr + rest.len;
    unsigned                depth = 1;
    bool                    key   = true; /* the next string of this object is a key */

    for (; p < end && depth > 0; p++) {
        const char *close;

        switch (*p) {
        case '{':
        case '[':
            depth++;
            break;
        case '}':
        case ']':
            depth--;
            break;
        case ',':
            key = depth == 1;
            break;
        case '"':
            close = skip_string(p + 1, end);
            if (key &&
                hilum_same((struct hilum_view){ p + 1, (size_t)(close - p - 1) }, wanted))
                return value_of_key(close + (close < end), end);
            key = false;
            p   = close < end ? close : end - 1;
            break;
        default:
            break;
        }
    }
    return (struct hilum_view){ NULL, 0 };
}

size_t fhir_source_string(struct hilum_view text, size_t end)
{
    size_t at = end > 0 && end <= text.len ? end - 1 : 0;

    while (at > 0) {
        size_t slashes = 0;

        at--;
        if (text.ptr[at] != '"')
            continue;
        while (slashes < at && text.ptr[at - slashes - 1] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            break;
    }
    return at;
}

/* The four digits behind \u. */
static uint32_t hex(const char *p)
{
    uint32_t code = 0;

    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)p[i];

        code = code << 4 | (c <= '9' ? c - (uint32_t)'0' : (c | 0x20u) - 'a' + 10);
    }
    return code;
}

bool fhir_source_escapes(struct hilum_view string)
{
    const char *p = string.ptr, *end = string.ptr + string.len;

    while (p < end) {
        uint32_t code;

        p = memchr(p, '\\', (size_t)(end - p));
        if (!p)
            break;
        if (end - p < 6 || p[1] != 'u') {
            p += 2;
            continue;
        }
        code = hex(p + 2);
        p += 6;
        if (code == 0 || (code >= 0xdc00 && code <= 0xdfff))
            return false;
        if (code >= 0xd800 && code <= 0xdbff) {
            if (end - p < 6 || p[0] != '\\' || p[1] != 'u' || hex(p + 2) < 0xdc00 ||
                hex(p + 2) > 0xdfff)
                return false;
            p += 6;
        }
    }
    return true;
}

void fhir_source_line(struct hilum_view text, size_t at, unsigned *line, unsigned *column)
{
    *line   = 1;
    *column = 1;
    for (size_t i = 0; i < at && i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)text.ptr[i] & 0xc0) != 0x80) {
            ++*column;
        }
    }
}
