/* spec_words.h -- every word of a pipeline file that is not a plugin's. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ROUTER_SPEC_WORDS_H
#define CORE_ROUTER_SPEC_WORDS_H

#include "router/spec.h"

/* The bit of a place. */
#define SPEC_IN(place) (1u << (place))

/* One word, the places where it may stand, and what it takes.  The option's
 * offset is one in struct spec_entry, spec_test or spec, after the place. */
struct spec_word {
    unsigned            places;
    bool                nested; /* a map or list, read by a function of its own */
    struct hilum_option option;
};

/* Ends with a word without a name. */
extern const struct spec_word spec_words[];

extern const struct option_set spec_retry_set;
extern const struct option_set spec_http_set;

/* The word of this name in one of these places, or NULL. */
const struct spec_word *spec_word_find(struct hilum_view name, unsigned places);

/* The names of those words, for "did you mean"; ends with NULL. */
enum {
    SPEC_WORDS_MOST  = 32,
    SPEC_OTHERS_MOST = 64, /* stores, and services, of one file */
};
void spec_word_names(unsigned places, const char *out[static SPEC_WORDS_MOST]);

/* Fills the state of a place with its words, but for nested ones: from the map
 * (NULL: nothing) and presets.  Mistakes are reported; false if there were any. */
bool spec_words_fill(enum spec_place place, void *state, struct yaml *doc,
                     const struct yaml_node *map, struct arena *arena);

/* "a step"; "steps". */
const char *spec_place_name(enum spec_place place);
const char *spec_place_plural(enum spec_place place);

#endif
