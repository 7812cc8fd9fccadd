/* profile_structures.c -- the structures of a profile, and where its segments stand. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "profile_read.h"

/* Has a structure (an empty name: any) of the table a segment, or group, of the name in
 * some version?  Groups end in a colon there. */
static bool has_part(struct hilum_view table, struct hilum_view structure,
                     struct hilum_view part, bool groups)
{
    struct hilum_view line;
    bool              within = false;

    while (columns_line(&table, &line)) {
        if (line.ptr[0] != '\t') {
            within =
                structure.len == 0 || hilum_same(columns_take(&line, '\t'), structure);
            continue;
        }
        while (line.len && line.ptr[0] == '\t')
            columns_take(&line, '\t');
        columns_take(&line, '\t'); /* how often */
        if (groups)
            line = columns_take(&line, ':');
        if (within && hilum_same(line, part))
            return true;
    }
    return false;
}

static bool open_table(struct profile_reader *r, const struct hilum_node *n,
                       struct hilum_view *table)
{
    return hilum_schema(r->call, "hl7v2/structures", table) ||
           profile_fault(r, n, "the table of structures cannot be read");
}

bool profile_after(struct profile_reader *r, const struct hilum_node *segment,
                   struct hilum_view structure)
{
    const struct hilum_node *n = profile_child(segment, "after");
    struct hilum_view        part, table, where = structure;

    if (!n)
        return true;
    if (!open_table(r, n, &table))
        return false;
    part = hilum_text(r->profile->doc, n);
    if (where.len == 0)
        where = HILUM_VIEW("the standard");
    return has_part(table, structure, part, true) ||
           profile_fault(r, n, "%.*s has no segment or group %.*s%s", (int)where.len,
                         where.ptr, (int)part.len, part.ptr,
                         profile_hint_of(r->dictionary->segments, part).text);
}

/* A segment that the structure does not have. */
static bool check_added(struct profile_reader *r, const struct hilum_node *n,
                        struct hilum_view structure)
{
    struct hilum_view        name = profile_key(r->call, n);
    const struct hilum_node *max  = profile_child(n, "max");

    if (!profile_segment(r, n, name))
        return false;
    if (!profile_child(n, "after"))
        return profile_fault(r, n,
                             "%.*s has no segment %.*s; one that is added says `after`",
                             (int)structure.len, structure.ptr, (int)name.len, name.ptr);
    if (max && hilum_is(hilum_text(r->profile->doc, max), "0"))
        return profile_fault(r, max, "a segment that is added has a max of at least 1");
    return true;
}

static bool read_segment(struct profile_reader *r, const struct hilum_node *n,
                         struct hilum_view structure, struct hilum_view table)
{
    static const char *const words[] = { "after", "min", "max", NULL };
    const struct hilum_node *min     = profile_child(n, "min");
    const struct hilum_node *max     = profile_child(n, "max");
    uint32_t                 number;

    return profile_words(r, n, words) &&
           (!min || profile_number(r, min, 1, false, &number)) &&
           (!max || profile_number(r, max, 9999, true, &number)) &&
           (has_part(table, structure, profile_key(r->call, n), false) ||
            check_added(r, n, structure)) &&
           profile_after(r, n, structure);
}

bool profile_read_structures(struct profile_reader *r, const struct hilum_node *n)
{
    struct hilum_view table;

    if (!open_table(r, n, &table))
        return false;
    hilum_each(structure, n)
    {
        struct hilum_view name = profile_key(r->call, structure);

        if (!profile_listed(table, '\n', name))
            return profile_fault(r, structure, "the standard has no structure %.*s%s",
                                 (int)name.len, name.ptr,
                                 profile_hint_of(table, name).text);
        if (!profile_map(r, structure))
            return false;
        hilum_each(segment,
                   structure) if (!read_segment(r, segment, name, table)) return false;
    }
    return true;
}
