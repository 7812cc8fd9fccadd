/* profile_segments.c -- the segments and fields of a profile. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "profile_read.h"

/* ---- Checking ------------------------------------------------------------- */

bool profile_listed(struct hilum_view table, char before, struct hilum_view name)
{
    const char *at = table.ptr, *end = table.ptr + table.len;

    if (name.len == 0)
        return false;
    for (; at + name.len + 2 <= end; at++) {
        at = memchr(at, before, (size_t)(end - at));
        if (!at || at + name.len + 2 > end)
            return false;
        if (memcmp(at + 1, name.ptr, name.len) == 0 && at[1 + name.len] == '\t')
            return true;
    }
    return false;
}

struct profile_hint profile_hint_of(struct hilum_view table, struct hilum_view name)
{
    struct profile_hint hint = { "" };
    struct hilum_view   line;

    while (!hint.text[0] && columns_line(&table, &line)) {
        struct hilum_view word = columns_take(&line, '\t');
        char              copy[16];
        const char       *one[] = { copy, NULL };

        if (word.len == 0 || word.len >= sizeof copy || word.len != name.len)
            continue;
        memcpy(copy, word.ptr, word.len);
        copy[word.len] = '\0';
        hint           = profile_hint(name, one);
    }
    return hint;
}

bool profile_segment(struct profile_reader *r, const struct hilum_node *n,
                     struct hilum_view word)
{
    if (word.len == 3 &&
        (word.ptr[0] == 'Z' || profile_listed(r->dictionary->segments, '\n', word)))
        return true;
    return profile_fault(r, n,
                         "the standard has no segment %.*s, and a site's own begin with "
                         "Z%s",
                         (int)word.len, word.ptr,
                         profile_hint_of(r->dictionary->segments, word).text);
}

static bool check_field(struct profile_reader *r, const struct hilum_node *n)
{
    static const char *const words[] = { "name", "type",  "required", "length",
                                         "max",  "table", NULL };
    struct hilum_doc         doc     = r->profile->doc;
    uint32_t                 number;
    bool                     truth;

    if (!profile_words(r, n, words))
        return false;
    hilum_each(child, n)
    {
        struct hilum_view key  = profile_key(r->call, child),
                          text = hilum_text(doc, child);
        bool ok                = true;

        if (hilum_is(key, "required"))
            ok = profile_truth(r, child, &truth);
        else if (hilum_is(key, "length"))
            ok = profile_number(r, child, 999999, false, &number);
        else if (hilum_is(key, "max"))
            ok = profile_number(r, child, 9999, true, &number);
        else if (hilum_is(key, "type") &&
                 !profile_listed(r->dictionary->datatypes, '\n', text) &&
                 !profile_listed(r->dictionary->segments, '\t', text))
            ok = profile_fault(r, child, "the standard has no datatype %.*s%s",
                               (int)text.len, text.ptr,
                               profile_hint_of(r->dictionary->datatypes, text).text);
        else if (hilum_is(key, "table") && !profile_table(r->profile, text))
            ok = profile_fault(r, child, "there is no table %.*s among `tables`",
                               (int)text.len, text.ptr);
        if (!ok)
            return false;
    }
    return true;
}

bool profile_read_segments(struct profile_reader *r, const struct hilum_node *n)
{
    static const char *const words[] = { "name", "after", "fields", NULL };

    hilum_each(segment, n)
    {
        struct hilum_view        name   = profile_key(r->call, segment);
        const struct hilum_node *fields = profile_child(segment, "fields");

        if (!profile_segment(r, segment, name) || !profile_words(r, segment, words) ||
            !profile_after(r, segment, HILUM_VIEW("")))
            return false;
        if (!fields)
            continue;
        hilum_each(field, fields)
        {
            struct hilum_view key    = profile_key(r->call, field);
            uint32_t          number = columns_number(key);

            if (number == 0 || number > SHEET_NUMBER)
                return profile_fault(r, field, "a field has a number from 1 to %d",
                                     SHEET_NUMBER);
            if (!check_field(r, field))
                return false;
        }
    }
    return true;
}

