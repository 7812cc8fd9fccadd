/* fault.c -- says what is wrong with a message, and where. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "fault.h"

#include <ctype.h>
#include <stdio.h>

#include "text.h"

enum { PLACE_ROOM = 256, WHY_ROOM = 160, KEY_MOST = 64 };

/* A path in the making; what does not fit is cut off. */
struct path {
    char  *text;
    size_t length;
    size_t room;
};

static void add(struct path *p, struct hilum_view v)
{
    size_t length = v.len < p->room - p->length ? v.len : p->room - p->length - 1;

    memcpy(p->text + p->length, v.ptr, length);
    p->length += length;
    p->text[p->length] = '\0';
}

static void add_index(struct path *p, uint32_t index)
{
    char text[16];

    snprintf(text, sizeof(text), "[%u]", (unsigned)index);
    add(p, hilum_view(text));
}

/* What the frames are reading. */
static void add_frames(struct path *p, const struct fhir_reader *r)
{
    if (r->depth)
        add(p, r->frames[0].type->name);
    for (uint32_t i = 0; i < r->depth; i++) {
        const struct fhir_frame *f = &r->frames[i];

        if (!f->element)
            continue;
        add(p, HILUM_VIEW("."));
        add(p, fhir_types_name(r->types, f->element));
        /* An object within has been counted already; a value has not. */
        if (f->array)
            add_index(p, i + 1 < r->depth ? f->index - 1 : f->index);
    }
}

/* "3:14 Patient.name[0].given" */
static void say_place(struct fhir_reader *r, uint32_t place, char text[PLACE_ROOM])
{
    struct path p = { .text = text, .room = PLACE_ROOM };

    fhir_text_line(r->source, place, &r->line);
    p.length = (size_t)snprintf(text, PLACE_ROOM, "%u:%u%s", r->line.line, r->line.column,
                                r->depth ? " " : "");
    add_frames(&p, r);
}

static enum hilum_verdict blame(struct fhir_reader *r, uint32_t place, const char *why)
{
    char text[PLACE_ROOM];

    say_place(r, place, text);
    return hilum_blame(r->call, HILUM_REJECT, text, "%s", why);
}

void fhir_fault_report(struct fhir_reader *r, uint32_t place, const char *rule,
                       const char *why)
{
    char text[PLACE_ROOM];

    say_place(r, place, text);
    hilum_report(r->call, HILUM_WARNING, text, rule, "%s", why);
}

/* What the last element should have been. */
static enum hilum_verdict misfit(struct fhir_reader *r, uint32_t place)
{
    const struct fhir_element *e = r->frames[r->depth - 1].element;
    char                       why[WHY_ROOM];

    snprintf(why, sizeof(why), "this must be %s",
             fhir_primitive_fault(e->form, (struct hilum_view){ "", 0 }));
    return blame(r, place, why);
}

enum hilum_verdict fhir_fault(struct fhir_reader *r, uint32_t place, const char *why)
{
    return why ? blame(r, place, why) : misfit(r, place);
}

/* Whether a key looks like a name, and not like something about a patient. */
static bool is_name(const char *key, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)key[i]) && key[i] != '_')
            return false;
    return length > 0 && length <= KEY_MOST;
}

enum hilum_verdict fhir_fault_key(struct fhir_reader *r, uint32_t place, const char *key,
                                  size_t length)
{
    const struct fhir_type *type = r->frames[r->depth - 1].type;
    char                    why[2 * WHY_ROOM];

    if (is_name(key, length))
        snprintf(why, sizeof(why), "%.*s has no element '%.*s'", (int)type->name.len,
                 type->name.ptr, (int)length, key);
    else
        snprintf(why, sizeof(why), "%.*s has no such element", (int)type->name.len,
                 type->name.ptr);
    return blame(r, place, why);
}

enum hilum_verdict fhir_fault_type(struct fhir_reader *r, uint32_t place,
                                   struct hilum_view type)
{
    char why[WHY_ROOM];

    if (!is_name(type.ptr, type.len))
        return blame(r, place, "FHIR R4 has no resource of this resourceType");
    snprintf(why, sizeof(why), "FHIR R4 has no resource '%.*s'", (int)type.len, type.ptr);
    return blame(r, place, why);
}

void fhir_fault_path(const struct fhir_types *types, struct hilum_doc doc,
                     const struct hilum_node *node, char *path, size_t room)
{
    const struct hilum_node *at   = hilum_root(doc);
    const struct fhir_type  *type = fhir_types_numbered(types, at->type);
    struct path              p    = { .text = path, .room = room };

    path[0] = '\0';
    if (type)
        add(&p, type->name);
    while (type && at != node) {
        const struct fhir_element *e;
        const struct hilum_node   *child = at + 1;
        uint32_t                   index = 0;

        for (; child + child->span <= node; child += child->span)
            index = child[child->span].name == child->name ? index + 1 : 0;
        e = fhir_types_node(types, type, child->name, child->type);
        if (!e)
            return;
        add(&p, HILUM_VIEW("."));
        add(&p, fhir_types_name(types, e));
        if (e->flags & FHIR_LIST)
            add_index(&p, index);
        type = e->form == FHIR_RESOURCE ? fhir_types_numbered(types, child->type)
                                        : fhir_types_below(types, e);
        at   = child;
    }
}
