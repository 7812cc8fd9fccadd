/* registry.h -- which plugins there are, and what they offer. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_REGISTRY_H
#define CORE_PLUGIN_REGISTRY_H

#include "base/arena.h"
#include "plugin/loader.h"

/* One thing a pipeline can use. */
struct part {
    struct hilum_part part; /* as this engine knows it */
    enum part_kind    kind;
    const char       *plugin;
    const char       *version;
    const char       *path;
};

/* A file that is no plugin of ours, and why not. */
struct refused {
    const char *path;
    const char *why;
};

struct registry {
    struct arena    arena;
    struct part    *parts; /* in the order of plugin and part names */
    size_t          count, room;
    struct refused *refused;
    size_t          refused_count;
};

/* [main] */
void registry_init(struct registry *r);
void registry_free(struct registry *r);

/* Loads one plugin; false, and noted in `refused`, where it does not fit. */
bool registry_load(struct registry *r, const char *path);

/* Loads every .so of a folder; folders are given as one text with colons
 * between them.  Folders that are not there are passed over, and so is a plugin
 * whose name an earlier folder has. */
void registry_load_folders(struct registry *r, const char *folders);

/* The part of that kind: `name` is a part's name or plugin.part.  NULL: none. */
const struct part *registry_find(const struct registry *r, enum part_kind kind,
                                 struct hilum_view name);

/* Of the stages of that name, the one that accepts documents of a model; NULL: none
 * does. */
const struct part *registry_stage(const struct registry *r, struct hilum_view name,
                                  struct hilum_view model);

/* The codec of a format: of a syntax ("hl7v2/er7"), or the first of a model. */
const struct part *registry_codec(const struct registry *r, struct hilum_view format);

/* The names of all parts of a kind, ended with NULL, in the arena. */
const char *const *registry_names(const struct registry *r, enum part_kind kind,
                                  struct arena *arena);

#endif
