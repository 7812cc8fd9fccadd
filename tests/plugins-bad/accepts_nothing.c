/* accepts_nothing.c -- a stage that does not say what it accepts. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

static const struct hilum_part part =
    HILUM_PART(.name = "mute", .summary = "Passes messages on.", .produces = "*", .process = pass);

HILUM_PLUGIN(.name = "accepts-nothing", .version = "1", .parts = HILUM_PARTS(&part));
