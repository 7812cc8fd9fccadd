/* validate_value.c -- one value: its length, form, table and components. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "validate.h"

#include <stdio.h>

/* Field, component, subcomponent: how deep a message can go. */
enum { LEVELS = 3 };

enum { VALUE_TYPES = 125 }; /* the table of what OBX-2 may say */

static struct hilum_view title_of(const struct validate *v, const struct sheet_member *m,
                                  bool component)
{
    if (m->title.len)
        return m->title;
    return dictionary_title(v->dictionary, m->row, component);
}

/* ---- Length --------------------------------------------------------------- */

static size_t characters(struct hilum_view text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
    return n;
}

/* Lengths of fields with components count separators, and were never kept to. */
static void check_length(struct validate *v, const struct hilum_node *n,
                         const struct sheet_member *m)
{
    size_t length = characters(hilum_text(v->report.doc, n));

    if (length > m->length)
        report_add(&v->report, hilum_leaf(n) ? HILUM_WARNING : HILUM_NOTE, &v->spot,
                   "length", "it has %zu characters, of at most %u", length,
                   (unsigned)m->length);
}

/* ---- Tables --------------------------------------------------------------- */

/* Tables of other bodies, and lists that grew with every version and are extended by
 * everyone: identifier types, media types, languages, universal id types, coding
 * systems, countries. */
static bool is_open_ended(uint32_t table)
{
    static const uint16_t tables[] = { 203, 291, 296, 301, 396, 399, 834 };

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (tables[i] == table)
            return true;
    return false;
}

static enum hilum_severity severity_of(const struct sheet_member *m)
{
    if (m->binding == SHEET_SITE_TABLE)
        return HILUM_PROBLEM;
    if (m->binding == SHEET_HL7_TABLE)
        return is_open_ended(m->table) ? HILUM_WARNING : HILUM_PROBLEM;
    return HILUM_NOTE;
}

/* Is it a code of the table?  Every datatype of the version is a value type. */
static bool is_code(const struct validate *v, uint32_t table, struct hilum_view code)
{
    if (tables_has(&v->sheet->tables, table, code))
        return true;
    return table == VALUE_TYPES &&
           sheet_datatype(v->sheet, hilum_name(code.ptr, code.len))->name;
}

/* A coded element whose third component names no coding system, or this table. */
static bool is_of_table(const struct validate *v, const struct hilum_node *n,
                        uint32_t table)
{
    const struct hilum_node *system = hilum_component(n, 3);
    struct hilum_view name = system ? hilum_text(v->report.doc, system) : HILUM_VIEW("");

    return name.len == 0 ||
           (name.len == 7 && memcmp(name.ptr, "HL7", 3) == 0 &&
            columns_number((struct hilum_view){ name.ptr + 3, 4 }) == table);
}

/* Codes that are none may be anything, and are not told. */
static void report_table(struct validate *v, const struct sheet_member *m)
{
    struct hilum_view title = tables_title(&v->sheet->tables, m->table);
    char              rule[REPORT_RULE];

    if (m->table >= TABLES_SITE) {
        snprintf(rule, sizeof rule, "table %.*s", (int)title.len, title.ptr);
        title.len = 0;
    } else {
        snprintf(rule, sizeof rule, "table %04u", (unsigned)m->table);
    }
    report_add(&v->report, severity_of(m), &v->spot, rule, "not a code of %s%s%.*s%s",
               rule, title.len ? " (" : "", (int)title.len, title.ptr,
               title.len ? ")" : "");
}

static void check_table(struct validate *v, const struct hilum_node *n,
                        const struct sheet_member *m)
{
    const struct hilum_node *code = hilum_component(n, 1);
    struct report_spot       spot;

    if (!code || !(code->flags & HILUM_NODE_VALUE) || code->length == 0 ||
        (m->binding == SHEET_CODED_TABLE && !is_of_table(v, n, m->table)) ||
        is_code(v, m->table, hilum_text(v->report.doc, code)))
        return;
    spot = v->spot;
    if (!hilum_leaf(n) && v->spot.component)
        v->spot.subcomponent = 1;
    else if (!hilum_leaf(n))
        v->spot.component = 1;
    report_table(v, m);
    v->spot = spot;
}

