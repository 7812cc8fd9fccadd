/* values.c -- fixed values, patterns, the least and the most, and lengths. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

/* ---- Trees ---------------------------------------------------------------- */

static bool same(struct hilum_doc d, const struct hilum_node *node,
                 const struct hilum_package *p, uint32_t value, bool pattern, int depth);

/* The values of a pattern may stand in any order, among others. */
static bool has_child(struct hilum_doc d, const struct hilum_node *node,
                      const struct hilum_package *p, uint32_t value, bool pattern,
                      int depth)
{
    uint32_t name = hilum_package_value(p, value)->name;

    hilum_each(child, node) if (child->name == name &&
                                same(d, child, p, value, pattern, depth)) return true;
    return false;
}

static bool same(struct hilum_doc d, const struct hilum_node *node,
                 const struct hilum_package *p, uint32_t value, bool pattern, int depth)
{
    const struct hilum_literal *v = hilum_package_value(p, value);
    uint32_t          all = hilum_package_count(p, HILUM_VALUES), nodes = 0, values = 0;
    uint32_t          end  = hilum_package_after(value, v->span, all);
    struct hilum_view text = hilum_package_text(p, v->text);

    if (depth == 0 || v->type != node->type)
        return false;
    if ((text.len || !pattern) && !hilum_same(hilum_text(d, node), text))
        return false;
    for (uint32_t at = value + 1; at < end;) {
        if (!has_child(d, node, p, at, pattern, depth - 1))
            return false;
        values++;
        at = hilum_package_after(at, hilum_package_value(p, at)->span, end);
    }
    if (pattern)
        return true;
    hilum_each(child, node) nodes++;
    return nodes == values;
}

bool values_same(struct hilum_doc d, const struct hilum_node *node,
                 const struct hilum_package *p, uint32_t value, bool pattern)
{
    return same(d, node, p, value, pattern, HILUM_DEPTH);
}

/* ---- Least and most ------------------------------------------------------- */

/* Characters of UTF-8. */
static size_t characters(struct hilum_view v)
{
    size_t count = 0;

    for (size_t i = 0; i < v.len; i++)
        count += (v.ptr[i] & 0xc0) != 0x80;
    return count;
}

static bool is_number(uint32_t type)
{
    return type == HILUM_NAME("integer") || type == HILUM_NAME("decimal") ||
           type == HILUM_NAME("positiveInt") || type == HILUM_NAME("unsignedInt");
}

/* -1, 0, 1; false where they cannot be compared. */
static bool compare(struct hilum_view a, struct hilum_view b, uint32_t type, int *order)
{
    char   text[64];
    double x, y;

    if (!is_number(type)) {
        size_t len = a.len < b.len ? a.len : b.len;

        *order = len ? memcmp(a.ptr, b.ptr, len) : 0;
        return len > 0;
    }
    if (a.len >= sizeof text || b.len >= sizeof text)
        return false;
    memcpy(text, a.ptr, a.len);
    text[a.len] = '\0';
    x           = strtod(text, NULL);
    memcpy(text, b.ptr, b.len);
    text[b.len] = '\0';
    y           = strtod(text, NULL);
    *order      = (x > y) - (x < y);
    return true;
}

static void check_bound(struct look *l, const struct hilum_node *node,
                        struct definition e, uint32_t bound, bool most)
{
    const struct hilum_literal *v = hilum_package_value(&e.pack->package, bound - 1);
    int                         order;

    if (v->type != node->type ||
        !compare(hilum_text(l->doc, node), text_of(e, v->text), node->type, &order))
        return;
    if (most ? order > 0 : order < 0)
        look_report(l, HILUM_PROBLEM, node, most ? "maximum" : "minimum",
                    "it is %s than %.*s", most ? "more" : "less",
                    (int)text_of(e, v->text).len, text_of(e, v->text).ptr);
}

void values_check(struct look *l, const struct hilum_node *node,
                  struct definition element)
{
    const struct hilum_element *e  = element_of(element);
    const struct hilum_package *p  = &element.pack->package;
    struct hilum_view           id = text_of(element, e->id);

    if (e->fixed && !values_same(l->doc, node, p, e->fixed - 1, false))
        look_report(l, HILUM_PROBLEM, node, "fixed", "it is not the value fixed for %.*s",
                    (int)id.len, id.ptr);
    if (e->pattern && !values_same(l->doc, node, p, e->pattern - 1, true))
        look_report(l, HILUM_PROBLEM, node, "pattern",
                    "it does not fit the pattern of %.*s", (int)id.len, id.ptr);
    if (e->least)
        check_bound(l, node, element, e->least, false);
    if (e->most)
        check_bound(l, node, element, e->most, true);
    if (e->max_length && characters(hilum_text(l->doc, node)) > e->max_length)
        look_report(l, HILUM_PROBLEM, node, "length", "it is longer than %u characters",
                    e->max_length);
}
