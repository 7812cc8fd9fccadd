/* xml_bench.c -- how fast HL7 v2.xml is read and written, beside its bare parser. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "services.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5 };

#define SECONDS 0.5

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- The parser alone ----------------------------------------------------- */

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *uri, int spaces, const xmlChar **space, int count,
                     int defaulted, const xmlChar **attribute)
{
    (void)name, (void)prefix, (void)uri, (void)spaces, (void)space, (void)count;
    (void)defaulted, (void)attribute;
    ++*(size_t *)context;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix,
                   const xmlChar *uri)
{
    (void)context, (void)name, (void)prefix, (void)uri;
}

static void on_text(void *context, const xmlChar *text, int length)
{
    (void)context, (void)text, (void)length;
}

static void bare(struct hilum_view bytes)
{
    static xmlParserCtxtPtr parser;
    static size_t           elements;

    if (!parser) {
        parser           = xmlNewParserCtxt();
        *parser->sax     = (xmlSAXHandler){ .initialized         = XML_SAX2_MAGIC,
                                            .startElementNs      = on_start,
                                            .endElementNs        = on_end,
                                            .characters          = on_text,
                                            .ignorableWhitespace = on_text };
        parser->userData = &elements;
    }
    xmlCtxtReadMemory(parser, bytes.ptr, (int)bytes.len, NULL, NULL, XML_PARSE_NONET);
}

/* ---- Measuring ------------------------------------------------------------ */

enum what { BARE, DECODE, ENCODE };

static void once(struct harness *h, struct hilum_view bytes, enum what what)
{
    h->out.len = 0;
    if (what == BARE)
        bare(bytes);
    else if (what == DECODE)
        harness_build(h, bytes);
    else
        h->part->encode(h->state, &h->call, h->doc, hilum_root(h->doc), &h->out);
    services_reset(h);
}

/* Seconds for one, the best of a few rounds. */
static double measure(struct harness *h, struct hilum_view bytes, enum what what)
{
    double best = 1e9;

    for (int round = 0; round < ROUNDS; round++) {
        double from = now(), took;
        size_t n    = 0;

        do {
            once(h, bytes, what);
            n++;
            took = now() - from;
        } while (took < SECONDS / ROUNDS);
        if (took / (double)n < best)
            best = took / (double)n;
    }
    return best;
}

static void bench(struct harness *er7, struct harness *xml, const char *path)
{
    struct hilum_view bytes = harness_file(path), text;
    const char       *name  = strrchr(path, '/');
    double            s[3];
    char             *copy;

    if (harness_decode(er7, bytes) != HILUM_OK) {
        printf("%s: %s: %s\n", path, er7->where, er7->why);
        return;
    }
    xml->out.len = 0;
    xml->part->encode(xml->state, &xml->call, er7->doc, hilum_root(er7->doc), &xml->out);
    copy = malloc(xml->out.len + 1);
    if (!copy)
        return;
    memcpy(copy, xml->out.ptr, xml->out.len);
    text = (struct hilum_view){ copy, xml->out.len };
    harness_decode(xml, text);
    for (enum what w = BARE; w <= ENCODE; w++)
        s[w] = measure(xml, text, w);
    printf("%-28.28s %8zu %8zu %6.0f %6.0f %5.2f %6.0f\n", name ? name + 1 : path,
           bytes.len, text.len, (double)text.len / s[BARE] / 1e6,
           (double)text.len / s[DECODE] / 1e6, s[DECODE] / s[BARE],
           (double)text.len / s[ENCODE] / 1e6);
    free(copy);
    free((void *)(uintptr_t)bytes.ptr);
}

int main(int argc, char **argv)
{
    struct harness er7, xml;

    harness_open(&er7);
    harness_open_part(&xml, "xml");
    printf("%-28s %8s %8s %6s %6s %5s %6s\n", "message (MB/s of XML)", "ER7", "XML",
           "parser", "decode", "times", "encode");
    for (int i = 1; i < argc; i++)
        bench(&er7, &xml, argv[i]);
    harness_close(&er7);
    harness_close(&xml);
    return 0;
}
