/* text.h -- the bytes of a message: are they UTF-8, and which line is it? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_TEXT_H
#define FHIR_TEXT_H

#include <hilum/view.h>

/* How many bytes at the start are UTF-8 (RFC 3629); all of them where it is valid. */
size_t fhir_text_utf8(struct hilum_view text);

/* The bytes of a byte order mark at the start, as some editors put it there: 3 or 0. */
size_t fhir_text_mark(struct hilum_view text);

/* A byte, and its line and column, both from 1; columns count characters.  Zeroes stand
 * for the first byte. */
struct fhir_text_line {
    size_t   at;
    unsigned line, column;
};

/* Moves on to another byte; what lies between is looked at once, where places ascend. */
void fhir_text_line(struct hilum_view text, size_t at, struct fhir_text_line *l);

#endif
