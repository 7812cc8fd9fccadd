/* unit.c -- the units of quantities that the engine can convert. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/unit.h"

#include "expr/value.h"

struct span_name {
    const char *word, *words, *code;
    int64_t     milli; /* how long; months and years count in months */
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

/* A unit as ten to the power times a base unit. */
struct metric {
    const char *code;
    char        base;
    int8_t      power;
};

static const struct metric metrics[] = {
    { "kg", 'g', 3 },  { "g", 'g', 0 },   { "mg", 'g', -3 }, { "ug", 'g', -6 },
    { "ng", 'g', -9 }, { "L", 'L', 0 },   { "l", 'L', 0 },   { "dL", 'L', -1 },
    { "mL", 'L', -3 }, { "uL", 'L', -6 }, { "km", 'm', 3 },  { "m", 'm', 0 },
    { "cm", 'm', -2 }, { "mm", 'm', -3 }, { "um", 'm', -6 },
};

enum unit_span unit_span(struct hilum_view word)
{
    int i = 0;

    while (i < UNIT_NO_SPAN && !hilum_is(word, spans[i].word) &&
           !hilum_is(word, spans[i].words))
        i++;
    return (enum unit_span)i;
}

enum unit_span unit_duration(struct hilum_view unit, bool strict)
{
    enum unit_span span = unit_span(unit);

    for (int i = 0; span == UNIT_NO_SPAN && i < UNIT_NO_SPAN; i++)
        if (hilum_is(unit, spans[i].code) && !(strict && i >= UNIT_MONTH))
            span = (enum unit_span)i;
    return span;
}

static const struct metric *metric_of(struct hilum_view unit)
{
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
        if (hilum_is(unit, metrics[i].code))
            return &metrics[i];
    return NULL;
}

static bool times_ten(struct expr_item *q, int power)
{
    for (; power > 0; power--) {
        if (q->scale)
            q->scale--;
        else if (__builtin_mul_overflow(q->number, 10, &q->number))
            return false;
    }
    for (; power < 0; power++) {
        if (q->scale == VALUE_SCALE)
            return false;
        q->scale++;
    }
    return true;
}

bool unit_align(struct expr_item *a, struct expr_item *b, bool strict)
{
    struct hilum_view    x = item_view(a), y = item_view(b);
    enum unit_span       p, q;
    const struct metric *m, *n;

    if (hilum_same(x, y))
        return true;
    p = unit_duration(x, strict);
    q = unit_duration(y, strict);
    if (p != UNIT_NO_SPAN && q != UNIT_NO_SPAN)
        return (p >= UNIT_MONTH) == (q >= UNIT_MONTH) &&
               !__builtin_mul_overflow(a->number, spans[p].milli, &a->number) &&
               !__builtin_mul_overflow(b->number, spans[q].milli, &b->number);
    m = metric_of(x);
    n = metric_of(y);
    return m && n && m->base == n->base && times_ten(a, m->power) &&
           times_ten(b, n->power);
}
