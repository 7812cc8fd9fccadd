/* frame.c -- messages and what is said of them, as they cross a channel. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "message/frame.h"

#include "base/limits.h"
#include "message/document.h"
#include "message/name.h"

#include <stdlib.h>

void frame_put_number(struct hilum_buffer *to, uint64_t n)
{
    hilum_put(to, &n, sizeof n);
}

void frame_put_text(struct hilum_buffer *to, struct hilum_view text)
{
    frame_put_number(to, text.len);
    hilum_put_view(to, text);
}

static void put_bytes(struct hilum_buffer *to, const struct hilum_msg *m)
{
    frame_put_text(to, hilum_view(m->format));
    frame_put_number(to, (uint64_t)m->id);
    frame_put_number(to, m->lane);
    frame_put_number(to, m->label_count);
    for (size_t i = 0; i < m->label_count; i++) {
        frame_put_text(to, hilum_view(m->labels[i].key));
        frame_put_text(to, m->labels[i].value);
    }
    frame_put_number(to, m->has_body);
    frame_put_text(to, m->body);
    frame_put_text(
        to, (struct hilum_view){ (const char *)m->block, m->block ? m->block->size : 0 });
}

void frame_put_message(struct hilum_buffer *to, enum frame_form form,
                       const struct hilum_msg *m)
{
    if (form == FRAME_BYTES)
        put_bytes(to, m);
    else if (hilum_room(to, sizeof m))
        frame_put_number(to, (uintptr_t)message_ref(m));
}

uint64_t frame_number(struct frame *f)
{
    uint64_t n;

    if (f->bad || (size_t)(f->end - f->at) < sizeof n) {
        f->bad = true;
        return 0;
    }
    memcpy(&n, f->at, sizeof n);
    f->at += sizeof n;
    return n;
}

struct hilum_view frame_text(struct frame *f)
{
    uint64_t          len = frame_number(f);
    struct hilum_view v   = { f->at, (size_t)len };

    if (f->bad || len > (uint64_t)(f->end - f->at)) {
        f->bad = true;
        return (struct hilum_view){ "", 0 };
    }
    f->at += len;
    return v;
}

static const char *interned(struct frame *f)
{
    struct hilum_view text = frame_text(f);
    const char       *kept = NULL;

    if (!f->bad && text.len && text.len <= LIMIT_PLACE)
        kept = name_intern(text.ptr, text.len);
    if (!kept)
        f->bad = true;
    return kept;
}

/* A copy of the block, aligned and checked. */
static struct hilum_block *block_of(struct frame *f, struct hilum_view bytes,
                                    struct hilum_view body)
{
    struct hilum_block *to;

    if (f->bad || bytes.len == 0)
        return NULL;
    to = malloc(bytes.len);
    if (to) {
        memcpy(to, bytes.ptr, bytes.len);
        if (document_check(to, bytes.len, body))
            return to;
        free(to);
    }
    f->bad = true;
    return NULL;
}

static struct hilum_msg *message_of(struct frame *f)
{
    struct message_label labels[MESSAGE_LABELS];
    struct message_parts p = { .format = interned(f), .labels = labels };

    p.id          = (int64_t)frame_number(f);
    p.lane        = frame_number(f);
    p.label_count = (size_t)frame_number(f);
    if (p.label_count > MESSAGE_LABELS)
        f->bad = true;
    for (size_t i = 0; !f->bad && i < p.label_count; i++) {
        labels[i].key   = interned(f);
        labels[i].value = frame_text(f);
    }
    p.has_body = frame_number(f) != 0;
    p.body     = frame_text(f);
    p.block    = block_of(f, frame_text(f), p.body);
    return f->bad ? NULL : message_new(&p);
}

const struct hilum_msg *frame_message(struct frame *f)
{
    const struct hilum_msg *m;

    if (f->form == FRAME_REFERENCES) {
        m = (const struct hilum_msg *)(uintptr_t)frame_number(f);
    } else {
        m = message_of(f);
    }
    if (!m)
        f->bad = true;
    return m;
}
