/* json_split.c -- takes resources off a stream of JSON, such as a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json_split.h"

#include "text.h"

#define RECORD_SEPARATOR '\x1e' /* before each text of a JSON sequence (RFC 7464) */

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == RECORD_SEPARATOR;
}

static size_t blanks(struct hilum_view bytes)
{
    size_t at = fhir_text_mark(bytes);

    while (at < bytes.len && is_blank(bytes.ptr[at]))
        at++;
    return at;
}

bool json_split_begin(struct hilum_view bytes, bool last, struct hilum_piece *p)
{
    size_t blank = blanks(bytes);

    *p = (struct hilum_piece){
        .size = sizeof *p, .found = HILUM_FOUND_MORE, .place = "", .reason = ""
    };
    if (bytes.len && bytes.len < 3 && *bytes.ptr == '\xef' && !last)
        return false; /* perhaps a byte order mark */
    if (blank)
        json_split_found(p, HILUM_FOUND_OTHER, blank);
    else if (bytes.len == 0 && last)
        json_split_found(p, HILUM_FOUND_NOTHING, 0);
    return blank == 0 && bytes.len > 0;
}

/* Passes over the rest of a string; false: it does not end here. */
static bool pass_string(struct json_split *s, struct hilum_view bytes)
{
    const char *p = bytes.ptr + s->at, *end = bytes.ptr + bytes.len;

    while (p < end && *p != '"') {
        if (*p == '\\' && end - p == 1)
            break; /* what it escapes is not here yet */
        p += *p == '\\' ? 2 : 1;
    }
    s->string = !(p < end && *p == '"');
    s->at     = (size_t)(p - bytes.ptr) + !s->string;
    return !s->string;
}

size_t json_split_value(struct json_split *s, struct hilum_view bytes)
{
    size_t end;

    while (s->at < bytes.len) {
        if (s->string && !pass_string(s, bytes))
            return 0;
        if (s->at == bytes.len)
            break;
        switch (bytes.ptr[s->at++]) {
        case '"':
            s->string = true;
            break;
        case '{':
        case '[':
            s->depth++;
            break;
        case '}':
        case ']':
            if (--s->depth > 0)
                break;
            end = s->at;
            *s  = (struct json_split){ .at = 0 };
            return end;
        default:
            break;
        }
    }
    return 0;
}

/* The end of the line that the bytes begin with, its line break not counted; 0: more
 * bytes are needed. */
static size_t line_end(struct json_split *s, struct hilum_view bytes, bool last)
{
    const char *stop = memchr(bytes.ptr + s->at, '\n', bytes.len - s->at);

    s->at = stop || last ? 0 : bytes.len;
    if (stop)
        return (size_t)(stop - bytes.ptr);
    return last ? bytes.len : 0;
}

static void found_message(struct hilum_piece *p, struct hilum_view bytes, size_t length)
{
    json_split_found(p, HILUM_FOUND_MESSAGE, length);
    while (length > 0 && is_blank(bytes.ptr[length - 1]))
        length--;
    p->message = (struct hilum_view){ bytes.ptr, length };
}

void json_split(void *splitter, struct hilum_view bytes, bool last, struct hilum_piece *p)
{
    struct json_split *s = splitter;
    size_t             end;

    if (!json_split_begin(bytes, last, p))
        return;
    end = bytes.ptr[0] == '{' ? json_split_value(s, bytes) : line_end(s, bytes, last);
    if (!end && last) {
        *s  = (struct json_split){ .at = 0 };
        end = bytes.len;
    }
    if (end)
        found_message(p, bytes, end);
}

void json_split_lines(void *splitter, struct hilum_view bytes, bool last,
                      struct hilum_piece *p)
{
    size_t end;

    if (!json_split_begin(bytes, last, p))
        return;
    end = line_end(splitter, bytes, last);
    if (end)
        found_message(p, bytes, end);
}

bool json_several_lines(struct hilum_view bytes)
{
    size_t      first = blanks(bytes);
    const char *stop =
        bytes.len ? memchr(bytes.ptr + first, '\n', bytes.len - first) : NULL;
    size_t next = stop ? (size_t)(stop - bytes.ptr) : bytes.len;

    while (next < bytes.len && is_blank(bytes.ptr[next]))
        next++;
    return next < bytes.len;
}
