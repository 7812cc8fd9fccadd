/* structure.c -- places the segments of a message in its structure. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "structure_parts.h"

/* Which places are looked at, the best first. */
enum pass {
    LEADING, /* it begins a group, or stands in one that is open; nothing is left out */
    EASY,    /* something optional is left out at the beginning of a group */
    ANEW,    /* it begins a group anew, whatever the last one lacks */
    LEAVING, /* something required is left out that does not come later */
    PASSES,
};

struct move {
    uint32_t level; /* the frame it is made in */
    uint32_t part;  /* of the frame's group, that it enters; 0: the group begins anew */
};

static uint64_t set_of(const struct structure_part *p, enum pass pass)
{
    return pass == EASY ? p->easy : pass == LEAVING ? p->all : p->lead;
}

static bool has(uint64_t set, uint32_t number)
{
    return set >> number & 1;
}

static bool more(const struct structure_part *p, uint32_t count)
{
    return p->most == 0 || count < p->most;
}

/* May something required be left out?  Not where the message has it later. */
static bool may_leave(const struct structure_walk *w, const struct structure_part *p,
                      enum pass pass)
{
    return pass == LEAVING && !(p->easy & w->coming);
}

/* Could a group be entered for a segment that does not begin it?  Not where what is
 * left out on the way comes later. */
static bool may_enter(const struct structure_walk *w, uint32_t part, uint32_t number,
                      enum pass pass)
{
    const struct structure_part *p = w->of->part;

    while (pass == LEAVING && p[part].group) {
        bool choice = p[part].choice;

        for (part++; !has(p[part].all, number); part = p[part].next)
            if (!choice && p[part].required && !may_leave(w, &p[part], pass))
                return false;
    }
    return true;
}

static uint32_t first_after(const struct structure *s, const struct structure_frame *f)
{
    return f->at ? s->part[f->at].next : f->group + 1u;
}

/* Looks in one open group; *stop: nothing around it may be looked at either. */
static bool look_within(const struct structure_walk *w, uint32_t level, uint32_t number,
                        enum pass pass, struct move *m, bool *stop)
{
    const struct structure       *s  = w->of;
    const struct structure_frame *f  = &w->frame[level];
    const struct structure_part  *g  = &s->part[f->group];
    const struct structure_part  *at = &s->part[f->at];

    *m = (struct move){ level, f->at };
    if (f->at && !at->group && at->number == number && more(at, f->count))
        return true;
    for (uint32_t i = first_after(s, f); i < g->next && !g->choice; i = s->part[i].next) {
        m->part = i;
        if (has(set_of(&s->part[i], pass), number))
            return may_enter(w, i, number, pass);
        *stop = s->part[i].required && !may_leave(w, &s->part[i], pass);
        if (*stop)
            return false;
    }
    /* Nothing begins anew without what is required at its beginning. */
    m->part = 0;
    return level > 0 && more(g, f->nth) &&
           has(pass == LEADING ? g->lead : g->easy, number);
}

static bool look(const struct structure_walk *w, uint32_t number, enum pass pass,
                 struct move *m)
{
    bool stop = false;

    for (uint32_t level = w->depth; level-- > 0 && !stop;) {
        const struct structure_part *g = &w->of->part[w->frame[level].group];

        *m = (struct move){ level, 0 };
        if (pass == ANEW) {
            if (level > 0 && more(g, w->frame[level].nth) && has(g->lead, number))
                return true;
        } else if (look_within(w, level, number, pass, m, &stop)) {
            return true;
        }
    }
    return false;
}

/* ---- Moving --------------------------------------------------------------- */

/* Tells what is required among the parts from..to of an open group.  A segment
 * that is in the message, only out of place, is not missed as well. */
static void tell_missing(struct structure_walk *w, uint32_t level, uint32_t from,
                         uint32_t to)
{
    const struct structure       *s     = w->of;
    const struct structure_frame *f     = &w->frame[level];
    uint32_t                      named = level;

    if (!w->missing || s->part[f->group].choice)
        return;
    while (named && s->part[w->frame[named].group].choice)
        named--;
    for (uint32_t i = from; i < to; i = s->part[i].next)
        if (s->part[i].required && !(s->part[i].easy & w->strays))
            w->missing(w->context, s->part[i].name, s->part[w->frame[named].group].name,
                       w->frame[named].nth);
}

static void close_to(struct structure_walk *w, uint32_t depth)
{
    while (w->depth > depth) {
        const struct structure_frame *f = &w->frame[w->depth - 1];

        tell_missing(w, w->depth - 1, first_after(w->of, f), w->of->part[f->group].next);
        w->depth--;
    }
}

/* Goes down to the segment, from a group that has it. */
static void enter(struct structure_walk *w, uint32_t part, uint32_t number,
                  enum pass pass)
{
    const struct structure *s = w->of;

    for (;;) {
        struct structure_frame *f = &w->frame[w->depth - 1];

        tell_missing(w, w->depth - 1, first_after(s, f), part);
        f->at    = (uint16_t)part;
        f->count = 1;
        if (!s->part[part].group) {
            f->seen |= 1ull << number;
            return;
        }
        w->frame[w->depth++] =
            (struct structure_frame){ .group = (uint16_t)part, .nth = 1 };
        for (part++; !has(set_of(&s->part[part], pass), number);)
            part = s->part[part].next;
    }
}

