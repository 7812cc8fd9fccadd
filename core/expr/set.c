/* set.c -- which items have been pushed already? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/set.h"

#include "base/bytes.h"
#include "expr/compare.h"
#include "expr/value.h"

enum { FEW = 16 }; /* so many are looked through one by one */

struct set set_begin(const struct machine *m)
{
    return (struct set){ .mark = m->used };
}

static const struct expr_item *item_at(const struct machine *m, const struct set *s,
                                       uint32_t nth)
{
    return &m->items[s->mark + nth];
}

/* The slot of a text: where it stands, or where it belongs. */
static uint32_t *slot_of(struct machine *m, const struct set *s, struct hilum_view text)
{
    uint32_t at = (uint32_t)bytes_hash(text.ptr, text.len);

    for (;; at++) {
        uint32_t         *slot = &s->slots[at & (s->room - 1)];
        struct hilum_view other;

        if (*slot == 0 || (item_text(m->ctx->doc, item_at(m, s, *slot - 1), &other) &&
                           hilum_same(text, other)))
            return slot;
    }
}

/* Makes the slots twice as many as there are items, and fills them. */
static bool spread(struct machine *m, struct set *s)
{
    uint32_t room = s->room ? s->room * 4 : FEW * 8;

    if (s->slots && s->texts * 2 < s->room)
        return true;
    s->slots = machine_alloc(m, room * sizeof *s->slots);
    s->room  = room;
    s->texts = 0;
    if (!s->slots || !machine_spend(m, room / 8))
        return false;
    memset(s->slots, 0, room * sizeof *s->slots);
    for (uint32_t i = 0; i < s->count; i++) {
        struct hilum_view text;

        if (!item_text(m->ctx->doc, item_at(m, s, i), &text))
            continue;
        *slot_of(m, s, text) = i + 1;
        s->texts++;
    }
    return true;
}

/* Looks through them one by one; texts: also through the texts. */
static bool scan(struct machine *m, struct set *s, const struct expr_item *item,
                 bool texts, bool *out)
{
    *out = false;
    if (!texts && s->others == 0)
        return true;
    for (uint32_t i = 0; i < s->count && !*out; i++) {
        struct hilum_view ignored;
        enum truth        same;

        if (!texts && item_text(m->ctx->doc, item_at(m, s, i), &ignored))
            continue;
        if (!compare_equal(m, item, item_at(m, s, i), &same))
            return false;
        *out = same == YES;
    }
    return true;
}

bool set_has(struct machine *m, struct set *s, const struct expr_item *item, bool *out)
{
    struct hilum_view text;
    bool              is_text = item_text(m->ctx->doc, item, &text);

    if (s->count <= FEW)
        return scan(m, s, item, true, out);
    if (!is_text)
        return scan(m, s, item, false, out);
    if (!spread(m, s))
        return false;
    *out = *slot_of(m, s, text) != 0;
    return machine_spend(m, 1 + text.len / 64);
}

bool set_push(struct machine *m, struct set *s, const struct expr_item *item)
{
    struct expr_item  copy = *item; /* the stack may move */
    struct hilum_view text;
    bool              known;

    if (!set_has(m, s, &copy, &known) || known)
        return known;
    if (!push(m, copy))
        return false;
    s->count++;
    if (!item_text(m->ctx->doc, &copy, &text)) {
        s->others++;
    } else if (s->slots) {
        *slot_of(m, s, text) = s->count;
        s->texts++;
    }
    return true;
}

bool set_push_list(struct machine *m, struct set *s, struct list l)
{
    for (uint32_t i = 0; i < l.count; i++)
        if (!set_push(m, s, list_item(m, l, i)))
            return false;
    return true;
}
