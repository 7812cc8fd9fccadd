/* compare.c -- are items the same, and which comes first? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/compare.h"

#include "expr/strings.h"
#include "expr/unit.h"
#include "expr/value.h"

static bool is_number(const struct expr_item *v)
{
    return v->kind == EXPR_INTEGER || v->kind == EXPR_DECIMAL;
}

static bool is_moment(const struct expr_item *v)
{
    return v->kind == EXPR_DATE || v->kind == EXPR_DATETIME || v->kind == EXPR_TIME;
}

/* A number where a quantity is needed is one without a unit. */
static struct expr_item as_quantity(const struct expr_item *v)
{
    struct expr_item q = *v;

    if (is_number(v)) {
        q.kind   = EXPR_QUANTITY;
        q.text   = "1";
        q.length = 1;
    }
    return q;
}

/* ---- Dates and times ------------------------------------------------------------ */

/* Compares part by part as far as both go; *known is false where they agree so
 * far and one of them goes on. */
static int moment_order(const struct expr_item *a, const struct expr_item *b, bool *known)
{
    uint8_t       most  = a->scale < b->scale ? a->scale : b->scale;
    bool          clock = most >= EXPR_HOUR && a->kind != EXPR_TIME;
    int64_t       x = a->number, y = b->number;
    struct moment p, q;

    if (clock && a->zone != EXPR_NO_ZONE && b->zone != EXPR_NO_ZONE) {
        x -= (int64_t)a->zone * 60000;
        y -= (int64_t)b->zone * 60000;
    }
    *known = true;
    p      = moment_of(x);
    q      = moment_of(y);
    {
        const int64_t left[]  = { p.year, p.month, p.day, p.hour, p.minute, p.milli };
        const int64_t right[] = { q.year, q.month, q.day, q.hour, q.minute, q.milli };
        int           parts   = most >= EXPR_SECOND ? 6 : most + 1;

        for (int i = 0; i < parts; i++) {
            if (clock && i == EXPR_HOUR &&
                (a->zone == EXPR_NO_ZONE) != (b->zone == EXPR_NO_ZONE)) {
                *known = false;
                return 0;
            }
            if (left[i] != right[i])
                return left[i] < right[i] ? -1 : 1;
        }
    }
    *known = a->scale == b->scale || most >= EXPR_SECOND;
    return 0;
}

/* Times have no order with dates. */
static bool moments_fit(const struct expr_item *a, const struct expr_item *b)
{
    return is_moment(a) && is_moment(b) &&
           (a->kind == EXPR_TIME) == (b->kind == EXPR_TIME);
}

/* ---- Values --------------------------------------------------------------------- */

static enum truth quantities_equal(const struct expr_item *a, const struct expr_item *b,
                                   bool strict)
{
    struct expr_item x = as_quantity(a), y = as_quantity(b);
    int              order;

    if (!unit_order(&x, &y, strict, &order))
        return UNKNOWN;
    return order == 0 ? YES : NO;
}

static enum truth values_equal(const struct expr_item *a, const struct expr_item *b)
{
    if (a->kind == EXPR_QUANTITY || b->kind == EXPR_QUANTITY) {
        if ((is_number(a) || a->kind == EXPR_QUANTITY) &&
            (is_number(b) || b->kind == EXPR_QUANTITY))
            return quantities_equal(a, b, true);
        return NO;
    }
    if (is_number(a) && is_number(b))
        return decimal_order(a, b) == 0 ? YES : NO;
    if (moments_fit(a, b)) {
        bool known;
        int  order = moment_order(a, b, &known);

        return !known ? UNKNOWN : order == 0 ? YES : NO;
    }
    if (a->kind != b->kind)
        return NO;
    switch (a->kind) {
    case EXPR_BOOLEAN:
        return a->number == b->number ? YES : NO;
    case EXPR_STRING:
        return hilum_same(item_view(a), item_view(b)) ? YES : NO;
    case EXPR_TYPE:
    case EXPR_TARGET:
        return a->number == b->number && a->scale == b->scale ? YES : NO;
    default:
        return NO;
    }
}

