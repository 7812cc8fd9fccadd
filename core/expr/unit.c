/* unit.c -- the units of quantities: calendar words, and codes of UCUM. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/unit.h"

#include "expr/value.h"
#include "ucum/ucum.h"

#include <math.h>

struct span_name {
    const char *word, *words, *code;
    int64_t     length; /* in milliseconds; of months and years in months */
};

static const struct span_name spans[UNIT_NO_SPAN] = {
    [UNIT_MILLI]  = { "millisecond", "milliseconds", "ms", 1 },
    [UNIT_SECOND] = { "second", "seconds", "s", 1000 },
    [UNIT_MINUTE] = { "minute", "minutes", "min", 60000 },
    [UNIT_HOUR]   = { "hour", "hours", "h", 3600000 },
    [UNIT_DAY]    = { "day", "days", "d", 86400000 },
    [UNIT_WEEK]   = { "week", "weeks", "wk", 604800000 },
    [UNIT_MONTH]  = { "month", "months", "mo", 1 },
    [UNIT_YEAR]   = { "year", "years", "a", 12 },
};

enum unit_span unit_span(struct hilum_view word)
{
    int i = 0;

    while (i < UNIT_NO_SPAN && !hilum_is(word, spans[i].word) &&
           !hilum_is(word, spans[i].words))
        i++;
    return (enum unit_span)i;
}

enum unit_span unit_duration(const struct expr_item *q, bool strict)
{
    struct hilum_view unit = item_view(q);
    enum unit_span    span = unit_span(unit);

    strict = strict && q->zone != UNIT_EITHER;
    for (int i = 0; span == UNIT_NO_SPAN && i < UNIT_NO_SPAN; i++)
        if (hilum_is(unit, spans[i].code) && !(strict && i >= UNIT_MONTH))
            span = (enum unit_span)i;
    return span;
}

bool unit_is_word(const struct expr_item *q)
{
    return unit_span(item_view(q)) != UNIT_NO_SPAN;
}

bool unit_is_one(const struct expr_item *q)
{
    return q->length == 0 || (q->length == 1 && q->text[0] == '1');
}

/* ---- Conversion ----------------------------------------------------------------- */

static bool same_unit(const struct expr_item *a, const struct expr_item *b)
{
    return hilum_same(item_view(a), item_view(b)) &&
           (a->zone == UNIT_FOREIGN) == (b->zone == UNIT_FOREIGN);
}

/* How long a calendar unit is: in months beside another of months, else in
 * milliseconds, where a month has 30 days and a year 365. */
static int64_t length_of(enum unit_span span, enum unit_span beside)
{
    if (span < UNIT_MONTH || beside >= UNIT_MONTH)
        return spans[span].length;
    return spans[UNIT_DAY].length * (span == UNIT_MONTH ? 30 : 365);
}

/* Both as units of one calendar's length, exactly; false: they are not both that. */
static bool align_spans(struct expr_item *a, struct expr_item *b, bool strict)
{
    enum unit_span p, q;
    bool           words;

    if (a->zone == UNIT_FOREIGN || b->zone == UNIT_FOREIGN)
        return false;
    if (a->zone == UNIT_EITHER || b->zone == UNIT_EITHER)
        strict = false;
    p     = unit_duration(a, strict);
    q     = unit_duration(b, strict);
    words = !strict || (unit_is_word(a) && unit_is_word(b));
    return p != UNIT_NO_SPAN && q != UNIT_NO_SPAN &&
           (words || (p >= UNIT_MONTH) == (q >= UNIT_MONTH)) &&
           !__builtin_mul_overflow(a->number, length_of(p, q), &a->number) &&
           !__builtin_mul_overflow(b->number, length_of(q, p), &b->number);
}

static bool units(const struct expr_item *a, const struct expr_item *b,
                  struct ucum_unit *from, struct ucum_unit *to)
{
    return a->zone != UNIT_FOREIGN && b->zone != UNIT_FOREIGN &&
           ucum_parse(item_view(a), from, NULL) && ucum_parse(item_view(b), to, NULL) &&
           ucum_comparable(from, to);
}

static long double real(const struct expr_item *q)
{
    return (long double)q->number / powl(10, q->scale);
}

bool unit_order(const struct expr_item *a, const struct expr_item *b, bool strict,
                int *out)
{
    struct expr_item x = *a, y = *b;
    struct ucum_unit from, to;
    long double      left, right;

    if (same_unit(a, b) || align_spans(&x, &y, strict)) {
        *out = decimal_order(&x, &y);
        return true;
    }
    if (!units(a, b, &from, &to) || !ucum_base(real(a), &from, &left) ||
        !ucum_base(real(b), &to, &right))
        return false;
    *out = ucum_same(left, right) ? 0 : left < right ? -1 : 1;
    return true;
}

