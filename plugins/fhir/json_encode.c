/* json_encode.c -- a document becomes FHIR JSON. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The put functions write at `to` and give the place behind, or NULL once something has
 * been refused or the buffer is full.  Room is asked for with each key and each value;
 * what else there is to write (braces, brackets, commas) fits into the slack that every
 * such request leaves.
 */
#include "json_encode.h"

#include "fault.h"
#include "order.h"

enum {
    /* An object in FHIR is never deeper than a document, and a value one deeper. */
    MOST_DEPTH = HILUM_DEPTH + 1,
    SLACK      = 2 * MOST_DEPTH + 64, /* all brackets that can be open, and a "null" */
    KEY_ROOM   = FHIR_MOST_KEY + FHIR_PADDING,
    MOST_BRIEF = 4096, /* of a text for which the room is asked that it takes at worst */
};

struct writer {
    const struct fhir_types *types;
    struct hilum_call       *call;
    struct hilum_doc         doc;
    struct hilum_buffer     *out;
    const char              *end; /* of the buffer's room */
    enum hilum_verdict       verdict;
    unsigned                 depth;
};

typedef char *(*put_function)(struct writer *, char *to, const struct fhir_element *,
                              const struct hilum_node *);

static char *refuse(struct writer *w, const struct hilum_node *node, const char *why)
{
    char path[200];

    fhir_fault_path(w->types, w->doc, node, path, sizeof(path));
    w->verdict = hilum_blame(w->call, HILUM_REJECT, path, "%s", why);
    return NULL;
}

/* Where the buffer's text ends, with so much room behind. */
static char *end_of(struct writer *w, size_t need)
{
    char *to = hilum_room(w->out, need);

    w->end = to ? w->out->ptr + w->out->room : NULL;
    return to;
}

/* Makes the buffer larger; the text written so far may move. */
static char *grow(struct writer *w, char *to, size_t need)
{
    w->out->len = (size_t)(to - w->out->ptr);
    return end_of(w, need);
}

static inline char *room(struct writer *w, char *to, size_t need)
{
    return (size_t)(w->end - to) >= need + SLACK ? to : grow(w, to, need + SLACK);
}

/* A text of the table, a whole block at a time. */
static inline char *put_padded(char *to, const char *text, size_t length)
{
    for (size_t at = 0; at < length; at += FHIR_PADDING)
        memcpy(to + at, text + at, FHIR_PADDING);
    return to + length;
}

/* `,"name":` or `,"_name":`, without the comma behind a brace. */
static inline char *put_key(struct writer *w, char *to, const struct fhir_element *e,
                            bool underscore)
{
    const char *key   = w->types->texts + e->json;
    bool        first = to[-1] == '{';

    to = room(w, to, KEY_ROOM);
    if (!to)
        return NULL;
    if (underscore) {
        memcpy(to, &",\"_"[first], 3);
        return put_padded(to + 3 - first, key + 2, e->json_length - 2u);
    }
    return put_padded(to, key + first, (size_t)e->json_length - first);
}

static char *put_object(struct writer *w, char *to, const struct fhir_type *type,
                        const struct hilum_node *node);

/* A text that is not brief: room is asked for piece by piece. */
static char *put_long(struct writer *w, char *to, struct hilum_view text)
{
    w->out->len = (size_t)(to - w->out->ptr);
    json_string(text, w->out);
    return end_of(w, SLACK);
}

static inline char *put_value(struct writer *w, char *to, const struct fhir_element *e,
                              const struct hilum_node *n)
{
    struct hilum_view text = hilum_text(w->doc, n);

    if (text.len == 0)
        return refuse(w, n, "this has no value");
    if (fhir_form_is_string(e->form)) {
        if (text.len > MOST_BRIEF)
            return put_long(w, to, text);
        to = room(w, to, JSON_STRING_ROOM(text.len));
        return to ? json_string_brief(to, text) : NULL;
    }
    if (fhir_primitive_fault(e->form, text))
        return refuse(w, n, "this value does not fit its type");
    to = room(w, to, text.len);
    if (!to)
        return NULL;
    memcpy(to, text.ptr, text.len);
    return to + text.len;
}

static char *put_null(struct writer *w, char *to)
{
    to = room(w, to, 4);
    return to ? (char *)memcpy(to, "null", 4) + 4 : NULL;
}

/* A value, null where it has only extensions. */
static char *put_plain(struct writer *w, char *to, const struct fhir_element *e,
                       const struct hilum_node *n)
{
    if (n->flags & HILUM_NODE_VALUE || hilum_leaf(n))
        return put_value(w, to, e, n);
    return put_null(w, to);
}

/* What is below a value, null where nothing is. */
static char *put_extended(struct writer *w, char *to, const struct fhir_element *e,
                          const struct hilum_node *n)
{
    if (!hilum_leaf(n))
        return put_object(w, to, fhir_types_below(w->types, e), n);
    return put_null(w, to);
}