/* ---- Applying ------------------------------------------------------------- */

static void apply_field(const struct profile *p, struct hilum_call *call, struct sheet *s,
                        struct sheet_group *g, uint32_t number,
                        const struct hilum_node *n)
{
    struct sheet_member *m = &s->member[g->first + number];

    hilum_each(child, n)
    {
        struct hilum_view key  = profile_key(call, child),
                          text = hilum_text(p->doc, child);

        if (hilum_is(key, "name")) {
            m->title = text;
        } else if (hilum_is(key, "type")) {
            sheet_set_type(s, m, hilum_name(text.ptr, text.len));
        } else if (hilum_is(key, "required")) {
            sheet_set_required(g, number, hilum_is(text, "true"));
            m->withdrawn = m->withdrawn && !hilum_is(text, "true");
        } else if (hilum_is(key, "length")) {
            m->length = columns_number(text);
        } else if (hilum_is(key, "max")) {
            m->most      = (uint16_t)columns_number(text);
            m->forbidden = hilum_is(text, "0");
            m->withdrawn = false;
            if (m->forbidden)
                sheet_set_required(g, number, false);
        } else if (hilum_is(key, "table")) {
            m->table   = (uint16_t)profile_table(p, text);
            m->binding = SHEET_SITE_TABLE;
        }
    }
}

static bool apply_segments(const struct profile *p, struct hilum_call *call,
                           struct sheet *s, const struct hilum_node *segments)
{
    hilum_each(n, segments)
    {
        const struct hilum_node *fields = profile_child(n, "fields");
        struct sheet_group      *g      = sheet_add_segment(s, profile_key(call, n));

        if (!g)
            return false;
        if (!fields)
            continue;
        g->open = false;
        hilum_each(field, fields)
        {
            uint32_t number = columns_number(profile_key(call, field));

            if (!sheet_add_member(s, g, number))
                return false;
            apply_field(p, call, s, g, number, field);
        }
    }
    return true;
}

static bool apply_tables(const struct profile *p, struct hilum_call *call,
                         struct sheet *s, const struct hilum_node *tables)
{
    hilum_each(n, tables)
    {
        const struct hilum_node *add    = profile_child(n, "add");
        const struct hilum_node *remove = profile_child(n, "remove");
        uint32_t                 number = profile_table(p, profile_key(call, n));

        if (!add && !remove) {
            tables_clear(&s->tables, number);
            add = n;
        }
        if (add)
            hilum_each(code, add) if (!tables_add(&s->tables, number,
                                                  hilum_text(p->doc, code))) return false;
        if (remove)
            hilum_each(code, remove)
                tables_remove(&s->tables, number, hilum_text(p->doc, code));
    }
    return true;
}

bool profile_apply(const struct profile *p, struct hilum_call *call, struct sheet *s)
{
    const struct hilum_node *root     = hilum_root(p->doc);
    const struct hilum_node *segments = profile_child(root, "segments");
    const struct hilum_node *tables   = profile_child(root, "tables");

    for (uint32_t i = 0; i < p->tables; i++)
        s->tables.site[i] = p->table[i];
    return (!segments || apply_segments(p, call, s, segments)) &&
           (!tables || apply_tables(p, call, s, tables));
}

struct hilum_view profile_title(const struct profile *p, struct hilum_call *call,
                                uint32_t segment, uint32_t field)
{
    const struct hilum_node *n = profile_child(hilum_root(p->doc), "segments");

    n = n ? hilum_child(n, segment) : NULL;
    if (n && field) {
        const struct hilum_node *fields = profile_child(n, "fields");

        n = NULL;
        if (fields)
            hilum_each(child, fields) if (columns_number(profile_key(call, child)) ==
                                          field) n = child;
    }
    n = n ? profile_child(n, "name") : NULL;
    return n ? hilum_text(p->doc, n) : HILUM_VIEW("");
}
