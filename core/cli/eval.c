/* eval.c -- hilum eval: FHIRPath, or HL7 paths, on a message or on nothing. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "expr/expr.h"
#include "message/name.h"

struct request {
    const char *from, *expr, *path;
    bool        typed;
};

static bool parse(int argc, char **argv, struct request *r)
{
    *r = (struct request){ 0 };
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--type") == 0)
            r->typed = true;
        else if (strcmp(argv[i], "--from") == 0 && i + 1 < argc)
            r->from = argv[++i];
        else if (!r->expr)
            r->expr = argv[i];
        else if (!r->path)
            r->path = argv[i];
        else
            return false;
    }
    return r->expr != NULL;
}

/* FHIRPath's dates and times begin with an at sign, times with a T after it. */
static const char *sigil(const struct expr_item *item)
{
    return item->kind == EXPR_DATE || item->kind == EXPR_DATETIME ? "@"
           : item->kind == EXPR_TIME                              ? "@T"
                                                                  : "";
}

static void print(const struct expr_context *ctx, const struct expr_item *item,
                  bool typed)
{
    struct hilum_view type = name_text(expr_type(item)), text = expr_text(ctx, item);

    if (typed)
        printf("%.*s\t%s", (int)type.len, type.ptr, sigil(item));
    printf("%.*s\n", (int)text.len, text.ptr);
}

static int eval(struct engine *e, const struct request *r, const struct cli_message *m)
{
    struct hilum_view   model = m ? hilum_view(codec_part(m->codec)->part.produces) : HILUM_VIEW("*");
    struct problem      why   = { 0 };
    const struct expr  *x     = engine_expr(e, r->expr, model, &why);
    struct arena        arena;
    struct expr_result  result;
    struct expr_context ctx = { .arena = &arena, .name_text = name_text };
    bool                ok;

    if (!x)
        return cli_failed("column %zu: %s", why.column,
                          why.what ? why.what : "memory is out");
    arena_init(&arena, LIMIT_SCRATCH);
    if (m)
        ctx.doc = cli_doc(m);
    ok = expr_eval(x, &ctx, hilum_root(ctx.doc), &result, &why);
    for (size_t i = 0; ok && i < result.count; i++)
        print(&ctx, &result.items[i], r->typed);
    if (!ok)
        cli_failed("column %zu: %s", why.column, why.what ? why.what : "memory is out");
    arena_free(&arena);
    return ok ? CLI_DONE : CLI_COULD_NOT;
}

static int eval_on(struct engine *e, const struct request *r)
{
    struct hilum_buffer bytes;
    struct cli_message  m;
    int                 code = CLI_NO;

    if (!cli_read(r->path, &bytes))
        return CLI_COULD_NOT;
    if (cli_decode(e, r->path, r->from, hilum_buffer_view(&bytes), &m)) {
        code = eval(e, r, &m);
        cli_message_free(&m);
    }
    buffer_free(&bytes);
    return code;
}

int cli_eval(int argc, char **argv)
{
    /* The types of values have names that no codec makes known. */
    static const char *const types[] = { "boolean", "integer",  "decimal", "string",
                                         "date",    "dateTime", "time",    "Quantity" };
    struct request           r;
    struct engine            e;
    int                      code;

    if (!parse(argc, argv, &r))
        return cli_misused("eval", "give an expression, and at most one file");
    if (!cli_engine(&e))
        return CLI_COULD_NOT;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        name_add(types[i], strlen(types[i]));
    code = r.path ? eval_on(&e, &r) : eval(&e, &r, NULL);
    engine_close(&e);
    return code;
}