/* Numbers are alike where they are the same at the lower of their precisions. */
static bool numbers_alike(const struct expr_item *a, const struct expr_item *b)
{
    struct expr_item x = decimal_trim(*a), y = decimal_trim(*b);
    uint8_t          digits = x.scale < y.scale ? x.scale : y.scale;

    x = decimal_round(x, digits);
    y = decimal_round(y, digits);
    return decimal_order(&x, &y) == 0;
}

/* Quantities in different units are compared in the coarser one, to the digits that
 * both have there: 4040 'mg' is 4.040 'g', and so is like 4 'g'. */
static bool quantities_alike(const struct expr_item *a, const struct expr_item *b)
{
    struct expr_item x = *a, y = *b;
    bool             finer;
    int              order;

    if (hilum_same(item_view(a), item_view(b)))
        return unit_convert(a, b, false, &x) && numbers_alike(&x, b);
    if (!unit_calculates(a) || !unit_calculates(b))
        return unit_order(a, b, false, &order) && order == 0;
    if (!unit_finer(a, b, false, &finer))
        return false;
    if (finer ? !unit_convert_digits(a, b, &x) : !unit_convert_digits(b, a, &y))
        return false;
    if (finer)
        y = decimal_trim(y);
    else
        x = decimal_trim(x);
    {
        uint8_t digits = x.scale < y.scale ? x.scale : y.scale;

        x = decimal_round(x, digits);
        y = decimal_round(y, digits);
    }
    return decimal_order(&x, &y) == 0;
}

static bool values_alike(struct machine *m, const struct expr_item *a,
                         const struct expr_item *b, enum truth *out)
{
    if (a->kind == EXPR_STRING && b->kind == EXPR_STRING) {
        *out = strings_alike(item_view(a), item_view(b)) ? YES : NO;
        return machine_spend(m, a->length / 16);
    }
    if (is_number(a) && is_number(b)) {
        *out = numbers_alike(a, b) ? YES : NO;
    } else if (a->kind == EXPR_QUANTITY && b->kind == EXPR_QUANTITY) {
        *out = quantities_alike(a, b) ? YES : NO;
    } else {
        *out = values_equal(a, b) == YES ? YES : NO;
    }
    return true;
}

/* ---- Nodes ---------------------------------------------------------------------- */

/* The same names, types and texts all the way down, in the same order. */
static bool trees_same(struct hilum_doc doc, const struct hilum_node *a,
                       const struct hilum_node *b)
{
    if (a->span != b->span)
        return false;
    for (uint32_t i = 0; i < a->span; i++)
        if (a[i].span != b[i].span || a[i].type != b[i].type ||
            (i && a[i].name != b[i].name) ||
            ((a[i].flags ^ b[i].flags) & HILUM_NODE_VALUE) ||
            !hilum_same(hilum_text(doc, &a[i]), hilum_text(doc, &b[i])))
            return false;
    return true;
}

static uint32_t child_count(const struct hilum_node *parent)
{
    uint32_t count = 0;

    hilum_each(child, parent) count += child->span > 0;
    return count;
}

/* How many siblings of the same name stand before a child. */
static uint32_t rank(const struct hilum_node *parent, const struct hilum_node *child)
{
    uint32_t before = 0;

    hilum_each(other, parent)
    {
        if (other == child)
            break;
        before += other->name == child->name;
    }
    return before;
}

static const struct hilum_node *nth(const struct hilum_node *parent, uint32_t name,
                                    uint32_t n)
{
    const struct hilum_node *at = hilum_child(parent, name);

    for (; at && n > 0; n--)
        at = hilum_again(parent, at);
    return at;
}

/* The same elements with equal values; how elements of different names are
 * ordered does not matter.  The document's depth bounds the recursion. */
