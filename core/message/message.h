/* message.h -- the immutable, counted message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_MESSAGE_MESSAGE_H
#define CORE_MESSAGE_MESSAGE_H

#include <hilum/plugin.h>

enum { MESSAGE_LABELS = 32 }; /* labels of one message, at most */

struct message_label {
    const char       *key; /* interned */
    struct hilum_view value;
};

/* What a message is made from; all of it is copied, but the block is taken. */
struct message_parts {
    const char                 *format; /* interned: "hl7v2/er7", "fhir", ... */
    int64_t                     id;
    uint64_t                    lane;
    struct hilum_view           body;
    bool                        has_body;
    struct hilum_block         *block; /* borrows text from this body only */
    const struct message_label *labels;
    size_t                      label_count;
};

/* One message.  Nobody writes to it but message_decoded() and
 * message_describe(), which its maker calls before anyone else knows it. */
struct hilum_msg {
    _Atomic int           refs;
    const char           *format;
    int64_t               id;   /* in the journal; 0: it was never there */
    uint64_t              lane; /* messages of one lane keep their order */
    struct hilum_view     body;
    bool                  has_body;
    struct hilum_block   *block;
    struct message_label *labels; /* with their texts, in an allocation of their own */
    size_t                label_count;
};

/* Gives a message with one reference, or NULL when memory is out (the block is
 * freed then). */
struct hilum_msg *message_new(const struct message_parts *parts);

const struct hilum_msg *message_ref(const struct hilum_msg *m);
void                    message_unref(const struct hilum_msg *m);

/* Gives a fresh message its document, which it takes. */
void message_decoded(struct hilum_msg *m, struct hilum_block *block);

/* Gives a fresh message its labels, in place of those it has; copied.  False
 * when memory is out. */
bool message_describe(struct hilum_msg *m, const struct message_label *labels,
                      size_t count);

/* Bytes that it takes up, about. */
size_t message_size(const struct hilum_msg *m);

static inline struct hilum_doc message_doc(const struct hilum_msg *m)
{
    return (struct hilum_doc){ m->block, m->body.ptr };
}

/* Empty where it has none of that key. */
struct hilum_view message_label(const struct hilum_msg *m, const char *key);

/* "hl7v2" of "hl7v2/er7"; the whole of a format without a slash. */
struct hilum_view message_model(const char *format);

#endif