bool unit_finer(const struct expr_item *a, const struct expr_item *b, bool strict,
                bool *out)
{
    struct expr_item one = *a, other = *b;
    int              order;

    one.number = other.number = 1;
    one.scale = other.scale = 0;
    if (!unit_order(&one, &other, strict, &order))
        return false;
    *out = order < 0 || (order == 0 && !unit_is_word(b));
    return true;
}

bool unit_calculates(const struct expr_item *q)
{
    struct ucum_unit u;

    return !ucum_parse(item_view(q), &u, NULL) || u.special == UCUM_LINEAR;
}

void unit_simplify(struct expr_item *q)
{
    static const struct expr_item one = { .kind   = EXPR_QUANTITY,
                                          .text   = "1",
                                          .length = 1 };
    struct expr_item              plain;

    if (!unit_is_one(q) && unit_calculates(q) && unit_convert(q, &one, true, &plain))
        *q = plain;
}

bool unit_comparable(const struct expr_item *a, const struct expr_item *b)
{
    int order;

    if ((unit_is_word(a) || a->zone == UNIT_EITHER) &&
        (unit_is_word(b) || b->zone == UNIT_EITHER) &&
        unit_duration(a, false) != UNIT_NO_SPAN &&
        unit_duration(b, false) != UNIT_NO_SPAN)
        return true;
    return (!unit_is_word(a) || unit_duration(a, false) < UNIT_MONTH) &&
           (!unit_is_word(b) || unit_duration(b, false) < UNIT_MONTH) &&
           unit_order(a, b, true, &order);
}

bool unit_convert(const struct expr_item *q, const struct expr_item *like, bool strict,
                  struct expr_item *out)
{
    struct expr_item x = *q, y = *like;
    struct ucum_unit from, to;
    long double      value;

    *out = *q;
    if (same_unit(q, like))
        return true;
    y.number = 1;
    y.scale  = 0;
    if (align_spans(&x, &y, strict))
        value = real(&x) / real(&y);
    else if (!units(q, like, &from, &to) || !ucum_convert(real(q), &from, &to, &value))
        return false;
    if (!decimal_from_long(value, out))
        return false;
    out->kind   = EXPR_QUANTITY;
    out->zone   = like->zone;
    out->text   = like->text;
    out->length = like->length;
    return true;
}

bool unit_convert_digits(const struct expr_item *q, const struct expr_item *like,
                         struct expr_item *out)
{
    struct expr_item one = *q, moved;

    one.number = 1;
    one.scale  = 0;
    if (!unit_convert(q, like, false, out) || !unit_convert(&one, like, false, &moved))
        return false;
    /* 1 mg is 0.001 g: three digits more. */
    while (moved.number == 1 && out->scale < q->scale + moved.scale &&
           out->scale < VALUE_SCALE &&
           !__builtin_mul_overflow(out->number, 10, &one.number)) {
        out->number = one.number;
        out->scale++;
    }
    return true;
}

/* ---- Products ------------------------------------------------------------------- */

/* A unit for use inside a term, in brackets where it is one itself. */
static struct hilum_view operand(struct arena *arena, const struct expr_item *q,
                                 bool right)
{
    struct hilum_view unit = item_view(q);
    const char       *text;

    if (!right || (!memchr(unit.ptr, '/', unit.len) && !memchr(unit.ptr, '.', unit.len)))
        return unit;
    text = arena_printf(arena, "(%.*s)", (int)unit.len, unit.ptr);
    return hilum_view(text);
}

struct hilum_view unit_product(struct arena *arena, const struct expr_item *a, char sign,
                               const struct expr_item *b)
{
    struct hilum_view x, y;

    if (unit_is_one(b))
        return item_view(a);
    if (unit_is_one(a) && sign == '.')
        return item_view(b);
    x = operand(arena, a, false);
    y = operand(arena, b, true);
    if (!x.ptr || !y.ptr)
        return (struct hilum_view){ NULL, 0 };
    if (hilum_same(x, y) && sign == '/')
        return HILUM_VIEW("1");
    if (hilum_same(x, y) && y.ptr[y.len - 1] > '9')
        return hilum_view(arena_printf(arena, "%.*s2", (int)x.len, x.ptr));
    return hilum_view(arena_printf(arena, "%.*s%c%.*s", unit_is_one(a) ? 0 : (int)x.len,
                                   x.ptr, sign, (int)y.len, y.ptr));
}
