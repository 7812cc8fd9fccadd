/* xml_decode.c -- reads HL7 v2.xml into the document that its ER7 would give. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_decode.h"

#include <stdio.h>

#include "er7_decode.h"

/* The ER7 is gone when the message has been read: texts that are borrowed from it
 * move to the heap, all with one copy.  The root's own is none of the message. */
static bool keep_text(struct hilum_builder *b, struct hilum_view er7)
{
    char    *to   = hilum_build_heap(b, er7.len);
    uint32_t base = b->used;

    if (!to)
        return false;
    memcpy(to, er7.ptr, er7.len);
    b->used += (uint32_t)er7.len;
    for (uint32_t i = 1; i < b->count; i++) {
        struct hilum_node *n = &b->nodes[i];

        if (!(n->flags & HILUM_NODE_BORROWED))
            continue;
        n->text += base;
        n->flags &= ~(uint32_t)HILUM_NODE_BORROWED;
    }
    b->nodes[0].flags = b->nodes[0].length = b->nodes[0].text = 0;
    return true;
}

static enum hilum_verdict blame(struct hilum_call *call, const struct er7_reader *r)
{
    char place[24];

    if (!r->fault.reason)
        return hilum_blame(call, HILUM_REJECT, "",
                           "the message is too large to be decoded");
    snprintf(place, sizeof place, "segment %u", (unsigned)r->fault_segment);
    return hilum_blame(call, HILUM_REJECT, r->fault.place[0] ? r->fault.place : place,
                       "%s", r->fault.reason);
}

enum hilum_verdict xml_decode_er7(struct dictionary *d, struct er7_feed *feed,
                                  struct hilum_call *call, struct hilum_view er7,
                                  struct hilum_builder *b)
{
    struct er7_written written = { .feed = feed, .bytes = er7 };
    struct er7_reader  r       = { .builder = b, .written = &written };
    bool               high    = false;
    enum hilum_verdict v;

    written.delimiters = &r.delimiters;
    v                  = er7_decode_text(&r, d, call, er7, &high);
    if (v == HILUM_RETRY)
        return v;
    return v == HILUM_OK && keep_text(b, er7) ? HILUM_OK : blame(call, &r);
}

/* Nodes and places are in the same order.  Where a node begins at the same byte as
 * its first part, so do their elements. */
static void settle_places(struct hilum_builder *b, const struct xml_reader *r)
{
    const struct xml_place *at = r->er7.place, *last = at + r->er7.places - 1;

    for (uint32_t i = 0; i < b->count; i++) {
        struct hilum_node *n   = &b->nodes[i];
        uint32_t           er7 = n->place;

        while (at < last && at->er7 < er7)
            at++;
        n->place = r->text.converted ? HILUM_NO_PLACE : at->xml + r->text.skipped;
        if (at < last && at->er7 == er7 && at[1].er7 == er7)
            at++;
    }
}

enum hilum_verdict xml_decode(struct xml_reader *r, struct dictionary *d,
                              struct er7_feed *feed, struct hilum_call *call,
                              struct hilum_view bytes, struct hilum_builder *b)
{
    enum hilum_verdict v = xml_read(r, d, call, bytes);

    if (v == HILUM_OK)
        v = xml_decode_er7(d, feed, call, hilum_buffer_view(&r->er7.out), b);
    if (v == HILUM_OK)
        settle_places(b, r);
    return v;
}
