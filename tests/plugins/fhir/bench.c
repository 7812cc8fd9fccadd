/* bench.c -- how fast FHIR JSON is read and written, next to a bare parser. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench SCHEMAS FILE...  For each file: decoding against a bare parse of the same
 * bytes by yajl with callbacks that do nothing, and encoding; best of several runs.
 * With no file: the start only.
 */
#include <yajl/yajl_parse.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "harness.h"

enum { RUNS = 15, BYTES_A_RUN = 8 << 20 };

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int nothing(void *context)
{
    (void)context;
    return 1;
}

static int nothing_int(void *context, int value)
{
    (void)context;
    (void)value;
    return 1;
}

static int nothing_text(void *context, const unsigned char *text, size_t length)
{
    (void)context;
    (void)text;
    (void)length;
    return 1;
}

static int nothing_number(void *context, const char *text, size_t length)
{
    (void)context;
    (void)text;
    (void)length;
    return 1;
}

static const yajl_callbacks bare = {
    .yajl_null        = nothing,
    .yajl_boolean     = nothing_int,
    .yajl_number      = nothing_number,
    .yajl_string      = nothing_text,
    .yajl_start_map   = nothing,
    .yajl_map_key     = nothing_text,
    .yajl_end_map     = nothing,
    .yajl_start_array = nothing,
    .yajl_end_array   = nothing,
};

static void parse_bare(struct harness *h, struct hilum_view file)
{
    yajl_handle parser = yajl_alloc(&bare, NULL, h);

    yajl_parse(parser, (const unsigned char *)file.ptr, file.len);
    yajl_complete_parse(parser);
    yajl_free(parser);
}

static void decode(struct harness *h, struct hilum_view file)
{
    harness_build(h, file);
}

static void encode(struct harness *h, struct hilum_view file)
{
    (void)file;
    harness_encode(h, h->doc, hilum_root(h->doc));
}

/* One run: how long a message took, in seconds. */
static double run(struct harness *h, struct hilum_view file,
                  void (*what)(struct harness *, struct hilum_view))
{
    size_t times = BYTES_A_RUN / (file.len + 1) + 1;
    double from  = now();

    for (size_t i = 0; i < times; i++)
        what(h, file);
    return (now() - from) / (double)times;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* The best of several runs, taken in turn so that a busy machine is fair to all. */
static void bench_file(struct harness *h, const char *path)
{
    struct hilum_view file = harness_file(path);
    const char       *name = strrchr(path, '/');
    double            yajl = 1e9, read = 1e9, written = 1e9;

    if (harness_decode(h, file) != HILUM_OK) {
        printf("%s: %s: %s\n", path, harness_where(), harness_why());
        return;
    }
    for (int i = 0; i < RUNS; i++) {
        yajl    = smaller(yajl, run(h, file, parse_bare));
        read    = smaller(read, run(h, file, decode));
        written = smaller(written, run(h, file, encode));
    }
    printf("%-32.32s %8zu bytes %6u nodes  bare %4.0f MB/s  decode %4.0f MB/s (%.2f x)"
           "  encode %5.0f MB/s\n",
           name ? name + 1 : path, file.len, (unsigned)h->builder.count,
           (double)file.len / yajl / 1e6, (double)file.len / read / 1e6, read / yajl,
           (double)h->out.len / written / 1e6);
    free((char *)(uintptr_t)file.ptr);
}

int main(int argc, char **argv)
{
    struct harness h;
    double         from;

    if (argc < 2) {
        fprintf(stderr, "usage: bench SCHEMAS FILE...\n");
        return 2;
    }
    from = now();
    harness_open(&h, argv[1], false);
    printf("start: %.2f ms\n", (now() - from) * 1e3);
    for (int i = 2; i < argc; i++)
        bench_file(&h, argv[i]);
    harness_close(&h);
    return 0;
}
