/* xml_attribute.h -- the attributes of an element, as libxml2's SAX2 gives them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_ATTRIBUTE_H
#define FHIR_XML_ATTRIBUTE_H

#include <libxml/parser.h>

#include <hilum/view.h>

struct xml_attributes {
    const xmlChar **first;
    int             count;
};

/* What SAX2 gives of each. */
enum {
    XML_ATTRIBUTE_NAME,
    XML_ATTRIBUTE_PREFIX,
    XML_ATTRIBUTE_SPACE,
    XML_ATTRIBUTE_VALUE,
    XML_ATTRIBUTE_END,
    XML_ATTRIBUTE_MEMBERS,
};

static inline struct hilum_view xml_attribute_value(const xmlChar **a)
{
    return (struct hilum_view){ (const char *)a[XML_ATTRIBUTE_VALUE],
                                (size_t)(a[XML_ATTRIBUTE_END] - a[XML_ATTRIBUTE_VALUE]) };
}

/* Whether it is in no namespace, as all of FHIR are. */
static inline bool xml_attribute_plain(const xmlChar **a)
{
    return !a[XML_ATTRIBUTE_PREFIX];
}

#endif
