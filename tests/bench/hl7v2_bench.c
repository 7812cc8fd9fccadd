/* hl7v2_bench.c -- how fast HL7 v2 messages are read and written on one core. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   hl7v2_bench TITLE FILE...   the messages of these files, one after the other
 *   hl7v2_bench                 one of 50 MB, with an embedded document
 *
 * A line for each thing that is done with them: nanoseconds for one, how many a second,
 * and megabytes of ER7 a second.  tests/bench/hl7v2_peer.js prints the same of others.
 */
#include "tests/plugins/hl7v2/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    MESSAGES = 512,
    ROUNDS   = 20,  /* the best one counts */
    OFTEN    = 200, /* messages between two looks at the clock, at least */
    LARGE    = 50 << 20,
};

#define SECONDS 0.05 /* of a round, at least */

extern const struct hilum_plugin hilum_plugin;

struct sample {
    struct hilum_view bytes;
    struct hilum_doc  doc;   /* as it was read */
    struct hilum_doc  built; /* the same without the texts of what has parts */
    struct hilum_view xml;
};

static struct harness er7, xml;
static bool           has_xml;
static struct sample  samples[MESSAGES];
static size_t         count;

/* ---- What is done --------------------------------------------------------- */

static void decode(struct sample *s)
{
    harness_build(&er7, s->bytes);
}

/* With a copy of the nodes, which is what messages carry. */
static void decode_and_keep(struct sample *s)
{
    harness_decode(&er7, s->bytes);
}

static void put(struct harness *h, struct hilum_doc doc)
{
    h->out.len = 0;
    h->part->encode(h->state, &h->call, doc, hilum_root(doc), &h->out);
}

static void encode_as_it_came(struct sample *s)
{
    put(&er7, s->doc);
}

static void encode_built(struct sample *s)
{
    put(&er7, s->built);
}

static void answer(struct sample *s)
{
    struct hilum_outcome o = {
        .size = sizeof o, .body = s->bytes, .doc = s->doc, .place = "", .reason = ""
    };

    er7.out.len = 0;
    er7.part->answer(er7.state, &er7.call, &o, &er7.out);
}

static void decode_xml(struct sample *s)
{
    harness_build(&xml, s->xml);
}

static void encode_xml(struct sample *s)
{
    put(&xml, s->doc);
}

/* ---- How long it takes ---------------------------------------------------- */

static const struct {
    const char *name;
    void (*once)(struct sample *);
    bool xml;
} works[] = {
    { "decode", decode, false },
    { "decode, document kept", decode_and_keep, false },
    { "encode what came", encode_as_it_came, false },
    { "encode what was built", encode_built, false },
    { "answer", answer, false },
    { "decode XML", decode_xml, true },
    { "encode XML", encode_xml, true },
};

/* The processor's time, as other programs may run beside. */
static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Seconds for all samples, one after the other. */
static double measure(void (*once)(struct sample *))
{
    double best = 1e9;

    for (int round = 0; round < ROUNDS; round++) {
        double from = now(), took;
        size_t n    = 0;

        do {
            for (size_t done = 0; done < OFTEN; done += count, n++)
                for (size_t i = 0; i < count; i++)
                    once(&samples[i]);
            took = now() - from;
        } while (took < SECONDS);
        if (took / (double)n < best)
            best = took / (double)n;
    }
    return best;
}

static void bench(const char *title)
{
    double bytes = 0, nodes = 0, n = (double)count;

    for (size_t i = 0; i < count; i++) {
        bytes += (double)samples[i].bytes.len;
        nodes += samples[i].doc.block->nodes;
    }
    printf("%s: %zu messages, %.0f bytes and %.0f nodes on average\n", title, count,
           bytes / n, nodes / n);
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        double s;

        if (works[i].xml && !has_xml)
            continue;
        s = measure(works[i].once);
        printf("  %-28s %10.0f ns %12.0f/s %8.1f MB/s\n", works[i].name, s / n * 1e9,
               n / s, bytes / s / 1e6);
    }
}

