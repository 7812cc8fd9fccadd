/* suite_run.c -- evaluates the cases that suites.py sends, and says what they give. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes in: lines, each followed by as many bytes as its last number says.
 *
 *   table BYTES                     the table of types, for static checks
 *   doc NAME MODEL BYTES            a document as an outline
 *   constant KIND NAME BYTES        a constant of the next case; KIND as in a literal,
 *                                   or a number: that node of the next case's document
 *   case DOC NODE TYPE BYTES        an expression at a node; with a TYPE other than -
 *                                   it is checked against that type and not evaluated
 *
 * What goes out, for each case: `gives COUNT` and so many lines `TYPE TAB TEXT`, a
 * node with children as `node TAB NUMBER`; or `mistake COLUMN TEXT` where it does
 * not compile, `error COLUMN TEXT` where it errs.
 */
#include "expr/expr.h"
#include "expr/model.h"

#include "outline.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_DOCS = 512, MOST_CONSTANTS = 16, MOST_NAME = 256 };

static struct {
    char             name[MOST_NAME];
    struct hilum_doc doc;
} docs[MOST_DOCS];

static size_t                   doc_count;
static const struct expr_model *model;
static struct expr_constant     constants[MOST_CONSTANTS];
static char                     constant_kinds[MOST_CONSTANTS][MOST_NAME];
static size_t                   constant_count;

/* So many bytes of the input, and the line feed behind them. */
static char *take(size_t len)
{
    char *text = calloc(1, len + 1);

    if (!text || fread(text, 1, len, stdin) != len)
        exit(EXIT_FAILURE);
    getchar();
    return text;
}

static struct hilum_doc find_doc(const char *name)
{
    for (size_t i = 0; i < doc_count; i++)
        if (strcmp(docs[i].name, name) == 0)
            return docs[i].doc;
    return (struct hilum_doc){ 0 };
}

static void say(struct hilum_view text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n')
            fputs("\\n", stdout);
        else if (text.ptr[i] == '\\')
            fputs("\\\\", stdout);
        else
            putchar(text.ptr[i]);
    }
    putchar('\n');
}

static void say_item(const struct expr_context *ctx, const struct expr_item *item)
{
    static const char *const types[] = {
        [EXPR_BOOLEAN] = "boolean", [EXPR_INTEGER] = "integer",
        [EXPR_DECIMAL] = "decimal", [EXPR_STRING] = "string",
        [EXPR_DATE] = "date",       [EXPR_DATETIME] = "dateTime",
        [EXPR_TIME] = "time",       [EXPR_QUANTITY] = "Quantity",
        [EXPR_TYPE] = "TypeInfo",   [EXPR_TARGET] = "target",
    };

    if (item->kind == EXPR_NODE) {
        printf("node\t%zu\n", (size_t)(item->node - hilum_root(ctx->doc)));
        return;
    }
    printf("%s\t", types[item->kind]);
    say(expr_text(ctx, item));
}

/* Constants are given as expressions, or as nodes. */
static void read_constants(struct expr_context *ctx)
{
    for (size_t i = 0; i < constant_count; i++) {
        struct problem     why;
        struct expr_result result = { 0 };
        const char        *text   = constants[i].value.text;
        const struct expr *e      = expr_compile(ctx->arena, text, strlen(text), 0, &why);

        if (!e || !expr_eval(e, ctx, hilum_root(ctx->doc), &result, &why))
            continue;
        constants[i].items = result.items;
        constants[i].count = result.count;
        constants[i].many  = true;
    }
    ctx->constants      = constants;
    ctx->constant_count = constant_count;
}

static void run(struct hilum_doc doc, size_t node, const char *type, const char *text)
{
    struct arena        arena;
    struct problem      why = { 0 };
    struct expr_result  result;
    struct expr_context ctx = { .arena = &arena, .doc = doc, .name_text = outline_name };
    const struct expr  *e;

    arena_init(&arena, 256 << 20);
    read_constants(&ctx);
    e = expr_compile(&arena, text, strlen(text), doc.block ? doc.block->model : 1, &why);
    if (!e) {
        printf("mistake %zu %s\n", why.column, why.what);
    } else if (strcmp(type, "-") != 0) {
        if (model && expr_check(&arena, e, model, hilum_view(type), &why))
            printf("gives 0\n");
        else
            printf("mistake %zu %s\n", why.column, why.what);
    } else if (!expr_eval(e, &ctx, doc.block ? hilum_root(doc) + node : NULL, &result,
                          &why)) {
        printf("error %zu %s\n", why.column, why.what);
    } else {
        printf("gives %zu\n", result.count);
        for (size_t i = 0; i < result.count; i++)
            say_item(&ctx, &result.items[i]);
    }
    arena_free(&arena);
}

static bool one(char *line)
{
    char   a[MOST_NAME], b[MOST_NAME], c[MOST_NAME];
    size_t len;

    if (sscanf(line, "table %zu", &len) == 1) {
        static struct arena arena;
        struct problem      why;

        arena_init(&arena, 16 << 20);
        model = expr_model_load(&arena, hilum_view(take(len)), &why);
    } else if (sscanf(line, "doc %255s %255s %zu", a, b, &len) == 3 &&
               doc_count < MOST_DOCS) {
        snprintf(docs[doc_count].name, MOST_NAME, "%s", a);
        docs[doc_count++].doc = outline_read(take(len), b);
    } else if (sscanf(line, "constant %255s %zu", constant_kinds[constant_count], &len) ==
                   2 &&
               constant_count < MOST_CONSTANTS - 1) {
        char *name = constant_kinds[constant_count];

        for (char *at = name; *at; at++)
            *at = *at == '\x01' ? ' ' : *at;
        constants[constant_count] =
            (struct expr_constant){ .name = hilum_view(name), .value.text = take(len) };
        constant_count++;
    } else if (sscanf(line, "case %255s %255s %255s %zu", a, b, c, &len) == 4) {
        char *text = take(len);

        run(find_doc(a), (size_t)strtoull(b, NULL, 10), c, text);
        free(text);
        constant_count = 0;
    } else {
        return false;
    }
    return true;
}

int main(void)
{
    char line[4 * MOST_NAME];

    while (fgets(line, sizeof line, stdin)) {
        if (!one(line)) {
            fprintf(stderr, "not understood: %s", line);
            return EXIT_FAILURE;
        }
        fflush(stdout);
    }
    return EXIT_SUCCESS;
}
