/* er7_split.h -- takes messages off a stream of bytes, such as a file. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message begins at a line that begins with MSH, and goes on to the next line that
 * begins with MSH or with a header or trailer of the batch protocol (FHS, BHS, BTS,
 * FTS).  Lines end with CR, LF or both; MLLP's framing bytes end a line, too.  Blanks
 * and a byte order mark before such a name are passed over.  A message has the one line
 * end behind its last segment, not the blank lines and framing that follow.
 *
 * The place of a piece that is a header or a trailer is its name.
 *
 * Text that no MSH stands before is a message by itself, so that nothing is lost; so is
 * a whole file that holds no HL7 v2.
 */
#ifndef HL7V2_ER7_SPLIT_H
#define HL7V2_ER7_SPLIT_H

#include "er7_batch.h"

#include <hilum/plugin.h>

/* Zeroed, it is the beginning of a stream. */
struct er7_split {
    size_t           scanned; /* bytes at the front in which no piece ends */
    struct er7_batch batch;
};

/* The `split` and `several` of the codec. */
void er7_split(void *splitter, struct hilum_view bytes, bool last, struct hilum_piece *);
bool er7_several(struct hilum_view bytes);

#endif
