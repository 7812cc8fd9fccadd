/* functions_convert.c -- from one kind of value to another. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"
#include "expr/unit.h"
#include "expr/value.h"

/* A conversion of one value; false: it cannot be converted. */
typedef bool convert(const struct expr_context *ctx, const struct expr_item *from,
                     struct expr_item *to);

/* Pushes what the one item of the input converts to; nothing where it cannot. */
static bool convert_input(struct machine *m, const struct call *c, convert *with,
                          bool ask)
{
    struct expr_item        room, to;
    const struct expr_item *from;
    bool                    good;

    if (!list_value(m, c->in, &room, &from))
        return false;
    if (!from)
        return true;
    good = with(m->ctx, from, &to);
    if (ask)
        return push_boolean(m, good);
    return !good || push(m, to);
}

static bool to_boolean(const struct expr_context *ctx, const struct expr_item *from,
                       struct expr_item *to)
{
    struct expr_item number;

    (void)ctx;
    switch (from->kind) {
    case EXPR_BOOLEAN:
        *to = *from;
        return true;
    case EXPR_STRING:
        return read_boolean(item_view(from), to);
    case EXPR_INTEGER:
    case EXPR_DECIMAL:
        number = decimal_trim(*from);
        *to    = item_boolean(number.number == 1);
        return number.scale == 0 && (number.number == 0 || number.number == 1);
    default:
        return false;
    }
}

static bool to_integer(const struct expr_context *ctx, const struct expr_item *from,
                       struct expr_item *to)
{
    (void)ctx;
    switch (from->kind) {
    case EXPR_INTEGER:
    case EXPR_BOOLEAN:
        *to = item_integer(from->number);
        return true;
    case EXPR_STRING:
        return read_integer(item_view(from), to);
    default:
        return false;
    }
}

static bool to_long(const struct expr_context *ctx, const struct expr_item *from,
                    struct expr_item *to)
{
    if (!to_integer(ctx, from, to))
        return false;
    to->zone = VALUE_LONG;
    return true;
}

static bool to_decimal(const struct expr_context *ctx, const struct expr_item *from,
                       struct expr_item *to)
{
    (void)ctx;
    switch (from->kind) {
    case EXPR_DECIMAL:
        *to = *from;
        return true;
    case EXPR_INTEGER:
    case EXPR_BOOLEAN:
        *to      = item_integer(from->number);
        to->kind = EXPR_DECIMAL;
        return true;
    case EXPR_STRING:
        return read_decimal(item_view(from), to);
    default:
        return false;
    }
}

static bool to_string(const struct expr_context *ctx, const struct expr_item *from,
                      struct expr_item *to)
{
    struct hilum_view text;

    if (from->kind == EXPR_NODE || from->kind == EXPR_TYPE || from->kind == EXPR_TARGET)
        return false;
    text = expr_text(ctx, from);
    *to  = item_string(text);
    return text.ptr != NULL;
}

static bool to_date(const struct expr_context *ctx, const struct expr_item *from,
                    struct expr_item *to)
{
    (void)ctx;
    if (from->kind == EXPR_STRING && !read_datetime(item_view(from), to))
        return false;
    if (from->kind == EXPR_DATE || from->kind == EXPR_DATETIME)
        *to = *from;
    else if (from->kind != EXPR_STRING)
        return false;
    to->kind = EXPR_DATE;
    to->zone = EXPR_NO_ZONE;
    if (to->scale > EXPR_DAY) {
        struct moment day = moment_of(to->number);

        day.hour = day.minute = day.milli = 0;
        to->number                        = moment_ms(&day);
        to->scale                         = EXPR_DAY;
    }
    return true;
}

static bool to_datetime(const struct expr_context *ctx, const struct expr_item *from,
                        struct expr_item *to)
{
    (void)ctx;
    if (from->kind == EXPR_STRING)
        return read_datetime(item_view(from), to);
    if (from->kind != EXPR_DATE && from->kind != EXPR_DATETIME)
        return false;
    *to      = *from;
    to->kind = EXPR_DATETIME;
    return true;
}

