/* er7_answer.c -- the acknowledgement that an outcome deserves. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_answer.h"

#include "dictionary.h"
#include "er7_delimiters.h"
#include "er7_escape.h"
#include "er7_place.h"

#include <stdio.h>
#include <time.h>

enum {
    MOST_REASON   = 250, /* ERR-8 of 2.5 */
    MOST_MSA_3    = 80,
    FIELDS        = 19, /* of MSH, to the character set */
    VERSION_2_1   = 20100,
    VERSION_2_2   = 20200,
    VERSION_2_3_1 = 20301,
    VERSION_2_5   = 20500,
};

/* The fields of MSH that an answer needs, as they stand. */
struct head {
    bool                  readable;
    struct er7_delimiters delimiters;
    struct hilum_view     field[FIELDS];
    uint32_t              version;
};

/* The second letter of MSA-1. */
enum grade { ACCEPT = 'A', ERROR = 'E', REFUSE = 'R' };

static void read_head(struct head *h, struct hilum_view body)
{
    size_t            at  = er7_delimiters_start(body);
    struct hilum_view msh = { body.ptr + at, body.len - at };
    struct er7_fault  fault;

    *h          = (struct head){ 0 };
    h->readable = er7_delimiters_read(&h->delimiters, msh, &fault);
    if (h->readable)
        er7_delimiters_fields(&h->delimiters, msh, h->field, FIELDS);
    else
        h->delimiters = ER7_USUAL_DELIMITERS;
    h->version = dictionary_number(er7_delimiters_first(&h->delimiters, h->field[12]));
    if (h->version < VERSION_2_1)
        h->version = VERSION_2_5;
}

/* A component of a field of MSH, as it stands. */
static struct hilum_view component(const struct head *h, struct hilum_view field,
                                   unsigned number)
{
    size_t from = 0, i = 0;

    for (; i < field.len && field.ptr[i] != h->delimiters.repetition; i++) {
        if (field.ptr[i] != h->delimiters.component)
            continue;
        if (--number == 0)
            return (struct hilum_view){ field.ptr + from, i - from };
        from = i + 1;
    }
    if (number != 1)
        return HILUM_VIEW("");
    return (struct hilum_view){ field.ptr + from, i - from };
}

/* ---- Whether, and which --------------------------------------------------- */

static enum grade grade(const struct hilum_outcome *o)
{
    struct er7_place place;

    if (o->verdict == HILUM_OK)
        return ACCEPT;
    if (o->verdict != HILUM_REJECT)
        return ERROR;
    if (!o->doc.block)
        return REFUSE;
    if (er7_place_read(&place, o->place) && memcmp(place.segment, "MSH", 3) == 0 &&
        (place.field == 9 || place.field == 11 || place.field == 12))
        return REFUSE;
    return ERROR;
}

/* Table 0155; what is not valued is worth `preset`. */
static bool wanted(struct hilum_view condition, bool preset, enum grade g)
{
    if (condition.len == 0)
        return preset;
    if (hilum_is(condition, "NE"))
        return false;
    if (hilum_is(condition, "ER"))
        return g != ACCEPT;
    return hilum_is(condition, "SU") ? g == ACCEPT : true;
}

/* The code for MSA-1 in two letters; false where nothing is to be sent. */
static bool choose_code(const struct head *h, const struct hilum_outcome *o, char code[2])
{
    enum grade g = grade(o);

    code[0] = 'A';
    code[1] = (char)g;
    if (g == REFUSE && !o->doc.block)
        return true;
    if (hilum_is(component(h, h->field[9], 1), "ACK") ||
        hilum_is(component(h, h->field[9], 1), "MCF"))
        return false;
    if (!wanted(h->field[15], false, g))
        return wanted(h->field[16], h->field[15].len == 0, g);
    code[0] = 'C';
    return true;
}

/* ---- Writing -------------------------------------------------------------- */

struct answer {
    const struct head          *head;
    const struct hilum_outcome *outcome;
    struct hilum_buffer        *out;
    char                        code[2];
};

