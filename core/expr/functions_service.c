/* functions_service.c -- functions that ask definitions and terminology. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"

#include "expr/html.h"
#include "expr/types.h"
#include "expr/value.h"

/* The one item of a list; NULL without an error: it is empty. */
static bool single(struct machine *m, struct list l, struct expr_item *room,
                   const struct expr_item **out)
{
    *out = NULL;
    if (l.count > 1)
        return machine_fail(m, "%u items stand where one is needed", l.count);
    if (l.count == 0)
        return true;
    *room = *list_item(m, l, 0);
    *out  = room;
    return true;
}

static bool push_answer(struct machine *m, enum expr_answer answer)
{
    return answer == EXPR_UNKNOWN || push_boolean(m, answer == EXPR_YES);
}

bool run_member_of(struct machine *m, const struct call *c)
{
    const struct expr_services *s = m->ctx->services;
    struct expr_item            room;
    const struct expr_item     *coded;
    struct hilum_view           set;
    bool                        unnamed;

    if (!single(m, c->in, &room, &coded) || !list_string(m, c->args[0], &set, &unnamed))
        return false;
    if (!coded || unnamed || !s || !s->member_of)
        return true;
    return push_answer(m, s->member_of(s->user, m->ctx->doc, coded, set));
}

static bool subsumption(struct machine *m, struct list wide, struct list narrow)
{
    const struct expr_services *s = m->ctx->services;
    struct expr_item            rooms[2];
    const struct expr_item     *a, *b;

    if (!single(m, wide, &rooms[0], &a) || !single(m, narrow, &rooms[1], &b))
        return false;
    if (!a || !b || !s || !s->subsumes)
        return true;
    return push_answer(m, s->subsumes(s->user, m->ctx->doc, a, b));
}

bool run_subsumes(struct machine *m, const struct call *c)
{
    return subsumption(m, c->in, c->args[0]);
}

bool run_subsumed_by(struct machine *m, const struct call *c)
{
    return subsumption(m, c->args[0], c->in);
}

/* Of the standard's own types it can be told without definitions whether a node is
 * one, as it was when the node was read. */
static enum expr_answer conforms(struct machine *m, const struct expr_item *item,
                                 struct hilum_view profile)
{
    static const char           base[] = "http://hl7.org/fhir/StructureDefinition/";
    const struct expr_services *s      = m->ctx->services;
    struct expr_item            type   = { .kind = EXPR_TYPE, .scale = EXPR_OF_FHIR };

    if (item->kind != EXPR_NODE)
        return EXPR_NO;
    if (s && s->conforms_to)
        return s->conforms_to(s->user, m->ctx->doc, item->node, profile);
    if (profile.len < sizeof base || memcmp(profile.ptr, base, sizeof base - 1) != 0)
        return EXPR_UNKNOWN;
    type.text   = profile.ptr + sizeof base - 1;
    type.length = (uint32_t)(profile.len - (sizeof base - 1));
    type.number = hilum_name(type.text, type.length);
    return type_is(m->ctx, item, &type) ? EXPR_YES : EXPR_NO;
}

bool run_conforms_to(struct machine *m, const struct call *c)
{
    struct expr_item        room;
    const struct expr_item *item;
    struct hilum_view       profile;
    bool                    unnamed;
    enum expr_answer        answer;

    if (!single(m, c->in, &room, &item) ||
        !list_string(m, c->args[0], &profile, &unnamed))
        return false;
    if (!item || unnamed)
        return true;
    answer = conforms(m, item, profile);
    if (answer == EXPR_UNKNOWN)
        return machine_fail(m, "nothing is known of the profile %.*s", (int)profile.len,
                            profile.ptr);
    return push_boolean(m, answer == EXPR_YES);
}

/* An element's definition belongs to no document that is evaluated on. */
bool run_element_definition(struct machine *m, const struct call *c)
{
    return machine_spend(m, c->in.count);
}

/* Passes the input on, where its modifiers are among those that are known. */
bool run_check_modifiers(struct machine *m, const struct call *c)
{
    for (uint32_t i = 0; i < c->in.count; i++) {
        const struct expr_item *item = list_item(m, c->in, i);

        if (item->kind != EXPR_NODE)
            continue;
        if (!machine_spend(m, 1 + item->node->span / 8))
            return false;
        hilum_each(child, item->node)
        {
            const struct hilum_node *url = hilum_child(child, HILUM_NAME("url"));
            bool known                   = child->name != HILUM_NAME("modifierExtension");

            for (uint32_t k = 0; k < c->count && !known; k++) {
                struct hilum_view text;
                bool              empty;

                if (!list_string(m, c->args[k], &text, &empty))
                    return false;
                known = url && hilum_same(hilum_text(m->ctx->doc, url), text);
            }
            if (!known)
                return machine_fail(m, "there is a modifier extension that is not known");
        }
    }
    return push_list(m, c->in);
}

bool run_html_checks(struct machine *m, const struct call *c)
{
    struct hilum_view text;

    if (c->in.count != 1 || !item_text(m->ctx->doc, list_item(m, c->in, 0), &text))
        return c->in.count <= 1 ||
               machine_fail(m, "%u items stand where one is needed", c->in.count);
    return machine_spend(m, text.len / 8) && push_boolean(m, html_allowed(text));
}
