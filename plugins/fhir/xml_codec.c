/* xml_codec.c -- the codec of FHIR as XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"
#include "codec.h"
#include "xml_decode.h"
#include "xml_encode.h"

struct xml {
    bool               pretty;
    struct fhir_types  types;
    struct xml_decoder decoder;
};

static const struct hilum_option xml_options[] = {
    HILUM_OPT_BOOL(struct xml, pretty, .preset = "false",
                   .help = "Write line breaks and indentation."),
    HILUM_OPT_END,
};

static enum hilum_verdict open_codec(void *state, struct hilum_call *call)
{
    struct xml       *x = state;
    struct hilum_view table;

    /* Before there are threads that parse. */
    xmlInitParser();
    if (!hilum_schema(call, "fhir/r4/elements", &table))
        return HILUM_FAIL;
    x->decoder.in.types = &x->types;
    return fhir_types_load(&x->types, call, table);
}

static void close_codec(void *state)
{
    struct xml *x = state;

    xml_decoder_free(&x->decoder);
    fhir_types_free(&x->types);
}

static enum hilum_verdict decode(void *state, struct hilum_call *call,
                                 struct hilum_view bytes, struct hilum_builder *b)
{
    struct xml *x = state;

    return xml_decode(&x->decoder, call, bytes, b);
}

static enum hilum_verdict encode(void *state, struct hilum_call *call,
                                 struct hilum_doc doc, const struct hilum_node *node,
                                 struct hilum_buffer *out)
{
    const struct xml *x = state;

    return xml_encode(&x->types, x->pretty, call, doc, node, out);
}

static enum hilum_verdict answer(void *state, struct hilum_call *call,
                                 const struct hilum_outcome *outcome,
                                 struct hilum_buffer        *out)
{
    (void)state;
    (void)call;
    fhir_answer_xml(outcome, out);
    return HILUM_OK;
}

/* clang-format off */
const struct hilum_part fhir_xml = HILUM_PART(
    .name       = "xml",
    .summary    = "Reads and writes FHIR R4 resources as XML.",
    .accepts    = "fhir/xml",
    .produces   = "fhir",
    .options    = xml_options,
    .state      = sizeof(struct xml),
    .open       = open_codec,
    .close      = close_codec,
    .decode     = decode,
    .encode     = encode,
    .answer     = answer,
    .control_id = FHIR_CONTROL_ID,
    .type       = FHIR_TYPE,
    .patient    = FHIR_PATIENT,
);
/* clang-format on */
