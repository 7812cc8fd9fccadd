/* write.c -- writes texts into the tree, converted and translated. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

/* The element in which a place ends: that of its path, or of the one above. */
static const struct element *last_element(const struct place *p)
{
    while (p && (!p->path || !p->path->count))
        p = p->up;
    return p ? p->path->last : NULL;
}

static void part_write(struct run *run, struct out *coding, const struct element *e,
                       struct hilum_view text)
{
    struct out *o = text.len ? out_child(&run->tree, coding, e, out_rank(e, 0)) : NULL;

    if (o)
        o->text = text;
}

/* Code, system and display of a Coding, as a code system map has them. */
static void coding_write(struct run *run, struct out *coding, const struct code *code)
{
    const struct elements *e = &run->book->elements;

    part_write(run, coding, e->code, code->to);
    part_write(run, coding, e->system, code->system);
    part_write(run, coding, e->display, code->display);
}

static struct hilum_view system_of(const struct out *coding)
{
    const struct out *system = out_find(coding, HILUM_NAME("system"), 0);

    return system ? system->text : (struct hilum_view){ NULL, 0 };
}

/* `code` within a Coding, translated: the system and the display come along. */
static bool coding_translate(struct run *run, struct place *p, const struct codes *via,
                             const struct code *found)
{
    struct path  parent;
    struct place above;
    struct out  *coding;

    while (!p->path->count)
        p = p->up;
    if (p->path->steps[p->path->count - 1].op != STEP_ELEMENT || p->path->count < 2)
        return false;
    parent = *p->path;
    parent.count--;
    above      = *p;
    above.path = &parent;
    above.node = NULL;
    coding     = place_node(&run->tree, &above);
    if (coding && found)
        coding_write(run, coding, found);
    else if (coding && via->table.len && !system_of(coding).ptr)
        part_write(run, coding, run->book->elements.system, via->table);
    return coding && found;
}

bool text_place(struct run *run, struct place *p, struct hilum_view text)
{
    struct out *o = place_node(&run->tree, p);

    if (o)
        o->text = text;
    return o != NULL;
}

bool text_write(struct run *run, struct place *p, struct hilum_view text,
                const struct codes *via)
{
    const struct element *e = last_element(p);
    const struct code    *found;

    if (!e || !text.len)
        return false;
    if (via) {
        found = codes_find(via, text);
        if (e == run->book->elements.code && coding_translate(run, p, via, found))
            return true;
        if (found)
            text = found->to;
    }
    if (e->type->kind != KIND_STRING) {
        struct hilum_view before = text;

        text = value_convert(run->tree.pool, e->type->kind, text, &run->zone);
        run->day_only |= e->type->kind == KIND_DATETIME && text.len == 10 &&
                         before.len > 10 && !run->zone.len;
    }
    return text.len && element_allows(e, text) && text_place(run, p, text);
}

void text_require(struct run *run, struct resource *r, const struct path *path,
                  struct hilum_view text)
{
    struct place root = { .resource = r };
    struct place at   = { .up = &root, .path = path };
    struct out  *o    = out_find(&r->root, path->steps[0].element->name, 0);

    /* Only where the message has said nothing of the element; what was required before
     * (Encounter.class.code) is added to (Encounter.class.system). */
    if (!o || o->required) {
        text_write(run, &at, text, NULL);
        o = out_find(&r->root, path->steps[0].element->name, 0);
        if (o)
            o->required = true;
    }
}

void concept_translate(struct run *run, struct place *p, const struct codes *via)
{
    const struct elements *e    = &run->book->elements;
    const struct type     *type = p->path ? p->path->type : NULL;
    struct out            *o    = p->node, *code;
    const struct code     *found;
    struct hilum_view      system;

    if (o && type == e->concept)
        o = out_find(o, e->coding->name, out_key(1, 0, 1));
    else if (type != e->coding->type)
        return;
    if (!o)
        return;
    code   = out_find(o, e->code->name, 0);
    system = system_of(o);
    found  = code && code->text.len ? codes_find(via, code->text) : NULL;
    /* A code of another system only looks like one of the table. */
    if (system.len && via->table.len && !hilum_same(system, via->table))
        return;
    if (found)
        coding_write(run, o, found);
}
