/* er7_reader.c -- what reading a message needs now and then. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_reader.h"

#include "er7_escape.h"

#include <stdio.h>

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

/* The text goes into the heap, and what was written for it behind (HILUM_NODE_RAW). */
static void decode_leaf(struct er7_reader *r, struct hilum_view raw)
{
    struct hilum_builder *b      = r->builder;
    uint32_t              length = (uint32_t)raw.len;
    size_t                room   = er7_escape_room(&r->delimiters, raw);
    struct hilum_node    *n;
    struct hilum_buffer   text;
    char                 *to;

    /* Growing may move the nodes, the leaf with them. */
    b->count = r->count + 1;
    to       = hilum_build_heap(b, room + sizeof length + raw.len);
    if (!to)
        return;
    r->nodes = b->nodes;
    r->room  = b->room;
    n        = &r->nodes[r->count];
    text     = (struct hilum_buffer){ .ptr = to, .room = room };
    er7_escape_decode(&r->delimiters, r->written, raw, &text);
    memcpy(to + text.len, &length, sizeof length);
    memcpy(to + text.len + sizeof length, raw.ptr, raw.len);
    n->text   = b->used;
    n->length = (uint32_t)text.len;
    n->flags  = HILUM_NODE_VALUE | HILUM_NODE_RAW;
    b->used += (uint32_t)(text.len + sizeof length + raw.len);
}

void er7_reader_odd(struct er7_reader *r, uint32_t end)
{
    struct hilum_node *n   = &r->nodes[r->count];
    struct hilum_view  raw = { r->text + r->token, end - r->token };

    r->odd = false;
    if (hilum_is(raw, "\"\"")) {
        n->flags  = HILUM_NODE_NULL;
        n->length = 0;
    } else if (r->delimiters.escape && raw.len &&
               memchr(raw.ptr, r->delimiters.escape, raw.len)) {
        decode_leaf(r, raw);
    }
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

void er7_reader_skipped(struct er7_reader *r, uint32_t first)
{
    struct hilum_node *to, *from;

    if (r->room - r->count < r->skipped + READER_SPARE &&
        !er7_reader_room(r, r->skipped + READER_SPARE))
        return;
    to   = &r->nodes[first];
    from = to + r->skipped;
    memmove(from, to, (r->count - first) * sizeof *to);
    for (; to < from; to++)
        *to = (struct hilum_node){ .name  = from->name,
                                   .type  = from->type,
                                   .text  = from->place,
                                   .span  = 1,
                                   .place = from->place };
    r->count += r->skipped;
    r->skipped = 0;
}

void er7_reader_know(struct er7_reader *r, uint32_t name)
{
    const struct dictionary_group *g = dictionary_segment(r->version, name);

    r->fields       = members_of(r, g);
    r->segment_type = g->name;
    r->known        = name;
}

enum hilum_verdict er7_reader_blame(const struct er7_reader *r, struct hilum_call *call)
{
    char place[24];

    if (!r->fault.reason)
        return hilum_blame(call, HILUM_REJECT, "",
                           "the message is too large to be decoded");
    if (r->fault.place[0])
        return hilum_blame(call, HILUM_REJECT, r->fault.place, "%s", r->fault.reason);
    snprintf(place, sizeof place, "segment %u", (unsigned)r->fault_segment);
    return hilum_blame(call, HILUM_REJECT, place, "%s", r->fault.reason);
}
