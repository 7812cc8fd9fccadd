/* newer_part.c -- a part that uses a member this engine does not know. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

/* The part as a later engine may have it. */
struct later_part {
    struct hilum_part part;
    void (*later)(void);
};

static void later(void)
{
}

static const struct later_part part = {
    .part  = { .size        = sizeof(struct later_part),
               .option_size = sizeof(struct hilum_option),
               .name        = "part",
               .summary     = "Passes messages on.",
               .accepts     = "*",
               .produces    = "*",
               .process     = pass },
    .later = later,
};

HILUM_PLUGIN(.name = "newer-part", .version = "1", .parts = HILUM_PARTS(&part.part));
