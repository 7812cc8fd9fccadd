/* machine_test.c -- evaluating: bounds, contexts, and threads that share. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include "expr/expr.h"
#include "expr/types.h"

#include <pthread.h>
#include <stdlib.h>

static struct hilum_doc none;

START_TEST(a_bomb_ends_with_an_error)
{
    static const char *const bombs[] = {
        "1.repeat($this + 1).count()",
        "1.repeat($this + 1 | $this + 2).count()",
        "'aaaaaaaa'.repeat($this + $this).count()",
        "(1|2|3|4|5|6|7|8|9).select((1|2|3|4|5|6|7|8|9).select((1|2|3|4|5|6|7|8|9)."
        "select("
        "(1|2|3|4|5|6|7|8|9).select((1|2|3|4|5|6|7|8|9).select((1|2|3|4|5|6|7|8|9)."
        "select("
        "(1|2|3|4|5|6|7|8|9).select((1|2|3|4|5|6|7|8|9)))))))).count()",
    };

    ck_assert_int_eq(strncmp(evaluate(none, bombs[_i]), "error ", 6), 0);
}
END_TEST

START_TEST(many_items_move_the_stack)
{
    ck_assert_str_eq(evaluate(none, "1.repeat(iif($this < 500, $this + 1, {})).count()"),
                     "499");
    ck_assert_str_eq(
        evaluate(
            none,
            "1.repeat(iif($this < 500, $this + 1, {})).aggregate($this + $total, 0)"),
        "125249");
}
END_TEST

START_TEST(a_condition_holds_or_not_or_errs)
{
    static const struct {
        const char     *text;
        enum expr_truth holds;
    } rows[] = {
        { "true", EXPR_TRUE },     { "false", EXPR_FALSE }, { "{}", EXPR_FALSE },
        { "'a'", EXPR_TRUE },      { "1 = 2", EXPR_FALSE }, { "1 | 2", EXPR_ERROR },
        { "1 < 'a'", EXPR_ERROR },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct problem      problem = { 0 };
        struct arena        arena;
        struct expr_context ctx = { .arena = &arena };
        const struct expr  *e;

        arena_init(&arena, 1 << 20);
        e = expr_compile(&arena, rows[i].text, strlen(rows[i].text), 0, &problem);
        ck_assert_ptr_nonnull(e);
        ck_assert_int_eq(expr_holds(e, &ctx, NULL, &problem), rows[i].holds);
        if (rows[i].holds == EXPR_ERROR)
            ck_assert_ptr_nonnull(problem.what);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(a_context_brings_constants)
{
    struct problem             problem = { 0 };
    struct arena               arena;
    const struct expr_constant seven = { .name  = HILUM_VIEW("seven"),
                                         .value = { .kind = EXPR_INTEGER, .number = 7 } };
    struct expr_context        ctx   = { .arena          = &arena,
                                         .constants      = &seven,
                                         .constant_count = 1 };
    struct expr_result         result;
    const struct expr         *e;

    arena_init(&arena, 1 << 20);
    e = expr_compile(&arena, "%seven * 6", 10, 0, &problem);
    ck_assert_ptr_nonnull(e);
    ck_assert(expr_eval(e, &ctx, NULL, &result, &problem));
    ck_assert_uint_eq(result.count, 1);
    ck_assert_int_eq(result.items[0].number, 42);
    ck_assert_uint_eq(expr_type(&result.items[0]), HILUM_NAME("integer"));
    arena_free(&arena);
}
END_TEST

static const struct expr *shared;
static struct hilum_doc   shared_doc;

static void *evaluate_often(void *unused)
{
    struct arena   arena;
    struct problem problem;
    size_t         right = 0;

    (void)unused;
    arena_init(&arena, 1 << 20);
    for (int i = 0; i < 2000; i++) {
        struct expr_context ctx = { .arena = &arena, .doc = shared_doc };

        right += expr_holds(shared, &ctx, hilum_root(shared_doc), &problem) == EXPR_TRUE;
        arena_reset(&arena);
    }
    arena_free(&arena);
    return (void *)(uintptr_t)right;
}

START_TEST(threads_share_an_expression)
{
    static const char text[] = "name.where(use = 'a').given.upper() = 'B'";
    struct arena      arena;
    struct problem    problem;
    pthread_t         threads[4];

    arena_init(&arena, 1 << 20);
    shared_doc = outline_read("P:P\n  name\n    use = a\n    given = b\n", "fhir");
    shared     = expr_compile(&arena, text, sizeof text - 1, 0, &problem);
    ck_assert_ptr_nonnull(shared);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, evaluate_often, NULL), 0);
    for (int i = 0; i < 4; i++) {
        void *right;

        pthread_join(threads[i], &right);
        ck_assert_uint_eq((uintptr_t)right, 2000);
    }
    arena_free(&arena);
    outline_free(shared_doc);
}
END_TEST

START_TEST(the_ids_of_types_are_those_of_their_names)
{
    static const char *const names[] = {
        "base64Binary",
        "boolean",
        "canonical",
        "code",
        "date",
        "dateTime",
        "decimal",
        "id",
        "instant",
        "integer",
        "integer64",
        "markdown",
        "oid",
        "positiveInt",
        "string",
        "time",
        "unsignedInt",
        "uri",
        "url",
        "uuid",
        "xhtml",
        "Quantity",
        "Age",
        "Count",
        "Distance",
        "Duration",
        "MoneyQuantity",
        "SimpleQuantity",
        "BackboneElement",
        "Dosage",
        "Timing",
        "Reference",
        "Bundle",
        "Binary",
        "Parameters",
        "DomainResource",
        "Element",
        "Resource",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint32_t id   = hilum_name(names[i], strlen(names[i]));
        uint32_t base = type_base(id);

        ck_assert(hilum_is(type_text(id), names[i]));
        ck_assert_msg(base == 0 || type_text(base).len > 0, "the base of %s", names[i]);
    }
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("machine");

    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_bomb_ends_with_an_error, 0, 4);
    tcase_add_test(t, many_items_move_the_stack);
    tcase_add_test(t, a_condition_holds_or_not_or_errs);
    tcase_add_test(t, a_context_brings_constants);
    tcase_add_test(t, threads_share_an_expression);
    tcase_add_test(t, the_ids_of_types_are_those_of_their_names);
    return run_cases("machine", t);
}
