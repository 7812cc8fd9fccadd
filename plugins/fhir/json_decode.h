/* json_decode.h -- FHIR JSON becomes a document. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_JSON_DECODE_H
#define FHIR_JSON_DECODE_H

#include <yajl/yajl_parse.h>

#include "json_extended.h"
#include "json_pool.h"
#include "reader.h"

/* All that decoding needs; kept from message to message. */
struct json_decoder {
    struct fhir_reader   in; /* its types are set before */
    struct json_pool     pool;
    struct json_extended extended;
    yajl_handle          parser;
    uint32_t             skipped; /* bytes before the JSON */
    uint32_t             read;    /* in the source: the last key or string ends here */
};

/* Reads one resource into the builder.  Whatever is wrong with it is blamed, with
 * a place such as "3:14 Patient.name[0].given". */
enum hilum_verdict json_decode(struct json_decoder *d, struct hilum_call *call,
                               struct hilum_view bytes, struct hilum_builder *builder);
void               json_decoder_free(struct json_decoder *d);

#endif
