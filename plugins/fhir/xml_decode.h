/* xml_decode.h -- FHIR XML becomes a document. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_XML_DECODE_H
#define FHIR_XML_DECODE_H

#include <libxml/parser.h>

#include "reader.h"

/* The document is the one that the same resource gives as JSON.  The parser is libxml2's,
 * without a tree, document types, entities, the network and its XML_PARSE_HUGE: a value
 * has at most 10 MB.  Text is UTF-8.  The namespace counts, its prefix does not;
 * comments, processing instructions and attributes of XML itself and of XML Schema are
 * passed over. Elements that are not in the order of the standard are taken, and
 * reported; repetitions of one must stand together. */
enum {
    XML_NAMES = 1 << 20, /* bytes of names that a parser keeps from message to message */
};

/* A narrative that is being read.  It becomes the text that it is in the message; where
 * it has its namespace from outside, or by a prefix, it is written anew. */
struct xml_narrative {
    uint32_t            depth; /* of elements; 0: none is being read */
    uint32_t            from;  /* where it begins in the source */
    bool                anew;
    bool                open; /* the last tag that was written waits for its > */
    struct hilum_buffer text;
};

/* All that decoding needs; kept from message to message. */
struct xml_decoder {
    struct fhir_reader   in;     /* its types are set before */
    xmlParserCtxtPtr     parser; /* used again for each message */
    const char          *space;  /* FHIR's namespace, as this parser has it */
    const xmlChar       *value;  /* the name of the attribute `value`, likewise */
    uint32_t             skipped;
    uint32_t             here; /* byte of the source that is read */
    bool                 memory_out;
    struct xml_narrative narrative;
};

/* Reads one resource into the builder.  Whatever is wrong with it is blamed, with
 * a place such as "3:14 Patient.name[0].given[1]". */
enum hilum_verdict xml_decode(struct xml_decoder *d, struct hilum_call *call,
                              struct hilum_view bytes, struct hilum_builder *builder);
void               xml_decoder_free(struct xml_decoder *d);

#endif
