/* hl7.c -- finds what an HL7 path means in a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "hl7.h"

static bool number(struct hilum_view *text, uint16_t *to)
{
    uint32_t value = 0;
    size_t   at    = 0;

    while (at < text->len && text->ptr[at] >= '0' && text->ptr[at] <= '9' &&
           value < 10000)
        value = value * 10 + (uint32_t)(text->ptr[at++] - '0');
    text->ptr += at;
    text->len -= at;
    *to = (uint16_t)value;
    return at > 0 && value > 0 && value < 10000;
}

bool hl7_path_compile(struct load *load, struct hilum_view text, struct hl7_path *path)
{
    struct hilum_view whole = text;
    size_t            name  = 0;

    *path = (struct hl7_path){ .count = 0 };
    while (name < text.len && text.ptr[name] != '-' && text.ptr[name] != '.')
        name++;
    text.ptr += name;
    text.len -= name;
    if (name < 2 || name > 3)
        return load_fail(load, "%.*s is no HL7 path", VIEW_ARG(whole));
    if (!text.len || text.ptr[0] == '-')
        path->segment = hilum_name(whole.ptr, name);
    if (text.len && text.ptr[0] == '-') {
        text.ptr++;
        text.len--;
        if (!number(&text, &path->field) || path->field >= MOST_FIELDS)
            return load_fail(load, "%.*s is no HL7 path", VIEW_ARG(whole));
    }
    while (text.len) {
        text.ptr++;
        text.len--;
        if (path->count == MOST_PATH || !number(&text, &path->part[path->count++]) ||
            (text.len && text.ptr[0] != '.'))
            return load_fail(load, "%.*s is no HL7 path", VIEW_ARG(whole));
    }
    return true;
}

bool hl7_valued_below(const struct hilum_node *n)
{
    hilum_each(child, n) if (hl7_valued(child)) return true; /* at most three levels */
    return false;
}

void hl7_consume_all(const struct message *m, const struct hilum_node *n)
{
    memset(m->seen + (n - m->root), 1, n->span);
}

/* How deep the segment i is in the same groups as the one at hand; false where it stands
 * in another repetition of a group that both are in. */
static bool together(const struct scope *s, uint32_t i, uint32_t *same)
{
    const struct message *m     = s->message;
    const struct segment *here  = &m->segments[s->at];
    const struct segment *there = &m->segments[i];
    uint32_t              depth = 0;

    *same = 0;
    if (there->position != NO_POSITION && here->position != NO_POSITION)
        depth = m->shared(m->map, here->position, there->position);
    while (*same < depth && here->instance[*same] == there->instance[*same])
        ++*same;
    return *same == depth;
}

/* The segment of that name that shares most groups with the one at hand, and of those the
 * nearest; what shares none is still found where there is only that. */
static const struct hilum_node *segment_search(const struct scope *s, uint32_t name)
{
    const struct message    *m    = s->message;
    const struct hilum_node *best = NULL;
    uint32_t                 most = 0, enough, same;

    if (m->segments[0].node->name == name) /* MSH */
        return m->segments[0].node;
    enough = m->closest(m->map, m->segments[s->at].position, name);
    for (uint32_t far = 1; far < m->count && !(best && most == enough); far++)
        for (int side = 0; side < 2; side++) {
            uint32_t i = side ? s->at + far : s->at - far; /* below 0 it is huge */

            if (i >= m->count || m->segments[i].node->name != name ||
                !together(s, i, &same) || (best && same <= most))
                continue;
            best = m->segments[i].node;
            most = same;
        }
    return best;
}

/* The same, asked once. */
static const struct hilum_node *segment_find(const struct scope *s, uint32_t name)
{
    struct message *m = s->message;
    uint32_t slot = (name ^ name >> 8 ^ s->at * 5) % (sizeof m->found / sizeof *m->found);

    if (m->found[slot].name != name || m->found[slot].at != s->at) {
        m->found[slot].name = name;
        m->found[slot].at   = s->at;
        m->found[slot].node = segment_search(s, name);
    }
    return m->found[slot].node;
}

static const struct hilum_node *start(const struct scope *s, const struct hl7_path *path)
{
    const struct hilum_node *segment;

    if (!path->segment)
        return s->value;
    segment = s->message->segments[s->at].node;
    if (segment->name == path->segment) {
        if (!path->field)
            return segment;
        if (path->field == s->field && s->rep)
            return s->rep;
        return s->fields ? s->fields[path->field] : hilum_child(segment, path->field);
    }
    segment = segment_find(s, path->segment);
    return segment && path->field ? hilum_child(segment, path->field) : segment;
}

const struct hilum_node *hl7_find(const struct scope *s, const struct hl7_path *path)
{
    const struct hilum_node *n;
    uint16_t                 i = 0;

    if (!path->segment && path->count && path->part[0] < MOST_COMPONENTS)
        n = hl7_component(s, path->part[i++]);
    else
        n = start(s, path);
    for (; n && i < path->count; i++)
        n = hilum_component(n, path->part[i]);
    return n && hl7_valued(n) ? n : NULL;
}
