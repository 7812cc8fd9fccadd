/* evaluate.c -- an expression and what it gives, as text, for tests in tables. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include "expr/expr.h"

#include <stdio.h>
#include <stdlib.h>

static char said[4096];

static void say(struct hilum_view text)
{
    size_t used = strlen(said);

    snprintf(said + used, sizeof said - used, "%.*s", (int)text.len, text.ptr);
}

static void say_problem(const char *kind, const struct problem *p)
{
    snprintf(said, sizeof said, "%s %zu: %s", kind, p->column, p->what);
}

const char *evaluate(struct hilum_doc doc, const char *expression)
{
    struct problem      problem = { 0 };
    struct arena        arena;
    struct expr_context ctx = { .arena = &arena, .doc = doc, .name_text = outline_name };
    uint32_t            model = doc.block ? doc.block->model : 0;
    const struct expr  *e;
    struct expr_result  result;

    arena_init(&arena, 64 << 20);
    said[0] = '\0';
    e       = expr_compile(&arena, expression, strlen(expression), model, &problem);
    if (!e)
        say_problem("mistake", &problem);
    else if (!expr_eval(e, &ctx, hilum_root(doc), &result, &problem))
        say_problem("error", &problem);
    else
        for (size_t i = 0; i < result.count; i++) {
            if (i)
                say(HILUM_VIEW(", "));
            say(expr_text(&ctx, &result.items[i]));
        }
    arena_free(&arena);
    return said;
}

void expect(struct hilum_doc doc, const struct expectation *e)
{
    const char *gives = evaluate(doc, e->expression);

    ck_assert_msg(strcmp(gives, e->gives) == 0, "%s\n  gives    %s\n  and not  %s",
                  e->expression, gives, e->gives);
}

int run_cases(const char *name, TCase *t)
{
    Suite   *suite = suite_create(name);
    SRunner *runner;
    int      failed;

    suite_add_tcase(suite, t);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
