/* codec.h -- codecs at work; what is done with them is in engine.h. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_CODEC_H
#define CORE_PLUGIN_CODEC_H

#include "plugin/instance.h"

/* [main] Closes and frees them all; none may be in use. */
void codecs_free(struct engine *e);

#endif
