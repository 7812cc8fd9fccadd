/* two_kinds.c -- a part that is a stage and a sink. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

static const struct hilum_part part = STAGE(.deliver = swallow);

HILUM_PLUGIN(.name = "two-kinds", .version = "1", .parts = HILUM_PARTS(&part));
