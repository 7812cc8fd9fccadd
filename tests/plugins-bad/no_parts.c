/* no_parts.c -- a plugin that offers nothing. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

HILUM_PLUGIN(.name = "no-parts", .version = "1", .parts = HILUM_PARTS(NULL));
