/* encode.c -- a document becomes FHIR JSON. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "encode.h"

#include "fault.h"

/* An object in FHIR is never deeper than a document, and a value one deeper. */
#define MOST_DEPTH (HILUM_DEPTH + 1)

struct writer {
    const struct fhir_types *types;
    struct hilum_call       *call;
    struct hilum_doc         doc;
    struct hilum_buffer     *out;
    enum hilum_verdict       verdict;
    unsigned                 depth;
    bool                     gather;    /* repetitions may lie apart: look for them */
    bool                     scattered; /* they do, and nobody has looked */
};

static bool refuse(struct writer *w, const struct hilum_node *node, const char *why)
{
    char path[200];

    fhir_fault_path(w->types, w->doc, node, path, sizeof(path));
    w->verdict = hilum_blame(w->call, HILUM_REJECT, path, "%s", why);
    return false;
}

/* The next repetition.  They stand together but where a stage built them otherwise. */
static const struct hilum_node *
again(const struct writer *w, const struct hilum_node *parent, const struct hilum_node *n)
{
    const struct hilum_node *next = n + n->span;

    if (next < parent + parent->span && next->name == n->name)
        return next;
    return w->gather ? hilum_again(parent, n) : NULL;
}

/* `,"name":` or `,"_name":`, without the comma behind a brace. */
static void put_key(struct writer *w, const struct fhir_element *e, bool underscore)
{
    const char *key   = w->types->texts + e->json;
    bool        first = w->out->len > 0 && w->out->ptr[w->out->len - 1] == '{';

    if (underscore) {
        hilum_put(w->out, &",\"_"[first], 3u - first);
        hilum_put(w->out, key + 2, e->json_length - 2u);
    } else {
        hilum_put(w->out, key + first, (size_t)e->json_length - first);
    }
}

static bool put_object(struct writer *w, const struct fhir_type *type,
                       const struct hilum_node *node);

static bool put_value(struct writer *w, const struct fhir_element *e,
                      const struct hilum_node *n)
{
    struct hilum_view text = hilum_text(w->doc, n);

    if (text.len == 0)
        return refuse(w, n, "this has no value");
    if (fhir_form_is_string(e->form)) {
        fhir_encode_string(text, w->out);
        return true;
    }
    if (fhir_primitive_fault(e->form, text))
        return refuse(w, n, "this value does not fit its type");
    hilum_put_view(w->out, text);
    return true;
}

/* A value, null where it has only extensions. */
static bool put_plain(struct writer *w, const struct fhir_element *e,
                      const struct hilum_node *n)
{
    if (n->flags & HILUM_NODE_VALUE || hilum_leaf(n))
        return put_value(w, e, n);
    hilum_put(w->out, "null", 4);
    return true;
}

/* What is below a value, null where nothing is. */
static bool put_extended(struct writer *w, const struct fhir_element *e,
                         const struct hilum_node *n)
{
    if (!hilum_leaf(n))
        return put_object(w, fhir_types_below(w->types, e), n);
    hilum_put(w->out, "null", 4);
    return true;
}

static bool put_complex(struct writer *w, const struct fhir_element *e,
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
    return put_object(w, type, n);
}

/* All repetitions of an element, by one of the functions above. */
static bool put_all(struct writer *w, const struct fhir_element *e, bool underscore,
                    const struct hilum_node *parent, const struct hilum_node *n,
                    bool (*put)(struct writer *, const struct fhir_element *,
                                const struct hilum_node *))
{
    put_key(w, e, underscore);
    if (!(e->flags & FHIR_LIST))
        return put(w, e, n);
    hilum_put_byte(w->out, '[');
    for (const struct hilum_node *next; n; n = next) {
        if (!put(w, e, n))
            return false;
        next = again(w, parent, n);
        if (next)
            hilum_put_byte(w->out, ',');
    }
    hilum_put_byte(w->out, ']');
    return true;
}

/* An element whose first node is n. */
static bool put_element(struct writer *w, const struct fhir_element *e,
                        const struct hilum_node *parent, const struct hilum_node *n)
{
    bool values = false, extended = false;

    if (!(e->flags & FHIR_LIST) && again(w, parent, n))
        return refuse(w, again(w, parent, n), "this element may not repeat");
    if (!fhir_form_is_primitive(e->form))
        return put_all(w, e, false, parent, n, put_complex);
    for (const struct hilum_node *at = n; at; at = again(w, parent, at)) {
        values |= (at->flags & HILUM_NODE_VALUE) || hilum_leaf(at);
        extended |= !hilum_leaf(at);
    }
    if (values && !put_all(w, e, false, parent, n, put_plain))
        return false;
    if (extended && e->flags & FHIR_ATTRIBUTE)
        return refuse(w, n, "this element cannot have extensions");
    return !extended || put_all(w, e, true, parent, n, put_extended);
}

static bool put_elements(struct writer *w, const struct fhir_type *type,
                         const struct hilum_node *node)
{
    const struct hilum_node *end  = node + node->span, *next;
    uint64_t                 seen = 0, bit;

    for (const struct hilum_node *n = node + 1; n < end; n = next) {
        const struct fhir_element *e = fhir_types_node(w->types, type, n->name, n->type);

        if (!e)
            return refuse(w, n, "FHIR R4 has no such element here, or not of this type");
        bit = UINT64_C(1) << e->order;
        if (seen & bit && !w->gather) {
            w->scattered = true;
            return false;
        }
        if (!(seen & bit) && !put_element(w, e, node, n))
            return false;
        seen |= bit;
        next = n + n->span;
        while (next < end && next->name == n->name)
            next += next->span;
    }
    return true;
}

static bool put_object(struct writer *w, const struct fhir_type *type,
                       const struct hilum_node *node)
{
    bool done;

    if (w->depth == MOST_DEPTH)
        return refuse(w, node, "this is nested too deeply");
    w->depth++;
    if (type->resource) {
        hilum_put(w->out, "{\"resourceType\":\"", 17);
        hilum_put_view(w->out, type->name);
        hilum_put_byte(w->out, '"');
    } else {
        hilum_put_byte(w->out, '{');
    }
    done = put_elements(w, type, node);
    hilum_put_byte(w->out, '}');
    w->depth--;
    return done;
}

enum hilum_verdict fhir_encode(const struct fhir_types *types, struct hilum_call *call,
                               struct hilum_doc doc, const struct hilum_node *node,
                               struct hilum_buffer *out)
{
    const struct fhir_type *type = fhir_types_numbered(types, node->type);
    struct writer           w = { .types = types, .call = call, .doc = doc, .out = out };
    size_t                  from = out->len;

    if (!type || fhir_form_is_primitive(type->form))
        return hilum_blame(call, HILUM_REJECT, "", "this is not a FHIR resource");
    if (!put_object(&w, type, node) && w.scattered) {
        out->len = from;
        w.gather = true;
        put_object(&w, type, node);
    }
    if (w.verdict == HILUM_OK && out->failed)
        return hilum_blame(call, HILUM_REJECT, "", "the message would be too long");
    return w.verdict;
}
