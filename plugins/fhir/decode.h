/* decode.h -- FHIR JSON becomes a document. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_DECODE_H
#define FHIR_DECODE_H

#include <yajl/yajl_parse.h>

#include "extended.h"
#include "pool.h"
#include "types.h"

/* An object that is being read. */
struct fhir_frame {
    const struct fhir_type    *type;
    const struct fhir_element *element;    /* of the last key; NULL: resourceType */
    uint64_t                   seen;       /* elements that had a value, by order */
    uint64_t                   extended;   /* elements that had a _name */
    uint32_t                   node;       /* of the object itself */
    uint32_t                   first;      /* of its extended primitives */
    uint32_t                   index;      /* of the array's next item */
    bool                       array;      /* an array is being read */
    bool                       underscore; /* the last key was _name */
    bool                       typed;      /* resourceType was there */
    bool                       keys;       /* there was a key */
    bool                       nulls;      /* a list of primitives has gaps */
};

/* All that decoding needs; kept from message to message. */
struct fhir_decoder {
    const struct fhir_types *types;
    struct fhir_pool         pool;
    struct fhir_extended     extended;

    /* The message at hand. */
    struct hilum_call    *call;
    struct hilum_builder *builder;
    struct hilum_view     source;
    yajl_handle           parser;
    enum hilum_verdict    verdict;
    uint32_t              skipped; /* bytes before the JSON */
    uint32_t              depth;
    struct fhir_frame     frames[HILUM_DEPTH + 1];
};

/* Reads one resource into the builder.  Whatever is wrong with it is blamed, with
 * a place such as "3:14 Patient.name[0].given". */
enum hilum_verdict fhir_decode(struct fhir_decoder *d, struct hilum_call *call,
                               struct hilum_view bytes, struct hilum_builder *builder);
void               fhir_decoder_free(struct fhir_decoder *d);

#endif
