/* answer_template_write.c -- an acknowledgement as a site's template has it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_template_parts.h"

#include "answer_error.h"
#include "answer_text.h"
#include "er7_charset.h"
#include "er7_escape.h"

#include <stdio.h>

enum { MOST_SENTENCE = 250 };

struct writer {
    const struct answer_template *form;
    struct hilum_call            *call;
    const struct answer_facts    *facts;
    struct hilum_buffer          *out;
};

static bool put_leaf(struct writer *w, const struct hilum_node *n)
{
    if (n->flags & HILUM_NODE_NULL) {
        hilum_put_text(w->out, "\"\"");
        return true;
    }
    return er7_escape_encode(&w->form->delimiters, hilum_text(w->facts->outcome->doc, n),
                             w->out);
}

/* Moves on to the part at a position: false where there is no way to say that. */
static bool put_separators(struct writer *w, char separator, uint32_t *at, uint32_t next)
{
    if (next == *at)
        return true;
    if (next < *at || next > UINT16_MAX || !separator)
        return false;
    for (; *at < next; ++*at)
        hilum_put_byte(w->out, separator);
    return true;
}

/* How deep a node lies: a segment 1, a field 2, a component 3. */
static uint32_t depth_of(struct hilum_doc doc, const struct hilum_node *n)
{
    const struct hilum_node *at    = hilum_root(doc);
    uint32_t                 depth = 0;

    while (at && at != n) {
        const struct hilum_node *next = NULL;

        hilum_each(child, at) if (n >= child && n < child + child->span) next = child;
        at                                                                    = next;
        depth++;
    }
    return depth;
}

/* Leaves beside each other, as subcomponents are. */
static bool put_leaves(struct writer *w, const struct hilum_node *n)
{
    uint32_t at = 1;

    if (hilum_leaf(n))
        return put_leaf(w, n);
    hilum_each(part, n) if (!put_separators(w, w->form->delimiters.subcomponent, &at,
                                            part->name) ||
                            !put_leaf(w, part)) return false;
    return true;
}

/* A field or what is below it, with its own parts. */
static bool put_node(struct writer *w, const struct hilum_node *n)
{
    uint32_t depth = depth_of(w->facts->outcome->doc, n), at = 1;

    if (hilum_leaf(n) || depth == 3)
        return put_leaves(w, n);
    if (depth != 2)
        return false; /* a segment, or the message, is no value */
    hilum_each(
        part, n) if (!put_separators(w, w->form->delimiters.component, &at, part->name) ||
                     !put_leaves(w, part)) return false;
    return true;
}

static bool put_expression(struct writer *w, const struct hilum_expr *expr)
{
    struct hilum_doc  doc = w->facts->outcome->doc;
    struct hilum_item item;
    size_t            count = hilum_eval(w->call, expr, doc, hilum_root(doc), &item, 1);

    if (count == SIZE_MAX)
        return false;
    if (count == 0)
        return true;
    if (item.node)
        return put_node(w, item.node);
    return er7_escape_encode(&w->form->delimiters, item.text, w->out);
}

/* MSH-10 as it stands, or else in the template's separators. */
static bool put_control_id(struct writer *w)
{
    struct hilum_doc         doc = w->facts->outcome->doc;
    const struct hilum_node *msh = hilum_child(hilum_root(doc), HILUM_NAME("MSH"));
    const struct hilum_node *id  = msh ? hilum_child(msh, 10) : NULL;

    if (!id)
        return true;
    if (!hilum_leaf(id) || memcmp(&w->form->delimiters, &w->facts->head->delimiters,
                                  sizeof w->form->delimiters) != 0)
        return put_node(w, id);
    answer_put_raw(w->out, hilum_raw(doc, id));
    return true;
}

static bool put_own(struct writer *w, enum own own)
{
    const struct er7_delimiters *d       = &w->form->delimiters;
    bool                         refused = !answer_accepts(w->facts->due);
    char                         text[ANSWER_STAMP];

    switch (own) {
    case CODE:
        hilum_put_text(w->out, w->facts->due->code);
        return true;
    case CONTROL_ID:
        return put_control_id(w);
    case ID:
        hilum_put_view(w->out, w->facts->control_id);
        return true;
    case NOW:
        hilum_put_view(w->out, answer_stamp(w->call, text));
        return true;
    case EXPECTED:
        snprintf(text, sizeof text, "%lld", (long long)w->facts->outcome->expected);
        hilum_put_text(w->out, w->facts->outcome->expected ? text : "");
        return true;
    case CONDITION:
        if (refused)
            hilum_put_text(w->out,
                           answer_condition(w->facts->head, w->facts->outcome)->code);
        return true;
    case PLACE:
        if (refused)
            answer_put_sentence(w->out, d, w->facts->outcome->place, "", MOST_SENTENCE);
        return true;
    default:
        if (refused)
            answer_put_sentence(w->out, d, "", w->facts->outcome->reason, MOST_SENTENCE);
        return true;
    }
}

/* Appends all segments; `asked` and `said` count the values of the one being
 * written, and how many of them were not empty. */
static bool put_pieces(struct writer *w)
{
    const struct answer_template *t    = w->form;
    size_t                        from = w->out->len, asked = 0, said = 0;

    for (size_t i = 0; i < t->count; i++) {
        const struct piece *p  = &t->pieces[i];
        size_t              at = w->out->len;
        bool                ok = true;

        if (p->kind == LITERAL) {
            hilum_put_view(w->out, p->literal);
        } else if (p->kind == END_OF_SEGMENT) {
            if (asked && !said)
                w->out->len = from;
            else
                answer_end_segment(w->out, &t->delimiters, from);
            from  = w->out->len;
            asked = said = 0;
        } else {
            ok = p->kind == VALUE ? put_own(w, p->own) : put_expression(w, p->expr);
            asked++;
            said += w->out->len > at;
        }
        if (!ok || w->out->failed)
            return false;
    }
    return true;
}

/* What was written is UTF-8: appends it in what MSH-18 of the answer says, if it says
 * something. */
static void put_encoded(const struct answer_template *t, struct er7_feed *feed,
                        struct hilum_view text, struct hilum_buffer *out)
{
    struct er7_written written;
    struct hilum_view  field[ANSWER_FIELDS];

    er7_delimiters_fields(&t->delimiters, text, field, ANSWER_FIELDS);
    if (!feed || field[18].len == 0 || charset_ascii(text) == text.len) {
        hilum_put_view(out, text);
        return;
    }
    er7_written_message(&written, feed, &t->delimiters, text);
    er7_written_put(&written, t->delimiters.escape, text, out);
}

bool answer_template_write(const struct answer_template *t, struct hilum_call *call,
                           const struct answer_facts *facts, struct er7_feed *feed,
                           struct hilum_buffer *out)
{
    struct hilum_buffer *text = hilum_buffer(call);
    struct writer        w    = { .form = t, .call = call, .facts = facts, .out = text };

    if (!text || !put_pieces(&w))
        return false;
    if (text->len)
        put_encoded(t, feed, hilum_buffer_view(text), out);
    return true;
}
