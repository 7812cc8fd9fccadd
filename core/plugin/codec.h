/* codec.h -- codecs at work; what is done with them is in engine.h. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_CODEC_H
#define CORE_PLUGIN_CODEC_H

#include "plugin/instance.h"

/* A codec with its settings.  It lives as long as the engine: those that are the
 * same are one. */

/* [any] That of a format ("hl7v2", "hl7v2/er7") with every option at its preset;
 * NULL: there is none. */
struct codec *codec_find(struct engine *e, struct hilum_view format);

/* [any] The same of a part. */
struct codec *codec_preset(struct engine *e, const struct part *part);

/* [main] With options that are given in a file (NULL: none are); NULL: its problems
 * say why. */
struct codec *codec_with(struct engine *e, const struct part *part, struct yaml *doc,
                         const struct yaml_node *given, struct place at);

const struct part *codec_part(const struct codec *k);

/* Whether it has no options of its own: what is in its format already is as it
 * would write it. */
bool codec_plain(const struct codec *k);

/* [main] Closes and frees them all; none may be in use. */
void codecs_free(struct engine *e);

#endif
