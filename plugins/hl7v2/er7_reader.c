/* er7_reader.c -- what reading a message needs now and then. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_reader.h"

#include "charset.h"
#include "er7_escape.h"

bool er7_reader_refuse(struct er7_reader *r, const char *place, const char *reason)
{
    if (!r->fault.reason) {
        r->fault         = (struct er7_fault){ place, reason };
        r->fault_segment = r->nth_segment;
    }
    return false;
}

bool er7_reader_room(struct er7_reader *r, uint32_t need)
{
    struct hilum_builder *b = r->builder;

    b->count = r->count;
    if (b->failed || (b->room - b->count < need && !b->grow(b, need, 0))) {
        b->failed = true;
        return false;
    }
    r->nodes = b->nodes;
    r->room  = b->room;
    return true;
}

void er7_reader_odd(struct er7_reader *r, uint32_t end)
{
    struct hilum_builder *b   = r->builder;
    struct hilum_node    *n   = &r->nodes[r->count];
    struct hilum_view     raw = { r->text + r->token, end - r->token };
    char                 *to;
    size_t                length;

    r->odd = false;
    if (raw.len == 2 && raw.ptr[0] == '"' && raw.ptr[1] == '"') {
        n->flags  = HILUM_NODE_NULL;
        n->length = 0;
        return;
    }
    if (!r->delimiters.escape || raw.len == 0 ||
        !memchr(raw.ptr, r->delimiters.escape, raw.len))
        return;
    /* Growing may move the nodes, this one with them. */
    b->count = r->count + 1;
    to       = hilum_build_heap(b, raw.len);
    if (!to)
        return;
    r->nodes = b->nodes;
    r->room  = b->room;
    n        = &r->nodes[r->count];
    length   = er7_escape_decode(&r->delimiters, raw, to);
    r->high |= !charset_ascii((struct hilum_view){ to, length });
    n->text   = b->used;
    n->length = (uint32_t)length;
    n->flags  = HILUM_NODE_VALUE;
    b->used += (uint32_t)length;
}

const struct dictionary_member *er7_reader_varied(struct er7_reader *r)
{
    const struct dictionary_group *g;

    r->varied = (struct dictionary_member){ 0 };
    if (r->nodes[r->segment].name != r->obx)
        return &r->varied;
    for (uint32_t i = r->segment + 1; i < r->count && r->nodes[i].name <= 2;
         i += r->nodes[i].span) {
        if (r->nodes[i].name != 2 || !(r->nodes[i].flags & HILUM_NODE_BORROWED))
            continue;
        g = dictionary_datatype(
            r->version, hilum_name(r->text + r->nodes[i].text, r->nodes[i].length));
        r->varied.type  = g->name;
        r->varied.group = (uint32_t)(g - r->version->group);
        break;
    }
    return &r->varied;
}

void er7_reader_skipped(struct er7_reader *r, const struct dictionary_member *m)
{
    if (r->room - r->count < r->skipped + READER_SPARE &&
        !er7_reader_room(r, r->skipped + READER_SPARE))
        return;
    while (r->skipped) {
        open_node(r, r->nth_field, m->type, r->repetition_at);
        r->nodes[r->count - 1].flags = 0;
        r->skipped--;
    }
}

void er7_reader_know(struct er7_reader *r, uint32_t name)
{
    const struct dictionary_group *g = dictionary_segment(r->version, name);

    r->fields       = members_of(r, g);
    r->segment_type = g->name;
    r->known        = name;
}
