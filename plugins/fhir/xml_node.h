/* xml_node.h -- the nodes of a document while it is read from XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_NODE_H
#define FHIR_XML_NODE_H

#include "xml_attribute.h"
#include "xml_decode.h"

/* Blames the first fault, at the byte that was looked at, and lets the parser come to its
 * end; NULL for why: see fhir_fault.  Nothing may be read from then on. */
void xml_refuse(struct xml_decoder *d, const char *why);
void xml_refuse_here(struct xml_decoder *d, const char *why);  /* where the parser is */
void xml_refused(struct xml_decoder *d, enum hilum_verdict v); /* it has been blamed */

static inline bool xml_is_refused(const struct xml_decoder *d)
{
    return d->in.verdict != HILUM_OK;
}

/* Adds a node without text; false: refused. */
bool xml_node_add(struct xml_decoder *d, uint32_t name, uint32_t type, uint32_t flags);

/* The node that was added last is read next, with the elements of this type. */
void xml_node_enter(struct xml_decoder *d, const struct fhir_type *type);

/* What is added from here on lies below the node that is being read; false: refused. */
bool xml_node_below(struct xml_decoder *d);

/* The attributes of the node that is being read, but for its value, become nodes below
 * it: those that the standard has first, `id` before `url`. */
void xml_node_attributes(struct xml_decoder *d, const struct xml_attributes *all);

static inline bool xml_is_value(const struct xml_decoder *d, const xmlChar **a)
{
    return a[XML_ATTRIBUTE_NAME] == d->value && xml_attribute_plain(a);
}

#endif
