/* answer_error.c -- why a message was refused, as ERR and MSA say it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_error.h"

#include "answer_text.h"
#include "er7_place.h"

#include <stdio.h>

enum {
    MOST_RULE     = 64,
    MOST_PLACE    = 160,
    MOST_SENTENCE = 250, /* ERR-8 of 2.5 */
};

/* ---- Which condition ------------------------------------------------------ */

enum condition {
    SEGMENT_SEQUENCE,
    REQUIRED_FIELD,
    DATA_TYPE,
    TABLE_VALUE,
    TOO_LONG,
    MESSAGE_TYPE,
    EVENT_CODE,
    PROCESSING_ID,
    VERSION_ID,
    UNKNOWN_KEY,
    DUPLICATE_KEY,
    RECORD_LOCKED,
    INTERNAL,
};

/* Table 0357. */
static const struct answer_condition conditions[] = {
    [SEGMENT_SEQUENCE] = { "100", "Segment sequence error" },
    [REQUIRED_FIELD]   = { "101", "Required field missing" },
    [DATA_TYPE]        = { "102", "Data type error" },
    [TABLE_VALUE]      = { "103", "Table value not found" },
    [TOO_LONG]         = { "104", "Value too long" },
    [MESSAGE_TYPE]     = { "200", "Unsupported message type" },
    [EVENT_CODE]       = { "201", "Unsupported event code" },
    [PROCESSING_ID]    = { "202", "Unsupported processing id" },
    [VERSION_ID]       = { "203", "Unsupported version id" },
    [UNKNOWN_KEY]      = { "204", "Unknown key identifier" },
    [DUPLICATE_KEY]    = { "205", "Duplicate key identifier" },
    [RECORD_LOCKED]    = { "206", "Application record locked" },
    [INTERNAL]         = { "207", "Application internal error" },
};

/* The rules that reasons begin with, and what breaking them means where the place is
 * a field, and where it is a segment or the message. */
static const struct rule {
    const char    *name;
    enum condition field, segment;
} rules[] = {
    { .name = "required", .field = REQUIRED_FIELD, .segment = SEGMENT_SEQUENCE },
    { .name = "structure", .field = DATA_TYPE, .segment = SEGMENT_SEQUENCE },
    { .name = "segment", .field = DATA_TYPE, .segment = SEGMENT_SEQUENCE },
    { .name = "cardinality", .field = DATA_TYPE, .segment = SEGMENT_SEQUENCE },
    { .name = "condition", .field = DATA_TYPE, .segment = SEGMENT_SEQUENCE },
    { .name = "fields", .field = DATA_TYPE, .segment = SEGMENT_SEQUENCE },
    { .name = "components", .field = DATA_TYPE, .segment = DATA_TYPE },
    { .name = "withdrawn", .field = DATA_TYPE, .segment = DATA_TYPE },
    { .name = "checkdigit", .field = DATA_TYPE, .segment = DATA_TYPE },
    { .name = "datatype", .field = DATA_TYPE, .segment = DATA_TYPE },
    { .name = "version", .field = VERSION_ID, .segment = VERSION_ID },
    { .name = "table", .field = TABLE_VALUE, .segment = TABLE_VALUE },
    { .name = "length", .field = TOO_LONG, .segment = TOO_LONG },
    { .name = "unknown", .field = UNKNOWN_KEY, .segment = UNKNOWN_KEY },
    { .name = "duplicate", .field = DUPLICATE_KEY, .segment = DUPLICATE_KEY },
    { .name = "locked", .field = RECORD_LOCKED, .segment = RECORD_LOCKED },
    { .name = "sequence", .field = INTERNAL, .segment = INTERNAL },
    { .name = NULL },
};

/* The row for a rule, by its first word; the last one where there is none. */
static const struct rule *find_rule(struct hilum_view rule)
{
    const char        *space = rule.len ? memchr(rule.ptr, ' ', rule.len) : NULL;
    struct hilum_view  word = { rule.ptr, space ? (size_t)(space - rule.ptr) : rule.len };
    const struct rule *row  = rules;

    while (row->name && !hilum_is(word, row->name))
        row++;
    return row;
}

struct hilum_view answer_rule(const char *reason, const char **sentence)
{
    const char       *colon = strstr(reason, ": ");
    struct hilum_view rule  = { reason, colon ? (size_t)(colon - reason) : 0 };

    *sentence = reason;
    if (rule.len == 0 || rule.len > MOST_RULE || !find_rule(rule)->name)
        return HILUM_VIEW("");
    *sentence = colon + 2;
    return rule;
}

/* What is wrong where a field of MSH says what kind of message this is. */
static enum condition condition_of_head(const struct er7_place *p)
{
    if (strcmp(p->segment, "MSH") != 0)
        return INTERNAL;
    switch (p->field) {
    case 9:
        return p->component == 2 ? EVENT_CODE : MESSAGE_TYPE;
    case 11:
        return PROCESSING_ID;
    case 12:
        return VERSION_ID;
    default:
        return INTERNAL;
    }
}

