/* structure_compile.c -- a structure's lines in the table, as a tree of parts. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "structure_parts.h"

#define ANY_SEGMENT HILUM_VIEW("ANYHL7SEGMENT")

/* One line: its depth, how often, and the name of a segment or group. */
struct line {
    uint32_t          depth;
    bool              required;
    uint16_t          most;
    bool              group;
    struct hilum_view name;
};

static bool read_line(struct line *l, struct hilum_view text)
{
    size_t      tabs = 0;
    const char *dots, *tab, *end = text.ptr + text.len;

    while (tabs < text.len && text.ptr[tabs] == '\t')
        tabs++;
    text.ptr += tabs;
    text.len -= tabs;
    tab  = text.len ? memchr(text.ptr, '\t', text.len) : NULL;
    dots = tab ? memchr(text.ptr, '.', (size_t)(tab - text.ptr)) : NULL;
    if (tabs == 0 || !dots || tab - dots < 3)
        return false;
    *l = (struct line){ .depth    = (uint32_t)tabs,
                        .required = text.ptr[0] != '0',
                        .most     = 0,
                        .name     = { tab + 1, (size_t)(end - tab) - 1 } };
    for (const char *at = dots + 2; at < tab && *at >= '0' && *at <= '9'; at++)
        l->most = (uint16_t)(l->most * 10 + (*at - '0'));
    l->group = l->name.len && l->name.ptr[l->name.len - 1] == ':';
    l->name.len -= l->group;
    return l->name.len > 0;
}

static bool ends_with(struct hilum_view text, struct hilum_view end)
{
    return text.len >= end.len &&
           memcmp(text.ptr + text.len - end.len, end.ptr, end.len) == 0;
}

/* A choice is named so, or by the letters of the orders that it is of. */
static bool is_choice(struct hilum_view name)
{
    return ends_with(name, HILUM_VIEW("CHOICE")) ||
           (ends_with(name, HILUM_VIEW("_SUPPGRP")) && memcmp(name.ptr, "OBR", 3) == 0);
}

static bool number_of(struct structure *s, struct hilum_view name, uint16_t *number)
{
    uint32_t hash = hilum_name(name.ptr, name.len);
    uint32_t at   = (hash * 0x9e3779b1u) >> 24;

    if (hilum_same(name, ANY_SEGMENT)) {
        *number = STRUCTURE_ANY;
        return true;
    }
    while (s->slot_name[at] && s->slot_name[at] != hash)
        at = (at + 1) % STRUCTURE_SLOTS;
    if (!s->slot_name[at]) {
        if (s->segments == STRUCTURE_SEGMENTS)
            return false;
        s->slot_name[at]   = hash;
        s->slot_number[at] = (uint8_t)s->segments++;
    }
    *number = s->slot_number[at];
    return true;
}

/* What is known of a group when all its parts are. */
static void finish_group(struct structure *s, uint32_t group)
{
    struct structure_part *g        = &s->part[group];
    bool                   may_lack = !g->choice, open = true;

    for (uint32_t i = group + 1; i < g->next; i = s->part[i].next) {
        const struct structure_part *p = &s->part[i];

        g->all |= p->all;
        if (open || g->choice)
            g->easy |= p->easy;
        if (i == group + 1 || g->choice)
            g->lead |= p->lead;
        if (p->required)
            open = false;
        may_lack = g->choice ? may_lack || !p->required : may_lack && !p->required;
    }
    g->required = g->required && !may_lack;
}

/* Closes the groups that are deeper than the line that comes. */
static void close_groups(struct structure *s, uint32_t *open, uint32_t *depth,
                         uint32_t to)
{
    while (*depth > to) {
        uint32_t group = open[--*depth];

        s->part[group].next = (uint16_t)s->parts;
        finish_group(s, group);
    }
}

static bool add_part(struct structure *s, const struct line *l, uint32_t parent)
{
    struct structure_part *p = &s->part[s->parts];

    *p = (struct structure_part){ .name     = l->name,
                                  .parent   = (uint16_t)parent,
                                  .next     = (uint16_t)(s->parts + 1),
                                  .most     = l->most,
                                  .group    = l->group,
                                  .choice   = l->group && is_choice(l->name),
                                  .required = l->required };
    s->parts++;
    if (l->group)
        return true;
    if (!number_of(s, l->name, &p->number))
        return false;
    p->all = p->easy = p->lead = 1ull << p->number;
    return true;
}

bool structure_compile(struct structure *s, struct hilum_view lines)
{
    uint32_t open[STRUCTURE_DEPTH + 1] = { 0 }, depth = 1;

    s->parts    = 1;
    s->segments = 0;
    s->part[0]  = (struct structure_part){
         .name = s->name, .most = 1, .group = true, .required = true
    };
    while (lines.len) {
        const char       *stop = memchr(lines.ptr, '\n', lines.len);
        struct hilum_view text = { lines.ptr,
                                   stop ? (size_t)(stop - lines.ptr) : lines.len };
        struct line       l;

        if (!read_line(&l, text) || l.depth > depth || s->parts == STRUCTURE_PARTS ||
            (l.group && l.depth > STRUCTURE_DEPTH))
            return false;
        close_groups(s, open, &depth, l.depth);
        if (!add_part(s, &l, open[depth - 1]))
            return false;
        if (l.group)
            open[depth++] = s->parts - 1;
        lines.ptr += text.len + (stop ? 1 : 0);
        lines.len -= text.len + (stop ? 1 : 0);
    }
    close_groups(s, open, &depth, 0);
    return s->parts > 1;
}
