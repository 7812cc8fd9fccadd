/* value.c -- fixed values, patterns and whole resources, kept as trees. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/value.h"

#include "package/fields.h"

uint32_t value_add(struct build *b, struct hilum_doc d, const struct hilum_node *n)
{
    uint32_t first = build_count(b, HILUM_VALUES);

    for (const struct hilum_node *at = n; at < n + n->span; at++) {
        struct hilum_literal v = { .name = at->name,
                                   .type = at->type,
                                   .text = build_text(b, hilum_text(d, at)),
                                   .span = at->span };

        build_add(b, HILUM_VALUES, &v, 1);
    }
    return first;
}

uint32_t value_copy(struct build *b, const struct hilum_package *from, uint32_t value)
{
    uint32_t first = build_count(b, HILUM_VALUES);
    uint32_t all   = hilum_package_count(from, HILUM_VALUES);
    uint32_t end =
        hilum_package_after(value, hilum_package_value(from, value)->span, all);

    for (uint32_t i = value; i < end; i++) {
        struct hilum_literal v = *hilum_package_value(from, i);

        v.text = build_text(b, hilum_package_text(from, v.text));
        build_add(b, HILUM_VALUES, &v, 1);
    }
    return first;
}

void value_resource(struct build *b, struct hilum_doc d)
{
    const struct hilum_node *root = hilum_root(d);
    struct hilum_resource    r    = { .url       = field_keep(b, d, root, "url"),
                                      .version   = field_keep(b, d, root, "version"),
                                      .type_name = root->type };

    if (r.url == 0)
        return;
    r.value = value_add(b, d, root);
    build_add(b, HILUM_RESOURCES, &r, 1);
}
