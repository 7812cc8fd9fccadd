/* newer_services.c -- a plugin that was made for a larger table of services. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

static const struct hilum_part part = STAGE();

extern HILUM_EXPORT const struct hilum_plugin hilum_plugin;
const struct hilum_plugin                     hilum_plugin = {
    .size      = sizeof(struct hilum_plugin),
    .abi       = HILUM_ABI,
    .host_size = sizeof(struct hilum_host) + sizeof(void *),
    .name      = "newer-services",
    .version   = "1",
    .parts     = HILUM_PARTS(&part),
};
