/* stream.h -- streams of bytes, taken apart by a codec in every way they may come. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_STREAM_H
#define FHIR_STREAM_H

#include <hilum/plugin.h>

const struct hilum_part *part_of(const char *name);

/* What comes out of a stream: each message with | behind, its labels before it in
 * brackets where it has some, and !reason| for each fault.  It must be the same in one
 * piece, byte by byte, and in any two parts. */
void expect_pieces(const char *part, const char *text, const char *wanted);

#endif