/* ---- Components ----------------------------------------------------------- */

static void set_level(struct report_spot *spot, int level, uint32_t number)
{
    if (level == 1)
        spot->component = number;
    else
        spot->subcomponent = number;
}

static void check(struct validate *v, const struct hilum_node *n,
                  const struct sheet_member *m, int level);

/* Which components must be there and are not. */
static void check_required(struct validate *v, const struct sheet_group *g, uint64_t seen,
                           int level)
{
    uint64_t missing = g->required[0] & ~seen;

    for (uint32_t number = 1; missing && number < 64; number++) {
        struct report_spot spot = v->spot;
        struct hilum_view  title;

        if (!(missing >> number & 1))
            continue;
        missing &= ~(1ull << number);
        title = title_of(v, sheet_member(v->sheet, g, number), true);
        set_level(&v->spot, level, number);
        report_add(&v->report, HILUM_WARNING, &v->spot, "required",
                   "the component is required: %.*s", (int)title.len, title.ptr);
        v->spot = spot;
    }
}

static void check_components(struct validate *v, const struct hilum_node *n,
                             const struct sheet_group *g, int level)
{
    uint64_t seen = 0;
    bool     more = false;

    hilum_each(child, n)
    {
        if (child->name < 64)
            seen |= 1ull << child->name;
        set_level(&v->spot, level, child->name);
        if (child->name <= g->count) {
            const struct sheet_member *m = sheet_member(v->sheet, g, child->name);

            /* What is withdrawn is of no form any more. */
            if (!m->withdrawn)
                check(v, child, m, level + 1);
        } else if (!more && g->name) {
            more = true;
            report_add(&v->report, HILUM_NOTE, &v->spot, "components",
                       g->count ? "its datatype has %u components here"
                                : "its datatype has no components",
                       (unsigned)g->count);
        }
    }
    set_level(&v->spot, level, 0);
    check_required(v, g, seen, level);
}

/* ---- The value ------------------------------------------------------------ */

static void check_form(struct validate *v, const struct hilum_node *n, uint8_t type)
{
    if (!validate_type_holds((enum validate_type)type, hilum_text(v->report.doc, n)))
        report_add(&v->report, HILUM_PROBLEM, &v->spot, "datatype", "not %s",
                   validate_type_words((enum validate_type)type));
}

/* A leaf that has a datatype with components is the first of these. */
static void check_leaf(struct validate *v, const struct hilum_node *n,
                       const struct sheet_member *m, int level)
{
    const struct sheet_group *g = &v->sheet->group[m->group];

    if (m->check && g->count == 0)
        check_form(v, n, m->check);
    if (g->count == 0 || g->free_leaf || level > LEVELS)
        return;
    check_required(v, g, 2, level);
    check(v, n, sheet_member(v->sheet, g, 1), level + 1);
}

static void check(struct validate *v, const struct hilum_node *n,
                  const struct sheet_member *m, int level)
{
    const struct sheet_group *g;

    if ((n->flags & (HILUM_NODE_VALUE | HILUM_NODE_NULL)) != HILUM_NODE_VALUE)
        return;
    if (m->length && n->length > m->length)
        check_length(v, n, m);
    if (m->binding)
        check_table(v, n, m);
    if (m->primitive && hilum_leaf(n)) {
        if (m->check)
            check_form(v, n, m->check);
        return;
    }
    g = &v->sheet->group[m->group];
    if (hilum_leaf(n))
        check_leaf(v, n, m, level);
    else if (m->type && level <= LEVELS)
        check_components(v, n, g, level);
    if (g->kind)
        validate_composite(v, n, (enum sheet_kind)g->kind);
}

void validate_value(struct validate *v, const struct hilum_node *n,
                    const struct sheet_member *m)
{
    check(v, n, m, 1);
}
