/* xml_node.c -- the nodes of a document while it is read from XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_node.h"

#include "fault.h"
#include "xml_place.h"

#define XML_SPACE "http://www.w3.org/XML/1998/namespace"
#define SCHEMA_SPACE "http://www.w3.org/2001/XMLSchema-instance"

void xml_refuse(struct xml_decoder *d, const char *why)
{
    if (d->in.verdict != HILUM_OK)
        return;
    d->in.verdict = fhir_fault(&d->in, d->here, why);
    xmlStopParser(d->parser);
}

void xml_refuse_here(struct xml_decoder *d, const char *why)
{
    xml_look_here(d);
    xml_refuse(d, why);
}

void xml_refused(struct xml_decoder *d, enum hilum_verdict v)
{
    d->in.verdict = v;
    xmlStopParser(d->parser);
}

bool xml_node_below(struct xml_decoder *d)
{
    struct hilum_builder *b = d->in.builder;
    struct fhir_frame    *f = fhir_reader_top(&d->in);

    if (f->open)
        return true;
    if (b->depth == HILUM_DEPTH) {
        xml_refuse(d, "this is nested too deeply");
        return false;
    }
    b->open[b->depth++] = f->node;
    f->open             = true;
    return true;
}

bool xml_node_add(struct xml_decoder *d, uint32_t name, uint32_t type, uint32_t flags)
{
    if (hilum_build_node(d->in.builder, name, type, flags, d->here))
        return true;
    xml_refuse(d, "this is more than a document can hold");
    return false;
}

void xml_node_enter(struct xml_decoder *d, const struct fhir_type *type)
{
    if (d->in.depth > HILUM_DEPTH) {
        xml_refuse(d, "this is nested too deeply");
        return;
    }
    if (d->in.depth)
        fhir_reader_top(&d->in)->index++;
    d->in.frames[d->in.depth++] =
        (struct fhir_frame){ .type = type, .node = d->in.builder->count - 1 };
}

static void add_attribute(struct xml_decoder *d, const struct fhir_element *e,
                          const xmlChar **a)
{
    struct hilum_view value = xml_attribute_value(a);

    if (value.len == 0) {
        xml_refuse(d, "an attribute may not be empty");
        return;
    }
    if (!xml_node_below(d) || !xml_node_add(d, e->name, e->type, 0))
        return;
    fhir_reader_top(&d->in)->last_attribute = d->in.builder->count - 1;
    hilum_build_text(d->in.builder, xml_borrowed(d, value));
}

/* An attribute that is none of FHIR's, and need not be. */
static bool is_foreign(const xmlChar **a)
{
    const char *space = (const char *)a[XML_ATTRIBUTE_SPACE];

    return space && (strcmp(space, XML_SPACE) == 0 || strcmp(space, SCHEMA_SPACE) == 0);
}

void xml_node_attributes(struct xml_decoder *d, const struct xml_attributes *all)
{
    const struct fhir_type    *type     = fhir_reader_top(&d->in)->type;
    const struct fhir_element *later    = NULL;
    const xmlChar            **later_at = NULL;

    for (int i = 0; i < all->count && !xml_is_refused(d); i++) {
        const xmlChar            **a    = all->first + i * XML_ATTRIBUTE_MEMBERS;
        const char                *name = (const char *)a[XML_ATTRIBUTE_NAME];
        const struct fhir_element *e    = NULL;

        if (is_foreign(a) || (xml_is_value(d, a) && fhir_form_is_primitive(type->form)))
            continue;
        if (xml_attribute_plain(a))
            e = fhir_types_key(d->in.types, type, name, strlen(name), strlen(name));
        if (!e || !(e->flags & FHIR_ATTRIBUTE)) {
            xml_refuse(d, "this element has an attribute that FHIR does not know");
        } else if (e->order > 0) {
            later    = e;
            later_at = a;
        } else {
            add_attribute(d, e, a);
        }
    }
    if (later && !xml_is_refused(d))
        add_attribute(d, later, later_at);
}
