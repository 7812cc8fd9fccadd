/* variables.c -- what %name means: of the context, or of defineVariable(). */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/parser.h"
#include "expr/value.h"

bool machine_define(struct machine *m, struct hilum_view name,
                    const struct expr_item *items, uint32_t count)
{
    for (uint32_t i = 0; i < m->defined_count; i++)
        if (hilum_same(m->defined[i].name, name))
            return machine_fail(m, "%%%.*s is defined already", (int)name.len, name.ptr);
    for (size_t i = 0; i < m->ctx->constant_count; i++)
        if (hilum_same(m->ctx->constants[i].name, name))
            return machine_fail(m, "%%%.*s is defined already", (int)name.len, name.ptr);
    if (parser_known_constant(name))
        return machine_fail(m, "%%%.*s has a meaning already", (int)name.len, name.ptr);
    if (m->defined_count == MOST_DEFINED)
        return machine_fail(m, "more than %d variables are defined", MOST_DEFINED);
    if (!m->defined)
        m->defined = machine_alloc(m, MOST_DEFINED * sizeof *m->defined);
    if (!m->defined)
        return false;
    m->defined[m->defined_count++] = (struct defined){ name, items, count };
    return true;
}

bool push_items(struct machine *m, const struct expr_item *items, size_t count)
{
    if (!machine_spend(m, count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!push(m, items[i]))
            return false;
    return true;
}

bool push_named(struct machine *m, const struct expr_item *name)
{
    for (uint32_t i = 0; i < m->defined_count; i++)
        if (hilum_same(m->defined[i].name, item_view(name)))
            return push_items(m, m->defined[i].items, m->defined[i].count);
    for (size_t i = 0; i < m->ctx->constant_count; i++)
        if (hilum_same(m->ctx->constants[i].name, item_view(name)))
            return m->ctx->constants[i].many ? push_items(m, m->ctx->constants[i].items,
                                                          m->ctx->constants[i].count)
                                             : push(m, m->ctx->constants[i].value);
    return machine_fail(m, "there is no constant %%%.*s", (int)name->length, name->text);
}
