/* tables.c -- the codes of the standard's tables, and of a site's. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tables.h"

#include "columns.h"

#include <stdlib.h>

enum { SLOTS = 4096 };

/* The dictionary has codes from this version on: what is older uses these. */
#define FIRST_VERSION 20301u

static uint32_t slot_of(const struct tables *t, uint32_t table, struct hilum_view code)
{
    uint32_t mask = t->slots - 1;
    uint32_t at =
        ((hilum_name(code.ptr, code.len) ^ table * 0x85ebca6bu) * 0x9e3779b1u) >> 8;

    for (at &= mask; t->code[at].text.ptr; at = (at + 1) & mask)
        if (t->code[at].table == table && hilum_same(t->code[at].text, code))
            break;
    return at;
}

static bool grow(struct tables *t)
{
    struct tables old = *t;

    t->slots = old.slots ? 2 * old.slots : SLOTS;
    t->code  = calloc(t->slots, sizeof *t->code);
    if (!t->code) {
        *t = old;
        return false;
    }
    for (uint32_t i = 0; i < old.slots; i++)
        if (old.code[i].text.ptr)
            t->code[slot_of(t, old.code[i].table, old.code[i].text)] = old.code[i];
    free(old.code);
    return true;
}

bool tables_add(struct tables *t, uint32_t table, struct hilum_view code)
{
    uint32_t at;

    if (table >= TABLES_MOST || code.len == 0)
        return true;
    if (t->used >= t->slots / 2 && !grow(t))
        return false;
    at = slot_of(t, table, code);
    t->used += t->code[at].text.ptr == NULL;
    t->code[at] = (struct tables_code){ .text = code, .table = table };
    t->known[table / 8] |= (uint8_t)(1u << (table % 8));
    return true;
}

void tables_remove(struct tables *t, uint32_t table, struct hilum_view code)
{
    t->code[slot_of(t, table, code)].removed = true;
}

void tables_clear(struct tables *t, uint32_t table)
{
    for (uint32_t i = 0; i < t->slots; i++)
        if (t->code[i].text.ptr && t->code[i].table == table)
            t->code[i].removed = true;
}

bool tables_has(const struct tables *t, uint32_t table, struct hilum_view code)
{
    const struct tables_code *c = &t->code[slot_of(t, table, code)];

    return c->text.ptr && !c->removed;
}

struct hilum_view tables_title(const struct tables *t, uint32_t table)
{
    uint32_t          at   = table < TABLES_SITE ? t->title[table] : 0;
    struct hilum_view rest = { t->source.ptr + at, t->source.len - at };

    if (table >= TABLES_SITE && table < TABLES_MOST)
        return t->site[table - TABLES_SITE];
    return at ? columns_take(&rest, '\n') : HILUM_VIEW("");
}

/* A code that stands for others: "...", HL7nnnn, Q<integer>D. */
static bool stands_for_others(struct hilum_view code)
{
    if (code.len && memchr(code.ptr, '<', code.len))
        return true;
    for (size_t i = 0; i + 2 < code.len; i++)
        if (memcmp(code.ptr + i, "...", 3) == 0 || memcmp(code.ptr + i, "nnn", 3) == 0)
            return true;
    return hilum_is(code, "varies") || hilum_is(code, "Varies");
}

/* A table with codes that stand for others is not known with all its codes. */
static bool read_codes(struct tables *t, uint32_t table, struct hilum_view line,
                       bool *open)
{
    while (line.len) {
        struct hilum_view code = columns_take(&line, '\t');

        if (stands_for_others(code))
            *open = true;
        else if (!tables_add(t, table, code))
            return false;
    }
    return true;
}

bool tables_open(struct tables *t, struct hilum_view source, uint32_t version)
{
    struct hilum_view text  = source, line;
    uint32_t          table = TABLES_MOST;
    bool              open  = true;

    *t = (struct tables){ .source = source };
    if (version < FIRST_VERSION)
        version = FIRST_VERSION;
    if (!grow(t))
        return false;
    while (columns_line(&text, &line)) {
        if (line.ptr[0] != '\t') {
            table = columns_number(columns_take(&line, '\t'));
            open  = table >= TABLES_SITE;
            if (!open)
                t->title[table] = (uint32_t)(line.ptr - source.ptr);
            continue;
        }
        columns_take(&line, '\t');
        if (open || !columns_within(columns_span(columns_take(&line, '\t')), version))
            continue;
        if (!read_codes(t, table, line, &open))
            return false;
        if (open)
            t->known[table / 8] &= (uint8_t) ~(1u << (table % 8));
    }
    return true;
}

void tables_close(struct tables *t)
{
    free(t->code);
    *t = (struct tables){ .slots = 0 };
}
