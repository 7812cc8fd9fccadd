/* expr_bench.c -- how long an expression takes on a small message or resource. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     expr_bench                               on a message and a resource of its own
 *     expr_bench BUNDLE.json EXPRESSIONS.tsv   lines TYPE TAB EXPRESSION, each on the
 *                                              first resource of its type in the Bundle
 */
#include "base/clock.h"
#include "expr/expr.h"
#include "plugin/codec.h"
#include "plugin/engine.h"

#include "../core/expr/outline.h"

#include <stdio.h>
#include <stdlib.h>

static const char message[] =
    "ADT_A01\n"
    "  MSH\n    1 = |\n    2 = ^~\\\\&\n    3 = ADT\n    4 = WARD\n    5 = LAB\n    6 = "
    "LAB\n"
    "    7 = 20260101\n    9\n      1 = ADT\n      2 = A01\n    10 = 1\n    11 = P\n"
    "    12 = 2.5.1\n"
    "  EVN\n    1 = A01\n    2 = 20260101\n"
    "  PID\n    1 = 1\n    3\n      1 = 123\n      4 = W\n      5 = MR\n"
    "    3\n      1 = 456\n      4\n        1 = X\n        2 = 1.2.3\n        3 = ISO\n"
    "    5\n      1 = DOE\n      2 = JOHN\n    7 = 19610615\n    8 = M\n"
    "  PV1\n    1 = 1\n    2 = I\n    3 = W2\n"
    "  OBX\n    1 = 1\n    2 = NM\n    5 = 7.1\n    8 = H\n"
    "  OBX\n    1 = 2\n    2 = NM\n    5 = 5.2\n";

static const char patient[] =
    "Patient:Patient\n  id:id = example\n"
    "  identifier:Identifier\n    use:code = usual\n    system:uri = urn:oid:1.2.3\n"
    "    value:string = 12345\n"
    "  active:boolean = true\n"
    "  name:HumanName\n    use:code = official\n    family:string = Doe\n"
    "    given:string = John\n    given:string = James\n"
    "  name:HumanName\n    use:code = usual\n    given:string = Jim\n"
    "  gender:code = male\n  birthDate:date = 1974-12-25\n"
    "  managingOrganization:Reference\n    reference:string = Organization/1\n";

struct subject {
    const char *model, *text;
};

static const struct {
    bool        fhir;
    const char *text;
} cases[] = {
    { false, "MSH-9.1 != 'ADT'" },
    { false, "PID-3[2].4.1 = 'X' and PV1-2 = 'I'" },
    { false, "PID-3.1" },
    { false, "OBX.where(OBX-8 = 'H').exists()" },
    { true, "Patient.birthDate" },
    { true, "Patient.name.given" },
    { true, "Patient.birthDate = @1974-12-25" },
    { true, "Patient.name.where(use = 'official').family" },
    { true, "Patient.managingOrganization.where(resolve() is Organization)" },
};

/* Nanoseconds for one evaluation, from enough of them to fill 0.2 s; the best of
 * five.  Below 0: it erred. */
static double measure(const struct expr *e, struct expr_context *ctx,
                      const struct hilum_node *at)
{
    double best = 0;

    for (int round = 0; round < 5; round++) {
        int64_t begin = clock_nanos(), took;
        size_t  count = 0;

        do {
            for (int i = 0; i < 1000; i++) {
                struct expr_result result;
                struct problem     problem;

                if (!expr_eval(e, ctx, at, &result, &problem))
                    return -1;
                arena_reset(ctx->arena);
            }
            count += 1000;
            took = clock_nanos() - begin;
        } while (took < 200000000);
        if (round == 0 || (double)took / (double)count < best)
            best = (double)took / (double)count;
    }
    return best;
}

static bool bench(struct hilum_doc doc, const struct hilum_node *at, const char *text)
{
    struct arena        compiled, scratch;
    struct expr_context ctx = { .arena = &scratch, .doc = doc, .resource = at };
    struct problem      problem;
    const struct expr  *e;

    arena_init(&compiled, 1 << 20);
    arena_init(&scratch, 64 << 20);
    e = expr_compile(&compiled, text, strlen(text), doc.block->model, &problem);
    if (e)
        printf("%8.1f ns  %s\n", measure(e, &ctx, at), text);
    arena_free(&compiled);
    arena_free(&scratch);
    return e != NULL;
}

static int bench_own(void)
{
    struct hilum_doc docs[] = { outline_read(message, "hl7v2"),
                                outline_read(patient, "fhir") };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!bench(docs[cases[i].fhir], hilum_root(docs[cases[i].fhir]), cases[i].text))
            return EXIT_FAILURE;
    outline_free(docs[0]);
    outline_free(docs[1]);
    return EXIT_SUCCESS;
}

/* ---- A Bundle from a file -------------------------------------------------------- */

/* A whole file, with a NUL behind it. */
static struct hilum_view read_file(const char *path)
{
    FILE  *file = fopen(path, "rb");
    char  *text;
    size_t len;

    if (!file || fseek(file, 0, SEEK_END) != 0)
        return (struct hilum_view){ NULL, 0 };
    len = (size_t)ftell(file);
    rewind(file);
    text = calloc(1, len + 1);
    if (!text || fread(text, 1, len, file) != len)
        len = 0;
    fclose(file);
    return (struct hilum_view){ text, len };
}

static const struct hilum_node *find(const struct hilum_node *root, uint32_t type)
{
    for (uint32_t i = 0; i < root->span; i++)
        if (root[i].type == type)
            return root + i;
    return NULL;
}

/* Every line of the list; *at is its start, and is moved on. */
static bool bench_line(struct hilum_doc doc, char **at)
{
    char                    *line = *at, *tab = strchr(line, '\t');
    const struct hilum_node *node;

    if (!tab)
        return false;
    *at = tab + strcspn(tab, "\n");
    *at += **at == '\n';
    if ((*at)[-1] == '\n')
        (*at)[-1] = '\0';
    node = find(hilum_root(doc), hilum_name(line, (size_t)(tab - line)));
    return !node || bench(doc, node, tab + 1);
}

static int bench_files(const char *bundle, const char *list)
{
    struct engine_options options = { .plugins = getenv("HILUM_PLUGINS"),
                                      .schemas = getenv("HILUM_SCHEMAS") };
    struct hilum_view     bytes = read_file(bundle), lines = read_file(list);
    char                 *at = (char *)(uintptr_t)lines.ptr;
    struct hilum_block   *block;
    struct engine         engine;
    struct codec         *codec;
    struct call           call;
    bool                  good = true;

    if (!bytes.len || !lines.len || !options.plugins || !engine_open(&engine, &options))
        return EXIT_FAILURE;
    codec = codec_find(&engine, HILUM_VIEW("fhir/json"));
    if (!codec)
        return EXIT_FAILURE;
    call_init(&call, &engine);
    call_begin(&call, NULL);
    block = engine_decode(&engine, &call, codec, bytes);
    while (block && good && *at)
        good = bench_line((struct hilum_doc){ block, bytes.ptr }, &at);
    good = good && block;
    free(block);
    call_free(&call);
    engine_close(&engine);
    free((void *)(uintptr_t)bytes.ptr);
    free((void *)(uintptr_t)lines.ptr);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    return argc == 3 ? bench_files(argv[1], argv[2]) : bench_own();
}
