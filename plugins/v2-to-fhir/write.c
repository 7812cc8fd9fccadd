/* write.c -- writes texts into the tree, converted and translated. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

static bool bound(struct hilum_view codes, struct hilum_view code)
{
    const char *at = codes.ptr, *end = codes.ptr + codes.len;

    while (at < end) {
        const char *stop = memchr(at, ' ', (size_t)(end - at));

        if (!stop)
            stop = end;
        if ((size_t)(stop - at) == code.len && memcmp(at, code.ptr, code.len) == 0)
            return true;
        at = stop + 1;
    }
    return codes.len == 0;
}

/* The element in which a place ends: that of its path, or of the one above. */
static const struct element *last_element(const struct place *p,
                                          const struct type **owner)
{
    while (p && (!p->path || !p->path->count))
        p = p->up;
    *owner = p ? p->path->owner : NULL;
    return p ? p->path->last : NULL;
}

static struct out *named_child(struct run *run, struct out *o, const struct type *type,
                               const char *name)
{
    const struct element *e =
        elements_child(&run->book->elements, type, hilum_view(name));

    return e ? out_child(&run->tree, o, e, e->list ? out_key(1, 0, 1) : 0) : NULL;
}

/* Code, system and display of a Coding, as a code system map has them. */
static void coding_write(struct run *run, struct out *coding, const struct type *type,
                         const struct code *code)
{
    struct out *o = named_child(run, coding, type, "code");

    if (o)
        o->text = code->to;
    if (code->system.len) {
        o = named_child(run, coding, type, "system");
        if (o)
            o->text = code->system;
    }
    if (code->display.len) {
        o = named_child(run, coding, type, "display");
        if (o)
            o->text = code->display;
    }
}

static bool is_coding_code(const struct element *e, const struct type *owner)
{
    return owner && hilum_is(owner->text, "Coding") && hilum_is(e->text, "code");
}

/* `code` within a Coding, translated: the system and the display come along. */
static bool coding_translate(struct run *run, struct place *p, const struct type *owner,
                             const struct codes *via, const struct code *found)
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
        coding_write(run, coding, owner, found);
    else if (coding && via->table.len) {
        struct out *system = named_child(run, coding, owner, "system");

        if (system && !system->text.ptr)
            system->text = via->table;
    }
    return coding && found;
}

bool text_write(struct run *run, struct place *p, struct hilum_view text,
                const struct codes *via)
{
    const struct type    *owner;
    const struct element *e = last_element(p, &owner);
    const struct code    *found;
    struct out           *o;

    if (!e || !text.len)
        return false;
    if (via) {
        found = codes_find(via, text);
        if (is_coding_code(e, owner) && coding_translate(run, p, owner, via, found))
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
    if (!text.len || (e->codes.len && !bound(e->codes, text)))
        return false;
    o = place_node(&run->tree, p);
    if (!o)
        return false;
    o->text = text;
    return true;
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
    const struct type *type = p->path ? p->path->type : NULL, *coding = type;
    struct out        *o = p->node, *code, *system;
    const struct code *found;

    if (!o || !type)
        return;
    if (hilum_is(type->text, "CodeableConcept")) {
        const struct element *e =
            elements_child(&run->book->elements, type, HILUM_VIEW("coding"));

        o      = e ? out_find(o, e->name, out_key(1, 0, 1)) : NULL;
        coding = e ? e->type : NULL;
    }
    if (!o || !coding || !hilum_is(coding->text, "Coding"))
        return;
    code   = out_find(o, HILUM_NAME("code"), 0);
    system = out_find(o, HILUM_NAME("system"), 0);
    found  = code && code->text.len ? codes_find(via, code->text) : NULL;
    /* A code of another system only looks like one of the table. */
    if (system && system->text.len && via->table.len &&
        !hilum_same(system->text, via->table))
        return;
    if (found)
        coding_write(run, o, coding, found);
}
