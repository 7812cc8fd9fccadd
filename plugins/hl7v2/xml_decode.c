/* xml_decode.c -- reads HL7 v2.xml into the document that its ER7 would give. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_decode.h"

#include "er7_decode.h"
#include "er7_message.h"

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
    /* The ER7 is gone when the message has been read. */
    if (v != HILUM_OK || !er7_message_keep(b, er7))
        return er7_reader_blame(&r, call);
    /* The root's own text is none of the message's. */
    b->nodes[0].flags = b->nodes[0].length = b->nodes[0].text = 0;
    return HILUM_OK;
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
