/* frame_fuzz.c -- any bytes as a frame, and as a document. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "message/document.h"
#include "message/frame.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile unsigned sink;

/* Reads all of a document, as deep as one may be. */
static void walk(struct hilum_doc d, const struct hilum_node *n, unsigned depth)
{
    struct hilum_view text = hilum_text(d, n);

    if (depth > HILUM_DEPTH)
        abort();
    for (size_t i = 0; i < text.len; i++)
        sink += (unsigned char)text.ptr[i];
    hilum_each(child, n) walk(d, child, depth + 1);
}

static void read_frame(const char *bytes, size_t len)
{
    struct frame            f = { .at = bytes, .end = bytes + len, .form = FRAME_BYTES };
    const struct hilum_msg *m = frame_message(&f);

    if (!m != f.bad)
        abort();
    if (m && m->block)
        walk(message_doc(m), hilum_root(message_doc(m)), 0);
    message_unref(m);
}

/* The first byte says how much of the input, itself included, is the source that
 * text may be borrowed from; the rest is the document. */
static void read_document(const uint8_t *data, size_t size)
{
    size_t            at     = data[0] < size ? data[0] : size;
    struct hilum_view source = { (const char *)data, at };
    void             *block  = malloc(size - at + 1);

    if (!block)
        return;
    memcpy(block, data + at, size - at);
    if (document_check(block, size - at, source)) {
        struct hilum_doc d = { block, source.ptr };

        walk(d, hilum_root(d), 0);
    }
    free(block);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    read_frame((const char *)data, size);
    read_document(data, size);
    return 0;
}
