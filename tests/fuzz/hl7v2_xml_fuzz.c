/* hl7v2_xml_fuzz.c -- any XML is read or refused; what is read can be written. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/plugins/hl7v2/harness.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A document's own rules: spans nest, texts lie in the heap, places in the source. */
static void check(struct hilum_doc d, struct hilum_view source)
{
    const struct hilum_node *n    = hilum_root(d);
    size_t                   heap = d.block->size - d.block->heap;

    if (n->span != d.block->nodes)
        abort();
    for (uint32_t i = 0; i < d.block->nodes; i++) {
        if (n[i].span == 0 || n[i].span > d.block->nodes - i ||
            n[i].flags & HILUM_NODE_BORROWED)
            abort();
        if (n[i].place != HILUM_NO_PLACE && n[i].place > source.len)
            abort();
        if (n[i].flags & HILUM_NODE_VALUE &&
            (n[i].text > heap || n[i].length > heap - n[i].text))
            abort();
    }
}

/* What was written is read as the same nodes and texts. */
static void write_again(struct harness *h)
{
    static struct harness    second;
    const struct hilum_node *a, *b;

    if (!second.part)
        harness_open_part(&second, "xml");
    h->out.len = 0;
    if (h->part->encode(h->state, &h->call, h->doc, hilum_root(h->doc), &h->out) !=
        HILUM_OK)
        return;
    if (harness_decode(&second, hilum_buffer_view(&h->out)) != HILUM_OK ||
        second.doc.block->nodes != h->doc.block->nodes)
        abort();
    a = hilum_root(h->doc);
    b = hilum_root(second.doc);
    for (uint32_t i = 0; i < a->span; i++)
        if (a[i].name != b[i].name || a[i].span != b[i].span ||
            (hilum_leaf(&a[i]) &&
             !hilum_same(hilum_text(h->doc, &a[i]), hilum_text(second.doc, &b[i]))))
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
        harness_open_part(&h, "xml");
    o.verdict = harness_decode(&h, bytes);
    o.place   = h.where;
    o.reason  = h.why;
    o.doc     = h.doc;
    if (o.verdict == HILUM_OK) {
        check(h.doc, bytes);
        write_again(&h);
    } else if (!h.why[0]) {
        abort();
    }
    h.out.len = 0;
    h.part->answer(h.state, &h.call, &o, &h.out);
    return 0;
}
