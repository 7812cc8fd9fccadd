/* er7_sequence.h -- one escape sequence of ER7, taken apart. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_SEQUENCE_H
#define HL7V2_ER7_SEQUENCE_H

#include "er7_charset.h"

enum er7_sequence_kind {
    ER7_NONE,      /* it is no sequence: the escape character stands for itself */
    ER7_CHARACTER, /* a character */
    ER7_LINES,     /* line breaks */
    ER7_SPACES,    /* spaces */
    ER7_SILENT,    /* nothing */
    ER7_BYTES,     /* hexadecimal digits */
    ER7_SWITCH,    /* another character set from here on */
    ER7_KEPT,      /* the sequence itself */
};

struct er7_sequence {
    enum er7_sequence_kind    kind;
    size_t                    length; /* with both escape characters */
    char                      character;
    size_t                    count; /* of lines or spaces */
    struct hilum_view         digits;
    const struct iso2022_set *set;
};

/* Reads the sequence that begins with the escape character at the start. */
struct er7_sequence er7_sequence_read(const struct er7_delimiters *,
                                      struct hilum_view at);

#endif
