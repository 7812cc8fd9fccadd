/* codes.c -- code system maps, and the URIs of coding systems and authorities. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "codes.h"

#include <stdio.h>

enum { MOST_CODES = 16384 };

static bool codes_room(struct load *load, struct codes *codes, uint32_t count)
{
    uint32_t size = 8;

    while (size < count * 2)
        size *= 2;
    codes->mask  = size - 1;
    codes->slots = LOAD_MANY(load, size, struct code);
    return codes->slots != NULL;
}

static struct code *slot(const struct codes *codes, struct hilum_view from)
{
    uint32_t at = hilum_name(from.ptr, from.len) * 0x9e3779b1u >> 7;

    while (codes->slots[at & codes->mask].from.ptr &&
           !hilum_same(codes->slots[at & codes->mask].from, from))
        at++;
    return &codes->slots[at & codes->mask];
}

const struct code *codes_find(const struct codes *codes, struct hilum_view from)
{
    const struct code *found;

    if (!codes->slots || !from.len)
        return NULL;
    found = slot(codes, from);
    return found->from.ptr ? found : NULL;
}

static uint32_t lines_of(struct hilum_view text)
{
    uint32_t count = 1;

    for (size_t i = 0; i < text.len && count < MOST_CODES; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static bool starts(struct hilum_view v, const char *with)
{
    size_t len = strlen(with);

    return v.len >= len && memcmp(v.ptr, with, len) == 0;
}

static bool all_of(struct hilum_view v, const char *set)
{
    for (size_t i = 0; i < v.len; i++)
        if (!strchr(set, v.ptr[i]))
            return false;
    return v.len > 0;
}

/* The code system of table HL7nnnn; empty where the name is another. */
static struct hilum_view table_uri(struct pool *pool, struct hilum_view name)
{
    struct hilum_view number = { name.ptr + 3, 4 };

    if (name.len != 7 || !starts(name, "HL7") || !all_of(number, "0123456789"))
        return (struct hilum_view){ NULL, 0 };
    return uri_join(pool, "http://terminology.hl7.org/CodeSystem/v2-", number);
}

static bool codes_read(struct load *load, struct codes *codes)
{
    struct hilum_view line, word, system = { NULL, 0 };

    if (!codes_room(load, codes, lines_of(load->rest)))
        return false;
    while (load_line(load, &line)) {
        struct code code = { .system = system };

        if (!load_word(&line, &word))
            continue;
        if (hilum_is(word, "table") || hilum_is(word, "system")) {
            line = load_trim(line);
            if (hilum_is(word, "system"))
                system = line;
            else
                codes->table = table_uri(load->pool, line);
            continue;
        }
        code.from = word;
        if (!load_word(&line, &code.to))
            return load_fail(load, "a code has a translation");
        code.display            = load_trim(line);
        *slot(codes, code.from) = code;
    }
    return !load->failed;
}

struct codes *codes_load(struct load *load, struct codes **all, struct hilum_view name)
{
    struct load   outer = *load;
    struct codes *codes = *all;
    char          file[96];

    while (codes && !hilum_same(codes->name, name))
        codes = codes->next;
    if (codes || load->failed)
        return codes;
    codes = LOAD_NEW(load, struct codes);
    snprintf(file, sizeof file, "codes/%.*s.map", VIEW_ARG(name));
    if (!codes || !load_file(load, file) || !codes_read(load, codes))
        return NULL;
    codes->name = name;
    codes->next = *all;
    *all        = codes;
    *load       = outer;
    return codes;
}

bool systems_load(struct systems *s, struct load *load)
{
    struct hilum_view line, kind;

    if (!load_file(load, "systems.map"))
        return false;
    if (!codes_room(load, &s->coding, lines_of(load->rest)) ||
        !codes_room(load, &s->assigner, lines_of(load->rest)))
        return false;
    while (load_line(load, &line)) {
        struct code   code = { .system = { NULL, 0 } };
        struct codes *to;

        load_word(&line, &kind);
        to = hilum_is(kind, "coding") ? &s->coding : &s->assigner;
        if (to == &s->assigner && !hilum_is(kind, "assigner"))
            return load_fail(load, "what is %.*s?", VIEW_ARG(kind));
        if (!load_word(&line, &code.from) || !load_word(&line, &code.to))
            return load_fail(load, "a name and a URI are needed");
        *slot(to, code.from) = code;
    }
    return !load->failed;
}

struct hilum_view uri_join(struct pool *pool, const char *prefix, struct hilum_view text)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t            len   = strlen(prefix);
    char             *to    = pool_bytes(pool, len + 3 * text.len);

    if (!to)
        return (struct hilum_view){ NULL, 0 };
    memcpy(to, prefix, len);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c > ' ' && c != '"' && c != '<' && c != '>' && c != '\\') {
            to[len++] = (char)c;
            continue;
        }
        to[len++] = '%';
        to[len++] = hex[c >> 4];
        to[len++] = hex[c & 15];
    }
    return (struct hilum_view){ to, len };
}

/* A name that no line of systems.map has. */
static struct hilum_view uri_of(struct pool *pool, struct hilum_view name)
{
    if (starts(name, "http://") || starts(name, "https://") || starts(name, "urn:"))
        return uri_join(pool, "", name);
    if (name.len > 4 && memchr(name.ptr, '.', name.len) && all_of(name, "0123456789."))
        return uri_join(pool, "urn:oid:", name);
    return uri_join(pool, "urn:id:", name);
}

struct hilum_view systems_coding(const struct systems *s, struct pool *pool,
                                 struct hilum_view name)
{
    const struct code *known = codes_find(&s->coding, name);
    struct hilum_view  table;

    if (known)
        return known->to;
    table = table_uri(pool, name);
    return table.len ? table : uri_of(pool, name);
}

struct hilum_view systems_assigner(const struct systems *s, struct pool *pool,
                                   struct hilum_view name)
{
    const struct code *known = codes_find(&s->assigner, name);

    return known ? known->to : uri_of(pool, name);
}

bool systems_known(const struct systems *s, struct hilum_view name)
{
    return codes_find(&s->assigner, name) != NULL;
}