static void put_field(struct answer *a, struct hilum_view text)
{
    hilum_put_byte(a->out, a->head->delimiters.field);
    hilum_put_view(a->out, text);
}

/* A sentence of ours, perhaps with a place before it; plain ASCII, because it
 * must fit every character set. */
static void put_sentence(struct answer *a, const char *place, const char *reason,
                         size_t most)
{
    const struct er7_delimiters *d = &a->head->delimiters;
    char                         text[MOST_REASON + 1];
    size_t                       length;

    snprintf(text, most + 1 < sizeof text ? most + 1 : sizeof text, "%s%s%s", place,
             place[0] && reason[0] ? ": " : "", reason);
    length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        if (c < ' ' || c > '~')
            text[i] = '?';
        else if (!d->escape && er7_delimiters_separate(d, c))
            text[i] = ' ';
    }
    er7_escape_encode(d, (struct hilum_view){ text, length }, a->out);
}

/* Components (or subcomponents) of one field, without empty ones at the end.
 * Where the message has no such separator only the first can be said. */
static void put_joined(struct answer *a, char separator, const struct hilum_view *part,
                       size_t count)
{
    while (count && part[count - 1].len == 0)
        count--;
    for (size_t i = 0; i < count && (i == 0 || separator); i++) {
        if (i)
            hilum_put_byte(a->out, separator);
        hilum_put_view(a->out, part[i]);
    }
}

static void put_msh(struct answer *a, struct hilum_call *call,
                    struct hilum_view control_id)
{
    static const uint32_t swapped[4] = { 5, 6, 3, 4 };
    const struct head    *h          = a->head;
    struct hilum_view     event      = component(h, h->field[9], 2);
    struct hilum_view     type[3]    = { HILUM_VIEW("ACK"), event, HILUM_VIEW("ACK") };
    time_t                seconds    = (time_t)(hilum_now(call) / 1000);
    char                  stamp[32]  = "";
    struct tm             tm;

    if (gmtime_r(&seconds, &tm))
        strftime(stamp, sizeof stamp, "%Y%m%d%H%M%S+0000", &tm);
    hilum_put_text(a->out, "MSH");
    put_field(a, h->readable ? h->field[2] : HILUM_VIEW("^~\\&"));
    for (int i = 0; i < 4; i++)
        put_field(a, h->field[swapped[i]]);
    put_field(a, hilum_view(stamp));
    put_field(a, HILUM_VIEW(""));
    put_field(a, HILUM_VIEW(""));
    put_joined(a, h->delimiters.component, type,
               event.len == 0 || h->version < VERSION_2_2 ? 1
               : h->version < VERSION_2_3_1               ? 2
                                                          : 3);
    put_field(a, control_id);
    put_field(a, h->field[11].len ? h->field[11] : HILUM_VIEW("P"));
    put_field(a, h->field[12].len ? h->field[12] : HILUM_VIEW("2.5.1"));
    for (int i = 13; i < 18 && h->field[18].len; i++)
        put_field(a, HILUM_VIEW(""));
    if (h->field[18].len)
        put_field(a, h->field[18]);
    hilum_put_byte(a->out, '\r');
}

static void put_msa(struct answer *a)
{
    hilum_put_text(a->out, "MSA");
    put_field(a, (struct hilum_view){ a->code, sizeof a->code });
    put_field(a, a->head->field[10]);
    if (a->code[1] != ACCEPT && a->head->version < VERSION_2_5) {
        put_field(a, HILUM_VIEW(""));
        put_sentence(a, a->outcome->place, a->outcome->reason, MOST_MSA_3);
    }
    hilum_put_byte(a->out, '\r');
}

/* ---- ERR ------------------------------------------------------------------ */

/* Table 0357, as far as an outcome tells. */
static const struct condition {
    const char *code, *text;
} sequence   = { "100", "Segment sequence error" },
  type       = { "200", "Unsupported message type" },
  event      = { "201", "Unsupported event code" },
  processing = { "202", "Unsupported processing id" },
  version    = { "203", "Unsupported version id" },
  other      = { "207", "Application internal error" };

