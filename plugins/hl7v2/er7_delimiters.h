/* er7_delimiters.h -- the characters a message says it separates its parts with. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_DELIMITERS_H
#define HL7V2_ER7_DELIMITERS_H

#include <hilum/plugin.h>

/* 0 where a message has none: MSH-2 may be shorter than four characters.  The
 * truncation character (2.7) is known, but separates nothing. */
struct er7_delimiters {
    char field, component, repetition, escape, subcomponent, truncation;
};

/* What a message gets that names none. */
#define ER7_USUAL_DELIMITERS                                                             \
    ((struct er7_delimiters){ .field        = '|',                                       \
                              .component    = '^',                                       \
                              .repetition   = '~',                                       \
                              .escape       = '\\',                                      \
                              .subcomponent = '&',                                       \
                              .truncation   = 0 })

struct er7_fault {
    const char *place;
    const char *reason;
};

/* Does this byte end a part of a segment?  NUL is text like any other. */
static inline bool er7_delimiters_separate(const struct er7_delimiters *d, char c)
{
    return c && (c == d->field || c == d->component || c == d->repetition ||
                 c == d->subcomponent);
}

/* Where the message begins in bytes: after a byte order mark, the frame's start
 * and white space. */
size_t er7_delimiters_start(struct hilum_view bytes);

/* Reads MSH-1 and MSH-2 of what begins with a segment MSH.  Where they cannot be
 * used, false with the fault. */
bool er7_delimiters_read(struct er7_delimiters *, struct hilum_view msh,
                         struct er7_fault *);

/* The same from the fields' own texts. */
bool er7_delimiters_set(struct er7_delimiters *, char field, struct hilum_view encoding,
                        struct er7_fault *);

/* Fields 2 to count - 1 of MSH as they stand, of what begins with a usable MSH; the
 * others are left empty. */
void er7_delimiters_fields(const struct er7_delimiters *, struct hilum_view msh,
                           struct hilum_view *field, uint32_t count);

/* What of a field stands before its first separator. */
struct hilum_view er7_delimiters_first(const struct er7_delimiters *,
                                       struct hilum_view field);

#endif
