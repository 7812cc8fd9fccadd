/* profile.c -- which profile is for a message, and what it makes of structures. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "profile_read.h"

#include "structure_parts.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Choosing ------------------------------------------------------------- */

/* WARD, or WARD* for all that begins so. */
static bool fits_text(struct hilum_view text, struct hilum_view pattern)
{
    if (pattern.len && pattern.ptr[pattern.len - 1] == '*') {
        pattern.len--;
        return text.len >= pattern.len &&
               (pattern.len == 0 || memcmp(text.ptr, pattern.ptr, pattern.len) == 0);
    }
    return hilum_same(text, pattern);
}

/* ADT^A01 fits ADT^A01^ADT_A01: the components that are given. */
static bool fits_node(struct hilum_doc doc, const struct hilum_node *n,
                      const struct er7_place *place, struct hilum_view pattern)
{
    for (uint32_t number = 1; pattern.len; number++) {
        struct hilum_view        one = columns_take(&pattern, '^');
        const struct hilum_node *c   = place->component
                                           ? hilum_component(n, place->component)
                                           : hilum_component(n, number);

        if (c && place->subcomponent)
            c = hilum_component(c, place->subcomponent);
        if (c && !hilum_leaf(c))
            c = hilum_component(c, 1);
        if (!fits_text(c ? hilum_text(doc, c) : HILUM_VIEW(""), one))
            return false;
    }
    return true;
}

static bool fits(const struct profile_match *m, struct hilum_doc doc)
{
    uint32_t                 name    = hilum_name(m->place.segment, 3);
    const struct hilum_node *segment = hilum_child(hilum_root(doc), name);

    if (!segment)
        return false;
    hilum_each(n, segment)
    {
        struct hilum_view rest = m->value;

        if (n->name != m->place.field)
            continue;
        do {
            if (fits_node(doc, n, &m->place, columns_take(&rest, '|')))
                return true;
        } while (rest.len);
    }
    return false;
}

uint32_t profiles_choose(const struct profiles *all, struct hilum_doc doc)
{
    uint32_t best = all->count;

    for (uint32_t i = 0; i < all->count; i++) {
        const struct profile *p = all->list[i];
        bool ok = best == all->count || p->matches > all->list[best]->matches;

        for (uint32_t m = 0; ok && m < p->matches; m++)
            ok = fits(&p->match[m], doc);
        if (ok)
            best = i;
    }
    return best;
}

/* ---- Structures ----------------------------------------------------------- */

/* A change of a structure: of a segment in it, or a segment more. */
struct change {
    struct hilum_view name, after; /* after: "" where it is in the structure */
    struct hilum_view min, max;    /* "" where nothing is said */
    bool              anywhere;    /* required, in one of its several places */
    bool              done;
};

enum { CHANGES = 64 };

struct changes {
    struct change change[CHANGES];
    uint32_t      count;
};

static bool has_segment(const struct structure *s, struct hilum_view name)
{
    return structure_number(s, hilum_name(name.ptr, name.len)) != STRUCTURE_NONE;
}

/* Does a segment stand in several places of the structure? */
static bool is_scattered(const struct structure *s, struct hilum_view name)
{
    uint32_t places = 0;

    for (uint32_t i = 1; i < s->parts; i++)
        places += !s->part[i].group && hilum_same(s->part[i].name, name);
    return places > 1;
}

static struct hilum_view text_of(const struct profile *p, const struct hilum_node *n,
                                 const char *word)
{
    const struct hilum_node *child = profile_child(n, word);

    return child ? hilum_text(p->doc, child) : HILUM_VIEW("");
}

static void gather(const struct profile *p, struct hilum_call *call,
                   const struct structure *s, const struct hilum_node *segments,
                   struct changes *c)
{
    if (!segments)
        return;
    hilum_each(n, segments)
    {
        struct change one = { .name  = profile_key(call, n),
                              .after = text_of(p, n, "after"),
                              .min   = text_of(p, n, "min"),
                              .max   = text_of(p, n, "max") };

        if (has_segment(s, one.name))
            one.after.len = 0;
        else if (one.after.len == 0)
            continue;
        one.anywhere = hilum_is(one.min, "1") && is_scattered(s, one.name);
        if (c->count < CHANGES)
            c->change[c->count++] = one;
    }
}

