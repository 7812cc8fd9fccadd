/* json.c -- writing JSON by hand: texts, and the same again for people. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include <stdio.h>

/* The length of the UTF-8 character at the start; 0: it is none. */
static size_t json_step(const unsigned char *at, size_t left)
{
    size_t len = at[0] < 0x80   ? 1
                 : at[0] < 0xc2 ? 0
                 : at[0] < 0xe0 ? 2
                 : at[0] < 0xf0 ? 3
                 : at[0] < 0xf5 ? 4
                                : 0;

    if (len > left)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return len;
}

static void json_char(struct hilum_buffer *out, unsigned char c)
{
    char text[8];

    if (c == '"' || c == '\\') {
        hilum_put_byte(out, '\\');
        hilum_put_byte(out, (char)c);
    } else if (c == '\n') {
        hilum_put_text(out, "\\n");
    } else if (c < 0x20) {
        snprintf(text, sizeof(text), "\\u%04x", c);
        hilum_put_text(out, text);
    } else {
        hilum_put_byte(out, (char)c);
    }
}

void json_text(struct hilum_buffer *out, struct hilum_view text)
{
    const unsigned char *at = (const unsigned char *)text.ptr;

    hilum_put_byte(out, '"');
    for (size_t i = 0, step; i < text.len; i += step) {
        step = json_step(at + i, text.len - i);
        if (step > 1)
            hilum_put(out, at + i, step);
        else
            json_char(out, step ? at[i] : '?');
        step += step == 0;
    }
    hilum_put_byte(out, '"');
}

void json_pair(struct hilum_buffer *out, bool comma, const char *name,
               struct hilum_view text)
{
    hilum_put_text(out, comma ? ",\"" : "\"");
    hilum_put_text(out, name);
    hilum_put_text(out, "\":");
    json_text(out, text);
}

void json_number(struct hilum_buffer *out, uint64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
    hilum_put_text(out, text);
}

static void json_line(struct hilum_buffer *out, size_t depth)
{
    hilum_put_byte(out, '\n');
    for (size_t i = 0; i < depth; i++)
        hilum_put_text(out, "  ");
}

/* The length of the text in quotes that begins here. */
static size_t json_quoted(struct hilum_view v)
{
    size_t i = 1;

    while (i < v.len && v.ptr[i] != '"')
        i += v.ptr[i] == '\\' ? 2 : 1;
    return i < v.len ? i + 1 : v.len;
}

void json_pretty(struct hilum_buffer *out, struct hilum_view json)
{
    size_t depth = 0, step;

    for (; json.len; json.ptr += step, json.len -= step) {
        char c = *json.ptr;

        step = c == '"' ? json_quoted(json) : 1;
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
            continue;
        if (c == '}' || c == ']') {
            depth -= depth > 0;
            json_line(out, depth);
        }
        hilum_put(out, json.ptr, step);
        if (c == '{' || c == '[')
            json_line(out, ++depth);
        else if (c == ',')
            json_line(out, depth);
        else if (c == ':')
            hilum_put_byte(out, ' ');
    }
    hilum_put_byte(out, '\n');
}
