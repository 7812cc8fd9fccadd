/* bench.c -- how fast FHIR is read and written, next to bare parsers. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench SCHEMAS FILE...  For each file of JSON, and for the same resource as XML:
 * decoding against a bare parse of the same bytes, by yajl's events and by libxml2's
 * SAX2, whose parser is used again for each message, with callbacks that do nothing; and
 * encoding; best of several runs.  With many files only all of them together are told;
 * with none, the start only.
 */
#include <libxml/parser.h>
#include <yajl/yajl_parse.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "harness.h"

enum { MANY = 20, RUNS = 15, RUNS_OF_MANY = 3, BYTES_A_RUN = 2 << 20 };

/* How long a codec took for all files, in seconds, and for how many bytes. */
struct total {
    double bytes, written_bytes;
    double alone, read, written;
};

/* The time of the processor: others on the machine do not count. */
static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
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

static void bare_json(struct harness *h, struct hilum_view file)
{
    yajl_handle parser = yajl_alloc(&bare, NULL, h);

    yajl_parse(parser, (const unsigned char *)file.ptr, file.len);
    yajl_complete_parse(parser);
    yajl_free(parser);
}

static void nothing_start(void *context, const xmlChar *local, const xmlChar *prefix,
                          const xmlChar *uri, int spaces, const xmlChar **space,
                          int count, int defaulted, const xmlChar **attribute)
{
    (void)context, (void)local, (void)prefix, (void)uri, (void)spaces, (void)space;
    (void)count, (void)defaulted, (void)attribute;
}

static void nothing_end(void *context, const xmlChar *local, const xmlChar *prefix,
                        const xmlChar *uri)
{
    (void)context, (void)local, (void)prefix, (void)uri;
}

static void nothing_characters(void *context, const xmlChar *text, int length)
{
    (void)context, (void)text, (void)length;
}

static const xmlSAXHandler bare_handler = {
    .initialized         = XML_SAX2_MAGIC,
    .startElementNs      = nothing_start,
    .endElementNs        = nothing_end,
    .characters          = nothing_characters,
    .ignorableWhitespace = nothing_characters,
    .cdataBlock          = nothing_characters,
};

static xmlParserCtxtPtr bare_parser;

static void bare_xml(struct harness *h, struct hilum_view file)
{
    (void)h;
    xmlCtxtReadMemory(bare_parser, file.ptr, (int)file.len, NULL, NULL,
                      XML_PARSE_NONET | XML_PARSE_NOENT);
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
static double run(struct harness *h, struct hilum_view file, size_t times,
                  void (*what)(struct harness *, struct hilum_view))
{
    double from = now();

    for (size_t i = 0; i < times; i++)
        what(h, file);
    return (now() - from) / (double)times;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static void tell(const struct harness *h, const char *name, const struct total *t)
{
    printf("%-28.28s %-4s %9.0f bytes  bare %4.0f MB/s  decode %4.0f MB/s (%.2f x)"
           "  encode %5.0f MB/s\n",
           name, h->part->name, t->bytes, t->bytes / t->alone / 1e6,
           t->bytes / t->read / 1e6, t->read / t->alone,
           t->written_bytes / t->written / 1e6);
}

/* The best of several runs, taken in turn so that a busy machine is fair to all. */
static void bench_text(struct harness *h, const char *name, struct hilum_view text,
                       void (*parse_bare)(struct harness *, struct hilum_view), bool many,
                       struct total *all)
{
    struct total one = {
        .bytes = (double)text.len, .alone = 1e9, .read = 1e9, .written = 1e9
    };
    size_t times = many ? 1 : BYTES_A_RUN / (text.len + 1) + 1;

    if (harness_decode(h, text) != HILUM_OK) {
        printf("%s: %s: %s\n", name, harness_where(), harness_why());
        return;
    }
    for (int i = 0; i < (many ? RUNS_OF_MANY : RUNS); i++) {
        one.alone   = smaller(one.alone, run(h, text, times, parse_bare));
        one.read    = smaller(one.read, run(h, text, times, decode));
        one.written = smaller(one.written, run(h, text, times, encode));
    }
    one.written_bytes = (double)h->out.len;
    if (!many)
        tell(h, name, &one);
    all->bytes += one.bytes;
    all->written_bytes += one.written_bytes;
    all->alone += one.alone;
    all->read += one.read;
    all->written += one.written;
}

static void bench_file(struct harness *json, struct harness *xml, const char *path,
                       bool many, struct total all[2])
{
    struct hilum_view file = harness_file(path), text;
    const char       *name = strrchr(path, '/');

    name = name ? name + 1 : path;
    bench_text(json, name, file, bare_json, many, &all[0]);
    if (json->doc.block &&
        harness_encode(xml, json->doc, hilum_root(json->doc)) == HILUM_OK) {
        text = (struct hilum_view){ strndup(xml->out.ptr, xml->out.len), xml->out.len };
        bench_text(xml, name, text, bare_xml, many, &all[1]);
        free((char *)(uintptr_t)text.ptr);
    }
    free((char *)(uintptr_t)file.ptr);
}

int main(int argc, char **argv)
{
    struct harness json, xml;
    struct total   all[2] = { { .bytes = 0 }, { .bytes = 0 } };
    double         from;

    if (argc < 2) {
        fprintf(stderr, "usage: bench SCHEMAS FILE...\n");
        return 2;
    }
    from = now();
    harness_open(&json, "json", argv[1], false);
    printf("start: %.2f ms\n", (now() - from) * 1e3);
    harness_open(&xml, "xml", argv[1], false);
    bare_parser       = xmlNewParserCtxt();
    *bare_parser->sax = bare_handler;
    for (int i = 2; i < argc; i++)
        bench_file(&json, &xml, argv[i], argc - 2 > MANY, all);
    if (argc > 3) {
        tell(&json, "all together", &all[0]);
        tell(&xml, "all together", &all[1]);
    }
    xmlFreeParserCtxt(bare_parser);
    harness_close(&json);
    harness_close(&xml);
    return 0;
}