static void put_line(struct hilum_buffer *b, uint32_t depth, bool required, uint32_t most,
                     struct hilum_view name, bool group)
{
    char often[24];

    for (uint32_t i = 0; i < depth; i++)
        hilum_put_byte(b, '\t');
    if (most)
        snprintf(often, sizeof often, "%d..%u\t", required, (unsigned)most);
    else
        snprintf(often, sizeof often, "%d..*\t", required);
    hilum_put_text(b, often);
    hilum_put_view(b, name);
    hilum_put_text(b, group ? ":\n" : "\n");
}

/* The segments that a profile has behind this part, each once. */
static void put_added(struct hilum_buffer *b, struct changes *c, uint32_t depth,
                      struct hilum_view name)
{
    for (uint32_t i = 0; i < c->count; i++) {
        struct change *one = &c->change[i];

        if (one->done || !hilum_same(one->after, name))
            continue;
        one->done = true;
        put_line(b, depth, hilum_is(one->min, "1"), columns_number(one->max), one->name,
                 false);
    }
}

static void put_part(struct hilum_buffer *b, const struct changes *c, uint32_t depth,
                     const struct structure_part *part)
{
    bool     required = part->required;
    uint32_t most     = part->most;

    for (uint32_t i = 0; i < c->count; i++) {
        const struct change *one = &c->change[i];

        if (part->group || one->after.len || !hilum_same(one->name, part->name))
            continue;
        if (hilum_is(one->max, "0"))
            return; /* it has no place any more */
        required = one->min.len && !one->anywhere ? hilum_is(one->min, "1") : required;
        most     = one->max.len ? columns_number(one->max) : most;
    }
    put_line(b, depth, required, most, part->name, part->group);
}

static void write_lines(const struct structure *s, struct changes *c,
                        struct hilum_buffer *b)
{
    uint32_t open[STRUCTURE_DEPTH + 1] = { 0 }, depth = 1;

    for (uint32_t i = 1; i <= s->parts; i++) {
        /* What follows a group stands behind all of it. */
        while (depth > 1 && i == s->part[open[depth - 1]].next) {
            depth--;
            put_added(b, c, depth, s->part[open[depth]].name);
        }
        if (i == s->parts)
            break;
        put_part(b, c, depth, &s->part[i]);
        if (s->part[i].group)
            open[depth++] = i;
        else
            put_added(b, c, depth, s->part[i].name);
    }
}

/* A structure that cannot be changed so, for want of room, stays as it is. */
static struct structure *change(const struct structure *s, struct changes *c,
                                struct hilum_buffer *lines)
{
    struct structure *made = calloc(1, sizeof *made);

    *lines = (struct hilum_buffer){ .most = 1 << 16, .grow = hilum_grow };
    write_lines(s, c, lines);
    if (!made || lines->failed) {
        free(made);
        return NULL;
    }
    made->name = s->name;
    made->from = s->from;
    made->to   = s->to;
    if (!structure_compile(made, hilum_buffer_view(lines))) {
        free(made);
        return NULL;
    }
    for (uint32_t i = 0; i < c->count; i++)
        if (c->change[i].anywhere && has_segment(made, c->change[i].name))
            made->anywhere |=
                1ull << structure_number(
                    made, hilum_name(c->change[i].name.ptr, c->change[i].name.len));
    return made;
}

const struct structure *profile_structure(struct profile *p, struct hilum_call *call,
                                          const struct structure *s)
{
    const struct hilum_node  *root       = hilum_root(p->doc);
    const struct hilum_node  *structures = profile_child(root, "structures");
    struct profile_structure *m;
    struct changes            c = { .count = 0 };

    if (!s)
        return s;
    for (uint32_t i = 0; i < p->made_count; i++)
        if (p->made[i].from == s)
            return p->made[i].made ? p->made[i].made : s;
    if (p->made_count == PROFILE_MADE)
        return s;
    m  = &p->made[p->made_count++];
    *m = (struct profile_structure){ .from = s };
    if (structures)
        gather(p, call, s, hilum_child(structures, hilum_name(s->name.ptr, s->name.len)),
               &c);
    gather(p, call, s, profile_child(root, "segments"), &c);
    if (c.count)
        m->made = change(s, &c, &m->lines);
    return m->made ? m->made : s;
}
