/* validate.h -- what of a message is not as the standard, or a profile, wants it. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules, and how much they matter where a profile does not say otherwise:
 *
 *   version      note     MSH-12 is missing or not known; MSH-9.3 is of another version
 *   structure    warning  no structure for MSH-9; a segment out of place, or too many
 *   segment      warning  a segment that the version does not have
 *   required     problem  a segment, group or field that must be there;
 *                warning  a component that must be there
 *   cardinality  warning  more repetitions than there may be
 *   length       warning  longer than it may be; a field with components: note
 *   datatype     problem  not written as its datatype is
 *   table NNNN   problem  not a code of a table of HL7's; a user's table: note
 *   components   note     more components than the datatype has
 *   fields       note     more fields than the segment has
 *   withdrawn    note     a field that the version has withdrawn
 *   condition    warning  parts that need each other: a code and its system, ...
 *   checkdigit   warning  not the one that belongs to the number
 * and the rules of schemas/hl7v2/rules and of profiles, by their own names.
 */
#ifndef HL7V2_VALIDATE_H
#define HL7V2_VALIDATE_H

#include "report.h"
#include "sheet.h"
#include "structure.h"

/* A message is at work. */
struct validate {
    struct report            report;
    const struct sheet      *sheet;
    const struct dictionary *dictionary;
    const struct structure  *structure; /* NULL: there is none */
    struct report_spot       spot;      /* what is being looked at */
};

/* Reports on all of it. */
void validate_message(struct validate *);

/* One repetition of a field whose spot is set, or a component. */
void validate_value(struct validate *, const struct hilum_node *,
                    const struct sheet_member *);

/* The conditions that a datatype puts on its components.  Leaf: only the first. */
void validate_composite(struct validate *, const struct hilum_node *, enum sheet_kind);

#endif
