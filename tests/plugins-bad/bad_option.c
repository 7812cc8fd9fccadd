/* bad_option.c -- a part with an option whose preset is not a number. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

struct state {
    int64_t span;
};

static const struct hilum_option options[] = {
    HILUM_OPT_INT(struct state, span, .preset = "wide", .help = "How wide."),
    HILUM_OPT_END,
};

static const struct hilum_part part = STAGE(.options = options, .state = sizeof(struct state));

HILUM_PLUGIN(.name = "bad-option", .version = "1", .parts = HILUM_PARTS(&part));
