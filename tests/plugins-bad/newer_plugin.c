/* newer_plugin.c -- a plugin that uses a member this engine does not know. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

static const struct hilum_part part = STAGE();

/* The plugin as a later engine may have it. */
struct later_plugin {
    struct hilum_plugin plugin;
    const char         *later;
};

extern HILUM_EXPORT const struct later_plugin hilum_plugin;
const struct later_plugin                     hilum_plugin = {
    .plugin = { .size      = sizeof(struct later_plugin),
                .abi       = HILUM_ABI,
                .host_size = sizeof(struct hilum_host),
                .name      = "newer-plugin",
                .version   = "1",
                .parts     = HILUM_PARTS(&part) },
    .later  = "something",
};
