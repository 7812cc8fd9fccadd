/* missing_symbol.c -- a plugin that needs a function nobody has. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

enum hilum_verdict nobody_has_this(void *, struct hilum_call *, const struct hilum_msg *);

static const struct hilum_part part =
    HILUM_PART(.name = "part", .summary = "Needs what is not there.", .accepts = "*",
               .produces = "*", .process = nobody_has_this);

HILUM_PLUGIN(.name = "missing-symbol", .version = "1", .parts = HILUM_PARTS(&part));
