/* hl7v2_er7_fuzz.c -- any bytes are read or refused; what is read can be written. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/plugins/hl7v2/harness.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A document's own rules: spans nest, texts lie inside what they refer to. */
static void check(struct hilum_doc d, struct hilum_view source)
{
    const struct hilum_node *n    = hilum_root(d);
    size_t                   heap = d.block->size - d.block->heap;

    if (n->span != d.block->nodes)
        abort();
    for (uint32_t i = 0; i < d.block->nodes; i++) {
        size_t room = n[i].flags & HILUM_NODE_BORROWED ? source.len : heap;

        if (n[i].span == 0 || n[i].span > d.block->nodes - i || n[i].place > source.len)
            abort();
        if (n[i].flags & HILUM_NODE_VALUE &&
            (n[i].text > room || n[i].length > room - n[i].text))
            abort();
    }
}

/* What was written is read as the same nodes, and is written the same again. */
static void write_again(struct harness *h)
{
    static struct harness second;
    struct hilum_view     text;
    uint32_t              nodes = h->doc.block->nodes;

    if (!second.part)
        harness_open(&second);
    h->out.len = second.out.len = 0;
    if (h->part->encode(h->state, &h->call, h->doc, hilum_root(h->doc), &h->out) !=
        HILUM_OK)
        return;
    text = hilum_buffer_view(&h->out);
    if (harness_decode(&second, text) != HILUM_OK || second.doc.block->nodes != nodes)
        abort();
    if (second.part->encode(second.state, &second.call, second.doc,
                            hilum_root(second.doc), &second.out) != HILUM_OK ||
        !hilum_same(text, hilum_buffer_view(&second.out)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct harness h;
    struct hilum_view     bytes = { (const char *)data, size };
    struct hilum_outcome  o     = {
             .size = sizeof o, .body = bytes, .place = "", .reason = ""
    };

    if (!h.part)
        harness_open(&h);
    o.verdict = harness_decode(&h, bytes);
    o.place   = h.where;
    o.reason  = h.why;
    o.doc     = h.doc;
    if (o.verdict == HILUM_OK) {
        check(h.doc, bytes);
        for (uint32_t i = 0; i < h.doc.block->nodes && i < 64; i++)
            h.part->describe(h.state, &h.call, h.doc, hilum_root(h.doc) + i);
        write_again(&h);
    } else if (!h.why[0]) {
        abort();
    }
    h.out.len = 0;
    h.part->answer(h.state, &h.call, &o, &h.out);
    return 0;
}