static const struct condition *condition_of(const struct hilum_outcome *o,
                                            const struct er7_place     *p)
{
    if (o->verdict != HILUM_REJECT)
        return &other;
    if (strcmp(p->segment, "MSH") == 0 && p->field == 9)
        return p->component == 2 ? &event : &type;
    if (strcmp(p->segment, "MSH") == 0 && p->field == 11)
        return &processing;
    if (strcmp(p->segment, "MSH") == 0 && p->field == 12)
        return &version;
    return o->doc.block ? &other : &sequence;
}

/* A number in a buffer of its own; empty where it is 0. */
struct number {
    char text[12];
};

static struct hilum_view number(struct number *n, uint32_t value)
{
    if (value == 0)
        return HILUM_VIEW("");
    snprintf(n->text, sizeof n->text, "%u", (unsigned)value);
    return hilum_view(n->text);
}

/* ERR-1, to 2.4: segment ^ sequence ^ field ^ code & text & table. */
static void put_old_err(struct answer *a, const struct er7_place *p,
                        const struct condition *c)
{
    char          component = a->head->delimiters.component;
    struct number n[2];

    put_field(a, hilum_view(p->segment));
    if (!component)
        return;
    hilum_put_byte(a->out, component);
    hilum_put_view(a->out, number(&n[0], p->sequence));
    hilum_put_byte(a->out, component);
    hilum_put_view(a->out, number(&n[1], p->field));
    hilum_put_byte(a->out, component);
    put_joined(a, a->head->delimiters.subcomponent,
               (const struct hilum_view[]){ hilum_view(c->code), hilum_view(c->text),
                                            HILUM_VIEW("HL70357") },
               3);
}

/* ERR-2, -3, -4 and -8, from 2.5. */
static void put_new_err(struct answer *a, const struct er7_place *p,
                        const struct condition *c)
{
    struct number n[5];

    put_field(a, HILUM_VIEW(""));
    put_field(a, HILUM_VIEW(""));
    put_joined(a, a->head->delimiters.component,
               (const struct hilum_view[]){
                   hilum_view(p->segment), number(&n[0], p->sequence),
                   number(&n[1], p->field), number(&n[2], p->repetition),
                   number(&n[3], p->component), number(&n[4], p->subcomponent) },
               6);
    put_field(a, HILUM_VIEW(""));
    put_joined(a, a->head->delimiters.component,
               (const struct hilum_view[]){ hilum_view(c->code), hilum_view(c->text),
                                            HILUM_VIEW("HL70357") },
               3);
    put_field(a, HILUM_VIEW("E"));
    for (int i = 5; i <= 8; i++)
        put_field(a, HILUM_VIEW(""));
    put_sentence(a, a->outcome->place, a->outcome->reason, MOST_REASON);
}

static void put_err(struct answer *a)
{
    struct er7_place        p;
    const struct condition *c;

    if (!er7_place_read(&p, a->outcome->place))
        p = (struct er7_place){ .segment = "" };
    else if (p.sequence == 0)
        p.sequence = 1;
    if (p.field && !p.repetition)
        p.repetition = 1;
    c = condition_of(a->outcome, &p);
    hilum_put_text(a->out, "ERR");
    if (a->head->version < VERSION_2_5)
        put_old_err(a, &p, c);
    else
        put_new_err(a, &p, c);
    hilum_put_byte(a->out, '\r');
}

enum hilum_verdict er7_answer(struct hilum_call          *call,
                              const struct hilum_outcome *outcome,
                              struct hilum_view control_id, struct hilum_buffer *out)
{
    struct head   h;
    struct answer a = { .head = &h, .outcome = outcome, .out = out };

    read_head(&h, outcome->body);
    if (!choose_code(&h, outcome, a.code))
        return HILUM_OK;
    put_msh(&a, call, control_id);
    put_msa(&a);
    if (a.code[1] != ACCEPT)
        put_err(&a);
    if (out->failed)
        return hilum_blame(call, HILUM_RETRY, "", "no room for the acknowledgement");
    return HILUM_OK;
}
