/* profile.h -- what a site's feeds have besides the standard, from YAML files. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file holds one profile: which messages it is for, and what differs from the
 * standard's version of these.  pipelines/profiles/README.md is the manual, and
 * ward.yaml beside it an example.  Where several profiles fit a message, the one with
 * the most conditions is taken, and of these the first.
 */
#ifndef HL7V2_PROFILE_H
#define HL7V2_PROFILE_H

#include "er7_place.h"
#include "report.h"
#include "sheet.h"
#include "structure.h"

enum {
    PROFILE_MATCHES = 16,
    PROFILE_TABLES  = 256,
    PROFILES_MOST   = 64,
    PROFILE_MADE    = 64
};

struct profile_match {
    struct er7_place  place;
    struct hilum_view value;
};

struct profile {
    struct hilum_doc     doc; /* the file; lives as long as the instance */
    const char          *path;
    struct hilum_view    name;
    struct profile_match match[PROFILE_MATCHES];
    uint32_t             matches;
    struct hilum_view    table[PROFILE_TABLES]; /* the site's, by name */
    uint32_t             tables;
    struct rules         rules;
    struct report_levels levels;

    /* Structures that were changed, and what became of them. */
    struct profile_structure {
        const struct structure *from;
        struct structure       *made; /* NULL: it is as it was */
        struct hilum_buffer     lines;
    } made[PROFILE_MADE];
    uint32_t made_count;
};

struct profiles {
    struct profile *list[PROFILES_MOST];
    uint32_t        count;
};

/* Reads and checks files, and all *.yaml of folders, with commas between them; false
 * with blame: FILE:LINE:COLUMN.  Close in either case. */
bool profiles_open(struct profiles *, struct hilum_call *, const struct dictionary *,
                   const char *paths);
void profiles_close(struct profiles *);

/* Which profile is for a message: its number, or `count`: none. */
uint32_t profiles_choose(const struct profiles *, struct hilum_doc);

/* Changes a fresh sheet as the profile says; false: there is no room. */
bool profile_apply(const struct profile *, struct hilum_call *, struct sheet *);

/* The structure as the profile changes it; perhaps as it is. */
const struct structure *profile_structure(struct profile *, struct hilum_call *,
                                          const struct structure *);

/* What the profile calls a segment (field 0) or a field; "" where it does not. */
struct hilum_view profile_title(const struct profile *, struct hilum_call *,
                                uint32_t segment, uint32_t field);

/* The number of a table by its name in a profile; 0: there is none. */
uint32_t profile_table(const struct profile *, struct hilum_view name);

/* The key that a node of a profile's file stands under. */
static inline struct hilum_view profile_key(struct hilum_call       *call,
                                            const struct hilum_node *n)
{
    return hilum_name_text(call, n->name);
}

#endif
