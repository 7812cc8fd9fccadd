/* no_kind.c -- a part that has no function of any kind. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

static const struct hilum_part part = HILUM_PART(.name = "part", .summary = "Does nothing.");

HILUM_PLUGIN(.name = "no-kind", .version = "1", .parts = HILUM_PARTS(&part));
