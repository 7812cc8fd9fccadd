/* xml_guard.c -- keeps from the XML parser what would take it hours. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_guard.h"

/* Whether the tag that begins here has too many attributes. */
static bool is_mass(const char *p, const char *end)
{
    unsigned count = 0;

    while (p < end && *p != '>' && count <= XML_GUARD_ATTRIBUTES) {
        if (*p == '"' || *p == '\'') {
            const char *stop = memchr(p + 1, *p, (size_t)(end - p) - 1);

            count++;
            p = stop ? stop : end - 1;
        }
        p++;
    }
    return count > XML_GUARD_ATTRIBUTES;
}

size_t xml_guard(struct hilum_view text)
{
    const char *end = text.ptr + text.len;

    /* No tag holds a `<`, so a large one fills at least one block without any. */
    for (size_t at = 0; at + XML_GUARD_BLOCK <= text.len; at += XML_GUARD_BLOCK) {
        const char *tag, *next;

        if (memchr(text.ptr + at, '<', XML_GUARD_BLOCK))
            continue;
        tag = memrchr(text.ptr, '<', at);
        if (tag && end - tag > 1 && tag[1] != '!' && tag[1] != '?' && is_mass(tag, end))
            return (size_t)(tag - text.ptr);
        next = memchr(text.ptr + at, '<', text.len - at);
        at   = next ? (size_t)(next - text.ptr) : text.len;
        if (text.len - at < XML_GUARD_BLOCK)
            break;
    }
    return text.len;
}
