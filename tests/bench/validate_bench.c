/* validate_bench.c -- how fast messages are decoded and validated on one core. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   validate_bench TITLE FILE...
 *
 * Three lines: decoding, the stage `validate`, and both, in nanoseconds a
 * message, messages a second and megabytes a second.
 */
#include "base/bytes.h"
#include "message/message.h"
#include "plugin/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The clock is not looked at after every message: that would cost more than some. */
enum { FILES = 512, ROUNDS = 20, AT_ONCE = 16 };

#define ROUND 0.05 /* seconds of the processor, at least; the best round counts */

struct bench {
    struct engine           engine;
    struct call             call;
    struct codec           *codec;
    struct instance         stage;
    struct call             own;
    struct hilum_buffer     file[FILES];
    const struct hilum_msg *message[FILES]; /* decoded, for validating alone */
    size_t                  count;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void decode(struct bench *b, size_t n)
{
    call_begin(&b->call, NULL);
    free(engine_decode(&b->engine, &b->call, b->codec, hilum_buffer_view(&b->file[n])));
}

static void validate(struct bench *b, size_t n)
{
    call_begin(&b->own, &b->stage);
    b->stage.part->part.process(b->stage.state, &b->own.pub, b->message[n]);
}

static void both(struct bench *b, size_t n)
{
    decode(b, n);
    validate(b, n);
}

static void measure(struct bench *b, const char *title, const char *what,
                    void (*run)(struct bench *, size_t))
{
    double best = 1e9, bytes = 0;

    for (size_t n = 0; n < b->count; n++)
        bytes += (double)b->file[n].len;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now(), spent = 0;
        size_t times = 0;

        do {
            for (size_t again = 0; again < AT_ONCE; again++)
                for (size_t n = 0; n < b->count; n++)
                    run(b, n);
            times += AT_ONCE;
            spent = now() - start;
        } while (spent < ROUND);
        if (spent / (double)times < best)
            best = spent / (double)times;
    }
    printf("%-10s %-20s %8.0f ns  %9.0f/s  %7.1f MB/s\n", title, what,
           best * 1e9 / (double)b->count, (double)b->count / best, bytes / best / 1e6);
}

static bool read_file(const char *path, struct hilum_buffer *out)
{
    FILE *f = fopen(path, "rb");
    char *to;

    buffer_init(out, LIMIT_MESSAGE);
    if (!f) {
        fprintf(stderr, "%s cannot be read\n", path);
        return false;
    }
    do {
        size_t before = out->len;

        to = hilum_room(out, 65536);
        out->len += to ? fread(to, 1, 65536, f) : 0;
        if (out->len == before)
            break;
    } while (to);
    fclose(f);
    return true;
}

static const struct hilum_msg *message(struct bench *b, size_t n)
{
    struct message_parts parts = { .format   = codec_part(b->codec)->part.accepts,
                                   .body     = hilum_buffer_view(&b->file[n]),
                                   .has_body = true };
    struct hilum_msg    *m     = message_new(&parts);

    if (m)
        message_decoded(m, engine_decode(&b->engine, &b->call, b->codec, m->body));
    return m;
}

static bool open_bench(struct bench *b)
{
    struct engine_options options = { .plugins = getenv("HILUM_PLUGINS"),
                                      .schemas = getenv("HILUM_SCHEMAS") };
    const struct part    *part;

    if (!options.plugins || !options.schemas || !engine_open(&b->engine, &options))
        return false;
    call_init(&b->call, &b->engine);
    call_init(&b->own, &b->engine);
    b->codec = codec_find(&b->engine, HILUM_VIEW("hl7v2/er7"));
    part = registry_find(&b->engine.registry, PART_STAGE, HILUM_VIEW("hl7v2.validate"));
    return b->codec && part && instance_preset(&b->stage, part, "validate") &&
           instance_open(&b->stage, &b->own) == HILUM_OK;
}

int main(int argc, char **argv)
{
    static struct bench b;

    if (argc < 3 || argc > FILES || !open_bench(&b)) {
        fprintf(stderr, "validate_bench TITLE FILE..., with HILUM_PLUGINS and "
                        "HILUM_SCHEMAS set\n");
        return EXIT_FAILURE;
    }
    for (int i = 2; i < argc; i++) {
        if (!read_file(argv[i], &b.file[b.count]))
            return EXIT_FAILURE;
        call_begin(&b.call, NULL);
        b.message[b.count] = message(&b, b.count);
        if (b.message[b.count] && message_doc(b.message[b.count]).block)
            b.count++;
    }
    measure(&b, argv[1], "decode", decode);
    measure(&b, argv[1], "validate", validate);
    measure(&b, argv[1], "decode and validate", both);
    return EXIT_SUCCESS;
}
