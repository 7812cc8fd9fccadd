/* older.c -- a plugin made for an older engine, whose structs were smaller: it fits. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

/* The part as it was before stores, services and descriptions.  What lies behind
 * it is not the engine's to read. */
struct older_part {
    uint32_t                   size, option_size;
    const char                *name, *summary, *accepts, *produces;
    const struct hilum_option *options;
    size_t                     state;
    void                      *functions[7];
    const char                *terms[3];
    enum hilum_verdict (*process)(void *, struct hilum_call *, const struct hilum_msg *);
    void                      *deliver;
    unsigned char              behind[64];
};

_Static_assert(offsetof(struct hilum_part, process) == offsetof(struct older_part, process),
               "the older part is not as it was");

static const struct older_part part = {
    .size        = offsetof(struct hilum_part, store),
    .option_size = sizeof(struct hilum_option),
    .name        = "older",
    .summary     = "Passes messages on.",
    .accepts     = "*",
    .produces    = "*",
    .process     = pass,
    .behind      = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
};

extern HILUM_EXPORT const struct hilum_plugin hilum_plugin;
const struct hilum_plugin                     hilum_plugin = {
    .size      = sizeof(struct hilum_plugin),
    .abi       = HILUM_ABI,
    .host_size = offsetof(struct hilum_host, mount),
    .name      = "older",
    .version   = "0.1",
    .parts     = HILUM_PARTS((const struct hilum_part *)(const void *)&part),
};
