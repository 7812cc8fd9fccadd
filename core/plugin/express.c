/* express.c -- expressions as a service to plugins and to the router. */
/* SPDX-License-Identifier: Apache-2.0 */
/* Locking.  `lock` guards the arena in which expressions are compiled; compiled
 * ones are never written again. */
#include "expr/model.h"

#include "message/name.h"
#include "plugin/engine.h"
#include "plugin/host.h"

#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

const struct expr *engine_expr(struct engine *e, const char *text,
                               struct hilum_view model, struct problem *why)
{
    uint32_t           name = hilum_is(model, "*") ? 0 : hilum_name(model.ptr, model.len);
    const struct expr *x;

    pthread_mutex_lock(&lock);
    x = expr_compile(&e->exprs, text, strlen(text), name, why);
    pthread_mutex_unlock(&lock);
    return x;
}

/* The types of FHIR R4; NULL: its table is not there.  Lock held. */
static const struct expr_model *fhir_model(struct engine *e)
{
    struct problem    why = { 0 };
    struct hilum_view table;
    struct call       c;

    if (e->fhir)
        return e->fhir;
    call_init(&c, e);
    if (engine_schema(e, &c, "fhir/r4/elements", &table))
        e->fhir = expr_model_load(&e->exprs, table, &why);
    call_free(&c);
    return e->fhir;
}

bool engine_expr_check(struct engine *e, const struct expr *x, struct hilum_view model,
                       struct problem *why)
{
    const struct expr_model *types;
    bool                     right = true;

    if (!hilum_is(model, "fhir"))
        return true;
    pthread_mutex_lock(&lock);
    types = fhir_model(e);
    if (types)
        right = expr_check(&e->exprs, x, types, HILUM_VIEW("Resource"), why);
    pthread_mutex_unlock(&lock);
    return right;
}

/* An expression's column as the place of a blame. */
static void blame(struct call *c, const struct problem *why)
{
    char place[32];

    snprintf(place, sizeof place, "column %zu", why->column);
    call_fault(c, HILUM_REJECT, place, "%s", why->what ? why->what : "memory is out");
}

static struct expr_context context(struct call *c, struct hilum_doc doc)
{
    return (
        struct expr_context){ .arena = &c->arena, .doc = doc, .name_text = name_text };
}

bool engine_holds(struct call *c, const struct expr *x, struct hilum_doc doc, bool *erred)
{
    struct expr_context ctx   = context(c, doc);
    struct problem      why   = { 0 };
    enum expr_truth     truth = expr_holds(x, &ctx, hilum_root(doc), &why);

    *erred = truth == EXPR_ERROR;
    if (*erred)
        blame(c, &why);
    return truth == EXPR_TRUE;
}

struct hilum_view engine_text(struct call *c, const struct expr *x, struct hilum_doc doc)
{
    struct expr_context ctx = context(c, doc);
    struct expr_result  result;
    struct problem      why = { 0 };

    if (!x || !expr_eval(x, &ctx, hilum_root(doc), &result, &why) || result.count == 0)
        return (struct hilum_view){ "", 0 };
    return expr_text(&ctx, &result.items[0]);
}

const struct hilum_expr *express_compile(struct hilum_call *pub, const char *text,
                                         const char *model)
{
    struct call       *c   = call_of(pub);
    struct problem     why = { 0 };
    const struct expr *x =
        engine_expr(c->engine, text, hilum_view(model ? model : "*"), &why);

    if (!x)
        blame(c, &why);
    return (const struct hilum_expr *)x;
}

size_t express_eval(struct hilum_call *pub, const struct hilum_expr *expr,
                    struct hilum_doc doc, const struct hilum_node *node,
                    struct hilum_item *items, size_t room)
{
    struct call        *c   = call_of(pub);
    struct expr_context ctx = context(c, doc);
    struct expr_result  result;
    struct problem      why = { 0 };

    if (!expr_eval((const struct expr *)expr, &ctx, node, &result, &why)) {
        blame(c, &why);
        return SIZE_MAX;
    }
    for (size_t i = 0; i < result.count && i < room; i++) {
        const struct expr_item *from = &result.items[i];

        items[i] =
            (struct hilum_item){ .node = from->kind == EXPR_NODE ? from->node : NULL,
                                 .type = expr_type(from),
                                 .text = expr_text(&ctx, from) };
    }
    return result.count;
}
