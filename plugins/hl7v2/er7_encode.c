/* er7_encode.c -- writes a document as ER7. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_encode.h"

#include "er7_copy.h"
#include "er7_escape.h"

#include <stdio.h>

/* What a node is follows from how deep it lies. */
enum level { MESSAGE, SEGMENT, FIELD, COMPONENT, SUBCOMPONENT };

enum {
    SPARE = 4096, /* room that is made beyond what is needed at once */
    HEAD  = 4,    /* a segment's name and a separator */
    FIRST = 2,    /* fields of MSH that are its separators */
};

struct writer {
    struct hilum_doc      doc;
    struct hilum_buffer  *out;
    char                 *at, *end; /* where out goes on, and where its room ends */
    struct er7_delimiters delimiters;
    struct hilum_view     encoding;
    struct er7_copy       copy; /* what cannot stand for itself */
    struct er7_fault      fault;
    uint32_t              segment, field; /* being written, to say where */
};

static bool refuse(struct writer *w, const char *reason)
{
    if (!w->fault.reason)
        w->fault = (struct er7_fault){ "", reason };
    return false;
}

/* ---- Delimiters ----------------------------------------------------------- */

/* The text of a field of MSH; empty where there is none. */
static struct hilum_view msh_text(struct hilum_doc doc, uint32_t field)
{
    const struct hilum_node *root = hilum_root(doc);
    const struct hilum_node *msh  = root ? hilum_child(root, HILUM_NAME("MSH")) : NULL;
    const struct hilum_node *n    = msh ? hilum_child(msh, field) : NULL;

    return n ? hilum_text(doc, n) : HILUM_VIEW("");
}

static bool choose_delimiters(struct writer *w)
{
    struct er7_delimiters *d     = &w->delimiters;
    struct hilum_view      field = msh_text(w->doc, 1);

    w->encoding = msh_text(w->doc, 2);
    if (field.len == 0)
        field = HILUM_VIEW("|");
    if (w->encoding.len == 0)
        w->encoding = HILUM_VIEW("^~\\&");
    if (field.len != 1) {
        w->fault = (struct er7_fault){ "MSH-1", "the field separator is one character" };
        return false;
    }
    if (!er7_delimiters_set(d, field.ptr[0], w->encoding, &w->fault))
        return false;
    er7_copy_begin(&w->copy, d);
    return true;
}

static enum level level_of(struct hilum_doc doc, const struct hilum_node *node)
{
    const struct hilum_node *at    = hilum_root(doc);
    enum level               level = MESSAGE;

    while (at != node && level < SUBCOMPONENT) {
        const struct hilum_node *next = NULL;

        hilum_each(child, at) if (node >= child && node < child + child->span) next =
            child;
        if (!next)
            break;
        at = next;
        level++;
    }
    return level;
}

/* ---- Bytes ---------------------------------------------------------------- */

/* What has been written counts in the buffer, and the room is what it has now. */
static void sync(struct writer *w)
{
    w->out->len = (size_t)(w->at - w->out->ptr);
}

static void resume(struct writer *w)
{
    w->at  = w->out->ptr + w->out->len;
    w->end = w->out->ptr + w->out->room;
}

static inline bool need(struct writer *w, size_t room)
{
    if ((size_t)(w->end - w->at) >= room)
        return true;
    sync(w);
    hilum_room(w->out, room + SPARE);
    resume(w);
    return !w->out->failed || refuse(w, "the message is too large to be written");
}

static inline bool put(struct writer *w, struct hilum_view text)
{
    if (!need(w, text.len))
        return false;
    if (text.len)
        memcpy(w->at, text.ptr, text.len);
    w->at += text.len;
    return true;
}

static bool put_escaped(struct writer *w, struct hilum_view text)
{
    bool done;

    sync(w);
    done = er7_escape_encode(&w->delimiters, text, w->out);
    resume(w);
    return done ||
           refuse(w, "the text holds a separator, and MSH-2 has no escape character");
}

/* ---- Below a segment ------------------------------------------------------ */

static inline bool put_leaf(struct writer *w, const struct hilum_node *n)
{
    struct hilum_view text = hilum_text(w->doc, n);

    if (n->flags & (HILUM_NODE_NULL | HILUM_NODE_RAW))
        return put(w, n->flags & HILUM_NODE_NULL ? HILUM_VIEW("\"\"")
                                                 : hilum_raw(w->doc, n));
    if (!need(w, text.len))
        return false;
    if (!er7_copy_plain(&w->copy, text.ptr, text.len, w->at))
        return put_escaped(w, text);
    w->at += text.len;
    return true;
}

