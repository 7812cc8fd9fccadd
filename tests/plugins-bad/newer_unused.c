/* newer_unused.c -- a part with a member this engine does not know, unused: it fits. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

/* The part as a later engine may have it. */
struct later_part {
    struct hilum_part part;
    void (*later)(void);
};

static const struct later_part part = {
    .part = { .size        = sizeof(struct later_part),
              .option_size = sizeof(struct hilum_option),
              .name        = "part",
              .summary     = "Passes messages on.",
              .accepts     = "*",
              .produces    = "*",
              .process     = pass },
};

HILUM_PLUGIN(.name = "newer-unused", .version = "1", .parts = HILUM_PARTS(&part.part));
