/* fields.h -- reading the elements of a definition by their names. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_FIELDS_H
#define CORE_PACKAGE_FIELDS_H

#include "package/build.h"

#include <stdlib.h>

/* The name of an element, as nodes have it. */
static inline uint32_t field_name(const char *name)
{
    return hilum_name(name, strlen(name));
}

/* The first child of that name, or NULL; n may be NULL. */
static inline const struct hilum_node *field(const struct hilum_node *n, const char *name)
{
    return n ? hilum_child(n, field_name(name)) : NULL;
}

/* Its text; empty where it is not there. */
static inline struct hilum_view field_text(struct hilum_doc d, const struct hilum_node *n,
                                           const char *name)
{
    const struct hilum_node *child = field(n, name);

    return child ? hilum_text(d, child) : (struct hilum_view){ "", 0 };
}

static inline bool field_is(struct hilum_doc d, const struct hilum_node *n,
                            const char *name, const char *text)
{
    return hilum_is(field_text(d, n, name), text);
}

/* Its text among those of the package. */
static inline uint32_t field_keep(struct build *b, struct hilum_doc d,
                                  const struct hilum_node *n, const char *name)
{
    return build_text(b, field_text(d, n, name));
}

/* A whole number; otherwise where it is not there, or is none. */
static inline uint32_t field_number(struct hilum_doc d, const struct hilum_node *n,
                                    const char *name, uint32_t otherwise)
{
    struct hilum_view v     = field_text(d, n, name);
    uint32_t          value = 0;

    if (v.len == 0 || v.len > 9)
        return otherwise;
    for (size_t i = 0; i < v.len; i++) {
        if (v.ptr[i] < '0' || v.ptr[i] > '9')
            return otherwise;
        value = value * 10 + (uint32_t)(v.ptr[i] - '0');
    }
    return value;
}

#endif
