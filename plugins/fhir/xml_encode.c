/* xml_encode.c -- a document becomes FHIR XML. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The put functions write to the buffer and say false once something has been refused or
 * the buffer is full.
 */
#include "xml_encode.h"

#include "fault.h"
#include "narrative.h"
#include "order.h"
#include "xml_escape.h"

enum {
    MOST_DEPTH = HILUM_DEPTH + 1, /* a value is one deeper than the deepest object */
    INDENT     = 2,
    MOST_BRIEF = 4096, /* of a text for which the room is asked that it takes at worst */
};

struct writer {
    const struct fhir_types *types;
    struct hilum_call       *call;
    struct hilum_doc         doc;
    struct hilum_buffer     *out;
    enum hilum_verdict       verdict;
    unsigned                 depth; /* of nodes */
    unsigned indent;                /* of elements: a resource within has one around it */
    bool     pretty;
};

static bool refuse(struct writer *w, const struct hilum_node *node, const char *why)
{
    char path[200];

    fhir_fault_path(w->types, w->doc, node, path, sizeof(path));
    w->verdict = hilum_blame(w->call, HILUM_REJECT, path, "%s", why);
    return false;
}

static void new_line(struct writer *w)
{
    size_t blanks = (size_t)w->indent * INDENT;
    char  *to     = w->pretty ? hilum_room(w->out, blanks + 1) : NULL;

    if (!to)
        return;
    *to = '\n';
    memset(to + 1, ' ', blanks);
    w->out->len += blanks + 1;
}

/* `<name`, `</name>` and the like. */
static void put_tag(struct writer *w, const char *before, struct hilum_view name,
                    const char *behind)
{
    size_t first = strlen(before), last = strlen(behind);
    char  *to = hilum_room(w->out, first + name.len + last);

    if (!to)
        return;
    memcpy(to, before, first);
    memcpy(to + first, name.ptr, name.len);
    memcpy(to + first + name.len, behind, last);
    w->out->len += first + name.len + last;
}

static bool put_attribute(struct writer *w, struct hilum_view name,
                          const struct hilum_node *n)
{
    struct hilum_view text = hilum_text(w->doc, n);
    char             *to   = NULL;
    bool              ok   = true;

    put_tag(w, " ", name, "=\"");
    if (text.len <= MOST_BRIEF)
        to = hilum_room(w->out, XML_ESCAPE_ROOM(text.len));
    if (to) {
        to = xml_escape_brief(to, text);
        ok = to != NULL;
        if (ok)
            w->out->len = (size_t)(to - w->out->ptr);
    } else {
        ok = xml_escape(text, w->out);
    }
    hilum_put_byte(w->out, '"');
    return ok || refuse(w, n, "XML has no way to write a character of this");
}

/* The elements that are attributes in XML. */
static bool put_attributes(struct writer *w, const struct fhir_order *in)
{
    uint64_t left = in->attributes;
    unsigned at;

    while (fhir_order_next(&left, &at)) {
        const struct hilum_node *n = in->first[at];

        if (fhir_order_again(in, n))
            return refuse(w, fhir_order_again(in, n), "this element may not repeat");
        if (!hilum_leaf(n) || !hilum_text(w->doc, n).len)
            return refuse(w, n, "this must be a value without extensions");
        if (!put_attribute(w, fhir_types_json(w->types, in->element[at]), n))
            return false;
    }
    return true;
}

static bool put_elements(struct writer *w, struct fhir_order *in);

/* The rest of an element whose tag is open: attributes, the value, what is inside. */
static bool put_content(struct writer *w, struct hilum_view name,
                        const struct fhir_type *type, const struct hilum_node *n)
{
    struct fhir_order        in;
    const struct hilum_node *stranger = fhir_order(w->types, type, n, &in);

    if (stranger)
        return refuse(w, stranger,
                      "FHIR R4 has no such element here, or not of this type");
    if (n->flags & HILUM_NODE_VALUE && !fhir_form_is_primitive(type->form))
        return refuse(w, n, "this has elements, and no value of its own");
    if (!put_attributes(w, &in))
        return false;
    if (n->flags & HILUM_NODE_VALUE && !put_attribute(w, HILUM_VIEW("value"), n))
        return false;
    in.left &= ~in.attributes;
    if (!in.left) {
        hilum_put(w->out, "/>", 2);
        return true;
    }
    hilum_put_byte(w->out, '>');
    w->indent++;
    if (!put_elements(w, &in))
        return false;
    w->indent--;
    new_line(w);
    put_tag(w, "</", name, ">");
    return true;
}

