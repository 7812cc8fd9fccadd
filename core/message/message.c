/* message.c -- the immutable, counted message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "message/message.h"

#include <stdatomic.h>
#include <stdlib.h>

/* The body lies in the message's own allocation, behind it. */
struct hilum_msg *message_new(const struct message_parts *p)
{
    struct hilum_msg *m = malloc(sizeof *m + p->body.len);

    if (!m) {
        free(p->block);
        return NULL;
    }
    *m = (struct hilum_msg){ .refs     = 1,
                             .format   = p->format,
                             .id       = p->id,
                             .lane     = p->lane,
                             .body     = { (char *)(m + 1), p->body.len },
                             .has_body = p->has_body,
                             .block    = p->block };
    if (p->body.len)
        memcpy(m + 1, p->body.ptr, p->body.len);
    if (!message_describe(m, p->labels, p->label_count)) {
        message_unref(m);
        return NULL;
    }
    return m;
}

bool message_describe(struct hilum_msg *m, const struct message_label *labels,
                      size_t count)
{
    size_t                room = count * sizeof *labels;
    struct message_label *to;
    char                 *bytes;

    free(m->labels);
    m->labels      = NULL;
    m->label_count = 0;
    for (size_t i = 0; i < count; i++)
        room += labels[i].value.len;
    if (count == 0)
        return true;
    to = malloc(room);
    if (!to)
        return false;
    bytes = (char *)(to + count);
    for (size_t i = 0; i < count; i++) {
        struct hilum_view from = labels[i].value;

        if (from.len)
            memcpy(bytes, from.ptr, from.len);
        to[i] = (struct message_label){ labels[i].key, { bytes, from.len } };
        bytes += from.len;
    }
    m->labels      = to;
    m->label_count = count;
    return true;
}

size_t message_size(const struct hilum_msg *m)
{
    return sizeof *m + m->body.len + (m->block ? m->block->size : 0);
}

/* The count is the one thing in a message that changes. */
static struct hilum_msg *counted(const struct hilum_msg *m)
{
    return (struct hilum_msg *)(uintptr_t)m;
}

const struct hilum_msg *message_ref(const struct hilum_msg *m)
{
    atomic_fetch_add_explicit(&counted(m)->refs, 1, memory_order_relaxed);
    return m;
}

void message_unref(const struct hilum_msg *m)
{
    if (!m || atomic_fetch_sub_explicit(&counted(m)->refs, 1, memory_order_acq_rel) != 1)
        return;
    free(m->block);
    free(m->labels);
    free(counted(m));
}

void message_decoded(struct hilum_msg *m, struct hilum_block *block)
{
    m->block = block;
}

struct hilum_view message_label(const struct hilum_msg *m, const char *key)
{
    for (size_t i = 0; i < m->label_count; i++)
        if (strcmp(m->labels[i].key, key) == 0)
            return m->labels[i].value;
    return (struct hilum_view){ "", 0 };
}

struct hilum_view message_model(const char *format)
{
    const char *slash = strchr(format, '/');

    return (struct hilum_view){ format,
                                slash ? (size_t)(slash - format) : strlen(format) };
}
