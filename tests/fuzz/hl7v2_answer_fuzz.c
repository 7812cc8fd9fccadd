/* hl7v2_answer_fuzz.c -- any message is answered, by any template, at any moment. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first byte is the outcome; then come, with form feeds between them, the
 * template, the place, the reason, and the message, which may be a batch.
 */
#include "tests/plugins/hl7v2/services.h"

#include "hl7v2/er7_answer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_TEXT = 4096, REPLIES = 3, VT = 0x0b, FS = 0x1c };

/* Takes what stands before the next form feed as a string. */
static const char *take(struct hilum_view *from, char *to)
{
    const char *end    = from->len ? memchr(from->ptr, '\f', from->len) : NULL;
    size_t      length = end ? (size_t)(end - from->ptr) : 0;

    if (length >= MOST_TEXT)
        length = MOST_TEXT - 1;
    if (length)
        memcpy(to, from->ptr, length);
    to[length] = '\0';
    if (end)
        *from = (struct hilum_view){ end + 1, (size_t)(from->ptr + from->len - end - 1) };
    return to;
}

/* It is a message, no byte of which ends a frame; and says it is accepted only where
 * that is so. */
static void check(struct hilum_view answer, const struct hilum_outcome *o)
{
    if (answer.len == 0)
        return;
    if (answer.len < 8 || memcmp(answer.ptr, "MSH", 3) != 0 ||
        answer.ptr[answer.len - 1] != '\r')
        abort();
    for (size_t i = 0; i + 6 < answer.len; i++) {
        if (answer.ptr[i] == VT || answer.ptr[i] == FS)
            abort();
        if (memcmp(answer.ptr + i, "\rMSA", 4) == 0 && answer.ptr[i + 4] == answer.ptr[3])
            if ((answer.ptr[i + 6] == 'A') != (o->verdict == HILUM_OK))
                abort();
    }
}

static void enclose(struct harness *h, struct hilum_view bytes)
{
    struct hilum_view   replies[REPLIES] = { hilum_buffer_view(&h->out), HILUM_VIEW(""),
                                             HILUM_VIEW("MSH|\rMSA|AE\r") };
    struct hilum_buffer all              = { .most = 1u << 20, .grow = hilum_grow };

    if (h->part->enclose(h->state, &h->call, bytes, replies, REPLIES, &all) != HILUM_OK &&
        !all.failed)
        abort();
    free(all.ptr);
}

/* The answer by a template, where it can be used at all. */
static void answer_by(struct harness *h, const char *text, const struct hilum_outcome *o)
{
    struct answer_template *form = answer_template_open(&h->call, text);

    h->out.len = 0;
    if (form)
        er7_answer(&h->call, o, HILUM_VIEW("1"), &(struct er7_answering){ .form = form },
                   &h->out);
    else if (!h->why[0])
        abort();
    answer_template_close(form);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char           form[MOST_TEXT], place[MOST_TEXT], reason[MOST_TEXT];
    static struct harness h;
    struct hilum_view     bytes = { (const char *)data, size };
    struct hilum_outcome  o     = { .size = sizeof o };

    if (!h.part)
        harness_open(&h);
    if (size == 0)
        return 0;
    o.moment   = data[0] & 1 ? HILUM_PROCESSED : HILUM_STORED;
    o.until    = data[0] & 2 ? HILUM_PROCESSED : HILUM_STORED;
    o.verdict  = data[0] >> 2 & 3;
    o.expected = data[0] & 0x10 ? data[0] : 0;
    bytes      = (struct hilum_view){ bytes.ptr + 1, bytes.len - 1 };
    take(&bytes, form);
    o.place  = take(&bytes, place);
    o.reason = take(&bytes, reason);
    o.body   = bytes;
    if (harness_decode(&h, bytes) == HILUM_OK)
        o.doc = h.doc;
    h.out.len = 0;
    h.part->answer(h.state, &h.call, &o, &h.out);
    check(hilum_buffer_view(&h.out), &o);
    enclose(&h, bytes);
    answer_by(&h, form, &o);
    services_free(&h);
    return 0;
}
