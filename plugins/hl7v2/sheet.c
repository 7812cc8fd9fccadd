/* sheet.c -- all that a version, and a profile, demand of segments and datatypes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet.h"

#include "columns.h"

#include <stdlib.h>

/* Members that profiles may add. */
enum { SPARE = 4096 };

enum { VERSIONS_TABLE = 104, STRUCTURES_TABLE = 354 };

static uint8_t kind_of(uint32_t name)
{
    static const struct {
        const char *name;
        uint8_t     kind;
    } kinds[] = {
        { "CE", SHEET_CODED }, { "CWE", SHEET_CODED }, { "CNE", SHEET_CODED },
        { "CF", SHEET_CODED }, { "EI", SHEET_EI },     { "HD", SHEET_HD },
        { "CX", SHEET_CX },    { "SN", SHEET_SN },     { "ED", SHEET_ED },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (hilum_name(kinds[i].name, strlen(kinds[i].name)) == name)
            return kinds[i].kind;
    return SHEET_PLAIN;
}

static uint8_t binding_of(uint32_t type, uint32_t table)
{
    return table == 0                     ? SHEET_NO_TABLE
           : type == HILUM_NAME("ID")     ? SHEET_HL7_TABLE
           : type == HILUM_NAME("IS")     ? SHEET_USER_TABLE
           : kind_of(type) == SHEET_CODED ? SHEET_CODED_TABLE
                                          : SHEET_NO_TABLE;
}

/* What MSH-9.3 and MSH-12 say is compared with the structures and versions there are. */
static void bind(struct sheet_member *m, uint32_t table)
{
    if (table == STRUCTURES_TABLE || table == VERSIONS_TABLE)
        return;
    m->table   = (uint16_t)table;
    m->binding = binding_of(m->type, table);
}

void sheet_set_required(struct sheet_group *g, uint32_t number, bool required)
{
    uint64_t bit = 1ull << (number % 64);

    if (required)
        g->required[number / 64] |= bit;
    else
        g->required[number / 64] &= ~bit;
}

void sheet_set_type(struct sheet *s, struct sheet_member *m, uint32_t type)
{
    const struct sheet_group *g = sheet_datatype(s, type);

    m->type  = type;
    m->group = (uint32_t)(g - s->group);
    m->check = (uint8_t)validate_type_of(type);
    if (m->binding != SHEET_SITE_TABLE)
        m->binding = binding_of(type, m->table);
}

/* ---- From the dictionary -------------------------------------------------- */

/* What stands in a member's line: TAB number TAB versions TAB min..max TAB datatype
 * TAB table TAB name. */
static void read_member(struct sheet *s, struct sheet_group *g, uint32_t number,
                        const struct dictionary_member *from, struct hilum_view table)
{
    struct sheet_member *m    = &s->member[g->first + number];
    struct hilum_view    line = { table.ptr + from->row, table.len - from->row };
    struct hilum_view    often;

    *m = (struct sheet_member){ .type  = from->type,
                                .group = from->group,
                                .row   = from->row };
    if (from->row == 0)
        return;
    line = columns_take(&line, '\n');
    for (int skip = 0; skip < 3; skip++)
        columns_take(&line, '\t');
    often = columns_take(&line, '\t');
    columns_take(&line, '\t');
    m->check     = (uint8_t)validate_type_of(m->type);
    m->withdrawn = often.len >= 4 && often.ptr[often.len - 1] == '0';
    for (size_t i = 0; i + 2 < often.len; i++)
        if (often.ptr[i] == '.' && often.ptr[i + 1] == '.')
            m->most = (uint16_t)columns_number(
                (struct hilum_view){ often.ptr + i + 2, often.len - i - 2 });
    sheet_set_required(g, number, !m->withdrawn && often.len && often.ptr[0] != '0');
    bind(m, columns_number(columns_take(&line, '\t')));
}

/* The groups keep their numbers, so that members refer to them as they did. */
static void read_groups(struct sheet *s, const struct dictionary_version *v,
                        const uint16_t *slots, struct hilum_view table)
{
    for (uint32_t i = 0; i < DICTIONARY_SLOTS; i++) {
        const struct dictionary_group *from = &v->group[slots[i]];
        struct sheet_group            *g    = &s->group[slots[i]];

        if (slots[i] == 0)
            continue;
        *g = (struct sheet_group){ .name  = from->name,
                                   .first = from->first,
                                   .count = from->count,
                                   .row   = from->row };
        if (slots == v->datatype)
            g->kind = kind_of(g->name);
        for (uint32_t number = 1; number <= g->count; number++)
            read_member(s, g, number, &v->member[from->first + number], table);
    }
}

/* Lengths, and tables that the dictionary does not name. */
static void read_limits(struct sheet *s, struct hilum_view text)
{
    struct sheet_group *g = &s->group[0];
    struct hilum_view   line;

    while (columns_line(&text, &line)) {
        struct sheet_member *m;
        uint32_t             number, table;

        if (line.ptr[0] != '\t') {
            struct hilum_view what = columns_take(&line, '\t');
            const uint16_t *slots  = hilum_is(what, "segment") ? s->segment : s->datatype;

            g = &s->group[sheet_find(s, slots, hilum_name(line.ptr, line.len)) -
                          s->group];
            continue;
        }
        columns_take(&line, '\t');
        number = columns_number(columns_take(&line, '\t'));
        if (number == 0 || number > g->count ||
            !columns_within(columns_span(columns_take(&line, '\t')), s->version))
            continue;
        m         = &s->member[g->first + number];
        m->length = columns_number(columns_take(&line, '\t'));
        table     = columns_number(line);
        if (table && !m->table)
            bind(m, table);
    }
}

struct sheet *sheet_open(const struct sheet_source       *from,
                         const struct dictionary_version *v)
{
    struct sheet *s = calloc(1, sizeof *s);

    if (!s)
        return NULL;
    s->version = v->number;
    s->groups  = v->groups;
    s->members = v->members;
    s->room    = v->members + SPARE;
    s->group   = calloc(SHEET_GROUPS, sizeof *s->group);
    s->member  = calloc(s->room, sizeof *s->member);
    if (!s->group || !s->member || !tables_open(&s->tables, from->tables, v->number)) {
        sheet_close(s);
        return NULL;
    }
    memcpy(s->segment, v->segment, sizeof s->segment);
    memcpy(s->datatype, v->datatype, sizeof s->datatype);
    read_groups(s, v, v->datatype, from->dictionary->datatypes);
    read_groups(s, v, v->segment, from->dictionary->segments);
    read_limits(s, from->limits);
    return s;
}

void sheet_close(struct sheet *s)
{
    if (!s)
        return;
    tables_close(&s->tables);
    free(s->rules);
    free(s->group);
    free(s->member);
    free(s);
}

/* ---- Changes of a profile ------------------------------------------------- */

struct sheet_group *sheet_add_segment(struct sheet *s, struct hilum_view name)
{
    uint32_t hash = hilum_name(name.ptr, name.len);
    uint32_t at   = (hash * 0x9e3779b1u) >> 22;

    while (s->segment[at] && s->group[s->segment[at]].name != hash)
        at = (at + 1) % DICTIONARY_SLOTS;
    if (s->segment[at] == 0) {
        if (s->groups == SHEET_GROUPS || s->members == s->room)
            return NULL;
        s->group[s->groups] =
            (struct sheet_group){ .name = hash, .first = s->members++, .open = true };
        s->segment[at] = (uint16_t)s->groups++;
    }
    return &s->group[s->segment[at]];
}

struct sheet_member *sheet_add_member(struct sheet *s, struct sheet_group *g,
                                      uint32_t number)
{
    if (number > g->count) {
        if (s->room - s->members <= number)
            return NULL;
        memcpy(&s->member[s->members], &s->member[g->first],
               (g->count + 1) * sizeof *s->member);
        g->first = s->members;
        g->count = number;
        s->members += number + 1;
    }
    return &s->member[g->first + number];
}

/* ---- Finishing ------------------------------------------------------------ */

/* The time of a TS is its first component.  A table of which not all codes are known
 * binds nothing. */
static void finish_members(struct sheet *s)
{
    const struct sheet_group *ts = sheet_datatype(s, HILUM_NAME("TS"));

    if (ts->count)
        s->member[ts->first + 1].check = VALIDATE_DTM;
    for (uint32_t i = 0; i < s->members; i++) {
        struct sheet_member      *m = &s->member[i];
        const struct sheet_group *g = &s->group[m->group];

        m->primitive = g->count == 0 && g->kind == SHEET_PLAIN;
        m->varies    = m->type == HILUM_NAME("varies");
        if (!tables_known(&s->tables, m->table))
            m->binding = SHEET_NO_TABLE;
    }
}

/* MSH-1 and MSH-2 are no fields like others. */
static uint8_t separators_of(uint32_t segment)
{
    return segment == HILUM_NAME("MSH") || segment == HILUM_NAME("BHS") ||
                   segment == HILUM_NAME("FHS")
               ? 2
               : 0;
}

static void finish_groups(struct sheet *s)
{
    for (uint32_t i = 0; i < s->groups; i++) {
        struct sheet_group        *g     = &s->group[i];
        const struct sheet_member *first = &s->member[g->first + (g->count > 0)];

        g->separators = separators_of(g->name);
        g->free_leaf  = first->primitive && !first->length && !first->binding &&
                       !first->check && (g->required[0] & ~2ull) == 0;
    }
}

static uint32_t gather(const struct sheet *s, const struct rules *from, uint32_t segment,
                       const struct rule **to)
{
    uint32_t count = 0;

    for (uint32_t i = 0; from && i < from->count; i++)
        if (from->rule[i].segment == segment &&
            columns_within(from->rule[i].span, s->version))
            to[count++] = &from->rule[i];
    return count;
}

bool sheet_finish(struct sheet *s, const struct rules *standard, const struct rules *own)
{
    uint32_t most = standard->count + (own ? own->count : 0);

    s->rules = calloc(most + 1, sizeof(struct rule *));
    if (!s->rules)
        return false;
    finish_members(s);
    finish_groups(s);
    /* Group 0 has those of the whole message. */
    for (uint32_t i = 0; i < s->groups; i++) {
        struct sheet_group *g = &s->group[i];

        if (i && sheet_segment(s, g->name) != g)
            continue;
        g->rules      = s->rules + s->rule_count;
        g->rule_count = gather(s, standard, g->name, g->rules);
        g->rule_count += gather(s, own, g->name, g->rules + g->rule_count);
        s->rule_count += g->rule_count;
    }
    return true;
}