/* ---- Messages ------------------------------------------------------------- */

/* The last document is kept. */
static struct hilum_doc keep(struct harness *h)
{
    struct hilum_doc doc = h->doc;

    h->doc = (struct hilum_doc){ NULL, NULL };
    return doc;
}

/* The same document, made of leaves, as a step makes them. */
static struct hilum_doc rebuild(struct hilum_doc doc)
{
    struct hilum_block *block = malloc(doc.block->size);
    struct hilum_node  *nodes;

    if (!block)
        exit(EXIT_FAILURE);
    memcpy(block, doc.block, doc.block->size);
    nodes = (struct hilum_node *)(block + 1);
    for (uint32_t i = 0; i < block->nodes; i++)
        if (nodes[i].span > 1)
            nodes[i].flags = 0;
    return (struct hilum_doc){ block, doc.source };
}

static struct hilum_view copy(const struct hilum_buffer *b)
{
    char *to = malloc(b->len + 1);

    if (!to)
        exit(EXIT_FAILURE);
    memcpy(to, b->ptr, b->len);
    return (struct hilum_view){ to, b->len };
}

static void add(const char *path)
{
    struct sample *s = &samples[count];

    if (count == MESSAGES)
        return;
    s->bytes = harness_file(path);
    if (!s->bytes.ptr || harness_decode(&er7, s->bytes) != HILUM_OK) {
        printf("%s: %s %s\n", path, er7.where, er7.why);
        return;
    }
    s->doc   = keep(&er7);
    s->built = rebuild(s->doc);
    if (has_xml) {
        put(&xml, s->doc);
        s->xml = copy(&xml.out);
    }
    count++;
}

static void free_samples(void)
{
    for (size_t i = 0; i < count; i++) {
        free((void *)(uintptr_t)samples[i].bytes.ptr);
        free((void *)(uintptr_t)samples[i].doc.block);
        free((void *)(uintptr_t)samples[i].built.block);
        free((void *)(uintptr_t)samples[i].xml.ptr);
    }
}

/* ---- A large one ---------------------------------------------------------- */

static void large(void)
{
    static const char head[] =
        "MSH|^~\\&|DOC|HOSP|EHR|HOSP|20260324120000||MDM^T02^MDM_T02|L1|P|2.5.1\r"
        "OBX|1|ED|PDF^Letter^L||^application^pdf^Base64^";
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char                    *text = malloc(LARGE);
    const struct hilum_node *n;
    double                   best = 1e9;

    if (!text)
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < LARGE; i++)
        text[i] = letters[i * 7 % 64];
    memcpy(text, head, sizeof head - 1);
    memcpy(text + LARGE - 8, "||||||F\r", 8);
    for (int i = 0; i < ROUNDS; i++) {
        double from = now(), took;

        if (harness_decode(&er7, (struct hilum_view){ text, LARGE }) != HILUM_OK)
            exit(EXIT_FAILURE);
        took = now() - from;
        best = took < best ? took : best;
    }
    n = harness_node(&er7, "OBX-5.5");
    printf("50 MB with an embedded document: decoded in %.1f ms, %.1f GB/s; the document "
           "is %s, %u bytes were copied\n",
           best * 1e3, LARGE / best / 1e9,
           n && hilum_text(er7.doc, n).ptr == text + sizeof head - 1 ? "in its place"
                                                                     : "elsewhere",
           (unsigned)(er7.doc.block->size - er7.doc.block->heap));
    free(text);
}

int main(int argc, char **argv)
{
    harness_open(&er7);
    for (const struct hilum_part *const *p = hilum_plugin.parts; *p; p++)
        has_xml |= strcmp((*p)->name, "xml") == 0;
    if (has_xml)
        harness_open_part(&xml, "xml");
    for (int i = 2; i < argc; i++)
        add(argv[i]);
    if (count)
        bench(argv[1]);
    else if (argc == 1)
        large();
    free_samples();
    harness_close(&er7);
    if (has_xml)
        harness_close(&xml);
    return 0;
}