static bool to_time(const struct expr_context *ctx, const struct expr_item *from,
                    struct expr_item *to)
{
    (void)ctx;
    if (from->kind == EXPR_STRING)
        return read_time(item_view(from), to);
    *to = *from;
    return from->kind == EXPR_TIME;
}

static bool to_quantity(const struct expr_context *ctx, const struct expr_item *from,
                        struct expr_item *to)
{
    if (from->kind == EXPR_STRING)
        return read_quantity(item_view(from), to);
    if (from->kind == EXPR_QUANTITY) {
        *to = *from;
        return from->zone != UNIT_FOREIGN;
    }
    if (!to_decimal(ctx, from, to))
        return false;
    to->kind   = EXPR_QUANTITY;
    to->text   = "1";
    to->length = 1;
    return true;
}

static bool has_comparator(const struct expr_item *item)
{
    return item->kind == EXPR_NODE && hilum_child(item->node, HILUM_NAME("comparator"));
}

/* run_to_x converts; run_converts_to_x says whether that can be done. */
#define CONVERSION(name)                                                                 \
    bool run_to_##name(struct machine *m, const struct call *c)                          \
    {                                                                                    \
        return convert_input(m, c, to_##name, false);                                    \
    }                                                                                    \
    bool run_converts_to_##name(struct machine *m, const struct call *c)                 \
    {                                                                                    \
        return convert_input(m, c, to_##name, true);                                     \
    }

CONVERSION(boolean)
CONVERSION(integer)
CONVERSION(long)
CONVERSION(decimal)
CONVERSION(string)
CONVERSION(date)
CONVERSION(datetime)
CONVERSION(time)

/* ---- Quantities in a certain unit ----------------------------------------------- */

/* The quantity of the input, in the unit that is asked for; NULL: there is none. */
static bool quantity_in(struct machine *m, const struct call *c, struct expr_item *out,
                        bool *none, bool *good)
{
    struct expr_item        room, q, like = { .kind = EXPR_QUANTITY };
    const struct expr_item *from;
    struct hilum_view       unit;
    bool                    unsaid = true;

    *none = true;
    *good = false;
    if (!list_value(m, c->in, &room, &from) ||
        (c->count && !list_string(m, c->args[0], &unit, &unsaid)))
        return false;
    if (!from || (c->count && unsaid))
        return true;
    *none = false;
    *good = to_quantity(m->ctx, from, &q);
    *out  = q;
    if (!*good || unsaid)
        return true;
    like.text   = unit.ptr;
    like.length = (uint32_t)unit.len;
    *good       = unit_convert(&q, &like, true, out);
    return true;
}

bool run_to_quantity(struct machine *m, const struct call *c)
{
    struct expr_item q;
    bool             none, good;

    if (c->in.count == 1 && has_comparator(list_item(m, c->in, 0)))
        return machine_fail(m, "a bound (comparator) is no quantity");
    return quantity_in(m, c, &q, &none, &good) && (!good || push(m, q));
}

bool run_converts_to_quantity(struct machine *m, const struct call *c)
{
    struct expr_item q;
    bool             none, good;

    return quantity_in(m, c, &q, &none, &good) && (none || push_boolean(m, good));
}

bool run_comparable(struct machine *m, const struct call *c)
{
    struct expr_item        rooms[2], a, b;
    const struct expr_item *x, *y;

    if (!list_value(m, c->in, &rooms[0], &x) || !list_value(m, c->args[0], &rooms[1], &y))
        return false;
    if (!x || !y)
        return true;
    return push_boolean(m, to_quantity(m->ctx, x, &a) && to_quantity(m->ctx, y, &b) &&
                               unit_comparable(&a, &b));
}
