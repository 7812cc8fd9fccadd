/* fhir.c -- FHIR R4: the codec of its JSON format. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"
#include "decode.h"
#include "encode.h"

struct json {
    bool                pretty;
    struct fhir_types   types;
    struct fhir_decoder decoder;
};

static const struct hilum_option json_options[] = {
    HILUM_OPT_BOOL(struct json, pretty, .preset = "false",
                   .help = "Write line breaks and indentation."),
    HILUM_OPT_END,
};

static enum hilum_verdict json_open(void *state, struct hilum_call *call)
{
    struct json      *j = state;
    struct hilum_view table;

    if (!hilum_schema(call, "fhir/r4/elements", &table))
        return HILUM_FAIL;
    j->decoder.types = &j->types;
    return fhir_types_load(&j->types, call, table);
}

static void json_close(void *state)
{
    struct json *j = state;

    fhir_decoder_free(&j->decoder);
    fhir_types_free(&j->types);
}

static enum hilum_verdict json_decode(void *state, struct hilum_call *call,
                                      struct hilum_view bytes, struct hilum_builder *b)
{
    struct json *j = state;

    return fhir_decode(&j->decoder, call, bytes, b);
}

static enum hilum_verdict json_encode(void *state, struct hilum_call *call,
                                      struct hilum_doc doc, const struct hilum_node *node,
                                      struct hilum_buffer *out)
{
    const struct json   *j       = state;
    struct hilum_buffer *compact = j->pretty ? hilum_buffer(call) : out;
    enum hilum_verdict   v       = fhir_encode(&j->types, call, doc, node, compact);

    if (v == HILUM_OK && j->pretty)
        fhir_encode_pretty(hilum_buffer_view(compact), out);
    return v;
}

static enum hilum_verdict json_answer(void *state, struct hilum_call *call,
                                      const struct hilum_outcome *outcome,
                                      struct hilum_buffer        *out)
{
    (void)state;
    (void)call;
    fhir_answer(outcome, out);
    return HILUM_OK;
}

/* clang-format off */
static const struct hilum_part json = HILUM_PART(
    .name       = "json",
    .summary    = "Reads and writes FHIR R4 resources as JSON.",
    .accepts    = "fhir/json",
    .produces   = "fhir",
    .options    = json_options,
    .state      = sizeof(struct json),
    .open       = json_open,
    .close      = json_close,
    .decode     = json_decode,
    .encode     = json_encode,
    .answer     = json_answer,
    .control_id = "id",
    .type       = "type().name",
    .patient    = "Patient.identifier.value | subject.reference | patient.reference |"
                  " entry.resource.ofType(Patient).identifier.value",
);
/* clang-format on */

HILUM_PLUGIN(.name = "fhir", .version = "0.1.0", .parts = HILUM_PARTS(&json));