static char *put_complex(struct writer *w, char *to, const struct fhir_element *e,
                         const struct hilum_node *n)
{
    const struct fhir_type *type = fhir_types_below(w->types, e);

    if (n->flags & HILUM_NODE_VALUE)
        return refuse(w, n, "this has elements, and no value of its own");
    if (e->form == FHIR_RESOURCE) {
        type = fhir_types_numbered(w->types, n->type);
        if (!type || !type->resource)
            return refuse(w, n, "this must be a resource");
    } else if (hilum_leaf(n)) {
        return refuse(w, n, "this is empty");
    }
    return put_object(w, to, type, n);
}

/* All repetitions of an element, by one of the functions above. */
static inline char *put_all(struct writer *w, char *to, const struct fhir_element *e,
                            bool underscore, const struct fhir_order *in,
                            const struct hilum_node *n, put_function put)
{
    to = put_key(w, to, e, underscore);
    if (!to || !(e->flags & FHIR_LIST))
        return to ? put(w, to, e, n) : NULL;
    *to++ = '[';
    for (const struct hilum_node *next; n; n = next) {
        to = put(w, to, e, n);
        if (!to)
            return NULL;
        next = fhir_order_again(in, n);
        if (next)
            *to++ = ',';
    }
    *to++ = ']';
    return to;
}

/* A primitive element: its values, then what is below them. */
static char *put_primitive(struct writer *w, char *to, const struct fhir_element *e,
                           const struct fhir_order *in, const struct hilum_node *n)
{
    bool values = false, extended = false;

    for (const struct hilum_node *at = n; at; at = fhir_order_again(in, at)) {
        values |= (at->flags & HILUM_NODE_VALUE) || hilum_leaf(at);
        extended |= !hilum_leaf(at);
    }
    if (values)
        to = put_all(w, to, e, false, in, n, put_plain);
    if (!extended || !to)
        return to;
    if (e->flags & FHIR_ATTRIBUTE)
        return refuse(w, n, "this element cannot have extensions");
    return put_all(w, to, e, true, in, n, put_extended);
}

/* An element whose first node is n. */
static inline char *put_element(struct writer *w, char *to, const struct fhir_element *e,
                                const struct fhir_order *in, const struct hilum_node *n)
{
    bool primitive = fhir_form_is_primitive(e->form);

    if (e->flags & FHIR_LIST)
        return primitive ? put_primitive(w, to, e, in, n)
                         : put_all(w, to, e, false, in, n, put_complex);
    if (fhir_order_again(in, n))
        return refuse(w, fhir_order_again(in, n), "this element may not repeat");
    if (primitive && !hilum_leaf(n))
        return put_primitive(w, to, e, in, n);
    to = put_key(w, to, e, false); /* most are: one, and a value only */
    if (!to)
        return NULL;
    return primitive ? put_value(w, to, e, n) : put_complex(w, to, e, n);
}

static char *put_elements(struct writer *w, char *to, const struct fhir_type *type,
                          const struct hilum_node *node)
{
    struct fhir_order        in;
    const struct hilum_node *stranger = fhir_order(w->types, type, node, &in);
    unsigned                 at;

    if (stranger)
        return refuse(w, stranger,
                      "FHIR R4 has no such element here, or not of this type");
    while (to && fhir_order_next(&in.left, &at))
        to = put_element(w, to, in.element[at], &in, in.first[at]);
    return to;
}

static char *put_object(struct writer *w, char *to, const struct fhir_type *type,
                        const struct hilum_node *node)
{
    static const char begin[] = "{\"resourceType\":\"";

    if (w->depth == MOST_DEPTH)
        return refuse(w, node, "this is nested too deeply");
    if (type->resource) {
        to = room(w, to, sizeof begin + type->name.len);
        if (!to)
            return NULL;
        memcpy(to, begin, sizeof begin - 1);
        to += sizeof begin - 1;
        memcpy(to, type->name.ptr, type->name.len);
        to += type->name.len;
        *to++ = '"';
    } else {
        *to++ = '{';
    }
    w->depth++;
    to = put_elements(w, to, type, node);
    w->depth--;
    if (to)
        *to++ = '}';
    return to;
}

enum hilum_verdict json_encode(const struct fhir_types *types, struct hilum_call *call,
                               struct hilum_doc doc, const struct hilum_node *node,
                               struct hilum_buffer *out)
{
    const struct fhir_type *type = fhir_types_numbered(types, node->type);
    struct writer           w = { .types = types, .call = call, .doc = doc, .out = out };
    char                   *to;

    if (!type || fhir_form_is_primitive(type->form))
        return hilum_blame(call, HILUM_REJECT, "", "this is not a FHIR resource");
    to = end_of(&w, SLACK);
    to = to ? put_object(&w, to, type, node) : NULL;
    if (to)
        out->len = (size_t)(to - out->ptr);
    if (w.verdict == HILUM_OK && out->failed)
        return hilum_blame(call, HILUM_REJECT, "", "the message would be too long");
    return w.verdict;
}
