/* xml_element.c -- the elements of FHIR XML become nodes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_element.h"

#include "fault.h"
#include "narrative.h"
#include "xml_encode.h"
#include "xml_place.h"

static void begin_resource(struct xml_decoder *d, const struct xml_tag *t, uint32_t name,
                           uint32_t flags)
{
    const struct fhir_type *type = fhir_types_find(d->in.types, t->name);

    if (!type || !type->resource) {
        xml_refused(d, fhir_fault_type(&d->in, d->here, t->name));
        return;
    }
    if (d->in.depth && !xml_node_below(d))
        return;
    if (!xml_node_add(d, name ? name : type->id, type->id, flags))
        return;
    xml_node_enter(d, type);
    if (!xml_is_refused(d))
        xml_node_attributes(d, &t->attributes);
}

/* The resource in an element such as `contained`. */
static void begin_inner_resource(struct xml_decoder *d, const struct xml_tag *t)
{
    struct fhir_frame         *f = fhir_reader_top(&d->in);
    const struct fhir_element *e = f->element;

    if (f->filled) {
        xml_refuse(d, "there is more than one resource in this");
        return;
    }
    f->filled = true;
    begin_resource(d, t, e->name, e->flags & FHIR_LIST ? HILUM_NODE_LIST : 0);
}

static inline const struct fhir_element *element_of(const struct xml_decoder *d,
                                                    const struct fhir_frame  *f,
                                                    const struct xml_tag     *t)
{
    const char *end = d->in.source.ptr + d->in.source.len;

    return fhir_types_key(d->in.types, f->type, t->name.ptr, t->name.len,
                          (size_t)(end - t->name.ptr));
}

/* The text of a primitive that was added as a node; whether it has other attributes. */
static bool take_value(struct xml_decoder *d, const struct fhir_element *e,
                       const struct xml_attributes *all)
{
    bool others = false;

    for (int i = 0; i < all->count; i++) {
        const xmlChar   **a     = all->first + i * XML_ATTRIBUTE_MEMBERS;
        struct hilum_view value = xml_attribute_value(a);

        if (!xml_is_value(d, a))
            others = true;
        else if (value.len == 0 ||
                 (e->form != FHIR_TEXT && fhir_primitive_fault(e->form, value)))
            xml_refuse(d, NULL);
        else
            hilum_build_text(d->in.builder, xml_borrowed(d, value));
    }
    return others;
}

/* Whether the element may stand here, after those before it. */
static bool may_follow(struct xml_decoder *d, const struct fhir_element *e)
{
    struct fhir_frame *f    = fhir_reader_top(&d->in);
    bool               list = e->flags & FHIR_LIST, again = f->seen >> e->order & 1;
    bool               next = e == f->element;

    f->element = e;
    f->array   = list;
    if (!next)
        f->index = 0;
    if (again && !list)
        xml_refuse(d, next ? "this element may not repeat"
                           : "this element has one value already");
    else if (again && !next)
        xml_refuse(d, "repetitions of an element must stand together");
    else if (e->order < f->order && !f->reported) {
        fhir_fault_report(&d->in, d->here, "order",
                          "this element stands behind one that it belongs before");
        f->reported = true;
    }
    f->seen |= UINT64_C(1) << e->order;
    if (e->order > f->order)
        f->order = e->order;
    return !xml_is_refused(d);
}

static void begin_element(struct xml_decoder *d, const struct xml_tag *t)
{
    struct fhir_frame         *f      = fhir_reader_top(&d->in);
    bool                       others = t->attributes.count > 0;
    const struct fhir_element *e      = element_of(d, f, t);

    if (!e) {
        f->element = NULL;
        xml_refused(d, fhir_fault_key(&d->in, d->here, t->name.ptr, t->name.len));
        return;
    }
    if (!may_follow(d, e))
        return;
    if (e->flags & FHIR_ATTRIBUTE) {
        xml_refuse(d, "this is an attribute in XML, and no element");
        return;
    }
    if (e->form == FHIR_XHTML) {
        xml_refuse(d, "a narrative is in the namespace of XHTML, " FHIR_XHTML_NAMESPACE);
        return;
    }
    f->wrapped = e->form == FHIR_RESOURCE;
    f->filled  = false;
    if (f->wrapped && t->attributes.count)
        xml_refuse(d, "this element holds a resource, and has no attributes");
    if (f->wrapped || !xml_node_below(d) ||
        !xml_node_add(d, e->name, e->type, e->flags & FHIR_LIST ? HILUM_NODE_LIST : 0))
        return;
    if (fhir_form_is_primitive(e->form))
        others = take_value(d, e, &t->attributes);
    if (xml_is_refused(d))
        return;
    xml_node_enter(d, fhir_types_below(d->in.types, e));
    if (others && !xml_is_refused(d))
        xml_node_attributes(d, &t->attributes);
}