static char separator_below(const struct writer *w, enum level level)
{
    return level == SEGMENT ? w->delimiters.field
           : level == FIELD ? w->delimiters.component
                            : w->delimiters.subcomponent;
}

/* What goes between the part at position `last` and this one. */
static inline bool put_gap(struct writer *w, enum level level, char separator,
                           uint32_t last, uint32_t next)
{
    uint32_t from = last ? last : 1;

    if (next > UINT16_MAX || next < from || next == 0)
        return refuse(w, "fields and components must be numbers in ascending order");
    if (next == last) {
        if (level != SEGMENT)
            return refuse(w, "only fields repeat");
        separator = w->delimiters.repetition;
        from--;
    }
    if (next > from && !separator)
        return refuse(w, "MSH-2 lacks a separator that this message needs");
    if (!need(w, next - from))
        return false;
    for (; from < next; from++)
        *w->at++ = separator;
    return true;
}

/* The children of a segment, field or component that come after position `done`.
 * It goes no deeper than there are levels. */
static bool put_parts(struct writer *w, const struct hilum_node *n, enum level level,
                      uint32_t done)
{
    char     separator = separator_below(w, level);
    uint32_t last      = done;

    if (level >= SUBCOMPONENT)
        return refuse(w, "there is something below a subcomponent");
    hilum_each(child, n)
    {
        if (child->name && child->name <= done)
            continue;
        if (level == SEGMENT)
            w->field = child->name;
        if (!put_gap(w, level, separator, last, child->name))
            return false;
        last = child->name;
        if (hilum_leaf(child) ? !put_leaf(w, child)
            : child->flags & HILUM_NODE_VALUE
                ? !put(w, hilum_text(w->doc, child))
                : !put_parts(w, child, (enum level)(level + 1), 0))
            return false;
    }
    return true;
}

/* ---- Segments ------------------------------------------------------------- */

static bool put_segment(struct writer *w, const struct hilum_node *n)
{
    const char name[HEAD] = { (char)(n->name >> 16), (char)(n->name >> 8), (char)n->name,
                              w->delimiters.field };
    bool       head       = n->name == HILUM_NAME("MSH");

    w->segment = n->name;
    w->field   = 0;
    if ((n->name & 0xff000000u) != HILUM_NAME_PACKED || !name[2])
        return refuse(w, "a segment's name has three characters");
    if (n->span > 1 && n->flags & HILUM_NODE_VALUE)
        return put(w, hilum_text(w->doc, n)) && put(w, HILUM_VIEW("\r"));
    if (!put(w, (struct hilum_view){ name, head || n->span > 1 ? HEAD : HEAD - 1 }) ||
        (head && !put(w, w->encoding)))
        return false;
    return put_parts(w, n, SEGMENT, head ? FIRST : 0) && put(w, HILUM_VIEW("\r"));
}

static bool put_any(struct writer *w, const struct hilum_node *n)
{
    enum level level = level_of(w->doc, n);

    if (level == SEGMENT)
        return put_segment(w, n);
    if (level > SEGMENT && hilum_leaf(n))
        return put_leaf(w, n);
    if (level > SEGMENT)
        return n->flags & HILUM_NODE_VALUE ? put(w, hilum_text(w->doc, n))
                                           : put_parts(w, n, level, 0);
    hilum_each(segment, n) if (!put_segment(w, segment)) return false;
    return true;
}

static enum hilum_verdict blame(const struct writer *w, struct hilum_call *call)
{
    char place[24] = "";

    if (w->fault.place[0] || !w->segment)
        return hilum_blame(call, HILUM_REJECT, w->fault.place, "%s", w->fault.reason);
    snprintf(place, sizeof place, "%c%c%c", (int)(w->segment >> 16 & 0xff),
             (int)(w->segment >> 8 & 0xff), (int)(w->segment & 0xff));
    if (w->field)
        snprintf(place + 3, sizeof place - 3, "-%u", (unsigned)(w->field & UINT16_MAX));
    return hilum_blame(call, HILUM_REJECT, place, "%s", w->fault.reason);
}

enum hilum_verdict er7_encode(struct hilum_call *call, struct hilum_doc doc,
                              const struct hilum_node *node, struct hilum_buffer *out)
{
    struct writer w = { .doc = doc, .out = out };

    if (!choose_delimiters(&w))
        return blame(&w, call);
    if (!hilum_room(out, SPARE))
        return hilum_blame(call, HILUM_REJECT, "",
                           "the message is too large to be written");
    resume(&w);
    if (!put_any(&w, node))
        return blame(&w, call);
    sync(&w);
    return HILUM_OK;
}
