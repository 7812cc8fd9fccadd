/* definitions_run.c -- compiles, checks and evaluates the expressions of definitions. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     definitions_run PLUGINS SCHEMAS EXPRESSIONS FILE...
 *
 * EXPRESSIONS has lines TYPE TAB ELEMENT TAB KEY TAB EXPRESSION: each is compiled, is
 * checked against the type (of the element, where one is named), and is evaluated at
 * every such place of the resources in the files.  definitions.py calls this.
 */
#include "expr/model_types.h"
#include "message/name.h"
#include "plugin/codec.h"
#include "plugin/engine.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_EXPRESSIONS = 8192, MOST_LINE = 16384 };

struct expression {
    uint16_t           type;
    uint32_t           element; /* 0: the type itself */
    const char        *key;
    const struct expr *e;
};

static struct arena             arena;
static const struct expr_model *model;
static struct expression        expressions[MOST_EXPRESSIONS];
static size_t                   count;
static size_t                   failed, evaluated, unfulfilled;

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

static void complain(const char *what, const struct expression *x,
                     const struct problem *why)
{
    struct hilum_view type = model->types[x->type].name;

    printf("%s: %.*s %s: column %zu: %s\n", what, (int)type.len, type.ptr, x->key,
           why->column, why->what);
    failed++;
}

/* Does it say nothing that the model does not know of? */
static void check(const struct expression *x)
{
    uint16_t       type = x->type;
    struct problem why;

    if (x->element) {
        const struct model_element *e = model_element(model, type, x->element);

        if (!e || e->count != 1)
            return;
        type = model->uses[e->first];
    }
    if (!expr_check(&arena, x->e, model, model->types[type].name, &why))
        complain("check", x, &why);
}

static void add(char *line)
{
    char              *parts[4] = { line, NULL, NULL, NULL };
    struct expression *x        = &expressions[count];
    struct problem     why;

    line[strcspn(line, "\n")] = '\0';
    for (int i = 1; i < 4; i++) {
        parts[i] = strchr(parts[i - 1], '\t');
        if (!parts[i] || count == MOST_EXPRESSIONS)
            exit(EXIT_FAILURE);
        *parts[i]++ = '\0';
    }
    x->type    = model_find(model, hilum_name(parts[0], strlen(parts[0])), false);
    x->element = parts[1][0] ? hilum_name(parts[1], strlen(parts[1])) : 0;
    x->key     = arena_text(&arena, parts[2], strlen(parts[2]));
    if (x->type == MODEL_NO_TYPE) {
        printf("no type: %s\n", parts[0]);
        failed++;
        return;
    }
    x->e = expr_compile(&arena, parts[3], strlen(parts[3]), HILUM_NAME("fhir"), &why);
    if (!x->e) {
        complain("compile", x, &why);
        return;
    }
    check(x);
    count++;
}

static void evaluate(const struct expression *x, struct expr_context *ctx,
                     const struct hilum_node *at, const char *path)
{
    struct expr_result result;
    struct problem     why;

    evaluated++;
    if (!expr_eval(x->e, ctx, at, &result, &why)) {
        complain(path, x, &why);
        return;
    }
    if (result.count == 1 && result.items[0].kind == EXPR_BOOLEAN &&
        !result.items[0].number && x->key[0] != '=') {
        printf("unfulfilled: %s %s\n", x->key, path);
        unfulfilled++;
    }
}

/* Evaluates all that belongs to a node of a type. */
static void evaluate_all(uint16_t type, struct expr_context *ctx,
                         const struct hilum_node *node, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        const struct expression *x = &expressions[i];

        if (!model_is(model, type, x->type))
            continue;
        if (!x->element)
            evaluate(x, ctx, node, path);
        else
            hilum_each(child, node) if (child->name == x->element)
                evaluate(x, ctx, child, path);
        arena_reset(ctx->arena);
    }
}

/* Visits a node and what is below it; the depth of a document bounds the recursion. */
static void visit(uint16_t type, struct expr_context *ctx, const struct hilum_node *node,
                  const char *path)
{
    const struct hilum_node *resource = ctx->resource;

    if (type == MODEL_NO_TYPE)
        return;
    if (model->types[type].kind == MODEL_RESOURCE)
        ctx->resource = node;
    evaluate_all(type, ctx, node, path);
    hilum_each(child, node)
    {
        const struct model_element *e     = model_element(model, type, child->name);
        uint16_t                    below = model_find(model, child->type, false);

        if (e && e->count == 1 &&
            model->types[model->uses[e->first]].kind != MODEL_ABSTRACT)
            below = model->uses[e->first];
        visit(below, ctx, child, path);
    }
    ctx->resource = resource;
}

static void run(struct engine *engine, struct codec *codec, const char *path)
{
    struct hilum_view   bytes = read_file(path);
    struct call         call;
    struct arena        scratch;
    struct expr_context ctx = { .arena = &scratch, .name_text = name_text };
    struct hilum_block *block;

    call_init(&call, engine);
    call_begin(&call, NULL);
    block = engine_decode(engine, &call, codec, bytes);
    if (!block) {
        printf("decode: %s: %s %s\n", path, call.place, call.reason);
        failed++;
    } else {
        ctx.doc = (struct hilum_doc){ block, bytes.ptr };
        arena_init(&scratch, 256u << 20);
        visit(model_find(model, hilum_root(ctx.doc)->type, false), &ctx,
              hilum_root(ctx.doc), path);
        arena_free(&scratch);
    }
    free(block);
    call_free(&call);
    free((void *)(uintptr_t)bytes.ptr);
}

int main(int argc, char **argv)
{
    struct engine_options options = { 0 };
    static char           line[MOST_LINE];
    static char           table[4096];
    struct engine         engine;
    struct codec         *codec;
    struct problem        why;
    FILE                 *list;

    if (argc < 4)
        return EXIT_FAILURE;
    options.plugins = argv[1];
    options.schemas = argv[2];
    arena_init(&arena, 512u << 20);
    snprintf(table, sizeof table, "%s/fhir/r4/elements", argv[2]);
    model = expr_model_load(&arena, read_file(table), &why);
    list  = fopen(argv[3], "r");
    if (!model || !list || !engine_open(&engine, &options))
        return EXIT_FAILURE;
    while (fgets(line, sizeof line, list))
        add(line);
    printf("%zu expressions compiled\n", count);
    codec = codec_find(&engine, HILUM_VIEW("fhir/json"));
    for (int i = 4; codec && i < argc; i++)
        run(&engine, codec, argv[i]);
    printf("%zu evaluations on %d resources, %zu failures, %zu unfulfilled\n", evaluated,
           argc - 4, failed, unfulfilled);
    fclose(list);
    engine_close(&engine);
    arena_free(&arena);
    return failed || !codec ? EXIT_FAILURE : EXIT_SUCCESS;
}
