/* part.h -- a stage without fault, for plugins that are broken elsewhere. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_PLUGINS_BAD_PART_H
#define TESTS_PLUGINS_BAD_PART_H

#include <hilum/plugin.h>

static inline enum hilum_verdict pass(void *state, struct hilum_call *call,
                                      const struct hilum_msg *m)
{
    (void)state;
    hilum_emit(call, hilum_ref(call, m));
    return HILUM_OK;
}

static inline enum hilum_verdict swallow(void *state, struct hilum_call *call,
                                         const struct hilum_msg *const *messages, size_t count)
{
    (void)state;
    (void)call;
    (void)messages;
    (void)count;
    return HILUM_OK;
}

#define STAGE(...)                                                                       \
    HILUM_PART(.name = "part", .summary = "Passes messages on.", .accepts = "*",          \
               .produces = "*", .process = pass, __VA_ARGS__)

#endif
