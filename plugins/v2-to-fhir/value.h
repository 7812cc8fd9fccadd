/* value.h -- HL7 texts as FHIR primitives. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VALUE_H
#define VALUE_H

#include "element.h"

/* A time zone as FHIR writes it: Z, +01:00; empty: not known. */
struct zone {
    char   text[8];
    size_t len;
};

/* The zone at the end of an HL7 time (+0100), or as an option (+01:00, Z). */
bool zone_read(struct hilum_view, struct zone *);

/* Converts a text to a primitive.  What already is right is borrowed, else the text lies
 * in the pool.  Empty: it is no such value.
 *
 *   date        the day, where the text has a time as well
 *   dateTime    a time needs a zone: its own, else that of the message; where none is
 * known only the day is written instant     needs day, time and zone; else it is empty
 *   decimal     without leading zeros or a plus sign, else as written
 *   code, uri   without blanks at the ends
 */
struct hilum_view value_convert(struct pool *, enum kind, struct hilum_view,
                                const struct zone *);

/* ED.5 as base64; encoding is ED.4: Base64, Hex, or A for text. */
struct hilum_view value_base64(struct pool *, struct hilum_view data,
                               struct hilum_view encoding);

#endif /* VALUE_H */
