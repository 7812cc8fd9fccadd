/* json.c -- writing JSON for people to read: indented, one member a line. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/json.h"

#include "base/bytes.h"

static void put_quoted(struct hilum_buffer *to, const char *text)
{
    hilum_put_byte(to, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\')
            hilum_put_byte(to, '\\');
        if (c < ' ')
            buffer_printf(to, "\\u%04x", c);
        else
            hilum_put_byte(to, *text);
    }
    hilum_put_byte(to, '"');
}

static void new_line(struct json *j)
{
    if (j->to->len)
        hilum_put_byte(j->to, '\n');
    for (size_t i = 0; i < j->depth; i++)
        hilum_put(j->to, "  ", 2);
}

static void member(struct json *j, const char *key)
{
    if (j->more)
        hilum_put_byte(j->to, ',');
    new_line(j);
    j->more = true;
    if (!key)
        return;
    put_quoted(j->to, key);
    hilum_put(j->to, ": ", 2);
}

void json_begin(struct json *j, const char *key, char bracket)
{
    member(j, key);
    hilum_put_byte(j->to, bracket);
    j->depth++;
    j->more = false;
}

void json_end(struct json *j, char bracket)
{
    j->depth--;
    if (j->more)
        new_line(j);
    hilum_put_byte(j->to, bracket == '{' ? '}' : ']');
    if (j->depth == 0)
        hilum_put_byte(j->to, '\n');
    j->more = true;
}

void json_text(struct json *j, const char *key, const char *text)
{
    member(j, key);
    put_quoted(j->to, text);
}

void json_int(struct json *j, const char *key, int64_t n)
{
    member(j, key);
    buffer_printf(j->to, "%lld", (long long)n);
}

void json_bool(struct json *j, const char *key, bool b)
{
    member(j, key);
    hilum_put_text(j->to, b ? "true" : "false");
}

void json_texts(struct json *j, const char *key, const char *const *texts)
{
    member(j, key);
    hilum_put_byte(j->to, '[');
    for (size_t i = 0; texts[i]; i++) {
        if (i)
            hilum_put(j->to, ", ", 2);
        put_quoted(j->to, texts[i]);
    }
    hilum_put_byte(j->to, ']');
}
