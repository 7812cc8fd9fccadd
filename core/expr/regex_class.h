/* regex_class.h -- the sets of characters that regular expressions have names for. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_REGEX_CLASS_H
#define CORE_EXPR_REGEX_CLASS_H

#include "expr/regex_program.h"

/* Ranges being gathered. */
struct regex_ranges {
    struct regex_range *all; /* room for REGEX_MOST_RANGES */
    uint32_t            count;
};

/* Adds a range; false: there are too many. */
bool regex_add_range(struct regex_ranges *to, uint32_t first, uint32_t last);

/* Adds the set of \d, \w, \s, \p{L}, \p{N}, \p{Lu}, \p{Ll}, which are 'd', 'w', 's',
 * 'L', 'N', 'U' and 'l'; or all that is not in it.
 * False: there are too many, or there is no such set. */
bool regex_add_set(struct regex_ranges *to, char set, bool negated);

/* Adds the set that is named in [: :]; false as above. */
bool regex_add_named(struct regex_ranges *to, struct hilum_view name);

#endif
