/* profile_read.h -- what the files that read profiles share. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_PROFILE_READ_H
#define HL7V2_PROFILE_READ_H

#include "profile.h"

/* A file being read. */
struct profile_reader {
    struct hilum_call       *call;
    const struct dictionary *dictionary;
    struct profile          *profile;
};

/* Blames a place in the file.  False. */
HILUM_PRINTF(3)
bool profile_fault(struct profile_reader *, const struct hilum_node *, const char *fmt,
                   ...);

/* "; did you mean X?" for the nearest of some words, or "". */
struct profile_hint {
    char text[64];
};
struct profile_hint profile_hint(struct hilum_view word, const char *const *words);

/* Does a table below schemas/hl7v2 have the name, behind this character and before a
 * TAB?  And the hint among the names at the beginnings of its lines. */
bool profile_listed(struct hilum_view table, char before, struct hilum_view name);
struct profile_hint profile_hint_of(struct hilum_view table, struct hilum_view name);

/* Is the word at a node a segment of the standard's, or may it be one of a site's? */
bool profile_segment(struct profile_reader *, const struct hilum_node *,
                     struct hilum_view word);

/* Is what a segment's `after` names in that structure (an empty name: any) of the
 * standard's, in some version?  There need be no `after`. */
bool profile_after(struct profile_reader *, const struct hilum_node *segment,
                   struct hilum_view structure);

/* Check segments with their fields, and structures. */
bool profile_read_segments(struct profile_reader *, const struct hilum_node *);
bool profile_read_structures(struct profile_reader *, const struct hilum_node *);

/* Checks that a node is a map. */
bool profile_map(struct profile_reader *, const struct hilum_node *);

/* Checks that each key below a node is one of the words; the list ends with NULL. */
bool profile_words(struct profile_reader *, const struct hilum_node *,
                   const char *const *words);

/* A number, or "*" (0) where many says so; true, false. */
bool profile_number(struct profile_reader *, const struct hilum_node *, uint32_t most,
                    bool many, uint32_t *out);
bool profile_truth(struct profile_reader *, const struct hilum_node *, bool *out);

/* The child of a name, or NULL. */
static inline const struct hilum_node *profile_child(const struct hilum_node *n,
                                                     const char              *name)
{
    return hilum_child(n, hilum_name(name, strlen(name)));
}

#endif
