/* loader.h -- opens plugins and decides whether they fit this engine. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_LOADER_H
#define CORE_PLUGIN_LOADER_H

#include <hilum/plugin.h>

enum part_kind {
    PART_SOURCE,
    PART_CODEC,
    PART_STAGE,
    PART_SINK,
    PART_STORE,
    PART_SERVICE,
};

/* Reads the plugin at path into out.  Returns NULL, or why it was refused: a
 * sentence that lives until the next call on this thread.  A plugin is never
 * unloaded: its threads may outlive any say-so of ours. */
const char *loader_open(const char *path, struct hilum_plugin *out);

/* Copies a struct that says its own size first: members its maker did not know
 * stay zero, members we do not know must be zero.  False: they are not. */
bool loader_copy_sized(void *to, size_t room, const void *from);

/* What a part is, from which functions it has; false where it is not exactly
 * one thing. */
bool loader_kind(const struct hilum_part *p, enum part_kind *kind);

/* "source", "codec", ... */
const char *loader_kind_name(enum part_kind kind);

#endif
