/* chain_bench.c -- one core: decode, map to FHIR, encode, as workers do it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"
#include "base/clock.h"
#include "message/message.h"
#include "router/chain.h"

#include <stdio.h>
#include <stdlib.h>

enum { BENCH_SECONDS = 2 };

static const char pipeline[] = "pipeline: bench\n"
                               "source: { file: { path: /nowhere }, format: hl7v2 }\n"
                               "steps: [ v2-to-fhir ]\n"
                               "sinks: [ { file: { path: /nowhere }, format: fhir/json } ]\n";

struct bench {
    struct engine       engine;
    struct arena        arena;
    struct problems     problems;
    struct graph       *graph;
    struct chain        chain;
    struct call         call;
    struct hilum_buffer out;
};

static bool open_bench(struct bench *b)
{
    struct engine_options options = { .plugins = getenv("HILUM_PLUGINS"),
                                      .schemas = getenv("HILUM_SCHEMAS") };
    struct yaml          *doc;
    struct spec          *spec;

    if (!options.plugins || !options.schemas || !engine_open(&b->engine, &options))
        return false;
    arena_init(&b->arena, 64 << 20);
    b->problems.arena = &b->arena;
    doc      = yaml_bytes(&b->arena, "bench", hilum_view(pipeline), &b->problems);
    spec     = doc ? spec_read(doc, &b->arena) : NULL;
    b->graph = spec ? graph_build(&b->engine, spec, &b->arena) : NULL;
    call_init(&b->call, &b->engine);
    buffer_init(&b->out, LIMIT_MESSAGE);
    return b->graph && !b->problems.errors && chain_open(&b->chain, b->graph);
}

/* One message all the way; the bytes of JSON that came out. */
static size_t once(struct bench *b, struct hilum_view bytes)
{
    struct codec *codec = b->graph->source.codec, *to = b->graph->sinks[0].codec;
    struct hilum_msg   *m     = message_new(&(struct message_parts){
            .format = codec_part(codec)->part.accepts, .body = bytes, .has_body = true });
    struct hilum_block *block;
    struct chain_result r;

    call_begin(&b->call, NULL);
    block = engine_decode(&b->engine, &b->call, codec, m->body);
    if (!block)
        return 0;
    message_decoded(m, block);
    chain_run(&b->chain, m, UINT32_MAX, &r);
    buffer_reset(&b->out);
    for (size_t i = 0; i < r.count; i++) {
        struct hilum_doc doc = message_doc(r.outputs[i].message);

        engine_encode(&b->engine, &b->call, to, doc, hilum_root(doc), &b->out);
    }
    if (r.verdict != HILUM_OK)
        fprintf(stderr, "%s: %s\n", r.place, r.reason);
    chain_release(&r);
    message_unref(m);
    return b->out.len;
}

static void measure(struct bench *b, const char *path)
{
    static char       bytes[1 << 20];
    FILE             *f = fopen(path, "rb");
    struct hilum_view message;
    int64_t           from, until;
    size_t            count = 0, made = 0;

    if (!f) {
        perror(path);
        return;
    }
    message = (struct hilum_view){ bytes, fread(bytes, 1, sizeof bytes, f) };
    fclose(f);
    from  = clock_nanos();
    until = from + BENCH_SECONDS * INT64_C(1000000000);
    while (clock_nanos() < until) {
        for (int i = 0; i < 100; i++)
            made = once(b, message);
        count += 100;
    }
    until = clock_nanos();
    printf("%-44s %5zu bytes -> %6zu  %8.0f messages/s  %5.1f us\n",
           strrchr(path, '/') ? strrchr(path, '/') + 1 : path, message.len, made,
           (double)count * 1e9 / (double)(until - from),
           (double)(until - from) / 1e3 / (double)count);
}

int main(int argc, char **argv)
{
    struct bench b = { 0 };

    if (!open_bench(&b)) {
        for (size_t i = 0; i < b.problems.count; i++)
            problem_print(stderr, &b.problems.list[i], false);
        return EXIT_FAILURE;
    }
    for (int i = 1; i < argc; i++)
        measure(&b, argv[i]);
    chain_close(&b.chain);
    call_free(&b.call);
    buffer_free(&b.out);
    engine_close(&b.engine);
    arena_free(&b.arena);
    return EXIT_SUCCESS;
}
