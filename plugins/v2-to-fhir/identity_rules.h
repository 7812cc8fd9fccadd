/* identity_rules.h -- the lines of resources.map, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_RULES_H
#define IDENTITY_RULES_H

#include "identity.h"

enum { MOST_PARTS = 12 };

struct identity_part {
    struct hl7_path hl7;
    struct path     path;
    bool            is_hl7;
    bool            any; /* no number: all of a list */
};

struct identity {
    const struct type   *type;
    uint32_t             from; /* segment; 0: any */
    bool                 search;
    bool                 when;
    struct identity_part condition;
    struct hilum_view    value;
    struct identity_part parts[MOST_PARTS];
    uint32_t             count;
    struct identity     *next;
};

struct required {
    const struct type *type;
    struct path        path;
    struct hilum_view  value;
    bool               subject;
    struct required   *next;
};

static inline uint32_t identity_bucket(const struct type *type)
{
    return type->name * 0x9e3779b1u >> 26;
}

#endif /* IDENTITY_RULES_H */
