/* hl7v2_er7_fuzz.c -- any bytes are read or refused; what is read can be written. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/charset.h"
#include "tests/plugins/hl7v2/edited.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A document's own rules: spans nest, texts lie inside what they refer to, and all of
 * them but the root's are UTF-8. */
static void check(struct hilum_doc d, struct hilum_view source)
{
    const struct hilum_node *n    = hilum_root(d);
    size_t                   heap = d.block->size - d.block->heap;

    if (n->span != d.block->nodes)
        abort();
    for (uint32_t i = 0; i < d.block->nodes; i++) {
        size_t            room = n[i].flags & HILUM_NODE_BORROWED ? source.len : heap;
        struct hilum_view raw;

        if (n[i].span == 0 || n[i].span > d.block->nodes - i)
            abort();
        if (n[i].flags & HILUM_NODE_BORROWED && n[i].place > source.len)
            abort();
        if (!(n[i].flags & HILUM_NODE_VALUE))
            continue;
        if (n[i].text > room || n[i].length > room - n[i].text)
            abort();
        if (i && charset_valid(hilum_text(d, &n[i])) < n[i].length)
            abort();
        if (!(n[i].flags & HILUM_NODE_RAW))
            continue;
        raw = hilum_raw(d, &n[i]);
        if (raw.len > heap || raw.ptr + raw.len > (const char *)d.block + d.block->size)
            abort();
    }
}

static bool encode(struct harness *h)
{
    h->out.len = 0;
    return h->part->encode(h->state, &h->call, h->doc, hilum_root(h->doc), &h->out) ==
           HILUM_OK;
}

/* The text of a document that is put together from its parts; ptr is NULL where it
 * cannot be written. */
static struct hilum_view put_together(struct harness *h)
{
    edited(h, NULL, NULL);
    return encode(h) ? hilum_buffer_view(&h->out) : (struct hilum_view){ NULL, 0 };
}

/* Without control characters or \Xhh\, which may stay in a text as escape sequences. */
static bool is_plain(struct hilum_view text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == 'X' || ((unsigned char)text.ptr[i] < ' ' &&
                                   text.ptr[i] != '\r' && text.ptr[i] != '\n'))
            return false;
    return true;
}

/* Whether a text is empty although something was written for it, such as \H\. */
static bool has_silent(struct hilum_doc d)
{
    const struct hilum_node *n = hilum_root(d);

    for (uint32_t i = 0; i < n->span; i++)
        if (n[i].flags & HILUM_NODE_RAW && n[i].length == 0)
            return true;
    return false;
}

/* What nobody has changed is written as it came, but for an MLLP frame.  What is put
 * together is read as the same nodes, and put together the same again. */
static void write_again(struct harness *h, struct hilum_view bytes)
{
    static struct harness second, third;
    struct hilum_view     text;
    uint32_t              nodes = h->doc.block->nodes;
    bool converted              = !(hilum_root(h->doc)[1].flags & HILUM_NODE_BORROWED);
    bool silent                 = has_silent(h->doc);

    if (!second.part) {
        harness_open(&second);
        harness_open(&third);
    }
    if (!encode(h) || h->out.len > bytes.len ||
        !memmem(bytes.ptr, bytes.len, h->out.ptr, h->out.len))
        abort();
    text = put_together(h);
    if (!text.ptr)
        return;
    /* Where half a character had taken the separator behind it, MSH-18 is elsewhere. */
    if (harness_decode(&second, text) == HILUM_OK && (converted || silent))
        return;
    /* MSH-18 may have been made to name UTF-8 as well. */
    if (!second.doc.block ||
        (second.doc.block->nodes != nodes && second.doc.block->nodes != nodes + 1))
        abort();
    nodes = second.doc.block->nodes;
    if (harness_decode(&third, put_together(&second)) != HILUM_OK ||
        third.doc.block->nodes != nodes)
        abort();
    if (is_plain(bytes) && !hilum_same(put_together(&third), text))
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
    } else if (!h.why[0]) {
        abort();
    }
    h.out.len = 0;
    h.part->answer(h.state, &h.call, &o, &h.out);
    if (o.verdict == HILUM_OK)
        write_again(&h, bytes);
    return 0;
}