/* A narrative as it is; it must say its namespace itself. */
static bool put_narrative(struct writer *w, const struct hilum_node *n)
{
    struct hilum_view     text  = hilum_text(w->doc, n);
    struct fhir_narrative found = fhir_narrative(text);

    if (!hilum_leaf(n))
        return refuse(w, n, "a narrative has no id and no extensions");
    if (found.broken)
        return refuse(w, n, found.broken);
    text = (struct hilum_view){ text.ptr + found.begin, found.end - found.begin };
    new_line(w);
    if (!found.spaced) {
        hilum_put_text(w->out, "<div xmlns=\"" FHIR_XHTML_NAMESPACE "\"");
        text = (struct hilum_view){ text.ptr + 4, text.len - 4 };
    }
    hilum_put_view(w->out, text);
    return true;
}

static bool put_resource(struct writer *w, const struct hilum_node *n)
{
    const struct fhir_type *type = fhir_types_numbered(w->types, n->type);

    if (!type || !type->resource)
        return refuse(w, n, "this must be a resource");
    new_line(w);
    put_tag(w, "<", type->name, "");
    return put_content(w, type->name, type, n);
}

/* What is wrong with a node as this element, or NULL. */
static const char *misfit(const struct writer *w, const struct fhir_element *e,
                          const struct hilum_node *n)
{
    bool primitive = fhir_form_is_primitive(e->form);

    if (e->form == FHIR_RESOURCE)
        return NULL; /* seen to where its type is known */
    if (!primitive && n->flags & HILUM_NODE_VALUE)
        return "this has elements, and no value of its own";
    if (hilum_leaf(n) && !hilum_text(w->doc, n).len)
        return primitive ? "this has no value" : "this is empty";
    if (n->flags & HILUM_NODE_VALUE &&
        fhir_primitive_fault(e->form, hilum_text(w->doc, n)))
        return "this value does not fit its type";
    return NULL;
}

static bool put_element(struct writer *w, const struct fhir_element *e,
                        const struct hilum_node *n)
{
    struct hilum_view name = fhir_types_json(w->types, e);
    const char       *why  = misfit(w, e, n);

    if (why)
        return refuse(w, n, why);
    if (e->form == FHIR_XHTML)
        return put_narrative(w, n);
    new_line(w);
    put_tag(w, "<", name, "");
    if (e->form != FHIR_RESOURCE)
        return put_content(w, name, fhir_types_below(w->types, e), n);
    hilum_put_byte(w->out, '>');
    w->indent++;
    if (!put_resource(w, n))
        return false;
    w->indent--;
    new_line(w);
    put_tag(w, "</", name, ">");
    return true;
}

static bool put_elements(struct writer *w, struct fhir_order *in)
{
    unsigned at;

    if (w->depth == MOST_DEPTH)
        return refuse(w, in->parent, "this is nested too deeply");
    w->depth++;
    while (fhir_order_next(&in->left, &at)) {
        const struct fhir_element *e = in->element[at];

        for (const struct hilum_node *n = in->first[at]; n; n = fhir_order_again(in, n)) {
            if (n != in->first[at] && !(e->flags & FHIR_LIST))
                return refuse(w, n, "this element may not repeat");
            if (!put_element(w, e, n))
                return false;
        }
        if (w->out->failed)
            return false;
    }
    w->depth--;
    return true;
}

enum hilum_verdict xml_encode(const struct fhir_types *types, bool pretty,
                              struct hilum_call *call, struct hilum_doc doc,
                              const struct hilum_node *node, struct hilum_buffer *out)
{
    const struct fhir_type *type = fhir_types_numbered(types, node->type);
    struct hilum_view       name;
    struct writer           w = {
                  .types = types, .call = call, .doc = doc, .out = out, .pretty = pretty
    };

    if (!type || fhir_form_is_primitive(type->form))
        return hilum_blame(call, HILUM_REJECT, "", "this is not a FHIR resource");
    name = type->resource ? type->name : hilum_name_text(call, node->name);
    hilum_put_text(out, XML_DECLARATION);
    put_tag(&w, "<", name, " xmlns=\"" XML_NAMESPACE "\"");
    put_content(&w, name, type, node);
    if (pretty)
        hilum_put_byte(out, '\n');
    if (w.verdict == HILUM_OK && out->failed)
        return hilum_blame(call, HILUM_REJECT, "", "the message would be too long");
    return w.verdict;
}
