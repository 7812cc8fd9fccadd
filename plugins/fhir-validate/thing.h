/* thing.h -- a part of a resource, in the message or in a package: read alike. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_VALIDATE_THING_H
#define FHIR_VALIDATE_THING_H

#include <hilum/package.h>

/* A Questionnaire is one of a package, or is contained in the response itself. */
struct thing {
    struct hilum_doc            doc;
    const struct hilum_node    *node;    /* of the document, or */
    const struct hilum_package *package; /* of the package: NULL and node NULL: nothing */
    uint32_t                    value;
};

static inline bool thing_is(struct thing t)
{
    return t.node || t.package;
}

static inline uint32_t thing_name(struct thing t)
{
    return t.node ? t.node->name : hilum_package_value(t.package, t.value)->name;
}

static inline uint32_t thing_type(struct thing t)
{
    return t.node ? t.node->type : hilum_package_value(t.package, t.value)->type;
}

static inline struct hilum_view thing_text(struct thing t)
{
    if (t.node)
        return hilum_text(t.doc, t.node);
    if (t.package)
        return hilum_package_text(t.package,
                                  hilum_package_value(t.package, t.value)->text);
    return (struct hilum_view){ "", 0 };
}

/* The first of its parts behind `after` (nothing: of all) that has the name (0: any). */
static inline struct thing thing_next(struct thing t, struct thing after, uint32_t name)
{
    struct thing next = t;
    uint32_t     end;

    if (t.node) {
        next.node = after.node ? after.node + after.node->span : t.node + 1;
        for (; next.node < t.node + t.node->span; next.node += next.node->span)
            if (name == 0 || next.node->name == name)
                return next;
        return (struct thing){ .node = NULL };
    }
    if (!t.package)
        return t;
    end = hilum_package_after(t.value, hilum_package_value(t.package, t.value)->span,
                              hilum_package_count(t.package, HILUM_VALUES));
    next.value =
        after.package
            ? hilum_package_after(after.value,
                                  hilum_package_value(t.package, after.value)->span, end)
            : t.value + 1;
    while (next.value < end) {
        const struct hilum_literal *v = hilum_package_value(t.package, next.value);

        if (name == 0 || v->name == name)
            return next;
        next.value = hilum_package_after(next.value, v->span, end);
    }
    return (struct thing){ .node = NULL };
}

#define thing_each(part, whole, its_name)                                                \
    for (struct thing part =                                                             \
             thing_next(whole, (struct thing){ .node = NULL }, its_name);                \
         thing_is(part); part = thing_next(whole, part, its_name))

static inline struct thing thing_child(struct thing t, uint32_t name)
{
    return thing_next(t, (struct thing){ .node = NULL }, name);
}

static inline struct hilum_view thing_child_text(struct thing t, uint32_t name)
{
    return thing_text(thing_child(t, name));
}

/* The value of its extension with that URL. */
static inline struct thing thing_extension(struct thing t, const char *url)
{
    thing_each(extension, t, HILUM_NAME("extension"))
    {
        if (hilum_is(thing_child_text(extension, HILUM_NAME("url")), url))
            return thing_child(extension, HILUM_NAME("value"));
    }
    return (struct thing){ .node = NULL };
}

#endif
