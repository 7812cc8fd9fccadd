/* rules.c -- conditions between fields, of the standard and of a site. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include <stdlib.h>

enum column { RULE, SEGMENT, VERSIONS, SEVERITY, FIELD, WHEN, MUST, SAYS, COLUMNS };

/* ---- Compiling ------------------------------------------------------------ */

/* SEG-n.exists() or SEG-n.empty(), of this segment. */
static bool read_presence(struct rule_test *t, struct hilum_view text, uint32_t segment)
{
    struct hilum_view head   = columns_take(&text, '-');
    struct hilum_view digits = columns_take(&text, '.');
    uint32_t          number = columns_number(digits);

    if (hilum_name(head.ptr, head.len) != segment || number == 0 || number > 63 ||
        digits.len != (number > 9 ? 2u : 1u))
        return false;
    if (hilum_is(text, "exists()"))
        t->there |= 1ull << number;
    else if (hilum_is(text, "empty()"))
        t->missing |= 1ull << number;
    else
        return false;
    return true;
}

static struct hilum_view take_word(struct hilum_view *text, const char *word)
{
    struct hilum_view head = *text;
    size_t            len  = strlen(word);

    for (size_t i = 0; i + len <= text->len; i++) {
        if (memcmp(text->ptr + i, word, len) != 0)
            continue;
        head.len = i;
        text->ptr += i + len;
        text->len -= i + len;
        return head;
    }
    text->ptr += text->len;
    text->len = 0;
    return head;
}

/* The part of a condition that presence decides. */
static void read_simple(struct rule_test *t, struct hilum_view text, uint32_t segment)
{
    struct rule_test  alone = { .any = true, .simple = true };
    struct hilum_view rest  = text;

    while (rest.len && alone.simple)
        alone.simple = read_presence(&alone, take_word(&rest, " or "), segment);
    if (alone.simple) {
        *t = alone;
        return;
    }
    /* With an `or` or parentheses, nothing can be said of what comes first. */
    rest = text;
    take_word(&rest, " or ");
    if (rest.len)
        return;
    rest      = text;
    t->simple = true;
    while (rest.len && t->simple)
        t->simple = read_presence(t, take_word(&rest, " and "), segment);
}

bool rule_compile(struct rule_test *t, struct hilum_call *call, struct hilum_view text,
                  uint32_t segment)
{
    char copy[1024];

    *t = (struct rule_test){ .simple = text.len == 0 };
    if (text.len == 0)
        return true;
    if (text.len >= sizeof copy) {
        hilum_blame(call, HILUM_FAIL, "", "a condition has at most 1,023 bytes");
        return false;
    }
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    read_simple(t, text, segment);
    if (!t->simple)
        t->expr = hilum_expr(call, copy, "hl7v2");
    return t->simple || t->expr;
}

/* ---- The standard's ------------------------------------------------------- */

static bool read_rule(struct rule *r, struct hilum_call *call, struct hilum_view line)
{
    struct hilum_view column[COLUMNS];

    for (int i = 0; i < COLUMNS; i++)
        column[i] = columns_take(&line, '\t');
    *r = (struct rule){ .name = column[RULE],
                        .segment =
                            hilum_is(column[SEGMENT], "*")
                                ? 0
                                : hilum_name(column[SEGMENT].ptr, column[SEGMENT].len),
                        .field    = columns_number(column[FIELD]),
                        .span     = columns_span(column[VERSIONS]),
                        .severity = hilum_is(column[SEVERITY], "problem") ? HILUM_PROBLEM
                                    : hilum_is(column[SEVERITY], "note")  ? HILUM_NOTE
                                                                          : HILUM_WARNING,
                        .says     = column[SAYS] };
    return column[SAYS].len > 0 &&
           rule_compile(&r->when, call, column[WHEN], r->segment) &&
           rule_compile(&r->must, call, column[MUST], r->segment);
}

bool rules_open(struct rules *rules, struct hilum_call *call)
{
    struct hilum_view text, line;

    rules->count = 0;
    rules->rule  = calloc(RULES_MOST, sizeof *rules->rule);
    if (!rules->rule || !hilum_schema(call, "hl7v2/rules", &text)) {
        hilum_blame(call, HILUM_FAIL, "schemas/hl7v2/rules", "the rules cannot be read");
        return false;
    }
    while (columns_line(&text, &line)) {
        char name[64] = { 0 };

        memcpy(name, line.ptr, line.len < sizeof name ? line.len : sizeof name - 1);
        if (rules->count < RULES_MOST &&
            read_rule(&rules->rule[rules->count], call, line)) {
            rules->count++;
            continue;
        }
        hilum_blame(call, HILUM_FAIL, "schemas/hl7v2/rules",
                    "the rule that begins \"%s\" is not of their form", name);
        return false;
    }
    return true;
}

void rules_close(struct rules *rules)
{
    free(rules->rule);
    *rules = (struct rules){ .count = 0 };
}

/* ---- Testing -------------------------------------------------------------- */

/* Several items, or an error: `unsure` is the answer. */
static bool eval(const struct hilum_expr *x, struct hilum_call *call,
                 struct hilum_doc doc, const struct hilum_node *node, bool unsure)
{
    struct hilum_item item[1];
    size_t            count = hilum_eval(call, x, doc, node, item, 1);

    if (count == 0)
        return false;
    return count == 1 ? !hilum_is(item[0].text, "false") : unsure;
}

static bool holds(const struct rule_test *t, struct hilum_call *call,
                  struct hilum_doc doc, const struct hilum_node *node, uint64_t fields,
                  bool unsure)
{
    uint64_t right = (t->there & fields) | (t->missing & ~fields);
    uint64_t asked = t->there | t->missing;

    if (asked && (t->any ? right == 0 : right != asked))
        return false;
    return t->simple || eval(t->expr, call, doc, node, unsure);
}

bool rule_broken(const struct rule *r, struct hilum_call *call, struct hilum_doc doc,
                 const struct hilum_node *node, uint64_t fields)
{
    return holds(&r->when, call, doc, node, fields, false) &&
           !holds(&r->must, call, doc, node, fields, true);
}