static bool trees_equal(struct machine *m, const struct hilum_node *a,
                        const struct hilum_node *b, enum truth *out)
{
    *out = YES;
    if (!machine_spend(m, a->span))
        return false;
    if (trees_same(m->ctx->doc, a, b))
        return true;
    *out = NO;
    if (child_count(a) != child_count(b) || hilum_leaf(a) ||
        ((a->flags ^ b->flags) & HILUM_NODE_VALUE))
        return true;
    hilum_each(child, a)
    {
        const struct hilum_node *other;
        struct expr_item         x = item_node(child), y;

        if (!machine_spend(m, 1 + (a->span + b->span) / 8))
            return false;
        other = nth(b, child->name, rank(a, child));
        if (!other) {
            *out = NO;
            return true;
        }
        y = item_node(other);
        if (!compare_equal(m, &x, &y, out))
            return false;
        if (*out != YES)
            return true;
    }
    return true;
}

bool compare_equal(struct machine *m, const struct expr_item *a,
                   const struct expr_item *b, enum truth *out)
{
    struct hilum_view left, right;
    struct expr_item  x, y;

    /* Most comparisons are of two strings, and are decided here. */
    if (item_text(m->ctx->doc, a, &left) && item_text(m->ctx->doc, b, &right)) {
        *out = hilum_same(left, right) ? YES : NO;
        return machine_spend(m, 1 + left.len / 64);
    }
    x = item_value(m->ctx->doc, a);
    y = item_value(m->ctx->doc, b);
    if (x.kind == EXPR_NODE || y.kind == EXPR_NODE) {
        *out = NO;
        return x.kind != y.kind || trees_equal(m, x.node, y.node, out);
    }
    *out = values_equal(&x, &y);
    return machine_spend(m, 1);
}

/* Each child has its like among the other's, whatever the order. */
static bool trees_alike(struct machine *m, const struct hilum_node *a,
                        const struct hilum_node *b, enum truth *out)
{
    *out = NO;
    hilum_each(child, a)
    {
        enum truth found = NO;

        if (!machine_spend(m, 1 + b->span / 8))
            return false;
        hilum_each(other, b)
        {
            const struct expr_item x = item_node(child), y = item_node(other);

            if (child->name != other->name)
                continue;
            if (!compare_equivalent(m, &x, &y, &found))
                return false;
            if (found == YES)
                break;
        }
        if (found != YES)
            return true;
    }
    *out = child_count(a) == child_count(b) ? YES : NO;
    return true;
}

bool compare_equivalent(struct machine *m, const struct expr_item *a,
                        const struct expr_item *b, enum truth *out)
{
    struct expr_item x = item_value(m->ctx->doc, a), y = item_value(m->ctx->doc, b);

    if (!machine_spend(m, 1))
        return false;
    if (x.kind != EXPR_NODE && y.kind != EXPR_NODE)
        return values_alike(m, &x, &y, out);
    if (x.kind != y.kind) {
        *out = NO;
        return true;
    }
    if (!list_has_value(&x) && !list_has_value(&y)) {
        *out = YES;
        return true;
    }
    return trees_alike(m, x.node, y.node, out);
}

bool compare_order(struct machine *m, const struct expr_item *a,
                   const struct expr_item *b, int *out, bool *known)
{
    *known = true;
    if (is_number(a) && is_number(b)) {
        *out = decimal_order(a, b);
        return true;
    }
    if (a->kind == EXPR_STRING && b->kind == EXPR_STRING) {
        size_t least = a->length < b->length ? a->length : b->length;

        *out = least ? memcmp(a->text, b->text, least) : 0;
        if (*out == 0)
            *out = (a->length > b->length) - (a->length < b->length);
        return machine_spend(m, least / 64);
    }
    if (moments_fit(a, b)) {
        *out = moment_order(a, b, known);
        return true;
    }
    if ((a->kind == EXPR_QUANTITY && (is_number(b) || b->kind == EXPR_QUANTITY)) ||
        (b->kind == EXPR_QUANTITY && is_number(a))) {
        struct expr_item x = as_quantity(a), y = as_quantity(b);

        *out   = 0;
        *known = unit_order(&x, &y, true, out);
        return true;
    }
    return machine_fail(m, "these two values have no order");
}

bool compare_in(struct machine *m, const struct expr_item *item, struct list l, bool *out)
{
    *out = false;
    for (uint32_t i = 0; i < l.count && !*out; i++) {
        enum truth same;

        if (!compare_equal(m, item, list_item(m, l, i), &same))
            return false;
        *out = same == YES;
    }
    return true;
}
