/* value.c -- values: made of nodes, and written as text. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/value.h"

#include "base/bytes.h"
#include "expr/types.h"
#include "expr/unit.h"

#include <stdio.h>

bool read_boolean(struct hilum_view v, struct expr_item *out)
{
    static const char *const yes[] = { "true", "t", "yes", "y", "1", "1.0" };
    static const char *const no[]  = { "false", "f", "no", "n", "0", "0.0" };
    char                     low[8];

    if (v.len >= sizeof low)
        return false;
    for (size_t i = 0; i < v.len; i++)
        low[i] = (char)(v.ptr[i] >= 'A' && v.ptr[i] <= 'Z' ? v.ptr[i] + 32 : v.ptr[i]);
    v.ptr = low;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (!hilum_is(v, yes[i]) && !hilum_is(v, no[i]))
            continue;
        *out = item_boolean(hilum_is(v, yes[i]));
        return true;
    }
    return false;
}

bool read_quantity(struct hilum_view v, struct expr_item *out)
{
    size_t            end = 0;
    struct hilum_view unit;

    while (end < v.len && v.ptr[end] != ' ')
        end++;
    unit = view_trim((struct hilum_view){ v.ptr + end, v.len - end });
    if (!read_decimal((struct hilum_view){ v.ptr, end }, out))
        return false;
    if (unit.len == 0 && end < v.len)
        return false;
    if (unit.len == 0) {
        unit = HILUM_VIEW("1");
    } else if (unit.ptr[0] == '\'') {
        if (unit.len < 3 || unit.ptr[unit.len - 1] != '\'')
            return false;
        unit = (struct hilum_view){ unit.ptr + 1, unit.len - 2 };
    } else if (unit_span(unit) == UNIT_NO_SPAN) {
        return false;
    }
    out->kind   = EXPR_QUANTITY;
    out->text   = unit.ptr;
    out->length = (uint32_t)unit.len;
    return true;
}

/* ---- Nodes ---------------------------------------------------------------------- */

/* A Quantity of FHIR as FHIRPath's own: with its code where it has one, which
 * should be UCUM's.  A value that is only a bound (comparator) is no quantity. */
static bool node_quantity(struct hilum_doc doc, const struct hilum_node *n,
                          struct expr_item *out)
{
    const struct hilum_node *value  = hilum_child(n, HILUM_NAME("value"));
    const struct hilum_node *unit   = hilum_child(n, HILUM_NAME("code"));
    const struct hilum_node *system = hilum_child(n, HILUM_NAME("system"));
    struct hilum_view        text   = HILUM_VIEW("1");

    if (!value || hilum_child(n, HILUM_NAME("comparator")) ||
        !read_decimal(hilum_text(doc, value), out))
        return false;
    out->zone = unit ? UNIT_EITHER : UNIT_PLAIN;
    if (unit && system && !hilum_is(hilum_text(doc, system), "http://unitsofmeasure.org"))
        out->zone = UNIT_FOREIGN;
    if (!unit)
        unit = hilum_child(n, HILUM_NAME("unit"));
    if (unit)
        text = hilum_text(doc, unit);
    out->kind   = EXPR_QUANTITY;
    out->text   = text.ptr;
    out->length = (uint32_t)text.len;
    return true;
}

static bool node_value(struct hilum_doc doc, const struct hilum_node *n,
                       struct expr_item *out)
{
    struct hilum_view text = hilum_text(doc, n);
    enum expr_kind    kind = type_value(n->type);

    if (kind == EXPR_QUANTITY)
        return node_quantity(doc, n, out);
    if (!(n->flags & HILUM_NODE_VALUE))
        return false;
    switch (kind) {
    case EXPR_BOOLEAN:
        return read_boolean(text, out);
    case EXPR_INTEGER:
        return read_integer(text, out);
    case EXPR_DECIMAL:
        return read_decimal(text, out);
    case EXPR_DATE:
        return read_date(text, out);
    case EXPR_DATETIME:
        return read_datetime(text, out);
    case EXPR_TIME:
        return read_time(text, out);
    default:
        *out = item_string(text);
        return true;
    }
}

struct expr_item item_value(struct hilum_doc doc, const struct expr_item *item)
{
    struct expr_item value;

    if (item->kind == EXPR_NODE && node_value(doc, item->node, &value))
        return value;
    return *item;
}

