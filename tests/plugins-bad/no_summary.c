/* no_summary.c -- a part without a summary. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

static const struct hilum_part part =
    HILUM_PART(.name = "part", .accepts = "*", .produces = "*", .process = pass);

HILUM_PLUGIN(.name = "no-summary", .version = "1", .parts = HILUM_PARTS(&part));
