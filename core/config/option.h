/* option.h -- a plugin's settings: from a table and a YAML map into its state. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CONFIG_OPTION_H
#define CORE_CONFIG_OPTION_H

#include "config/yaml.h"

#include <hilum/plugin.h>

/* A table of options and whose it is.  The rows lie stride bytes apart: they may
 * be of an older plugin, which lacks members, or of a newer one. */
struct option_set {
    const char                *whose; /* "mllp", for sentences */
    const struct hilum_option *rows;  /* ends with HILUM_OPT_END; may be NULL */
    size_t                     stride;
    size_t                     state; /* bytes of what is filled */
};

/* A set of this engine's own options, which fill a struct of type s. */
#define OPTION_SET(name, s, table)                                                       \
    {                                                                                    \
        .whose = name, .rows = table, .stride = sizeof(struct hilum_option),             \
        .state = sizeof(s)                                                               \
    }

/* The i-th row, with zero for what an older plugin lacks; false at the end. */
bool option_row(const struct option_set *set, size_t i, struct hilum_option *out);

/* NULL, or what is wrong with the table itself; a sentence in the arena. */
const char *option_check(const struct option_set *set, struct arena *arena);

/* Fills the state: presets, and over them what was given (NULL: nothing).  An
 * option that is missing is reported at `at`.  Texts live in the arena.  False
 * where there were problems; all of them are in doc->lines.problems.
 *
 * The table must have passed option_check(). */
bool option_fill(const struct option_set *set, void *state, struct yaml *doc,
                 const struct yaml_node *given, struct place at, struct arena *arena);

/* Fills one setting from its value; as above. */
bool option_set_one(const struct hilum_option *o, void *state, struct yaml *doc,
                    const struct yaml_node *value, struct arena *arena);

/* Writes the preset, which the option must have; false when memory is out. */
bool option_preset(const struct hilum_option *o, void *state, struct arena *arena);

/* For people: each option's name, type, bounds, preset and help, aligned and
 * wrapped. */
void option_help(const struct option_set *set, FILE *to);

#endif
