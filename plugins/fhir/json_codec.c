/* json_codec.c -- the codecs of FHIR as JSON: one resource, lines, Bundles' entries. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"
#include "codec.h"
#include "json_decode.h"
#include "json_encode.h"
#include "json_entries.h"
#include "json_split.h"

struct json {
    bool                pretty; /* NDJSON has no such option: it is always compact */
    struct fhir_types   types;
    struct json_decoder decoder;
};

static const struct hilum_option json_options[] = {
    HILUM_OPT_BOOL(struct json, pretty, .preset = "false",
                   .help = "Write line breaks and indentation."),
    HILUM_OPT_END,
};

static enum hilum_verdict open_codec(void *state, struct hilum_call *call)
{
    struct json      *j = state;
    struct hilum_view table;

    if (!hilum_schema(call, "fhir/r4/elements", &table))
        return HILUM_FAIL;
    j->decoder.in.types = &j->types;
    return fhir_types_load(&j->types, call, table);
}

static void close_codec(void *state)
{
    struct json *j = state;

    json_decoder_free(&j->decoder);
    fhir_types_free(&j->types);
}

static enum hilum_verdict decode(void *state, struct hilum_call *call,
                                 struct hilum_view bytes, struct hilum_builder *b)
{
    struct json *j = state;

    return json_decode(&j->decoder, call, bytes, b);
}

static enum hilum_verdict encode(void *state, struct hilum_call *call,
                                 struct hilum_doc doc, const struct hilum_node *node,
                                 struct hilum_buffer *out)
{
    const struct json   *j       = state;
    struct hilum_buffer *compact = j->pretty ? hilum_buffer(call) : out;
    enum hilum_verdict   v;

    if (!compact)
        return hilum_blame(call, HILUM_RETRY, "", "there is no memory to write it");
    v = json_encode(&j->types, call, doc, node, compact);
    if (v == HILUM_OK && compact->failed)
        return hilum_blame(call, HILUM_REJECT, "", "the message would be too long");
    if (v == HILUM_OK && j->pretty)
        json_pretty(hilum_buffer_view(compact), out);
    return v;
}

static enum hilum_verdict encode_line(void *state, struct hilum_call *call,
                                      struct hilum_doc doc, const struct hilum_node *node,
                                      struct hilum_buffer *out)
{
    enum hilum_verdict v = encode(state, call, doc, node, out);

    if (v == HILUM_OK)
        hilum_put_byte(out, '\n');
    return v;
}

static enum hilum_verdict answer(void *state, struct hilum_call *call,
                                 const struct hilum_outcome *outcome,
                                 struct hilum_buffer        *out)
{
    (void)state;
    (void)call;
    fhir_answer_json(outcome, out);
    return HILUM_OK;
}

/* The answers to several resources, one on each line. */
static enum hilum_verdict enclose(void *state, struct hilum_call *call,
                                  struct hilum_view        bytes,
                                  const struct hilum_view *replies, size_t count,
                                  struct hilum_buffer *out)
{
    (void)state;
    (void)call;
    (void)bytes;
    for (size_t i = 0; i < count; i++) {
        if (replies[i].len == 0)
            continue;
        hilum_put_view(out, replies[i]);
        hilum_put_byte(out, '\n');
    }
    return HILUM_OK;
}

/* What all of them have in common. */
/* clang-format off */
#define JSON_CODEC(...) HILUM_PART( \
    .produces   = "fhir",           \
    .state      = sizeof(struct json), \
    .open       = open_codec,       \
    .close      = close_codec,      \
    .decode     = decode,           \
    .answer     = answer,           \
    .control_id = FHIR_CONTROL_ID,  \
    .type       = FHIR_TYPE,        \
    .patient    = FHIR_PATIENT,     \
    __VA_ARGS__)

const struct hilum_part fhir_json = JSON_CODEC(
    .name       = "json",
    .summary    = "Reads and writes FHIR R4 resources as JSON.",
    .accepts    = "fhir/json",
    .options    = json_options,
    .encode     = encode,
    .splitter   = sizeof(struct json_split),
    .split      = json_split,
);

const struct hilum_part fhir_ndjson = JSON_CODEC(
    .name       = "ndjson",
    .summary    = "Reads and writes FHIR R4 resources as JSON, one on each line.",
    .accepts    = "fhir/ndjson",
    .encode     = encode_line,
    .splitter   = sizeof(struct json_split),
    .split      = json_split_lines,
    .several    = json_several_lines,
    .enclose    = enclose,
);

/* Where a pipeline says only `fhir`, the engine takes the codec whose name is first:
 * that is to be json. */
const struct hilum_part fhir_json_entries = JSON_CODEC(
    .name       = "json-entries",
    .summary    = "Reads FHIR R4 Bundles of any size: each entry's resource is a message, "
                  "and what the Bundle does as a whole is lost.",
    .accepts    = "fhir/json-entries",
    .encode     = encode,
    .splitter   = sizeof(struct json_entries),
    .split      = json_entries,
    .several    = json_several_entries,
    .enclose    = enclose,
);
/* clang-format on */
