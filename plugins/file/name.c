/* name.c -- the name of a file, made from a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#include <stdio.h>

enum {
    KEY_MOST   = 32, /* bytes of a placeholder's key, and a NUL */
    VALUE_MOST = 64, /* bytes that a label adds to a name */
};

bool name_has_place(const char *text)
{
    return strstr(text, "%{") != NULL;
}

const char *name_check(const char *text)
{
    for (const char *at = strstr(text, "%{"); at; at = strstr(at + 2, "%{")) {
        size_t len = strcspn(at + 2, "}");

        if (at[2 + len] != '}')
            return "a placeholder %{ has no end }";
        if (len == 0 || len >= KEY_MOST)
            return "a placeholder is %{id}, or a label such as %{control-id}";
    }
    return NULL;
}

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           c == '-' || c == '_' || c == '.';
}

static void put_plain(struct hilum_buffer *out, struct hilum_view v)
{
    for (size_t i = 0; i < v.len && i < VALUE_MOST; i++)
        hilum_put_byte(out, is_plain(v.ptr[i]) ? v.ptr[i] : '_');
}

static void put_id(struct hilum_buffer *out, int64_t id, size_t nth)
{
    char text[48];

    snprintf(text, sizeof text, nth ? "%lld-%zu" : "%lld", (long long)id, nth + 1);
    hilum_put_text(out, text);
}

static void put_place(struct hilum_buffer *out, struct hilum_view key,
                      struct hilum_call *call, const struct hilum_msg *msg, size_t nth)
{
    char name[KEY_MOST];

    if (hilum_is(key, "id")) {
        put_id(out, hilum_id(call, msg), nth);
        return;
    }
    if (key.len >= sizeof name)
        return;
    memcpy(name, key.ptr, key.len);
    name[key.len] = '\0';
    put_plain(out, hilum_label(call, msg, name));
}

void name_fill(const char *text, struct hilum_call *call, const struct hilum_msg *msg,
               size_t nth, struct hilum_buffer *out)
{
    const char *at = strstr(text, "%{");

    for (; at; at = strstr(text, "%{")) {
        const char *end = strchr(at, '}');

        if (!end)
            break;
        hilum_put(out, text, (size_t)(at - text));
        put_place(out, (struct hilum_view){ at + 2, (size_t)(end - at) - 2 }, call, msg,
                  nth);
        text = end + 1;
    }
    hilum_put_text(out, text);
}

void name_suffix(struct hilum_view format, struct hilum_buffer *out)
{
    const char       *slash = format.len ? memchr(format.ptr, '/', format.len) : NULL;
    size_t            skip  = slash ? (size_t)(slash - format.ptr) + 1 : 0;
    struct hilum_view end   = { format.ptr + skip, format.len - skip };

    if (hilum_is(end, "er7"))
        end = HILUM_VIEW("hl7");
    if (end.len == 0)
        return;
    hilum_put_byte(out, '.');
    put_plain(out, end);
}