static void make(struct structure_walk *w, const struct move *m, uint32_t number,
                 enum pass pass)
{
    const struct structure *s = w->of;
    struct structure_frame *f = &w->frame[m->level];
    uint32_t                part;

    close_to(w, m->level + 1);
    if (m->part && m->part == f->at) {
        f->count++;
        return;
    }
    if (m->part) {
        enter(w, m->part, number, pass);
        return;
    }
    tell_missing(w, m->level, first_after(s, f), s->part[f->group].next);
    *f   = (struct structure_frame){ .group = f->group, .nth = f->nth + 1 };
    part = f->group + 1u;
    while (!has(set_of(&s->part[part], pass), number))
        part = s->part[part].next;
    enter(w, part, number, pass);
}

static bool place(struct structure_walk *w, uint32_t number)
{
    struct move m;

    for (enum pass pass = LEADING; pass < PASSES; pass++) {
        if (!look(w, number, pass, &m))
            continue;
        make(w, &m, number, pass);
        return true;
    }
    return false;
}

/* Does an open group have as many of it as it may? */
static bool full(const struct structure_walk *w, uint32_t number)
{
    const struct structure *s = w->of;

    for (uint32_t level = w->depth; level-- > 0;) {
        const struct structure_frame *f = &w->frame[level];

        for (uint32_t i = f->group + 1u; i < s->part[f->group].next; i = s->part[i].next)
            if (!s->part[i].group && s->part[i].number == number && s->part[i].most &&
                has(f->seen, number))
                return true;
    }
    return false;
}

/* ---- Segment by segment --------------------------------------------------- */

/* Tells what is required in one of several places, and is in none. */
static void tell_absent(const struct structure_walk *w)
{
    const struct structure *s      = w->of;
    uint64_t                absent = w->missing ? s->anywhere & ~w->coming : 0;

    for (uint32_t i = 1; absent && i < s->parts; i++) {
        if (s->part[i].group || !has(absent, s->part[i].number))
            continue;
        absent &= ~(1ull << s->part[i].number);
        w->missing(w->context, s->part[i].name, s->name, 1);
    }
}

void structure_begin(struct structure_walk *w, const struct structure *s,
                     struct hilum_doc doc, structure_missing *missing, void *context)
{
    *w = (struct structure_walk){ .of      = s,
                                  .missing = missing,
                                  .context = context,
                                  .depth   = 1,
                                  .frame   = { { .nth = 1 } } };
    if (!s)
        return;
    hilum_each(segment, hilum_root(doc))
    {
        uint32_t number = structure_number(s, segment->name);

        if (number != STRUCTURE_NONE) {
            w->left[number]++;
            w->coming |= 1ull << number;
        }
    }
    tell_absent(w);
}

/* Z segments; and ADD, which continues whatever stands before it. */
static bool is_free(uint32_t segment)
{
    return (segment & ~0xffffu) == (HILUM_NAME("Z") & ~0xffffu) ||
           segment == HILUM_NAME("ADD");
}

enum structure_found structure_next(struct structure_walk *w, uint32_t segment)
{
    uint32_t number = w->of ? structure_number(w->of, segment) : STRUCTURE_NONE;

    if (!w->of)
        return STRUCTURE_FREE;
    if (number != STRUCTURE_NONE) {
        if (--w->left[number] == 0)
            w->coming &= ~(1ull << number);
        if (place(w, number))
            return STRUCTURE_PLACED;
    }
    if (has(w->of->part[0].all, STRUCTURE_ANY) && place(w, STRUCTURE_ANY))
        return STRUCTURE_PLACED;
    if (is_free(segment))
        return STRUCTURE_FREE;
    if (number == STRUCTURE_NONE)
        return STRUCTURE_STRAY;
    w->strays |= 1ull << number;
    return full(w, number) ? STRUCTURE_EXCESS : STRUCTURE_STRAY;
}

void structure_end(struct structure_walk *w)
{
    if (w->of)
        close_to(w, 0);
}

uint32_t structure_steps(const struct structure_walk *w, struct structure_step *step)
{
    uint32_t steps = 0;

    for (uint32_t level = 1; level < w->depth; level++) {
        const struct structure_part *g = &w->of->part[w->frame[level].group];

        if (!g->choice)
            step[steps++] = (struct structure_step){ g->name, w->frame[level].nth };
    }
    return steps;
}

struct hilum_view structure_name(const struct structure *s)
{
    return s->name;
}

size_t structure_match(const struct structure *s, struct hilum_doc doc,
                       struct structure_place *out, size_t room)
{
    struct structure_walk walk;
    size_t                count = 0;

    structure_begin(&walk, s, doc, NULL, NULL);
    hilum_each(segment, hilum_root(doc))
    {
        enum structure_found found = structure_next(&walk, segment->name);

        if (count < room) {
            struct structure_place *p = &out[count];

            p->segment = segment;
            p->stray   = found == STRUCTURE_STRAY || found == STRUCTURE_EXCESS;
            p->depth   = structure_steps(&walk, p->step);
        }
        count++;
    }
    return count;
}
