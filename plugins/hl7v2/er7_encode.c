/* er7_encode.c -- writes a document as ER7. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_encode.h"

#include "charset.h"
#include "er7_escape.h"

#include <stdio.h>

/* What a node is follows from how deep it lies. */
enum level { MESSAGE, SEGMENT, FIELD, COMPONENT, SUBCOMPONENT, LEVELS };

struct writer {
    struct hilum_doc      doc;
    struct hilum_buffer  *out;
    struct er7_delimiters delimiters;
    struct er7_fault      fault;
    uint32_t              segment, field; /* being written, to say where */
};

static bool refuse(struct writer *w, const char *reason)
{
    if (!w->fault.reason)
        w->fault = (struct er7_fault){ "", reason };
    return false;
}

static const struct hilum_node *find_msh(struct hilum_doc doc)
{
    const struct hilum_node *root = hilum_root(doc);

    return root ? hilum_child(root, HILUM_NAME("MSH")) : NULL;
}

/* The text of a field of MSH; empty where there is none. */
static struct hilum_view msh_text(struct hilum_doc doc, uint32_t field)
{
    const struct hilum_node *msh = find_msh(doc);
    const struct hilum_node *n   = msh ? hilum_child(msh, field) : NULL;

    return n ? hilum_text(doc, n) : HILUM_VIEW("");
}

static bool choose_delimiters(struct writer *w)
{
    struct hilum_view field = msh_text(w->doc, 1), encoding = msh_text(w->doc, 2);

    w->delimiters = ER7_USUAL_DELIMITERS;
    if (field.len == 0)
        field = HILUM_VIEW("|");
    if (encoding.len == 0)
        encoding = HILUM_VIEW("^~\\&");
    if (field.len != 1) {
        w->fault = (struct er7_fault){ "MSH-1", "the field separator is one character" };
        return false;
    }
    return er7_delimiters_set(&w->delimiters, field.ptr[0], encoding, &w->fault);
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

/* ---- Below a segment ------------------------------------------------------ */

static bool put_leaf(struct writer *w, const struct hilum_node *n)
{
    if (n->flags & HILUM_NODE_NULL)
        hilum_put_text(w->out, "\"\"");
    else if (!er7_escape_encode(&w->delimiters, hilum_text(w->doc, n), w->out))
        return refuse(w, "the text holds a separator, and MSH-2 has no escape character");
    return true;
}

static char separator_below(const struct writer *w, enum level level)
{
    return level == SEGMENT ? w->delimiters.field
           : level == FIELD ? w->delimiters.component
                            : w->delimiters.subcomponent;
}

static bool put_parts(struct writer *w, const struct hilum_node *n, enum level level,
                      uint32_t done);

static bool put_node(struct writer *w, const struct hilum_node *n, enum level level)
{
    return hilum_leaf(n) ? put_leaf(w, n) : put_parts(w, n, level, 0);
}

/* What goes between the part at position `last` and this one. */
static bool put_gap(struct writer *w, enum level level, uint32_t last, uint32_t next)
{
    char     separator = separator_below(w, level);
    uint32_t from      = last ? last : 1;

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
    for (; from < next; from++)
        hilum_put_byte(w->out, separator);
    return true;
}

/* The children of a segment, field or component that come after position `done`.
 * It goes no deeper than there are levels. */
static bool put_parts(struct writer *w, const struct hilum_node *n, enum level level,
                      uint32_t done)
{
    uint32_t last = done;

    if (level >= SUBCOMPONENT)
        return refuse(w, "there is something below a subcomponent");
    hilum_each(child, n)
    {
        if (child->name && child->name <= done)
            continue;
        if (level == SEGMENT)
            w->field = child->name;
        if (!put_gap(w, level, last, child->name) ||
            !put_node(w, child, (enum level)(level + 1)))
            return false;
        last = child->name;
    }
    return true;
}

/* ---- Segments ------------------------------------------------------------- */

static bool put_segment(struct writer *w, const struct hilum_node *n)
{
    const char name[3] = { (char)(n->name >> 16), (char)(n->name >> 8), (char)n->name };
    bool       head    = n->name == HILUM_NAME("MSH");
    struct hilum_view encoding = HILUM_VIEW("");

    w->segment = n->name;
    w->field   = 0;
    if ((n->name & 0xff000000u) != HILUM_NAME_PACKED || !name[2])
        return refuse(w, "a segment's name has three characters");
    hilum_put(w->out, name, sizeof name);
    if (head || n->span > 1)
        hilum_put_byte(w->out, w->delimiters.field);
    if (head) {
        encoding = msh_text(w->doc, 2);
        hilum_put_view(w->out, encoding.len ? encoding : HILUM_VIEW("^~\\&"));
    }
    if (!put_parts(w, n, SEGMENT, head ? 2 : 0))
        return false;
    hilum_put_byte(w->out, '\r');
    return true;
}

static bool put_any(struct writer *w, const struct hilum_node *n)
{
    enum level level = level_of(w->doc, n);

    if (level == SEGMENT)
        return put_segment(w, n);
    if (level > SEGMENT)
        return put_node(w, n, level);
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
    struct writer w    = { .doc = doc, .out = out };
    size_t        from = out->len, length;

    if (!choose_delimiters(&w) || !put_any(&w, node))
        return blame(&w, call);
    if (out->failed)
        return hilum_blame(call, HILUM_REJECT, "",
                           "the message is too large to be written");
    if (charset_named(msh_text(doc, 18)) != CHARSET_LATIN_1)
        return HILUM_OK;
    length = charset_narrow(out->ptr + from, out->len - from);
    if (length == SIZE_MAX)
        return hilum_blame(call, HILUM_REJECT, "MSH-18",
                           "a character of the message is not in ISO 8859-1");
    out->len = from + length;
    return HILUM_OK;
}