static enum condition condition_of(const struct answer_head   *h,
                                   const struct hilum_outcome *o,
                                   const struct er7_place     *p)
{
    const char        *sentence;
    const struct rule *rule = find_rule(answer_rule(o->reason, &sentence));
    enum condition     head = condition_of_head(p), c;

    if (o->verdict != HILUM_REJECT)
        return INTERNAL;
    if (rule->name) {
        c = p->field ? rule->field : rule->segment;
        if (head != INTERNAL && c != REQUIRED_FIELD)
            return head;
        return c == TOO_LONG && h->version < ANSWER_2_7 ? DATA_TYPE : c;
    }
    if (head != INTERNAL)
        return head;
    return o->moment == HILUM_STORED && !o->doc.block ? SEGMENT_SEQUENCE : INTERNAL;
}

const struct answer_condition *answer_condition(const struct answer_head   *h,
                                                const struct hilum_outcome *o)
{
    struct er7_place p;

    if (!er7_place_read(&p, o->place))
        p = (struct er7_place){ .segment = "" };
    return &conditions[condition_of(h, o, &p)];
}

/* ---- Writing -------------------------------------------------------------- */

void answer_put_condition(struct hilum_buffer *out, const struct answer_head *h,
                          const struct answer_condition *c, char separator)
{
    bool named = h->version >= ANSWER_2_3_1; /* the first with a table 0357 */

    answer_put_joined(
        out, separator,
        (const struct hilum_view[]){ hilum_view(c->code), hilum_view(c->text),
                                     named ? HILUM_VIEW("HL70357") : HILUM_VIEW("") },
        h->version < ANSWER_2_2 ? 1 : 3);
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

/* ERR-1, to 2.4. */
static void put_old(struct hilum_buffer *out, const struct answer_head *h,
                    const struct er7_place *p, const struct answer_condition *c)
{
    const struct er7_delimiters *d = &h->delimiters;
    struct number                n[2];

    answer_put_field(out, d, hilum_view(p->segment));
    if (!d->component)
        return;
    hilum_put_byte(out, d->component);
    hilum_put_view(out, number(&n[0], p->sequence));
    hilum_put_byte(out, d->component);
    hilum_put_view(out, number(&n[1], p->field));
    hilum_put_byte(out, d->component);
    answer_put_condition(out, h, c, d->subcomponent);
}

/* Table 0516.  What fails through no fault of the message is fatal, where the
 * version knows that. */
static struct hilum_view severity(const struct answer_head   *h,
                                  const struct hilum_outcome *o)
{
    return o->verdict != HILUM_REJECT && h->version >= ANSWER_2_7 ? HILUM_VIEW("F")
                                                                  : HILUM_VIEW("E");
}

/* ERR-2 to ERR-8, from 2.5. */
static void put_new(struct hilum_buffer *out, const struct answer_head *h,
                    const struct hilum_outcome *o, const struct er7_place *p,
                    const struct answer_condition *c)
{
    const struct er7_delimiters *d = &h->delimiters;
    struct number                n[5];
    const char                  *sentence;
    struct hilum_view            rule = answer_rule(o->reason, &sentence);

    answer_put_field(out, d, HILUM_VIEW(""));
    answer_put_field(out, d, HILUM_VIEW(""));
    answer_put_joined(out, d->component,
                      (const struct hilum_view[]){
                          hilum_view(p->segment), number(&n[0], p->sequence),
                          number(&n[1], p->field), number(&n[2], p->repetition),
                          number(&n[3], p->component), number(&n[4], p->subcomponent) },
                      6);
    answer_put_field(out, d, HILUM_VIEW(""));
    answer_put_condition(out, h, c, d->component);
    answer_put_field(out, d, severity(h, o));
    answer_put_field(out, d, HILUM_VIEW(""));
    answer_put_joined(out, d->component,
                      (const struct hilum_view[]){ rule, HILUM_VIEW(""),
                                                   rule.len ? HILUM_VIEW("L") : rule },
                      3);
    answer_put_field(out, d, HILUM_VIEW(""));
    answer_put_field(out, d, HILUM_VIEW(""));
    answer_put_sentence(out, d, o->place, "", MOST_PLACE);
    answer_put_field(out, d, HILUM_VIEW(""));
    answer_put_sentence(out, d, "", sentence, MOST_SENTENCE);
}

void answer_put_error(struct hilum_buffer *out, const struct answer_head *h,
                      const struct hilum_outcome *o)
{
    const struct answer_condition *c    = answer_condition(h, o);
    size_t                         from = out->len;
    struct er7_place               p;

    if (!er7_place_read(&p, o->place))
        p = (struct er7_place){ .segment = "" };
    else if (p.sequence == 0)
        p.sequence = 1;
    if (p.field && !p.repetition)
        p.repetition = 1;
    hilum_put_text(out, "ERR");
    if (h->version < ANSWER_2_5)
        put_old(out, h, &p, c);
    else
        put_new(out, h, o, &p, c);
    answer_end_segment(out, &h->delimiters, from);
}
