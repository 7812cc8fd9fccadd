/* validate_type.h -- the forms that the values of primitive datatypes have. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_VALIDATE_TYPE_H
#define HL7V2_VALIDATE_TYPE_H

#include <hilum/plugin.h>

enum validate_type {
    VALIDATE_ANY, /* every text will do: ST, FT, TX, ID, ... */
    VALIDATE_NM,
    VALIDATE_SI,
    VALIDATE_DT,
    VALIDATE_TM,
    VALIDATE_DTM, /* and TS */
    VALIDATE_TYPES,
};

/* How a datatype's values are written, by its name: NM, SI, DT, TM, DTM, TS. */
enum validate_type validate_type_of(uint32_t name);

/* Is the value written so? */
bool validate_type_holds(enum validate_type, struct hilum_view value);

/* What it should be: "a number (NM)". */
const char *validate_type_words(enum validate_type);

/* Identifiers of other authorities, and encodings. */
bool validate_oid(struct hilum_view);
bool validate_uuid(struct hilum_view);
bool validate_dns(struct hilum_view);
bool validate_base64(struct hilum_view);
bool validate_hex(struct hilum_view);

/* Does the digit belong to the number, by the standard's algorithms?  True where
 * either is not made of digits: nothing can be said. */
bool validate_mod10(struct hilum_view number, struct hilum_view digit);
bool validate_mod11(struct hilum_view number, struct hilum_view digit);

#endif
