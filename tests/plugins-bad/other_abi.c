/* other_abi.c -- a plugin of another ABI. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

static const struct hilum_part part = STAGE();

extern HILUM_EXPORT const struct hilum_plugin hilum_plugin;
const struct hilum_plugin                     hilum_plugin = {
    .size      = sizeof(struct hilum_plugin),
    .abi       = HILUM_ABI + 1,
    .host_size = sizeof(struct hilum_host),
    .name      = "other-abi",
    .version   = "1",
    .parts     = HILUM_PARTS(&part),
};
