/* yaml.h -- a YAML file as a tree that knows where everything stands. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What YAML has for programs (aliases, anchors, tags, several documents) is
 * refused with a sentence: a pipeline reads like what it does.  In values, not
 * in keys, ${NAME}, ${NAME:-default} and ${file:path} have been replaced.
 * After reading the tree never changes.
 */
#ifndef CORE_CONFIG_YAML_H
#define CORE_CONFIG_YAML_H

#include "config/lines.h"

enum yaml_kind { YAML_TEXT, YAML_MAP, YAML_LIST };

struct yaml_node {
    enum yaml_kind    kind;
    bool              quoted;   /* a text in quotes or a block: "" is not nothing */
    bool              expanded; /* its text came from outside: never to be shown */
    bool              broken;   /* a problem has been reported: believe nothing */
    struct place      at;
    struct place      key_at;  /* where its key stands; line 0 in a list */
    struct hilum_view key;     /* NUL-terminated, as is text */
    struct hilum_view text;    /* what a text says */
    struct hilum_view written; /* the same as the file has it, quotes included */
    struct yaml_node *first;   /* of the values in a map or list, in order */
    struct yaml_node *next;    /* of its siblings */
    size_t            count;   /* values in a map or list */
};

struct yaml {
    struct lines      lines;
    struct arena     *arena; /* borrowed; the tree lives there */
    struct yaml_node *root;
};

/* NULL where the file is no YAML; then, and for every other mistake, problems
 * has what is wrong.  ${file:path} is relative to the folder of the file. */
struct yaml *yaml_file(struct arena *arena, const char *path, struct problems *problems);
struct yaml *yaml_bytes(struct arena *arena, const char *path, struct hilum_view bytes,
                        struct problems *problems);

/* The value of a key in a map, or NULL; map may be NULL or no map. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* Nothing was written (or null, or ~). */
bool yaml_nothing(const struct yaml_node *node);

/* "a map", "a list", "a text" or "nothing", for sentences. */
const char *yaml_says(const struct yaml_node *node);

/* Where the offset-th byte of a text stands in the file: through quotes,
 * escapes, folding and indentation.  An expanded text has only its start. */
struct place yaml_inside(const struct yaml *doc, const struct yaml_node *node,
                         size_t offset);

/* Of a path in the file: itself if absolute, else below the folder of the file.
 * Lives in the arena; NULL when memory is out. */
const char *yaml_path(const struct yaml *doc, const char *path);

#endif
