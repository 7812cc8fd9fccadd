/* test.c -- hilum test: runs the tests that stand in pipelines. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "message/message.h"
#include "router/chain.h"

struct tester {
    struct cli_pipeline *pipeline;
    struct chain         chain;
    size_t               passed, failed;
};

HILUM_PRINTF(3)
static bool failed(struct tester *t, const struct yaml_node *at, const char *fmt, ...)
{
    struct arena     arena;
    struct problems  one   = { .arena = &arena };
    struct lines    *lines = &t->pipeline->doc->lines;
    struct problems *all   = lines->problems;
    va_list          ap;
    char            *what;

    arena_init(&arena, 1 << 20);
    va_start(ap, fmt);
    what = arena_vprintf(&arena, fmt, ap);
    va_end(ap);
    lines->problems = &one;
    lines_blame(lines, at->at, "%s", what ? what : "it failed");
    lines->problems = all;
    cli_problems(&one);
    arena_free(&arena);
    return false;
}

/* Does the expectation hold on a message that reaches the sinks behind all
 * steps?  One is enough. */
static bool holds(struct tester *t, const struct expr *x, const struct chain_result *r,
                  bool *erred)
{

    for (size_t i = 0; i < r->count; i++)
        if (t->pipeline->graph->sinks[r->outputs[i].sink].point ==
                t->pipeline->graph->step_count &&
            engine_holds(&t->chain.own, x, message_doc(r->outputs[i].message), erred))
            return true;
    return false;
}

static bool expectations(struct tester *t, const struct spec_test *test,
                         const struct chain_result *r)
{
    struct engine *e  = t->pipeline->graph->engine;
    bool           ok = true;

    for (const struct yaml_node *n = test->expect ? test->expect->first : NULL; n;
         n                         = n->next) {
        struct problem     why   = { 0 };
        const struct expr *x     = engine_expr(e, n->text.ptr, HILUM_VIEW("*"), &why);
        bool               erred = false;

        call_begin(&t->chain.own, NULL);
        if (!x)
            ok = failed(t, n, "%s", why.what ? why.what : "memory is out");
        else if (!holds(t, x, r, &erred))
            ok = failed(
                t, n, erred ? "%s: it cannot be evaluated: %s" : "%s: it does not hold%s",
                test->name, erred ? t->chain.own.reason : "");
    }
    return ok;
}

static bool verdict(struct tester *t, const struct spec_test *test,
                    struct chain_result *r)
{
    static const char *const names[] = {
        [SPEC_OK] = "ok", [SPEC_FILTERED] = "filtered", [SPEC_REJECT] = "reject"
    };
    enum spec_verdict got = r->verdict != HILUM_OK ? SPEC_REJECT
                            : r->count             ? SPEC_OK
                                                   : SPEC_FILTERED;

    if ((int64_t)got == test->expect_verdict)
        return true;
    if (got == SPEC_REJECT)
        return failed(t, test->node, "%s: it was refused at %s: %s", test->name, r->place,
                      r->reason);
    return failed(t, test->node, "%s: the verdict is %s, not %s", test->name, names[got],
                  names[test->expect_verdict]);
}

/* The message of a test; NULL: it was said why, or (refused) it is what the
 * test expects. */
static struct hilum_msg *message(struct tester *t, const struct spec_test *test,
                                 bool *refused)
{
    struct codec       *codec = t->pipeline->graph->source.codec;
    struct hilum_buffer bytes = { 0 };
    struct hilum_msg   *m;
    bool                file = *test->input;

    *refused = false;
    if (file && !cli_read(test->input, &bytes))
        return NULL;
    call_begin(&t->chain.own, NULL);
    m = engine_message(t->pipeline->graph->engine, &t->chain.own, codec,
                       file ? hilum_buffer_view(&bytes) : hilum_view(test->message));
    if (file)
        buffer_free(&bytes);
    if (m)
        return m;
    *refused = test->expect_verdict == SPEC_REJECT;
    if (!*refused)
        failed(t, test->node, "%s: it cannot be read, at %s: %s", test->name,
               t->chain.own.place, t->chain.own.reason);
    return NULL;
}

static bool run_test(struct tester *t, const struct spec_test *test)
{
    struct chain_result r;
    bool                ok;
    struct hilum_msg   *m = message(t, test, &ok);

    if (!m)
        return ok;
    chain_run(&t->chain, m, UINT32_MAX, &r);
    ok = verdict(t, test, &r) && expectations(t, test, &r);
    chain_release(&r);
    message_unref(m);
    return ok;
}

static bool test_file(struct engine *e, const char *path, size_t *passed,
                      size_t *failures)
{
    struct cli_pipeline p;
    struct tester       t  = { .pipeline = &p };
    bool                ok = cli_pipeline_read(&p, e, path);

    ok = ok && (!p.graph->source.part || chain_open(&t.chain, p.graph));
    cli_problems(&p.problems);
    for (size_t i = 0; ok && i < p.spec->test_count && p.graph->source.part; i++) {
        bool good = run_test(&t, &p.spec->tests[i]);

        printf("%s: %s: %s\n", path, good ? "ok" : "not ok", p.spec->tests[i].name);
        ++*(good ? passed : failures);
    }
    if (t.chain.graph)
        chain_close(&t.chain);
    cli_pipeline_free(&p);
    return ok;
}

int cli_test(int argc, char **argv)
{
    struct engine e;
    size_t        passed = 0, failures = 0;
    bool          ok = true;

    if (argc < 2)
        return cli_misused("test", "name the pipelines");
    if (!cli_engine(&e))
        return CLI_COULD_NOT;
    for (int i = 1; i < argc; i++)
        ok &= test_file(&e, argv[i], &passed, &failures);
    printf("%zu passed, %zu failed\n", passed, failures);
    engine_close(&e);
    return ok && !failures ? CLI_DONE : CLI_NO;
}
