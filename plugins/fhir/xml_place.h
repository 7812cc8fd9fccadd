/* xml_place.h -- where in the source of a message its parser is. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_PLACE_H
#define FHIR_XML_PLACE_H

#include "xml_decode.h"

/* Where in the source the parser has a byte of its input. */
static inline uint32_t xml_offset(const struct xml_decoder *d, const xmlChar *at)
{
    const xmlParserInput *in = d->parser->input;
    size_t                to =
        in ? d->skipped + in->consumed + (size_t)(at - in->base) : d->in.source.len;

    return (uint32_t)(to < d->in.source.len ? to : d->in.source.len);
}

static inline void xml_look_here(struct xml_decoder *d)
{
    d->here = xml_offset(d, d->parser->input ? d->parser->input->cur : NULL);
}

/* The tag whose end the parser is at: no attribute holds a `<`. */
static inline void xml_look_at_tag(struct xml_decoder *d)
{
    const xmlParserInput *in  = d->parser->input;
    const xmlChar        *tag = memrchr(in->base, '<', (size_t)(in->cur - in->base));

    d->here = xml_offset(d, tag ? tag : in->base);
}

/* A text of the parser's where it stands in the source, if it does: it need not be
 * copied then. */
static inline struct hilum_view xml_borrowed(const struct xml_decoder *d,
                                             struct hilum_view         v)
{
    const xmlParserInput *in = d->parser->input;
    uintptr_t at = (uintptr_t)v.ptr, from = (uintptr_t)in->base, to = (uintptr_t)in->end;

    if (at < from || at >= to)
        return v;
    v.ptr = d->in.source.ptr + xml_offset(d, (const xmlChar *)v.ptr);
    return v;
}

#endif
