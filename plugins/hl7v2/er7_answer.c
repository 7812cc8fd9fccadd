/* er7_answer.c -- the acknowledgement that an outcome deserves. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_answer.h"

#include "answer_error.h"
#include "answer_text.h"

#include <stdio.h>

enum { MOST_MSA_3 = 80 };

struct answer {
    const struct answer_facts   *facts;
    const struct er7_delimiters *delimiters;
    struct hilum_buffer         *out;
};

static void put(struct answer *a, struct hilum_view text)
{
    answer_put_field(a->out, a->delimiters, text);
}

static void put_type(struct answer *a)
{
    const struct answer_head *h       = a->facts->head;
    struct hilum_view         event   = answer_head_component(h, 9, 2);
    struct hilum_view         type[3] = { HILUM_VIEW("ACK"), event, HILUM_VIEW("ACK") };

    put(a, HILUM_VIEW(""));
    answer_put_joined(a->out, a->delimiters->component, type,
                      event.len == 0 || h->version < ANSWER_2_2 ? 1
                      : h->version < ANSWER_2_3_1               ? 2
                                                                : 3);
}

static void put_msh(struct answer *a, struct hilum_call *call)
{
    static const uint32_t     swapped[4] = { 5, 6, 3, 4 };
    const struct answer_head *h          = a->facts->head;
    size_t                    from       = a->out->len;
    struct hilum_view         never      = HILUM_VIEW("");
    char                      stamp[ANSWER_STAMP];

    if (answer_head_enhanced(h) && h->version >= ANSWER_2_2)
        never = HILUM_VIEW("NE"); /* an acknowledgement is not acknowledged */
    hilum_put_text(a->out, "MSH");
    put(a, h->readable ? h->field[2] : HILUM_VIEW("^~\\&"));
    for (int i = 0; i < 4; i++)
        put(a, h->field[swapped[i]]);
    put(a, answer_stamp(call, stamp));
    put(a, HILUM_VIEW(""));
    put_type(a);
    put(a, a->facts->control_id);
    put(a, h->field[11].len ? h->field[11] : HILUM_VIEW("P"));
    put(a, h->field[12].len ? h->field[12] : HILUM_VIEW("2.5.1"));
    put(a, HILUM_VIEW(""));
    put(a, HILUM_VIEW(""));
    put(a, never);
    put(a, never);
    put(a, HILUM_VIEW(""));
    put(a, h->field[18]);
    answer_end_segment(a->out, a->delimiters, from);
}

/* MSA-1 and MSA-2 are always there. */
static void put_msa(struct answer *a)
{
    const struct answer_head   *h = a->facts->head;
    const struct hilum_outcome *o = a->facts->outcome;
    bool                        told =
        !answer_accepts(a->facts->due) && h->version < ANSWER_2_5; /* else in ERR */
    char   expected[24] = "";
    size_t from;

    hilum_put_text(a->out, "MSA");
    put(a, hilum_view(a->facts->due->code));
    put(a, h->field[10]);
    from = a->out->len;
    put(a, HILUM_VIEW(""));
    if (told)
        answer_put_sentence(a->out, a->delimiters, o->place, o->reason, MOST_MSA_3);
    if (o->expected)
        snprintf(expected, sizeof expected, "%lld", (long long)o->expected);
    put(a, hilum_view(expected));
    put(a, HILUM_VIEW(""));
    put(a, HILUM_VIEW(""));
    if (told && h->version >= ANSWER_2_2)
        answer_put_condition(a->out, h, answer_condition(h, o), a->delimiters->component);
    answer_end_segment(a->out, a->delimiters, from);
}

static void put_standard(struct answer *a, struct hilum_call *call)
{
    put_msh(a, call);
    put_msa(a);
    if (!answer_accepts(a->facts->due))
        answer_put_error(a->out, a->facts->head, a->facts->outcome);
}

enum hilum_verdict er7_answer(struct hilum_call          *call,
                              const struct hilum_outcome *outcome,
                              struct hilum_view           control_id,
                              const struct er7_answering *how, struct hilum_buffer *out)
{
    struct answer_head  head;
    struct answer_due   due;
    struct answer_facts facts = {
        .head = &head, .outcome = outcome, .due = &due, .control_id = control_id
    };
    bool written = false;

    answer_head_read(&head, outcome->body, outcome->doc);
    due = answer_due(&head, outcome);
    if (due.code[0] && how->form && outcome->doc.block) {
        written = answer_template_write(how->form, call, &facts, how->feed, out);
        if (!written)
            hilum_log(call, HILUM_WARN, "the template of the answer failed: %s",
                      hilum_why(call));
    }
    if (due.code[0] && !written)
        put_standard(&(struct answer){ &facts, &head.delimiters, out }, call);
    if (out->failed)
        return hilum_blame(call, HILUM_FAIL, "", "no room for the acknowledgement");
    return due.more ? HILUM_RETRY : HILUM_OK;
}
