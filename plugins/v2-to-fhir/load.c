/* load.c -- reading the text form of the maps, word by word. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <stdarg.h>
#include <stdio.h>

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool load_file(struct load *load, const char *name)
{
    if (load->failed)
        return false;
    load->number = 0;
    snprintf(load->file, sizeof load->file, "maps/v2-to-fhir/%s", name);
    if (hilum_schema(load->call, load->file, &load->rest))
        return true;
    load->failed = true;
    hilum_blame(load->call, HILUM_FAIL, load->file, "the map file cannot be read");
    return false;
}

struct hilum_view load_trim(struct hilum_view v)
{
    while (v.len && blank(v.ptr[0])) {
        v.ptr++;
        v.len--;
    }
    while (v.len && blank(v.ptr[v.len - 1]))
        v.len--;
    return v;
}

bool load_line(struct load *load, struct hilum_view *line)
{
    while (!load->failed && load->rest.len) {
        const char *end = memchr(load->rest.ptr, '\n', load->rest.len);
        size_t      len = end ? (size_t)(end - load->rest.ptr) : load->rest.len;

        *line = load_trim((struct hilum_view){ load->rest.ptr, len });
        len += end ? 1 : 0;
        load->rest.ptr += len;
        load->rest.len -= len;
        load->number++;
        if (line->len && line->ptr[0] != '#')
            return true;
    }
    return false;
}

bool load_word(struct hilum_view *line, struct hilum_view *word)
{
    bool   quoted = false;
    size_t at     = 0;

    *line = load_trim(*line);
    if (!line->len)
        return false;
    while (at < line->len && (quoted || !blank(line->ptr[at])))
        quoted ^= line->ptr[at++] == '"';
    *word = (struct hilum_view){ line->ptr, at };
    line->ptr += at;
    line->len -= at;
    if (word->len >= 2 && word->ptr[0] == '"' && word->ptr[word->len - 1] == '"') {
        word->ptr++;
        word->len -= 2;
    }
    return true;
}

bool load_fail(struct load *load, const char *fmt, ...)
{
    char    where[160], why[512];
    va_list ap;

    if (load->failed)
        return false;
    load->failed = true;
    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    snprintf(where, sizeof where, "%s:%d", load->file, load->number);
    hilum_blame(load->call, HILUM_FAIL, where, "%s", why);
    return false;
}

void *load_get(struct load *load, size_t size)
{
    void *got = load->failed ? NULL : pool_get(load->pool, size);

    if (!got)
        load_fail(load, "the maps take more memory than an instance may have");
    return got;
}
