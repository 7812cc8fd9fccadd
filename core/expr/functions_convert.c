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
        *to = *from;
        return true;
    case EXPR_BOOLEAN:
        *to = item_integer(from->number);
        return true;
    case EXPR_STRING:
        return read_integer(item_view(from), to);
    default:
        return false;
    }
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
        return true;
    }
    if (!to_decimal(ctx, from, to))
        return false;
    to->kind   = EXPR_QUANTITY;
    to->text   = "1";
    to->length = 1;
    return true;
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
CONVERSION(decimal)
CONVERSION(string)
CONVERSION(date)
CONVERSION(datetime)
CONVERSION(time)
CONVERSION(quantity)