/* The standard has an extension's extensions before its url. */
static void settle_attribute(struct xml_decoder *d, const struct fhir_frame *f)
{
    struct hilum_builder *b  = d->in.builder;
    uint32_t              at = f->last_attribute, end = at + 1;
    struct hilum_node     attribute;

    if (at == 0)
        return;
    attribute = b->nodes[at];
    if (attribute.name == HILUM_NAME("id"))
        return;
    while (end < b->count && b->nodes[end].name == HILUM_NAME("extension"))
        end += b->nodes[end].span;
    memmove(b->nodes + at, b->nodes + at + 1, (end - at - 1) * sizeof(*b->nodes));
    b->nodes[end - 1] = attribute;
}

void xml_element_end(struct xml_decoder *d)
{
    struct fhir_frame       *f = fhir_reader_top(&d->in);
    const struct hilum_node *n = &d->in.builder->nodes[f->node];

    if (f->wrapped) {
        f->wrapped = false;
        if (!f->filled)
            xml_refuse_here(d, "there is no resource in this");
        return;
    }
    f->element = NULL;
    if (!f->open && !(n->flags & HILUM_NODE_VALUE) && !f->type->resource) {
        xml_refuse_here(d, fhir_form_is_primitive(f->type->form)
                               ? "this has neither a value nor extensions"
                               : "an element may not be empty");
        return;
    }
    if (f->open) {
        hilum_build_close(d->in.builder);
        settle_attribute(d, f);
    }
    d->in.depth--;
}

static void begin_narrative(struct xml_decoder *d, const struct xml_tag *t)
{
    const struct fhir_element *e = element_of(d, fhir_reader_top(&d->in), t);

    if (!e || e->form != FHIR_XHTML) {
        xml_refuse(d, "XHTML may only stand in a narrative");
        return;
    }
    if (may_follow(d, e) && xml_node_below(d))
        xml_narrative_start(d, t->full, t->declares, t->attributes);
}

void xml_element_narrative(struct xml_decoder *d, struct xml_name name)
{
    struct xml_narrative *n = &d->narrative;
    struct hilum_view     text;
    const char           *why;

    xml_look_here(d);
    if (!xml_narrative_end(d, name, d->here, &text))
        return;
    d->here = n->from;
    if (n->text.failed || !xml_node_add(d, fhir_reader_top(&d->in)->element->name,
                                        fhir_reader_top(&d->in)->element->type, 0)) {
        xml_refuse(d, "this is more than a document can hold");
        return;
    }
    hilum_build_text(d->in.builder, text);
    why = fhir_narrative_report(&d->in, d->here, text);
    if (why)
        xml_refuse(d, why);
}

static bool is_fhir(struct xml_decoder *d, const char *space)
{
    if (space == d->space && space)
        return true;
    if (!space || strcmp(space, XML_NAMESPACE) != 0)
        return false;
    d->space = space;
    return true;
}

void xml_element_begin(struct xml_decoder *d, const struct xml_tag *t)
{
    const char *space = t->full.space;

    if (is_fhir(d, space)) {
        if (d->in.depth == 0)
            begin_resource(d, t, 0, 0);
        else if (fhir_reader_top(&d->in)->wrapped)
            begin_inner_resource(d, t);
        else
            begin_element(d, t);
    } else if (d->in.depth && space && strcmp(space, FHIR_XHTML_NAMESPACE) == 0) {
        begin_narrative(d, t);
    } else {
        xml_refuse(d, "this is not in the namespace " XML_NAMESPACE);
    }
}