bool item_text(struct hilum_doc doc, const struct expr_item *item, struct hilum_view *out)
{
    if (item->kind == EXPR_STRING) {
        *out = item_view(item);
        return true;
    }
    if (item->kind != EXPR_NODE || !(item->node->flags & HILUM_NODE_VALUE))
        return false;
    switch (type_value(item->node->type)) {
    case EXPR_NODE:
    case EXPR_STRING:
        *out = hilum_text(doc, item->node);
        return true;
    default:
        return false;
    }
}

/* ---- Writing -------------------------------------------------------------------- */

static struct hilum_view print(struct arena *arena, const char *text)
{
    size_t len = strlen(text);

    return (struct hilum_view){ arena_text(arena, text, len), len };
}

static size_t write_decimal(const struct expr_item *d, char out[static 48])
{
    char     digits[32];
    uint64_t size = d->number < 0 ? 0 - (uint64_t)d->number : (uint64_t)d->number;
    int      len =
        snprintf(digits, sizeof digits, "%0*llu", d->scale + 1, (unsigned long long)size);
    int whole = len - d->scale;

    return (size_t)snprintf(out, 48, "%s%.*s%s%s", d->number < 0 ? "-" : "", whole,
                            digits, d->scale ? "." : "", digits + whole);
}

/* hh:mm:ss.fff as far as the precision goes. */
static size_t write_clock(const struct moment *m, uint8_t precision, char *out,
                          size_t room)
{
    static const uint8_t lengths[] = { 0, 0, 0, 2, 5, 8, 12 };

    snprintf(out, room, "%02d:%02d:%02d.%03d", m->hour, m->minute, m->milli / 1000,
             m->milli % 1000);
    return lengths[precision];
}

static struct hilum_view write_moment(struct arena *arena, const struct expr_item *item)
{
    static const uint8_t lengths[] = { 4, 7, 10, 10, 10, 10, 10 };
    struct moment        m         = moment_of(item->number);
    char                 day[64], clock[64], zone[16] = "";
    size_t               day_len = 0, clock_len;

    if (item->kind != EXPR_TIME) {
        snprintf(day, sizeof day, "%04d-%02d-%02d", (int)m.year, m.month, m.day);
        day_len = lengths[item->scale];
    }
    clock_len = write_clock(&m, item->scale, clock, sizeof clock);
    if (item->zone == 0)
        snprintf(zone, sizeof zone, "Z");
    else if (item->zone != EXPR_NO_ZONE)
        snprintf(zone, sizeof zone, "%c%02d:%02d", item->zone < 0 ? '-' : '+',
                 (item->zone < 0 ? -item->zone : item->zone) / 60,
                 (item->zone < 0 ? -item->zone : item->zone) % 60);
    return hilum_view(arena_printf(arena, "%.*s%s%.*s%s", (int)day_len, day,
                                   day_len && clock_len ? "T" : "", (int)clock_len, clock,
                                   zone));
}

struct hilum_view expr_text(const struct expr_context *ctx, const struct expr_item *item)
{
    struct hilum_view unit = item_view(item);
    char              number[48];

    switch (item->kind) {
    case EXPR_NODE:
        return hilum_text(ctx->doc, item->node);
    case EXPR_BOOLEAN:
        return item->number ? HILUM_VIEW("true") : HILUM_VIEW("false");
    case EXPR_INTEGER:
        snprintf(number, sizeof number, "%lld", (long long)item->number);
        return print(ctx->arena, number);
    case EXPR_DECIMAL:
        write_decimal(item, number);
        return print(ctx->arena, number);
    case EXPR_DATE:
    case EXPR_DATETIME:
    case EXPR_TIME:
        return write_moment(ctx->arena, item);
    case EXPR_QUANTITY: {
        const char *quote = unit_span(unit) == UNIT_NO_SPAN ? "'" : "";

        write_decimal(item, number);
        return hilum_view(arena_printf(ctx->arena, "%s %s%.*s%s", number, quote,
                                       (int)unit.len, unit.ptr, quote));
    }
    case EXPR_TYPE:
        return hilum_view(arena_printf(ctx->arena, "%s.%.*s",
                                       item->scale == EXPR_OF_SYSTEM ? "System" : "FHIR",
                                       (int)unit.len, unit.ptr));
    default:
        return unit;
    }
}
