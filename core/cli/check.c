/* check.c -- hilum check: what is wrong with a pipeline, before it runs. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "config/json.h"

#include <stdlib.h>

/* The expressions of tests are part of the pipeline. */
static void check_tests(struct cli_pipeline *p)
{
    for (size_t i = 0; i < p->spec->test_count; i++) {
        const struct yaml_node *list = p->spec->tests[i].expect;

        for (const struct yaml_node *x = list ? list->first : NULL; x; x = x->next) {
            struct problem why = { 0 };

            if (x->kind == YAML_TEXT && !x->broken &&
                !engine_expr(p->graph->engine, x->text.ptr, HILUM_VIEW("*"), &why))
                lines_blame(&p->doc->lines,
                            yaml_inside(p->doc, x, why.column ? why.column - 1 : 0), "%s",
                            why.what ? why.what : "memory is out");
        }
    }
}

static void put_json(struct json *to, const struct problem *p)
{
    json_begin(to, NULL, '{');
    json_text(to, "file", p->file ? p->file : "");
    json_int(to, "line", (int64_t)p->line);
    json_int(to, "column", (int64_t)p->column);
    json_text(to, "severity", p->warning ? "warning" : "error");
    json_text(to, "message", p->what);
    json_end(to, '{');
}

static bool check(struct engine *e, const char *path, struct json *json)
{
    struct cli_pipeline p;
    bool                ok = cli_pipeline_read(&p, e, path);

    if (p.graph)
        check_tests(&p);
    if (ok)
        graph_try(p.graph);
    ok = p.graph && p.problems.errors == 0;
    if (json)
        for (size_t i = 0; i < p.problems.count; i++)
            put_json(json, &p.problems.list[i]);
    else
        cli_problems(&p.problems);
    if (!json && ok)
        printf("%s: ok\n", path);
    cli_pipeline_free(&p);
    return ok;
}

int cli_check(int argc, char **argv)
{
    bool                as_json = argc > 1 && strcmp(argv[1], "--json") == 0;
    struct engine       e;
    struct hilum_buffer out;
    struct json         json = { .to = &out };
    bool                ok   = true;

    if (argc < 2 + as_json)
        return cli_misused("check", "name the pipelines");
    if (!cli_engine(&e))
        return CLI_COULD_NOT;
    buffer_init(&out, LIMIT_CONFIG);
    json_begin(&json, NULL, '[');
    for (int i = 1 + as_json; i < argc; i++)
        ok &= check(&e, argv[i], as_json ? &json : NULL);
    json_end(&json, '[');
    if (as_json)
        fwrite(out.ptr, 1, out.len, stdout);
    buffer_free(&out);
    engine_close(&e);
    return ok ? CLI_DONE : CLI_NO;
}
