/* reader.h -- what the readers of JSON and XML have in common: where they are. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_READER_H
#define FHIR_READER_H

#include "text.h"
#include "types.h"

/* An object of JSON, or an element of XML, that is being read. */
struct fhir_frame {
    const struct fhir_type    *type;    /* whose elements are read in it */
    const struct fhir_element *element; /* the last one that was met; NULL: none */
    uint64_t                   seen;    /* elements that had a value, by order */
    uint32_t                   node;    /* of the object itself */
    uint32_t                   index;   /* of the next repetition of the element */
    bool                       array;   /* the element repeats: its index counts */

    /* JSON only. */
    uint64_t extended;   /* elements that had a _name */
    uint64_t hollow;     /* those whose _name has nothing but null */
    uint32_t first;      /* of its extended primitives */
    bool     underscore; /* the last key was _name */
    bool     typed;      /* resourceType was there */
    bool     keys;       /* there was a key */
    bool     nulls;      /* a list of primitives has gaps */

    /* XML only. */
    uint32_t last_attribute; /* its node; 0: none */
    uint8_t  order;          /* the highest of its elements so far */
    bool     open;           /* the builder is below its node */
    bool     wrapped;  /* the element holds a resource, which is read or comes next */
    bool     filled;   /* and it has come */
    bool     reported; /* that its elements are out of order */
};

/* The message at hand. */
struct fhir_reader {
    const struct fhir_types *types;
    struct hilum_call       *call;
    struct hilum_builder    *builder;
    struct hilum_view        source;
    enum hilum_verdict       verdict;
    struct fhir_text_line    line; /* of the last place that was told */
    uint32_t                 depth;
    struct fhir_frame        frames[HILUM_DEPTH + 1];
};

static inline void fhir_reader_begin(struct fhir_reader *r, struct hilum_call *call,
                                     struct hilum_view     source,
                                     struct hilum_builder *builder)
{
    r->call    = call;
    r->builder = builder;
    r->source  = source;
    r->verdict = HILUM_OK;
    r->depth   = 0;
    r->line    = (struct fhir_text_line){ .at = 0 };
}

static inline struct fhir_frame *fhir_reader_top(struct fhir_reader *r)
{
    return &r->frames[r->depth - 1];
}

#endif
